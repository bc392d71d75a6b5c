"""The fixed phrases of an answer in the language of the question; quotes always stay German and verbatim."""

import re

RIGHT_TO_LEFT = frozenset({"ar"})
# answered / related / not_found / demands are no law / vote words / page
PHRASES: dict[str, dict[str, str]] = {
    "en": {
        "answered": "The conference's report says (quote in German):", "related": "The reports do not answer exactly this. The closest passage is (quote in German):",
        "not_found": "The reports say nothing about this.", "no_law": "This is a political demand of the conference, not law in force; the report does not say what became of it.",
        "einstimmig": "unanimous", "mehrheitlich": "by majority", "unstated": "vote not stated", "page": "page",
    },
    "fr": {
        "answered": "Le rapport de la conférence indique (citation en allemand) :", "related": "Les rapports ne répondent pas exactement à cette question. Le passage le plus proche (citation en allemand) :",
        "not_found": "Les rapports ne disent rien à ce sujet.", "no_law": "C'est une revendication politique de la conférence, pas le droit en vigueur ; le rapport ne dit pas ce qu'il en est advenu.",
        "einstimmig": "à l'unanimité", "mehrheitlich": "à la majorité", "unstated": "vote non indiqué", "page": "page",
    },
    "pl": {
        "answered": "Raport z konferencji mówi (cytat po niemiecku):", "related": "Raporty nie odpowiadają dokładnie na to pytanie. Najbliższy fragment (cytat po niemiecku):",
        "not_found": "W raportach nic o tym nie ma.", "no_law": "To polityczny postulat konferencji, a nie obowiązujące prawo; raport nie mówi, co z niego wynikło.",
        "einstimmig": "jednogłośnie", "mehrheitlich": "większością głosów", "unstated": "wynik głosowania niepodany", "page": "strona",
    },
    "tr": {
        "answered": "Konferans raporunda şöyle yazıyor (Almanca alıntı):", "related": "Raporlar tam olarak bu soruyu yanıtlamıyor. En yakın bölüm (Almanca alıntı):",
        "not_found": "Raporlarda bu konuda bir şey yok.", "no_law": "Bu, konferansın siyasi bir talebidir, yürürlükteki bir yasa değildir; rapor talebin sonucunu bildirmez.",
        "einstimmig": "oy birliğiyle", "mehrheitlich": "oy çokluğuyla", "unstated": "oylama belirtilmemiş", "page": "sayfa",
    },
    "uk": {
        "answered": "У звіті конференції сказано (цитата німецькою):", "related": "Звіти не відповідають точно на це запитання. Найближчий уривок (цитата німецькою):",
        "not_found": "У звітах про це нічого немає.", "no_law": "Це політична вимога конференції, а не чинний закон; звіт не повідомляє, що з неї вийшло.",
        "einstimmig": "одностайно", "mehrheitlich": "більшістю голосів", "unstated": "результат голосування не вказано", "page": "сторінка",
    },
    "ru": {
        "answered": "В отчёте конференции говорится (цитата на немецком):", "related": "Отчёты не отвечают точно на этот вопрос. Ближайший отрывок (цитата на немецком):",
        "not_found": "В отчётах об этом ничего нет.", "no_law": "Это политическое требование конференции, а не действующий закон; отчёт не сообщает, что из него вышло.",
        "einstimmig": "единогласно", "mehrheitlich": "большинством голосов", "unstated": "результат голосования не указан", "page": "страница",
    },
    "ar": {
        "answered": "يقول تقرير المؤتمر (الاقتباس بالألمانية):", "related": "لا تجيب التقارير عن هذا السؤال بالضبط. أقرب مقطع (الاقتباس بالألمانية):",
        "not_found": "لا تذكر التقارير شيئًا عن ذلك.", "no_law": "هذا مطلب سياسي للمؤتمر وليس قانونًا ساريًا؛ ولا يذكر التقرير ما آل إليه.",
        "einstimmig": "بالإجماع", "mehrheitlich": "بالأغلبية", "unstated": "نتيجة التصويت غير مذكورة", "page": "صفحة",
    },
}
_COMMON = {
    "en": "the and is are does what how who when where can my i do of for to in with will there get about people should if they".split(),
    "fr": "le la les des du est que qui quoi comment quand où puis je mon ma mes pour dans avec une un aux au sur il elle sont peut ce ça et si".split(),
    "pl": "czy jest co jak kto kiedy gdzie mogę mój moja dla na w z do się nie są o po i za".split(),
    "tr": "ve bir mi mı mu mü ne nasıl kim nerede için ile bu var mıyım olarak da de çok hangi".split(),
    "de": "der die das und ist sind was wie wer wann wo kann mein ich für mit zu den dem des ein eine nicht auf im zum zur von bei wird soll gibt es".split(),
}


def language(question: str) -> str:
    """The language of a question among de, en, fr, pl, tr, uk, ru, ar: by script and letters, else by small words; German in doubt."""
    if re.search(r"[\u0600-\u06ff]", question):
        return "ar"
    if re.search(r"[\u0400-\u04ff]", question):
        return "uk" if re.search(r"[іїєґІЇЄҐ]", question) else "ru"
    if re.search(r"[äöüßÄÖÜ]", question) and not re.search(r"[ğışçİŞĞ]", question):
        return "de"
    if re.search(r"[ğışİŞĞ]", question):
        return "tr"
    if re.search(r"[ąęłńśźżćĄĘŁŃŚŹŻĆ]", question):
        return "pl"
    found = re.findall(r"[^\W\d_]+", question.lower())
    counts = {name: sum(word in common for word in found) for name, common in _COMMON.items()}
    best = max(counts, key=lambda name: (counts[name], name == "de"))
    return best if counts[best] >= 2 or (counts[best] == 1 and counts["de"] == 0 and len(found) >= 3) else "de"
