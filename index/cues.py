"""The words by which a report shows what it is doing: demanding, finding, voting, moving. Regular expressions only.

Shared by split.py (where a resolution starts) and fields.py (what it states). Every expression is matched against one
sentence of the canonical text.
"""

import re
from functools import lru_cache

LAENDER = {
    "Baden-Württemberg": "baden-württembergisch",
    "Bayern": "bayerisch",
    "Berlin": None,  # "Berliner Initiative" is matched by name
    "Brandenburg": "brandenburgisch",
    "Bremen": "bremisch",
    "Hamburg": "hamburgisch",
    "Hessen": "hessisch",
    "Mecklenburg-Vorpommern": "mecklenburg-vorpommersch",
    "Niedersachsen": "niedersächsisch",
    "Nordrhein-Westfalen": "nordrhein-westfälisch",
    "Rheinland-Pfalz": "rheinland-pfälzisch",
    "Saarland": "saarländisch",
    "Sachsen": "sächsisch",
    "Sachsen-Anhalt": "sachsen-anhaltisch",
    "Schleswig-Holstein": "schleswig-holsteinisch",
    "Thüringen": "thüringisch",
}
_LAND_ALIASES = {"NRW": "Nordrhein-Westfalen", "MV": "Mecklenburg-Vorpommern"}
_NAMES = sorted([*LAENDER, *_LAND_ALIASES], key=len, reverse=True)  # the longest first: "Sachsen-Anhalt" before "Sachsen"
LAND = re.compile(
    rf"(?<![\w-])(?:Land(?:es)?\s+|Freistaat(?:e?s)?\s+|(?:Freie\w*\s+(?:und\s+)?)?Hansestadt\s+)?({'|'.join(_NAMES)})(?:e?s)?(?![\w-])"
)
_ADJECTIVES = {adjective: land for land, adjective in LAENDER.items() if adjective}
LAND_ADJECTIVE = re.compile(rf"(?<![\w-])(?i:({'|'.join(sorted(_ADJECTIVES, key=len, reverse=True))})(?:e[nrms]?)?)(?![\w-])")


# Short names of the Länder as protocols use them in lists of movers and before declarations; anywhere else they may mean something else.
LAND_CODES = {
    "BW": "Baden-Württemberg", "BY": "Bayern", "BE": "Berlin", "BB": "Brandenburg", "HB": "Bremen", "HH": "Hamburg", "HE": "Hessen", "NI": "Niedersachsen", "NW": "Nordrhein-Westfalen",
    "RP": "Rheinland-Pfalz", "SL": "Saarland", "SN": "Sachsen", "ST": "Sachsen-Anhalt", "SH": "Schleswig-Holstein", "TH": "Thüringen",
}
LAND_CODE = re.compile(rf"\b(?:{'|'.join(LAND_CODES)})\b")


def land_name(matched: str) -> str:
    """The Land's plain name for a match of LAND or LAND_ADJECTIVE."""
    return _LAND_ALIASES.get(matched) or _ADJECTIVES.get(matched.lower(), matched)


# Who speaks. "Sie" only where nobody else is named.
CONFERENCE = re.compile(
    r"\b(?:ASMK|Arbeits- und Sozialministerkonferenz|Sozialministerkonferenz|Konferenz|Ministerkonferenz|GMK|IntMK|JFMK|MPK|"
    r"Ministerinnen und Minister|Senatorinnen und Senatoren|Mitglieder der Konferenz|Länder|Mehrheit (?:der|von)|Ressortchef\w*|Fachminister\w*)\b"
)
PRONOUN_SUBJECT = re.compile(r"(?:^(?:\d{1,2}[.)] )?|[,:]\s|\b\w+[tn]\s)(?:Sie|sie|Man|man)\b|^(?:Er|Der Beschluss|Der Antrag|Die Entschließung)\b")
PASSIVE = re.compile(r"\b(?:wird|werden|wurde|wurden|worden|ist|sind|richtet sich|richten sich)\b")

# Modes that ask somebody for something; (label, expression).
DEMANDS = (
    ("fordert", re.compile(r"\bGefordert\b|\b(?:forder(?:t|n|te|ten)|gefordert|aufgefordert|auffordern|aufzufordern|verlang(?:t|en|te|ten)|Forderung(?:en)?)\b")),
    ("bittet", re.compile(r"\b(?:bitte(?:t|n|te|ten)|bat(?:en)?|gebeten|ersuch(?:t|en|te|ten)|ersucht)\b|\bBitte\b(?! komme)|\bPrüfauftrag\b")),
    ("empfiehlt", re.compile(r"\b(?:Empfohlen|empfiehlt|empfehlen|empfahl(?:en)?|empfohlen)\b")),
    ("appelliert", re.compile(r"\b(?:appellier(?:t|en|te|ten)|Appell)\b")),
    ("spricht sich aus", re.compile(r"\b(?:sprach|spricht|sprechen|sprachen)\b[^.]*\b(?:aus|dafür|gegen)\b|\bausgesprochen\b|\b(?:plädier|votier)(?:t|en|te|ten)\b|\bbefürworte(?:t|n|te|ten)\b")),
    ("setzt sich ein", re.compile(r"\bsetz(?:t|en|te|ten) sich\b[^.]*\bein\b|\btr(?:itt|eten|at|aten)\b[^.]*\bdafür ein\b|\b(?:dring|poch|wirb|werb)(?:t|en)\b[^.]*\b(?:auf|für)\b|\beinzusetzen\b|\bmachen sich\b[^.]*\bstark\b")),
    ("lehnt ab", re.compile(r"\blehn(?:t|en|te|ten)\b[^.]*\bab\b|\b(?:wird|werden|wurde|wurden)\b[^.]*\babgelehnt\b|\bAbgelehnt (?:wird|werden|wurde|wurden)\b")),
    ("beauftragt", re.compile(r"\b(?:beauftrag(?:t|en|te|ten))\b")),
    ("regt an", re.compile(r"\breg(?:t|en|te|ten)\b[^.]*\ban\b|\bangeregt\b|\bschl(?:ä|a)g(?:t|en)?\b[^.]*\bvor\b|\bmahn(?:t|en|te|ten)\b[^.]*\ban\b")),
    ("erwartet", re.compile(r"\berwarte(?:t|n|te|ten)\b|\bErwartung\b")),
    ("wünscht", re.compile(r"\bwünsch(?:t|en|te|ten)\b|\bmög(?:e|en)\b")),
    ("verständigt sich", re.compile(r"\bverständig(?:t|en|te|ten)\b|\bkomm(?:t|en) überein\b|\bkam(?:en)? überein\b|\bübereingekommen\b|\beinig(?:t|en|te|ten) sich\b|\bsich (?:darauf )?geeinigt\b")),
    ("beschließt", re.compile(r"\b(?:hat|haben|wurde|wurden|wird)\b[^.]*\bbeschlossen\b|\bbeschließ(?:t|en)\b|\bbeschloss(?:en)?\b")),
)
# Modes that state a position without asking.
FINDINGS = (
    ("begrüßt", re.compile(r"\b(?:[Bb]egrüß(?:t|en|te|ten))\b")),
    ("nimmt zur Kenntnis", re.compile(r"\b[Zz]ur Kenntnis\b")),
    ("stellt fest", re.compile(r"\bstell(?:t|en|te|ten)\b[^.]*\bfest\b|\bfestgestellt\b")),
    ("betont", re.compile(r"\b(?:beton(?:t|en|te|ten)|unterstreich(?:t|en)|unterstrich(?:en)?|bekräftig(?:t|en|te|ten)|hob(?:en)?\b[^.]*\bhervor|heb(?:t|en)\b[^.]*\bhervor|hervorgehoben)\b")),
    ("erkennt an", re.compile(r"\berkenn(?:t|en)\b[^.]*\ban\b|\banerkannt wird\b")),
    ("würdigt", re.compile(r"\b(?:würdig(?:t|en|te|ten)|dank(?:t|en|te|ten))\b")),
    ("unterstützt", re.compile(r"\bunterstütz(?:t|en|te|ten)\b(?! werden)")),
    ("vertritt die Auffassung", re.compile(r"\bnach (?:der )?(?:Auffassung|Einschätzung|Ansicht|Meinung|Überzeugung) der (?:Konferenz|ASMK|Länder|Ministerinnen)\b")),
    ("kritisiert", re.compile(r"\b(?:kritisier(?:t|en|te|ten)|bedauer(?:t|n|te|ten)|beanstande(?:t|n|te|ten))\b")),
    ("hält für erforderlich", re.compile(r"\b(?:hält|halten|hielt(?:en)?)\b[^.]*\b(?:für|fest)\b|\bsi?e?(?:ht|hen)\b[^.]*\b\w*(?:bedarfe?|Notwendigkeit)\b|\bsind sich einig\b|\bwar(?:en)? sich\b[^.]*\beinig\b|\bgeht davon aus\b|\bgehen davon aus\b|\bist der Auffassung\b|\bsind der Auffassung\b|\bvertritt\b|\bvertreten\b")),
)
EXAMINES = re.compile(r"\b(?:um (?:eine |ergebnisoffene |zeitnahe )?(?:Über)?[Pp]rüfung|zu (?:über)?prüfen|geprüft (?:wird|werden)|(?:über)?prüfen zu lassen|Prüfauftrag|Prüfbitte)\b")

# Votes. A word wins over a tally.
_NUMBERS = "ein eine einer einem zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn".split()
NUMBER_WORDS = {**{word: 1 for word in _NUMBERS[:4]}, **{word: value for value, word in enumerate(_NUMBERS[4:], 2)}}
_NUMBER = rf"(?:\d{{1,2}}|{'|'.join(_NUMBERS)})"
_WITH_ABSTENTION = r"(?:[, ]+(?:jedoch |aber )?(?:bei|mit) (?:einer |\w+ )?(?:Stimme?n?t?h?)?[Ee]nthaltung(?:en)?(?: (?:von|des|der|durch) [^,.;)]+?(?=[,.;)]| (?:wurde|wird|hat|haben|fordert|die|den|das|dass|beschlossen|gefasst|angenommen)\b|$))?)?"
UNANIMOUS = re.compile(
    rf"(?<!nicht )\b(?i:einstimmig(?:e[nmrs]?)?|einhellig(?:e[nmrs]?)?|einmütig(?:e[nmrs]?)?|ohne Gegenstimmen?|mit (?:den Stimmen )?aller Länder|mit allen Stimmen|sämtliche Länder zustimm(?:t|en|ten)|alle Länder zustimm(?:t|en|ten))\b{_WITH_ABSTENTION}"
)
MAJORITY = re.compile(
    r"\b(?i:mehrheitlich(?:e[nmrs]?)?(?! (?:von|aus|in) (?!den Ländern|der Konferenz|der ASMK))|nicht einstimmig|mit (?:der |einer )?(?:deutlicher |großer |großen |breiter |breiten |knapper |knappen |klarer )?Mehrheit(?! der (?!Länder|Stimmen))|gegen die Stimmen? (?:von|des|der)|"
    r"Mehrheits(?:beschluss|entscheidung)|(?:[Ee]ine[r]?|[Dd]ie) (?:große |breite |knappe |deutliche )?Mehrheit(?= (?:der (?:Länder|Konferenz|Ministerinnen|Mitglieder)|von \w+ Ländern|bat|sprach|forder|stimm|votier)))\b"
)
TALLY = re.compile(r"(?<![\d:.,])(\d{1,2})\s?:\s?(\d{1,2})\s?:\s?(\d{1,2})(?![\d:])")
_TALLY_SHORT = rf"\b(?i:mit)\s+({_NUMBER})\s+(?:zu|gegen)\s+({_NUMBER})\s+Stimmen?(?:[^.;]{{0,40}}?\b({_NUMBER}|ohne)\s+(?:Stimm)?[Ee]nthaltung(?:en)?)?"
TALLY_WORDS = re.compile(
    rf"{_TALLY_SHORT}|"
    rf"\b(?i:mit|bei)\s+({_NUMBER})\s+(?:Ja-?\s?[Ss]timmen?|Stimmen?|Ja)\b(?:[^.;]{{0,60}}?\b({_NUMBER}|ohne)\s+(?:Nein-?\s?[Ss]timmen?|Gegenstimmen?|Nein))?(?:[^.;]{{0,60}}?\b({_NUMBER}|ohne)\s+(?:Stimm)?[Ee]nthaltung(?:en)?)?",
)
TALLY_VERBS = re.compile(rf"\b(?:stimmten|votierten|sprachen sich)\s+({_NUMBER})(?:\s+Länder)?(?: dafür)?\s*[,;]\s*(?:und )?({_NUMBER})(?:\s+Länder)?[^.;,]{{0,30}}\bdagegen(?:[^.]{{0,60}}?\b({_NUMBER})\b[^.]{{0,30}}\benth(?:ie|a)lt)?", re.IGNORECASE)
TALLY_GROUPS = ((1, 2, 3), (4, 5, 6))  # yes, no, abstentions in the two forms of TALLY_WORDS
ALL_VOTES = (UNANIMOUS, MAJORITY, TALLY, TALLY_WORDS, TALLY_VERBS)
DECISION = re.compile(r"(?:Beschl[uü]ss|[Bb]eschl[oi][sß]|Antrag|Anträge|angenommen|verabschiedet|gefasst|zugestimmt|Zustimmung|Votum|Abstimmung|votier|Initiative|Entschließung|Vorschlag|gebilligt|Beschlussfassung)")

# Movers.
MOVER = re.compile(
    r"\b(?i:(?:auf|aufgrund|infolge) (?:der |einer |einem |einen |eine )?(?:\w+e[nrms]? )?(?:Antrag|Initiative|Vorschlag|Anregung|Betreiben|Bitte|Drängen)|"
    r"antragstellende[rs]? (?:Land|Länder)|\bzog(?:en)?\b[^.]*\bAntrag\b|unter (?:der )?(?:Mitantragstellung|Antragstellung|Mitinitiative|Beteiligung)|Mitantragsteller(?:in(?:nen)?|n)?|Antragsteller(?:in(?:nen)?|n)?|"
    r"(?:mit)?beantrag(?:t|te|ten|en)|(?:mit)?eingebracht(?:e[nmrs]?)?|brachte(?:n)?\b[^.]*\bein|initiiert(?:e[nmrs]?)?|angestoßen(?:e[nmrs]?)?|auf den Weg gebracht(?:e[nmrs]?)?|"
    r"(?:Antrag|Anträge|Initiative|Vorstoß|Vorschlag|Entschließung) (?:von|des|der|aus|vonseiten)|(?:Antrag|Anträge|Initiative|Vorstoß|Vorschlag) (?=[A-ZÄÖÜ][\w-]+s\b)|"
    r"vorgelegt(?:e[nmrs]?)?|zur Sprache gebracht|\bergriff\b[^.]*\bInitiative|(?:hat|haben|hatte|hatten)\b[^.]*\b(?:Antrag|Anträge)\b|Antrag\b[^.]*\bzurückgezogen)"
)
ALL_LAENDER = re.compile(r"\bAlle-L[äa]nder?-(?:Antrag\w*|Initiative)|\b(?:Antrag|Initiative|Antragstellung|Mitantragstellung) aller (?:sechzehn |16 )?(?:Bundesl|L)änder\b|\bvon allen (?:sechzehn |16 )?Ländern (?:gemeinsam )?(?:eingebracht|beantragt|getragen)\w*")
NEARLY_ALL = re.compile(r"\b(?:Mitantragstellung|Antrag|Initiative|Antragstellung) (?:nahezu|fast) aller (?:Bundesl|L)änder\b|\bvon (?:nahezu|fast) allen Ländern (?:ein|be)\w+")
_LIST = rf"(?:(?:{'|'.join(_NAMES)})(?:e?s)?|,|und|sowie|des|der|Landes|Länder|Freistaat(?:e?s)?|\s)*"
NO_MOVER_BEFORE = re.compile(rf"(?:gegen die Stimmen? (?:von|des|der)|mit den Stimmen (?:von|des|der)|Enthaltung(?:en)? (?:von|des|der|durch)|Protokollerklärung(?:en)? (?:von|des|der)|federführung (?:von|des|der)) {_LIST}$", re.IGNORECASE)

# Outcomes other than a plain resolution.
REJECTED = re.compile(r"\b(?:fand(?:en)?|findet|finden|erhielt(?:en)?|erreichte(?:n)?|erzielte(?:n)?|hat(?:te)?|gefunden|verfehlte(?:n)?|bekam(?:en)?)?\b[^.]*\b(?:[Kk]eine(?:rlei)?|nicht die) (?:erforderliche |notwendige |ausreichende )?(?:Mehrheit|Zustimmung)\b|\bverfehl(?:te|t)\b[^.]*\bMehrheit\b|\b(?:Antrag|Vorschlag|Initiative|Vorstoß|Beschlussvorschlag|Forderung)\b[^.]*\b(?:wurde|ist|wird)\b[^.]*\babgelehnt\b|\b[Nn]icht mehrheitsfähig\b|\b[Kk]eine Mehrheit\b|^(?:Der Antrag )?[Aa]bgelehnt\W*$")
POSTPONED = re.compile(r"\b(?:[Vv]ertagt|zurückgestellt|verschoben)\b|\bvon der Tagesordnung (?:abgesetzt|genommen)\b")
WITHDRAWN = re.compile(r"\b[Zz]urückgezogen\b|\bzog(?:en)?\b[^.]*\bzurück\b")
HANDLED = re.compile(r"(?:Antrag|Anträge|Beschluss|TOP|Tagesordnungspunkt|Behandlung|Vorschlag|Initiative|Vorstoß|Befassung|Beratung|Entscheidung|Vorlage|Punkt|Thema|Entschließung|\d+\. (?:ASMK|Konferenz|Sitzung)|nächste)")

# Sentences that only add a vote, a mover or a fate to what was just told.
ENDS_ITEM = re.compile(
    r"^(?:Der|Dieser|Dieses|Das|Die|Diese) (?:Beschluss|Antrag|Votum|Entscheidung|Beschlussfassung|Beschlussvorschlag|Abstimmung|Entschließung|Initiative|Vorschlag)(?! (?:zu[mr]?|über|„|betrifft))\b|"
    r"^(?:Antragstellende[rs]? (?:Land|Länder)|Antragsteller\w*|Mitantragsteller\w*|Eingebracht|Beantragt|Angenommen|Beschlossen|Gefasst|Initiiert) (?:hat(?:te|ten)?|haben|war(?:en)?|wurde(?:n)?|ist)\b|^(?:Er|Sie|Es|Dies) (?:wurde|erging|ist|war) (?:einstimmig|mehrheitlich|auf|von|bei|mit \d)"
)
# Sentences that announce a new subject without deciding anything.
ANNOUNCES = re.compile(
    r"\b(?:beschäftigte|beschäftigten|befasste|befassten|stand(?:en)?\b[^.]*\bauf der Tagesordnung|war(?:en)? (?:erneut |auch |ferner )?(?:Gegenstand|Thema)|lag(?:en)? (?:der Konferenz |der ASMK )?\w* ?Antr[aä]g\w* vor|galt(?:en)?\b|"
    r"zur Sprache|nahm(?:en)?\b[^.]*\bRaum\b|Den Anfang|Den Abschluss|(?:ein|zwei|drei|vier|fünf|mehrere|weitere) Beschlüsse\b|Kernstück|im Mittelpunkt)\b"
)

# How a sentence leans on what stands before it.
ANAPHORIC = re.compile(
    r"^(?:Dies(?:e[nrms]?|bezüglich)?|Da(?:bei|für|her|zu|mit|durch|rin|raus|neben|gegen|nach)|Darauf\w*|Hier(?:zu|für|bei|mit|durch|von|in|über)?|Das(?! Bundes\w*ministerium| BM[A-Z]+\b)|Die(?:s|se)|Sie|Es|Er|Ihre?|Solche|Insoweit|Insofern|Insbesondere|"
    r"Gleichzeitig|Zugleich|Ergänzend|Hintergrund|Ziel|Aus diesem|Zur Begründung|Zu diesem|Zu diesen|Zur Erreichung|Vor diesem|In diesem|Mit diese[rmn]|Mit dem Beschluss|Unter anderem|Im Einzelnen|Konkret|Begründe\w+|"
    r"Deshalb|Deswegen|Denn|Zwar|Allerdings|Jedoch|Doch|Gerade|Nur|Damit|Dadurch|Aktuell|Derzeit|Bislang|Bisher|Somit|Dementsprechend|Entsprechend|Durch die|Ein(?:e|en)? solche\w*|Letztere\w*|Beide|Zum einen|Zum anderen|Einerseits|Andererseits)\b"
)
CONTINUES = re.compile(r"^(?:Weiter(?:hin)?|Ferner|Zudem|Außerdem|Darüber hinaus|Überdies|Daneben|Auch sollen?|Auch müssen?|Ebenso|Ebenfalls (?:müs|soll|wird|sei)\w*|Schließlich|Gleichfalls|Im Übrigen|Hinzu)\b")
CONTINUES_INSIDE = re.compile(r"\b(?:zudem|außerdem|darüber hinaus|ferner|überdies|daher|deshalb|hierfür|hierzu|dafür|dazu|in diesem Zug|in diesem Zusammenhang|dabei|insofern|weiterhin)\b")
POINTS_BACK = re.compile(r"\b(?:dies(?:e[rnms]?)|hierfür|hierzu|hierbei|dafür|dazu|daran|darin|solche\w*|entsprechende[rnms]?|ihre[rnms]?|derartige\w*)\b")
NEW_SUBJECT = re.compile(
    r"^(?:Das Thema|Zum Thema|Beim Thema|Zu den|Zu dem|Zu der|Zum Themen\w+|Im Themen\w+|Ein (?:weitere[rs]|besondere[rs]) |Eine weitere|Einen weiteren|Im Bereich|In Bezug auf|Mit Bezug auf|Mit Blick auf|Im Hinblick auf|Hinsichtlich|Bezüglich|Was \w+|"
    r"Zur (?!Begründung|Erreichung|Umsetzung)|Zum (?!einen|anderen)|Auch (?:im|in|die|der|das|bei|zur|zum|oder|mit)\b|Besonders in den Blick|Breiten Raum|Schwerpunkt|Ein Schwerpunkt|Des Weiteren|Um \w+|Auf (?:Antrag|Initiative|Vorschlag|Anregung)|Ebenfalls (?:einstimmig|mehrheitlich|auf|unter)|"
    r"Einstimmig|Mehrheitlich|Einhellig|Einen (?:einstimmig|mehrheitlich)|Keine Mehrheit|Vertagt|Zurückgezogen|Mit (?:\d+|großer|breiter|knapper))"
)
# "Begrüßt wird …", "Einstimmig angenommen wurde …", "Von der Bundesregierung fordert …": the verb before its subject.
VERB_FIRST = re.compile(r"^(?:(?:Ebenso |Ebenfalls |Nicht )?(?:\w+lich |[Ee]instimmig )?\w*(?:t|en) (?:wird|werden|wurde|wurden|hat|haben|ist|sind)\b|(?:Von|An) (?:der|den|die) \w+ (?:fordert|fordern|erwartet|erwarten|verlangt|verlangen|wird|richtet|wurde)\b)", re.IGNORECASE)
CONFERENCE_FIRST = re.compile(r"^(?:Die|Zudem|Ferner)? ?(?:ASMK|Konferenz|Länder|Arbeits- und Sozialministerkonferenz|Ministerinnen und Minister|Mitglieder der Konferenz)\b")
SUBJUNCTIVE = re.compile(r"\b(?:seien?|habe|müss(?:e|ten?)|dürf(?:e|ten?)|könn(?:e|ten?)|soll(?:e|ten?)|werde|würden?|ließen?|kämen?|gingen)\b")
LEAD_IN = re.compile(r":\s*$|(?:mehrere|verschiedene|weitere|zwei|drei|vier|fünf|eine Reihe von|zahlreiche) (?:\w+ )?(?:Beschlüsse|Anträge|Forderungen)\b[^.:]*(?:gefasst|verabschiedet|beschlossen|gestellt|verständigt)?")


# The theme that a lead-in names for several resolutions.
THEME = re.compile(
    r"\b(?:mehrere|verschiedene|weitere|zwei|drei|vier|fünf|Mehrere|Zwei|Drei|Vier) (?:\w+ )?(?:Beschlüsse|Anträge)\b[^.:]{0,60}?\b(?:zum Thema|zum Themenfeld|zum Themenbereich|im Bereich|zur|zum|zu den|zu) ([„A-ZÄÖÜ][^.:,]{3,60}?)(?: gefasst| verabschiedet| beschlossen|:|\.)|"
    r"\b(?:Zum Thema|Zum Themenfeld|Im Themenbereich|Im Bereich|Zum Themenbereich) ([„A-ZÄÖÜ][\wäöüß -]{3,60}?) (?:fasste|hat|haben|wurden|sind|liegen|verabschiedete)\b[^.:]{0,60}\b(?:mehrere|zwei|drei|vier|fünf) (?:\w+ )?(?:Beschlüsse|Anträge)\b"
)


_KEPT = 4096  # sentences whose verdicts are kept: splitting, titles and fields ask the same of the same ones


@lru_cache(maxsize=_KEPT)
def own_subject(sentence: str) -> bool:
    """Whether the conference itself acts in the sentence, by name, as "sie", or in the passive."""
    return bool(CONFERENCE.search(sentence) or PRONOUN_SUBJECT.search(sentence) or PASSIVE.search(sentence))


@lru_cache(maxsize=_KEPT)
def demands(sentence: str) -> bool:
    """Whether the sentence asks or decides something."""
    return own_subject(sentence) and any(expression.search(sentence) for _, expression in DEMANDS)


@lru_cache(maxsize=_KEPT)
def finds(sentence: str) -> bool:
    """Whether the sentence states a position of the conference without asking."""
    return own_subject(sentence) and any(expression.search(sentence) for _, expression in FINDINGS)


@lru_cache(maxsize=_KEPT)
def votes(sentence: str) -> bool:
    """Whether the sentence tells a vote on a resolution (and not, say, that a job is "mehrheitlich" done by women)."""
    if not any(expression.search(sentence) for expression in ALL_VOTES):
        return False
    return demands(sentence) or finds(sentence) or bool(DECISION.search(sentence) or TALLY.search(sentence) or TALLY_WORDS.search(sentence) or TALLY_VERBS.search(sentence))


@lru_cache(maxsize=_KEPT)
def votes_formally(sentence: str) -> bool:
    """As :func:`votes`, without "einhellig", which often describes a shared view before the vote itself."""
    return votes(re.sub(r"\b[Ee]inhellig\w*", "", sentence))


@lru_cache(maxsize=_KEPT)
def rejected(sentence: str) -> re.Match | None:
    """The words that tell that a motion found no majority; nearly every sentence lacks even the nouns, which is seen far sooner."""
    return REJECTED.search(sentence) if any(word in sentence for word in ("Mehrheit", "Zustimmung", "bgelehnt", "mehrheitsfähig")) else None


@lru_cache(maxsize=_KEPT)
def settles(sentence: str) -> bool:
    """Whether the sentence tells that a motion was rejected, postponed or withdrawn."""
    return bool(rejected(sentence) or (HANDLED.search(sentence) and (POSTPONED.search(sentence) or WITHDRAWN.search(sentence))))
