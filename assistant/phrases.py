"""The fixed phrases of an answer in the language of the question; quotes always stay German and verbatim."""

import re

RIGHT_TO_LEFT = frozenset({"ar"})
# answered / related / not_found / demands are no law / a motion that failed, and what is no demand, are none either / vote words / page
PHRASES: dict[str, dict[str, str]] = {
    "en": {
        "answered": "The conference's report says (quote in German):", "related": "The reports do not answer exactly this. The closest passage is (quote in German):",
        "not_found": "The reports say nothing about this.", "no_law": "This is a political demand of the conference, not law in force; the report does not say what became of it.",
        "failed": "The conference did not adopt this motion: it is neither a demand of the conference nor law in force.", "neutral": "This is not law in force.",
        "einstimmig": "unanimous", "mehrheitlich": "by majority", "unstated": "vote not stated", "page": "page",
    },
    "fr": {
        "answered": "Le rapport de la conférence indique (citation en allemand) :", "related": "Les rapports ne répondent pas exactement à cette question. Le passage le plus proche (citation en allemand) :",
        "not_found": "Les rapports ne disent rien à ce sujet.", "no_law": "C'est une revendication politique de la conférence, pas le droit en vigueur ; le rapport ne dit pas ce qu'il en est advenu.",
        "failed": "La conférence n'a pas adopté cette motion : ce n'est ni une revendication de la conférence ni le droit en vigueur.", "neutral": "Ce n'est pas le droit en vigueur.",
        "einstimmig": "à l'unanimité", "mehrheitlich": "à la majorité", "unstated": "vote non indiqué", "page": "page",
    },
    "pl": {
        "answered": "Raport z konferencji mówi (cytat po niemiecku):", "related": "Raporty nie odpowiadają dokładnie na to pytanie. Najbliższy fragment (cytat po niemiecku):",
        "not_found": "W raportach nic o tym nie ma.", "no_law": "To polityczny postulat konferencji, a nie obowiązujące prawo; raport nie mówi, co z niego wynikło.",
        "failed": "Konferencja nie przyjęła tego wniosku: nie jest to ani postulat konferencji, ani obowiązujące prawo.", "neutral": "To nie jest obowiązujące prawo.",
        "einstimmig": "jednogłośnie", "mehrheitlich": "większością głosów", "unstated": "wynik głosowania niepodany", "page": "strona",
    },
    "tr": {
        "answered": "Konferans raporunda şöyle yazıyor (Almanca alıntı):", "related": "Raporlar tam olarak bu soruyu yanıtlamıyor. En yakın bölüm (Almanca alıntı):",
        "not_found": "Raporlarda bu konuda bir şey yok.", "no_law": "Bu, konferansın siyasi bir talebidir, yürürlükteki bir yasa değildir; rapor talebin sonucunu bildirmez.",
        "failed": "Konferans bu önergeyi kabul etmedi: bu ne konferansın bir talebidir ne de yürürlükteki bir yasadır.", "neutral": "Bu, yürürlükteki bir yasa değildir.",
        "einstimmig": "oy birliğiyle", "mehrheitlich": "oy çokluğuyla", "unstated": "oylama belirtilmemiş", "page": "sayfa",
    },
    "uk": {
        "answered": "У звіті конференції сказано (цитата німецькою):", "related": "Звіти не відповідають точно на це запитання. Найближчий уривок (цитата німецькою):",
        "not_found": "У звітах про це нічого немає.", "no_law": "Це політична вимога конференції, а не чинний закон; звіт не повідомляє, що з неї вийшло.",
        "failed": "Конференція не ухвалила цієї пропозиції: це ні вимога конференції, ні чинний закон.", "neutral": "Це не чинний закон.",
        "einstimmig": "одностайно", "mehrheitlich": "більшістю голосів", "unstated": "результат голосування не вказано", "page": "сторінка",
    },
    "ru": {
        "answered": "В отчёте конференции говорится (цитата на немецком):", "related": "Отчёты не отвечают точно на этот вопрос. Ближайший отрывок (цитата на немецком):",
        "not_found": "В отчётах об этом ничего нет.", "no_law": "Это политическое требование конференции, а не действующий закон; отчёт не сообщает, что из него вышло.",
        "failed": "Конференция не приняла это предложение: это ни требование конференции, ни действующий закон.", "neutral": "Это не действующий закон.",
        "einstimmig": "единогласно", "mehrheitlich": "большинством голосов", "unstated": "результат голосования не указан", "page": "страница",
    },
    "ar": {
        "answered": "يقول تقرير المؤتمر (الاقتباس بالألمانية):", "related": "لا تجيب التقارير عن هذا السؤال بالضبط. أقرب مقطع (الاقتباس بالألمانية):",
        "not_found": "لا تذكر التقارير شيئًا عن ذلك.", "no_law": "هذا مطلب سياسي للمؤتمر وليس قانونًا ساريًا؛ ولا يذكر التقرير ما آل إليه.",
        "failed": "لم يعتمد المؤتمر هذا الاقتراح: فهو ليس مطلبًا للمؤتمر ولا قانونًا ساريًا.", "neutral": "هذا ليس قانونًا ساريًا.",
        "einstimmig": "بالإجماع", "mehrheitlich": "بالأغلبية", "unstated": "نتيجة التصويت غير مذكورة", "page": "صفحة",
    },
}
_COMMON = {
    "en": frozenset(
        """the and are does what how who when where can my of for to with there get about people should if they a it this that have has you your we our not no from at by on or be been me she he his her
        their them because after before only still why would could i is in do will was am an years year without need work working got into over under than then more pay paid any did being us some job
        says said just between again every want which may run own earn state states open firms""".split()
    ),
    "fr": frozenset(
        """le la les des est que qui quoi comment quand où puis je mon ma mes pour dans avec une un aux au sur il elle sont peut ce ça et si pas ne en ou mais faire fait plus quel quelle nous vous on
        chez sans l d j qu à déjà être par tout ses leur leurs ai a y t m n cette ces tous toute depuis deux encore contre même combien pourquoi comme ici ont sera va suis était veut paie du heures
        ans doit se dit ils elles de""".split()
    ),
    "pl": frozenset(
        """czy jest co jak kto kiedy gdzie mogę mój moja dla na się nie są po i za od to mi ale tylko przez już jako mam bez pod lub albo będzie można moje moją mnie nam ktoś w z do ile dlaczego czemu
        nikt nas ma jej jego ich czego każdy który która które jedna u tego tym tej ten ta te bo żeby aby pracy pracę lat dni teraz""".split()
    ),
    "tr": frozenset(
        """ve bir mi mı mu mü ne nasıl kim nerede için ile bu var mıyım olarak de da çok hangi benim bana kadar ama daha değil yok olur olmak neden her sonra gibi mıdır beni ben biz zaman mıyız miyim
        miyiz musun iki üç saat yıl euro avro yapabilirim alabilir olacak olsa niye oldu diye kendi bize bizim bunu şu o böyle en az ay gün iş işte evde çalışıyorum istiyor istiyorum ediyor veriyor
        alıyor hem hiç öder eski herkes hala nereye kaç param""".split()
    ),
    "de": frozenset(
        """der die das und ist sind was wie wer wann wo kann mein ich für mit zu den dem des ein eine nicht auf im zum zur von bei wird soll gibt es man mir mich uns wir er sie ihr hat haben hab habe
        bin bist is nix nich net ned ick det dat wat ik mei meine dein mi mia i ma da na a ham hamse jetzt jetz noch schon nur auch mal doch denn wenn weil dass daß ob oder aber als nach vor seit bis
        aus in an am um ohne wegen durch gegen keine kein keiner werden wurde war sich so dann hier heim leute amt chef krieg kriegt zahlt geht immer alles warum wieso woher wohin muss darf will
        wieder mehr sein zwei drei de un och ooch nu do us got go job no ne en les o y u ja nee hallo euro hilfe kinder kind eltern oma opa mama papa arbeit geld wohnung rente pflege schule kita
        jobcenter antrag hob han hamma mer wos wia woas koa kriagt kriegn sei san se wi he keene eenen een dit""".split()
    ),
}
# Letters that speak for a language as two small words would; Turkish also by the ending of its verbs and its question particle.
_LETTERS = {
    "de": re.compile(r"[äß]", re.IGNORECASE),
    "tr": re.compile(r"[ğışİ]|\w{3}yor\w*\b|\b\w+ m[iıuü](?:y[iıuü][mz])?\?"),
    "pl": re.compile(r"[ąęłńśźżć]", re.IGNORECASE),
    "fr": re.compile(r"[èêàùœîûëï]|\b[cdjlmnst]['’][a-zéêh]|\bqu['’]", re.IGNORECASE),
}


def language(question: str) -> str:
    """The language of a question among de, en, fr, pl, tr, uk, ru, ar: by script, else by small words and letters; German in doubt.

    Dialect ("Mei Bua", "Ick will det", "De Leit") shares small words with other languages: those are listed on both sides.
    """
    if re.search(r"[\u0600-\u06ff]", question):
        return "ar"
    if re.search(r"[\u0400-\u04ff]", question):
        return "uk" if re.search(r"[іїєґІЇЄҐ]", question) else "ru"
    found = re.findall(r"[^\W\d_]+", question.lower())
    counts = {name: sum(word in common for word in found) for name, common in _COMMON.items()}
    for name, letters in _LETTERS.items():
        counts[name] += 2 * bool(letters.search(question))
    if "ç" in question.lower():
        counts["fr"], counts["tr"] = counts["fr"] + 1, counts["tr"] + 1
    best = max(counts, key=lambda name: (counts[name], name == "de"))
    return best if counts[best] >= 2 else "de"
