"""What a question asks for: its intent, the filters it names, and the words that are left to search with.

Patterns only; each group is a table so that a newcomer can add a line. See tests/test_query.py for commented cases.
"""

import re
from dataclasses import dataclass, replace

from assistant.filters import AGAINST_LAND, BY_LAND, NOBODY, WITHOUT_LAND
from assistant.phrases import language
from assistant.types import Filters
from index import cues
from index.analysis import STOPWORDS, words
from index.topics import fold, taxonomy

MAX_LENGTH = 2000  # characters; a question is no document

# Intents: "search" (the default), "list", "count", "compare", "vote", "mover", "addressee", "page", "date", "place", "number",
# "chair", "next", "signer", "recipient", "pages", "fulltext", "greeting", "help".
_GREETING = re.compile(r"^\W*(?:hallo|hi|hey|moin|servus|grüß gott|guten (?:tag|morgen|abend)|danke\w*|vielen dank|tschüss|auf wiedersehen)(?:\W+(?:zusammen|liebe\w*|asmk))*\W*$", re.IGNORECASE)
_HELP = re.compile(r"^\W*(?:was kannst du|was können sie|wer bist du|wer sind sie|(?:hilfe|help)\W*$|wie funktioniert (?:das|dieser|der)|was ist das hier|was machst du|wozu bist du)\b", re.IGNORECASE)
_COUNT = re.compile(
    r"^\W*zähle?\b(?=[^?]*\b(?:beschl|antr|punkte|forderung|abstimmung|einstimmig|mehrheitlich))|\b(?:wie ?viel prozent|(?:welcher|der) anteil)\b(?=[^?]*\b(?:beschl|antr|einstimmig|mehrheitlich|abgelehnt))|\b(?:(?:an |bei |in |von )?wie ?vielen?|anzahl der|zahl der)\b(?=(?:\s+[\w-]+){0,2}?\s+(?:beschl[uü]ss\w*|(?:[\w-]+-)?antr[aä]g\w*|resolution\w*|entschließung\w*|initiativen|forderungen|punkten?|abstimmungen|empfehlungen|prüfaufträge\w*|prüfbitten)\b)|\bwie oft (?:wurde|hat|haben|war|fiel)\b[^?]{0,40}\b(?:einstimmig|mehrheitlich|abgelehnt|vertagt|zurückgezogen|beantragt)|\bwie ?viele (?:davon|waren|wurden|sind|fielen|gingen|kamen)\b(?! es\b)",
    re.IGNORECASE,
)
_THINGS = r"(?:beschl[uü]sse\w*|antr[aä]ge\w*|forderungen|resolutionen|entscheidungen|entschließungen|punkten?|tagesordnungspunkten?|tops|themen|initiativen|prüfaufträgen?|prüfbitten|vorhaben|abstimmungen|ablehnungen)"
_LIST = re.compile(
    rf"\b(?:welche\w*|was für|alle|sämtliche|liste|auflistung|übersicht|zeig\w*|nenn\w*|gib\w*)\b[^?]{{0,40}}\b{_THINGS}\b|^\W*alles (?:zu|zum|zur|über)\b|^\W*(?:alle |die |nur )?(?:nicht )?(?:einstimmig|mehrheitlich|abgelehnt|vertagt|zurückgezogen)\w* {_THINGS}\b|\bwo war\w*\b[^?]{{0,50}}\b(?:antragsteller\w*|mitantragsteller\w*|beteiligt|dabei)\b|^\W*(?:alle |die )?{_THINGS},? (?:zu|zum|zur|über|mit|von|aus|an|ohne|die|der|des|gegen|für|beim|im|in)\b|^\W*(?:nur |nicht )?(?:einstimmig|mehrheitlich) (?:beschlossen|gefasst|angenommen)\b[^?]*\b(?:und|zu|zum|zur|bei|beim|im|in|von)\b|^\W*von [\w-]+(?: \w+)? (?:mit)?beantragte\w* {_THINGS}|\b(?:in|aus|über|auf|bei) allen (?:\w+ )?(?:berichten|berichte|konferenzen|jahren|jahre)\b|"
    r"^\W*(?:welche|was) (?:\w+ ){0,3}(?:war|waren|wurde|wurden|ist|sind|gibt es)\b[^?]{0,40}\b(?:einstimmig|mehrheitlich|abgelehnt|vertagt|zurückgezogen|ohne (?:angabe|votum|abstimmung))|"
    r"\bwas wurde (?:gemeinsam )?von\b[^?]{0,50}\b(?:beantragt|eingebracht)\b|\bwas (?:hat|haben)\b[^?]{0,50}\b(?:beantragt|mitbeantragt|eingebracht|initiiert|vorgeschlagen|beantragen)|\bwelche\b[^?]{0,40}\b(?:richten sich|gehen an|stammen von|kommen von|kamen von|gehen auf)\b|\bwo (?:wird|wurde|soll)\b[^?]{0,20}\b(?:geprüft|gefordert|gebeten)\b|^\W*(?:wurden|gab es|gibt es|sind)\b[^?]{0,20}\b(?:anträge|beschlüsse)\b[^?]{0,30}\b(?:abgelehnt\w*|vertagt\w*|zurückgezogen\w*)",
    re.IGNORECASE,
)
_COMPARE = re.compile(
    r"\b(?:im vergleich|verglichen|vergleich\w*|unterschied\w*|unterscheide\w*|(?:schon|bereits|früher) (?:ein)?mal|(?:in|aus) welche[mn] jahr\w*|(?:bei |auf |in )?(?:welche[nr]?|wie viele[n]?) (?:konferenz(?:en)?|asmk|sitzung(?:en)?|tagung(?:en)?) (?!fand|war\b|tagte)|weiter ?gegangen|wie ging es[^?]{0,80}\bweiter|(?:schon|bereits) vor\b|(?:vorher|davor|damals) (?:schon|bereits)|(?:schon|bereits) (?:vorher|davor|damals)|neues thema|wieder (?:ein )?(?:thema|dabei|dran|auf der tagesordnung)|seit der (?:letzten|vorigen) (?:konferenz|asmk)|(?:wieder|erneut|noch ?(?:ein)?mal) (?:aufgegriffen|gefordert|beschlossen|behandelt|aufgenommen|nachgelegt|bekräftigt)|wiederholt|geblieben|gegenüber (?:dem|der|früher|vorher)|verändert|geändert hat|hat sich [^?]{0,60}geändert|(?:position|haltung|linie)\b[^?]{0,60}\bgeändert|getan|entwickelt|entwicklung|im laufe|über die jahre|seit (?:der \d+\.|dem jahr|20\d\d)|zuerst|erstmals|zum ersten mal|"
    r"das erste mal|seit wann|schon früher|bereits früher|letztes jahr|im vorjahr|voriges jahr|beide[rn]? (?:konferenzen|berichte\w*))\b",
    re.IGNORECASE,
)
# Of the newest report against the one before: what is new, what was taken up again, what was not.
_NEWS = (
    ("dropped", re.compile(r"\b(?:nicht mehr|nicht wieder|weggefallen|entfallen|fallen ?gelassen|verschwunden|aufgegeben)\b", re.IGNORECASE)),
    ("again", re.compile(r"\b(?:wieder|erneut|noch ?(?:ein)?mal|nochmals|weiter) (?:aufgegriffen|gefordert|beschlossen|behandelt|aufgenommen|bekräftigt|verfolgt|thema|dabei)\b|\b(?:wiederholt|wiederholungen|geblieben|weiterverfolgt)\b", re.IGNORECASE)),
    ("new", re.compile(r"\bneu(?:e[srnm]?|igkeiten|erungen)?\b|\b(?:hinzu|dazu)(?:gekommen|kam)\b|\bk(?:am|ommt|amen)\b[^?]{0,40}\b(?:hinzu|dazu)\b|\bzum ersten mal\b|\berstmals\b", re.IGNORECASE)),
)
_NEWS_ASKED = re.compile(r"^\W*(?:und )?(?:was|welche\w*|wie ?viele|gibt es|gab es|nenn\w*|zeig\w*|alle|neues|neuigkeiten)\b", re.IGNORECASE)
_NEWS_WORDS = frozenset(fold(word) for word in """nicht mehr weggefallen entfallen fallen gelassen fallengelassen verschwunden aufgegeben wieder erneut einmal nochmals aufgegriffen behandelt aufgenommen bekräftigt verfolgt weiterverfolgt wiederholt wiederholungen
    geblieben neu neue neues neuer neuen neuem neuigkeiten neuerungen hinzu dazu hinzugekommen dazugekommen hinzukam dazukam letzten letzte vorigen vorige vorherigen davor zuletzt diesmal dieses aktuellen aktuelle neuesten jüngsten tagung sitzung mal hier""".split())
_AGAINST = re.compile(r"\b(?:gegenüber|verglichen mit|(?:im )?vergleich (?:zu|mit)|im gegensatz zu|seit|anders als|als|zu|zur|von|aus)\s+(?:(?:dem|der|den|im|in)\s+)?(?:(?:jahr|bericht|beschlüssen|beschluss)\s+)?(?:(?:von|der|zur|aus)\s+)?(?:jahr\s+)?$", re.IGNORECASE)
# "letztes Jahr", "zuerst", "Unterschied" are anybody's words; only beside these do they ask what the conferences said.
_OF_REPORTS = re.compile(
    r"\b(?:ASMK|\w*konferenz\w*|\w*berichte?[sn]?|beschl[ouü]\w+|\w*forder\w*|\w*antrag\w*|\w*beantragt\w*|\w*anträge\w*|votum|votiert\w*|abgestimmt|abstimm\w+|länder\w*|minister\w*|position\w*|haltung|vorjahr\w*|sitzung\w*|protokoll\w*|aufgegriffen|bekräftigt|"
    r"was (?:hat|haben) sich|was (?:ist|gibt es|gab es) neu\w*|wie (?:hat|haben) sich|thema|themen|ging es (?:\w+ ){0,4}um|kam (?:\w+ ){0,5}(?:dazu|hinzu)|nachgelegt|befasst|verlangt)\b", re.IGNORECASE)
_FIELDS = (
    ("agenda", re.compile(r"\b(?:wie ?viele?|anzahl|zahl|umfang|wie lang)\b[^?]*\b(?:tagesordnung\w*|tops)\b|\btagesordnung\b[^?]*\b(?:umfasst\w*|wie viele)", re.IGNORECASE)),
    ("letter_date", re.compile(r"\b(?:datum|datiert)\b[^?]*\b(?:anschreiben\w*|bericht\w*|begleitschreiben\w*)\b|\b(?:wann|von wann|welche[mn] tag)\b[^?]*\banschreiben\w*|\bwann\b[^?]*\b(?:der|den|dieser|diesen) bericht\b[^?]*\b(?:veröffentlicht|vorgelegt|verschickt|versandt|übersandt|erschienen|herausgegeben|geschrieben|unterzeichnet|unterschrieben|datiert)", re.IGNORECASE)),
    ("vorlage", re.compile(r"\b(?:vorlagen?|drucksachen?)-?(?:nummer|nr)\w*|\b(?:nummer|nr\.?)\b[^?]*\b(?:vorlage|drucksache|bericht\w*)\b|\b(?:welche|als welche)\b[^?]*\b(?:vorlage|drucksache)\b", re.IGNORECASE)),
    ("pages", re.compile(r"\bwie ?viele seiten\b|\bwie (?:lang|umfangreich) (?:ist|sind) (?:der|die|dieser) bericht|\bseitenanzahl\b|\b(?:anzahl|zahl) der seiten\b", re.IGNORECASE)),
    ("signer", re.compile(r"\b(?:wer|von wem)\b[^?]{0,60}\b(?:unterschrieb\w*|unterzeichne\w*|(?:bericht|schreiben|brief|anschreiben|vorlage)\b[^?]{0,20}\b(?:vorgelegt|verfasst|geschrieben|erstellt|erstattet|herausgegeben|veröffentlicht|geschickt|übersandt|verantwortlich))|\bvon wem (?:stammt|ist|kommt) (?:der|dieser|das) (?:bericht|schreiben|brief|anschreiben)|\bwessen (?:bericht|unterschrift)|\bunterschrift\b[^?]{0,30}\b(?:bericht\w*|brief\w*|schreiben\w*|vorlage)\b|\bwer ist (?:der |die )?(?:absender\w*|verfasser\w*|unterzeichner\w*)", re.IGNORECASE)),
    ("recipient", re.compile(r"\b(?:an wen|für wen)\b[^?]{0,30}\b(?:bericht|schreiben|brief|anschreiben)\b|\bfür welchen? (?:ausschuss|landtag)\b|\bwer (?:hat|bekam|bekommt|erhielt|erhält) (?:den|diesen) bericht (?:bekommen|erhalten)?\W*$", re.IGNORECASE)),
    ("vote", re.compile(r"^\W*(?:und )?(?:die |das |wie war die )?(?:abstimmung|abstimmungsergebnis|votum|stimmen|einstimmig|mehrheitlich)\W*$|\bwie stimmten\b|\bwer (?:hat|war|stimmte) (?:dafür|dagegen|dem zu)(?: gestimmt)?\b|\b(?:mit welche[rmn] (?:mehrheit|ergebnis|votum|stimmen\w*|abstimmungs\w*)|wie (?:wurde|hat|haben|ging|fiel|ist)\b[^?]{0,60}\b(?:abgestimmt|abstimmung|gestimmt|votiert|aus\b)|abstimmungsergebnis|stimmenverhältnis|wie war (?:da |dort |hier |denn |dabei )?(?:die abstimmung|das votum|das ergebnis)|wie knapp|welches votum|(?:war|waren|wurde|wurden|ist|sind)\b[^?]{0,80}\b(?:einstimmig|mehrheitlich|einhellig)|(?:einstimmig|mehrheitlich)\b[^?]{0,40}\?|alle dafür|jemand dagegen|gegenstimmen|(?:waren|sind|haben|hat)\b[^?]{0,40}\b(?:alle|jeder|sich alle)\b[^?]{0,40}\b(?:dafür|einig|zugestimmt|zustimmung|einer meinung|mitgemacht|dabei)|waren alle (?:dafür|dagegen|für|gegen)|alle einer meinung|einer meinung|(?:gab es|gibt es) (?:eine |auch )?(?:enthaltung\w*|gegenstimme\w*|nein-?stimme\w*)|(?:wer|wie viele|welche\w* l[aä]nd\w*)(?: \w+){0,3} (?:(?:sich )?enthalten|enthielt\w* sich|dagegen|dafür)(?=\W*$| gestimmt| gewesen)|stimm(?:en)?verhältnis\w*|wie ging (?:es|das|die sache) aus|mit wie ?viele?n? stimmen|ging\b[^?]{0,60}\beinstimmig durch|mehrheit dahinter|wie viele länder (?:waren|stimmten|haben)\b[^?]{0,60}\b(?:dagegen|dafür|gestimmt|zugestimmt)|"
        r"hat (?:jemand|niemand|ein land)\b[^?]{0,60}\b(?:gestimmt|zugestimmt)|(?:wurde|ist|kam)\b(?![^?]*\b(?:mein|unser|dein|ihr)\w*)[^?]{0,60}\b(?:antrag|\w*entschließung|beschluss|vorschlag)\b[^?]{0,60}\b(?:angenommen|durchgekommen|gebilligt|verabschiedet|durch))\b|^\W*(?:votum|(?:ergebnis der )?abstimmung|abstimmungsergebnis) (?=(?:zu|zum|zur|über|beim?)\b|\w+\W*$)", re.IGNORECASE)),
    ("mover", re.compile(r"\b(?:wer (?:hat|hatte|war|brachte|stellte)\b[^?]{0,80}\b(?:beantragt|eingebracht|antrag\w*|initiiert|vorgeschlagen|angestoßen|initiative|ein(?=\W*$)|antragsteller\w*|vorschlag)|von wem (?:kam|kommt|stammt|ging|wurde|war)|wessen (?:antrag|initiative|idee|vorschlag)|welche[sr]? (?:bundes)?l[aä]nd\w* (?:kam|hatte|ging)\b[^?]{0,60}\b(?:idee|vorschlag|antrag|initiative)|auf wen (?:geht|gehen|ging)\b[^?]{0,60}\b(?:antrag|initiative|vorschlag|beschluss|idee|forderung)|welche[sr]? (?:bundes)?l[aä]nd\w* (?:hat|haben|hatte|brachte\w*|war\w*|stellte\w*)\b(?![^?]*(?:gestimmt|gegen|enthalten))[^?]{0,80}\b(?:beantragt|eingebracht|antrag\w*|initiiert|mitantrag\w*|vorgeschlagen|ein(?=\W*$))|auf wessen (?:antrag|initiative|vorschlag|anregung|wunsch|betreiben)|antragsteller\w*(?=\W*$)|wer (?:steckt|steht) dahinter|wer (?:war'?s|wollte das|hat das (?:gewollt|verlangt))|von welche[mnr] l[aä]nd\w*|(?:war|ist) das (?:ein )?(?:gemeinsame[rn]? )?antrag|gemeinsame[rn]? antrag|^\W*(?:kam|kommt|stammt|stammte)\b(?=[^?]*\b(?:aus|von) (?:" + "|".join(("NRW", *cues.LAENDER)) + r")\b)|hat (?:" + "|".join(("NRW", *cues.LAENDER)) + r")\b[^?]{0,60}\b(?:beantragt|gestellt|eingebracht|initiiert|vorgeschlagen))\b", re.IGNORECASE)),
    ("addressee", re.compile(r"\b(?:an wen (?:richtet|richten|geht|gehen|ist|war)|wer (?:ist|war|sind) (?:der |die )?adressat\w*|adressat\w*|wer (?:soll|muss|müsste|sollte) (?:das|dies|es|was|hier|denn)\b|an wen (?:geht|ging)|wer ist (?:gemeint|gefordert|zuständig)|wer (?:soll|muss|müsste|sollte) (?:da |hier |denn )?(?:tätig werden|handeln)|von wem (?:wird|fordert|verlangt|erwartet)\w*|wen (?:fordert|bittet|fordern|bitten|beauftragt|ersucht)|wem (?:wird|empfiehlt)\b(?=[^?]*\bemp)|^\W*gerichtet an)\b", re.IGNORECASE)),
    ("page", re.compile(r"\b(?:auf welche[rn] seite\w*|welche seite|wo steht (?:das|es|dies)|wo (?:im bericht|in den berichten|in diesem bericht)|^\W*seite (?:zu|zum|zur|von|über) (?=\w)|seitenzahl|seitenangabe|auf seite welche)\b", re.IGNORECASE)),
    ("fulltext", re.compile(r"\b(?:enthält|umfasst|nennt) (?:der|dieser) bericht (?:wirklich )?(?:alle|sämtliche) beschl\w+|\b(?:vollständige[nr]?\b[^?]{0,20}\b(?:wortlaut|text|protokoll\w*|beschl\w+)|wo (?:finde|kann|gibt|findet|lese)\b[^?]{0,60}\b(?:(?:das|es|alles|mehr|dazu|beschl\w+|bericht\w*) (?:\w+ ){0,2}nachlesen|protokoll\w*|wortlaut|volltext|originaltext|alle beschl\w+|übrigen|weitere\w* beschl\w+)|protokolle? (?:abrufbar|online|im internet)|(?:internetadresse|internetseite|webseite|website)(?=\W*$|[^?]*\b(?:bericht\w*|beschl\w+|protokoll\w*|asmk|konferenz)))\b", re.IGNORECASE)),
    ("chair", re.compile(r"\b(?:vorsitz\w*|wer leitete|gastgeber\w*|ausrichter\w*)\b", re.IGNORECASE)),
    ("date", re.compile(r"\b(?:wann (?:war|fand|tagte|hat|haben|trafen|ist|fanden)\b[^?]{0,60}\b(?:konferenz|asmk|tagung|sitzung|sozialministerkonferenz|minister\w*|statt|getroffen|getagt)|(?:datum|termin|tage?) der (?:\d+\. )?(?:konferenz|asmk|sitzung|tagung)|von wann bis wann)", re.IGNORECASE)),
    ("place", re.compile(r"\b(?:wo (?:war|fand|tagte|hat|haben|trafen|kamen)\b[^?]{0,60}\b(?:konferenz|asmk|tagung|sitzung|statt|getroffen|getagt|zusammen\w*|sich)|^\W*(?:war|fand|tagte|ist)\b[^?]*\b(?:asmk|konferenz|tagung|sitzung)\b[^?]*\bin [A-ZÄÖÜ]\w+(?: statt)?\W*$|in welcher stadt|tagungsort|ort der (?:\d+\. )?(?:konferenz|asmk|tagung))", re.IGNORECASE)),
    ("number", re.compile(r"\b(?:die wievielte|welche nummer (?:hat|hatte|trägt|trug)|der wievielten)\b", re.IGNORECASE)),
)
_FIELDS_BY_NAME = dict(_FIELDS)
_NEXT_MEETING = re.compile(r"^\W*(?:und )?(?:wo|wann|wer|in welcher stadt|an welchem ort|welches (?:bundes)?land)\b[^?]*\b(?:(?:nächste|kommende)[nrs]? (?:asmk|konferenz|tagung|sitzung|arbeits- und sozialministerkonferenz|vorsitz)\b|vorsitz\b[^?]*\b(?:als nächste[sr]?|(?:im )?nächste[ns]? jahr)|als nächste[sr]?\b[^?]*\bvorsitz)", re.IGNORECASE)
_PREPARED = re.compile(r"^\W*(?:und )?(wann|wo)\b[^?]*\b(?:amtschef\w*|vorkonferenz|ack)\b", re.IGNORECASE)
# How it went, as yes or no ("Wurde X abgelehnt?", "Stimmt es, dass X einstimmig war?"), and how single Länder voted ("Wer stimmte gegen X?").
_SAID = r"(?:und |aber |also |denn )?(?:stimmt es|stimmt das|ist es (?:wahr|richtig|so)|trifft es zu)(?: denn| eigentlich)?,? dass\b"
_HOW_IT_WENT = re.compile(
    rf"^\W*(?:{_SAID}[^?]*|(?:und |aber |also |denn )?(?:wurden?|wird|war|waren|ist|sind|kam|ging)\b(?![^?]*\b(?:mein|unser|dein|ihr)\w*)[^?]*)\b(?:einstimmig|mehrheitlich|abgelehnt|angenommen|vertagt|verschoben|zurückgezogen|durchgekommen|gebilligt|verabschiedet|gescheitert)(?: (?:worden|war|waren|wurden?|ist|sind|beschlossen|gefasst))*\W*$|"
    r"\b(?:wer|welche\w* (?:bundes)?l[aä]nd\w*) (?:(?:hat|haben)\b[^?]*\b(?:gestimmt|votiert|enthalten)\W*$|(?:stimmten?|votierten?|enthielt\w*)\b|(?:war|waren)\b(?:[^?]*\b(?:dagegen|dafür)\W*$| gegen\b))|\bwie (?:hat|haben)\b[^?]*\b(?:gestimmt|votiert)\W*$",
    re.IGNORECASE,
)
_VOTES = (
    ("ohne Gegenstimmen", re.compile(r"\b(?:ohne|keine?n?) (?:gegenstimmen?|nein-?stimmen?)\b|\bniemand (?:war |stimmte )?dagegen\b", re.IGNORECASE)),
    ("nicht einstimmig", re.compile(r"\b(?:nicht|keine?n?) einstimmig\w*|\b(?:nicht|un)\s*(?:alle )?einig\b", re.IGNORECASE)),
    ("nicht mehrheitlich", re.compile(r"\bnicht (?:nur )?mehrheitlich\w*", re.IGNORECASE)),
    ("einstimmig bei Enthaltung", re.compile(r"\beinstimmig\w*\b[^?]*\benth\w+|\benth\w+\b[^?]*\beinstimmig\w*", re.IGNORECASE)),
    ("in Zahlen", re.compile(r"\b(?:in zahlen|stimmenzahlen|genaue[nrs]? (?:stimmen\w*|zahlen)|(?:stimmen|enthaltungen|gegenstimmen)\b[^?]{0,20}\bgezählt|mit (?:angabe der )?stimmen(?:zahl\w*|verhältnis\w*))\b", re.IGNORECASE)),
    ("mit Gegenstimmen", re.compile(r"\b(?:gegenstimmen?|nein-?stimmen?)\b", re.IGNORECASE)),
    ("mit Enthaltungen", re.compile(r"\benthaltung(?:en)?\b(?! von)|\benthielt\w* sich\b|\bsich\b[^?]*\benthalten\b", re.IGNORECASE)),
    ("ohne Angabe", re.compile(r"\bfehl\w*\b[^?]{0,30}\b(?:abstimmungs\w*|ergebnis\w*|votum|stimm\w*)|\b(?:abstimmungs\w*|votum)\b[^?]{0,20}\b(?:fehl\w*|nicht genannt)|\bkein(?:e|en)? (?:\w+ )?(?:ergebnis|abstimmungsangabe\w*)\b|\b(?:ohne (?:angabe|angegebenes|abstimmung\w*|votum|stimm\w+)|kein(?:e|en)? (?:abstimmung\w*|votum|abstimmungsergebnis|stimmverhältnis)|nicht angegeben)", re.IGNORECASE)),
    ("einstimmig", re.compile(r"\b(?:einstimmig\w*|einhellig\w*|einig|von allen (?:ländern )?(?:getragen|beschlossen))\b", re.IGNORECASE)),
    ("mehrheitlich", re.compile(r"\b(?:mehrheitlich\w*|mit mehrheit|nur (?:mit|per) mehrheit|strittig\w*|umstritten\w*)\b", re.IGNORECASE)),
)
_OUTCOMES = (
    ("abgelehnt", re.compile(r"\b(?:abgelehnt\w*|ablehnung(?:en)?|keine mehrheit|gescheitert\w*|scheiter\w*|keinen erfolg|erfolglos\w*|nicht (?:beschlossen|angenommen|gebilligt|durchgekommen)|durchgefallen\w*)\b", re.IGNORECASE)),
    ("vertagt", re.compile(r"\b(?:vertagt\w*|vertagung(?:en)?|verschoben\w*|zurückgestellt\w*)\b", re.IGNORECASE)),
    ("zurückgezogen", re.compile(r"\bzurückgezogen\w*\b|\bz(?:og|ogen)\b[^?]*\bzurück\b|\brückzüge?\b", re.IGNORECASE)),
)
_MOVES = re.compile(r"\b(?:beantrag\w*|mitbeantrag\w*|eingebracht\w*|antrag\w*|anträge\w*|mitantrag\w*|initiativ\w*|initiiert\w*|vorgeschlagen\w*|vorschl\w+|(?:kommen|kamen|stammen|ausgegangen) von|von)\b", re.IGNORECASE)
_CO_MOVER = re.compile(r"\b(?:mitantrag\w*|mitbeantrag\w*)\b", re.IGNORECASE)
_ALL_MOVED = re.compile(r"\b(?:alle-länder-antr\w*|von allen ländern|allen? ländern? (?:beantragt|eingebracht|gemeinsam)|anträge aller länder|antrag aller länder|alle länder (?:gemeinsam )?(?:beantragt|eingebracht))", re.IGNORECASE)
_ADDRESSED = re.compile(r"\b(?:richte\w* sich|richte\w*|wende\w* sich|sich wenden|geht|gehen|gerichtet|adressiert\w*|gehen an|geht an|an (?:die|den|das)|bitte\w* an|auffor\w+|aufgeford\w+)\b", re.IGNORECASE)
_BODIES = (  # value -> how questions name it
    ("Bundesregierung", r"Bundesregierung"), ("Bundesagentur für Arbeit", r"Bundesagentur(?: für Arbeit)?|BA"), ("Bundesrat", r"Bundesrats?"), ("Bundestag", r"Bundestags?"), ("Sozialpartner", r"Sozialpartner\w*|Tarifpartner\w*"),
    ("Europäische Kommission", r"(?:Europäischen?|EU-) ?Kommission"), ("Kommunale Spitzenverbände", r"[Kk]ommunalen? Spitzenverbände\w*"), ("Kommunen", r"Kommunen"), ("GKV-Spitzenverband", r"GKV-Spitzenverbands?"), ("Krankenkassen", r"Krankenkassen|Kassen"),
    ("Deutsche Gesetzliche Unfallversicherung", r"(?:Deutschen? )?[Gg]esetzlichen? Unfallversicherung|DGUV"), ("Bundesministerium für Arbeit und Soziales", r"Bundesministerium für Arbeit und Soziales|BMAS|Bundes(?:arbeits|sozial)minister\w*"),
    ("Bundesministerium der Justiz", r"Bundesministerium der Justiz|BMJ|Bundesjustizminister\w*"), ("Bundesministerium für Gesundheit", r"Bundesministerium für Gesundheit|BMG|Bundesgesundheitsminister\w*"), ("Bundesministerium", r"(?:ein(?:es|em)? )?Bundesministeri(?:um|en)s?"),
    ("Bund", r"Bund(?:es)?"), ("Länder", r"Ländern?"),
)
_SHALL_DO = r"^\W*(?:und )?was soll(?:en)? (?:d\w\w |denn )*[\w\s-]+ (?:tun|machen|unternehmen|leisten|ändern)\W*$"
_ASKED = r"\b(?:wurden?|wird|werden|hat|haben|sollen?|soll)\b[^?]*\b(?:gebeten|aufgefordert|ersucht|gefordert|beauftragt)\b"
_MODES = (
    ("begrüßt", re.compile(r"\bbegrüß\w*\b", re.IGNORECASE)),
    ("nimmt zur Kenntnis", re.compile(r"\b(?:(?:nahm|nahmen|nimmt|nehmen|genommen)\b[^?]*)?\bzur kenntnis\b(?: genommen| nahm\w*)?|\bkenntnisnahmen?\b", re.IGNORECASE)),
    ("empfiehlt", re.compile(r"\b(?:empfohlen\w*|empfiehlt|empfahl\w*|empfehl\w+|(?:sprach|sprechen|spricht)\b[^?]*\bempfehlung\w*\b[^?]*\baus)\b", re.IGNORECASE)),
    ("bittet", re.compile(r"\b(?:gebeten|bittet|bitten|bat|baten|erbeten)\b", re.IGNORECASE)),
    ("erwartet", re.compile(r"\berwarte\w*\b", re.IGNORECASE)),
    ("würdigt", re.compile(r"\bgewürdigt\w*|\bwürdig\w+\b", re.IGNORECASE)),
    ("lehnt ab", re.compile(r"\blehn(?:t|en|te|ten)\b[^?]*\bab\b", re.IGNORECASE)),
)
# How Länder voted: said before their names ("gegen die Stimmen von Bayern und Hessen"), or by a verb beside them ("hat Bayern nicht unterstützt").
_LANDS = rf"(?:{cues.LAND.pattern})(?:(?:\s*,\s*|\s+(?:und|oder|sowie)\s+(?:auch\s+)?)(?:{cues.LAND.pattern}))*"
_LAND_VOTES = (
    (BY_LAND, re.compile(rf"(?i:\b(?:bei |mit |unter )?(?:stimm)?enthaltung(?:en)? (?:von|des|der|durch)) {_LANDS}")),
    (AGAINST_LAND, re.compile(rf"(?i:\bgegen (?:(?:die stimmen?|den willen|das votum|den widerstand|die ablehnung) (?:(?:von|der|des|aus) )?|(?:das )?)|\b(?:mit )?(?:gegenstimmen?|nein-?stimmen?) (?:von|der|des|aus) ){_LANDS}")),
    (WITHOUT_LAND, re.compile(rf"(?i:\bohne (?:(?:die )?(?:zustimmung|stimmen?|unterstützung) (?:(?:von|der|des) )?|(?:das )?)){_LANDS}")),
)
_LAND_VOTED = (
    (BY_LAND, re.compile(r"\b(?:sich|haben|hat)\b[^?]*\benth(?:alten|ielt\w*|ält\w*)\b|\benthielt\w*(?: sich)?\b|\benthaltung\w*\b", re.IGNORECASE)),
    (WITHOUT_LAND, re.compile(r"\bnicht (?:mit)?(?:unterstütz\w*|getragen|gestimmt|zugestimmt|befürwortet\w*|gebilligt|mitgestimmt)\b|\b(?:trug\w*|stimmte\w*|unterstützte\w*|befürwortete\w*)\b[^?]*\bnicht\b(?: (?:zu|mit)\b)?|\bnicht dafür\b", re.IGNORECASE)),
    (AGAINST_LAND, re.compile(r"\b(?:dagegen|mit nein)\b(?: (?:gestimmt|votiert|gewesen))?|\b(?:wogegen|dagegen) (?:stimmt\w*|votiert\w*|war\w*|hat|haben)\b|\bstimmte\w*\b[^?]*\b(?:dagegen|mit nein)\b|\blehn(?:t|en|te|ten)\b[^?]*\bab\b", re.IGNORECASE)),
)
_HAS_REJECTED = re.compile(rf"(?i:\b(?:hat|haben|hatte\w*)) {_LANDS}[^?]*(?i:\babgelehnt\b)")
_NO_VOTE_WORDS = re.compile(r"\b(?:stimmten?|gestimmt|votiert\w*|abgelehnt|wogegen|sich|haben|hat)\b", re.IGNORECASE)
_OF_MOVING = re.compile(r"\b(?:(?:mit)?beantragt\w*|eingebracht\w*|mit\w*antrag\w*|antragsteller\w*|antr[aä]ge?\w*)\b", re.IGNORECASE)
_NO_MOVER = re.compile(r"\b(?:keine?n?|ohne) (?:antragsteller\w*|mitantragsteller\w*|urheber\w*)\b|\bantragsteller\w*\b[^?]{0,15}\b(?:fehl\w*|nicht (?:genannt|angegeben))", re.IGNORECASE)
_EXPECTED_OF = r"\b(?:vom|von (?:den|der|dem|einem))\b[^?]*\b(?:verlangt|gefordert|erwartet|erbeten)\b|\b(?:verlangt|fordert|erwartet|fordern|erwarten|verlangen)\b[^?]*\b(?:vom|von (?:den|der|dem))\b"
_NOT_MOVED = re.compile(r"\bnicht\b[^?]*\b(?:antragsteller\w*|mitantragsteller\w*|(?:mit)?beantragt|eingebracht|beteiligt|dabei|von)\b|\bohne (?:beteiligung|antrag|mitantrag|zutun) ", re.IGNORECASE)
_WHAT_ALL = re.compile(r"^\W*(?:was|worum|worüber|welche\w*)\b[^?]*\b(?:beschlossen|gefordert|fordert|forderte\w*|ging es|thema|themen|verhandelt|beraten|entschieden|behandelt|besprochen|herausgekommen|beschloss\w*|fasste\w*)\b", re.IGNORECASE)
_ASKS_FOR_ALL = re.compile(rf"^\W*(?:und )?(?:(?:bei|zu|an|in|für|über|von|gegen)\s+)?(?:was|welche\w*|wo|worum|worüber|wobei|wozu|wofür|wogegen|worin|wen|alle\w*|sämtliche|nenn\w*|zeig\w*|(?:\w+e )?{_THINGS}|wie ?viele)\b", re.IGNORECASE)
_EXAMINES = re.compile(r"\bum (?:eine )?prüfung(?:en)?\b|\bzur prüfung(?: gegeben)?\b|\bprüfen\b|\bprüfung(?:en)? (?:verlangt|gefordert|erbeten)\b|\b(?:prüf(?:bitten?|aufträgen?|aufträge?|ung gebeten)|prüfen lassen|(?:nur |wird |werden |soll\w* )geprüft|geprüft w\w+)\b", re.IGNORECASE)
_CONFERENCE = re.compile(r"(?<!bis zur )(?<!auf die )\b(\d{2,3})\s*\.?\s*(?:te[nr]?\s+)?(?:arbeits|asmk|konferenz|sitzung|sozialminister)", re.IGNORECASE)
_PAGE = re.compile(r"\b(?:(?:auf|von|aus|ab|zu|zur|in) )?(?:der )?(?:PDF-)?(?:Seite|S\.)\s*(\d{1,4})\b(?!\s*(?:bis|-|–)\s*\d)", re.IGNORECASE)
# Several conferences or years named: what they say is compared.
_AGAIN = re.compile(r"\b(?:noch ?(?:ein)?mal|nochmals|erneut|wieder|weiterhin|immer noch)\b", re.IGNORECASE)
_SINCE_CONFERENCE = re.compile(r"\b(?:seit|ab) der (\d{2,3})\s*\.(?:\s*(?:asmk|arbeits- und sozialministerkonferenz|konferenz|sitzung)\b)?", re.IGNORECASE)
_ORDINAL_NUMBER = re.compile(r"\b(\d{2,3})\s*\.(?!\d)(?:\s*(?:asmk|arbeits- und sozialministerkonferenz|konferenz|sitzung)\b)?", re.IGNORECASE)
_KNOWN_YEAR = re.compile(r"(?<!für )(?<!ab )(?<!zum )(?<!\d\. )\b(20[0-4]\d)\b", re.IGNORECASE)
_SINCE = re.compile(r"\b(?:seit|ab) (?:dem jahr )?(20[0-4]\d)\b", re.IGNORECASE)
_AROUND = re.compile(r"\b(?:nach|vor) (?:dem jahr |der )?(?:20[0-4]\d\b|\d{2,3}\s*\.(?:\s*(?:asmk|konferenz))?)", re.IGNORECASE)
_SINCE_DONE = re.compile(rf"{_SINCE.pattern}(?=[^?]*\b(?:beschl|antr|getan|verändert|gefordert|entwickel|gegeben|gab|passiert|asmk|konferenz)|\W*$)", re.IGNORECASE)
_YEAR = re.compile(r"\b(19[5-9]\d|20[0-4]\d)\b")
_DECLARATION = re.compile(r"\bprotokoll(?:erklärung|notiz)\w*|\bzu protokoll\b", re.IGNORECASE)  # of single Länder
_DECLARATION_WORDS = frozenset(fold(word) for word in "protokoll protokollerklärung protokollerklärungen protokollnotiz protokollnotizen erklärt erklärte erklärten erklären erklärung erklärungen gegeben gab gaben abgegeben ab etwas einzelne einzelner einzelnen eigene länder ländern enthält lautet inhalt dazu".split())
_TOP = re.compile(
    r"\b(?:(?:dem|zum|zu|der|den|unter|in|im|von|vom|über|des|beim?)\s+)?(?:(?i:tops?)\s*(?=\d+\.\d)|TOP\s*|(?i:tagesordnungspunkt\w*)\s*(?:Nr\.?\s*)?)(\d{1,2}(?:\.\d{1,2}){0,2})(?![\d:])"
    r"(?:[\s,;]+(?:unter\s+)?(?i:(nr\.?|nummer|ziffer|ziff\.|punkt|buchst\.?|buchstabe))\s*(\d{1,2}|[a-z])\b[).]?(?:\s*(?:(?i:buchst\.?|buchstabe)\s*)?([a-z])\b\)?)?)?"
)
MORE_TOPS = re.compile(r"(?:,|\b(?:und|sowie|oder|bis))\s*(?i:tops?\s*)?(\d{1,2}(?:\.\d{1,2}){1,2})(?![\d:]|\.\d)")  # "… und 5.3": further ones
_TALLY = re.compile(r"(?<![\d:.,])(\d{1,2})\s*(?::|zu)\s*(\d{1,2})\s*(?::|zu)\s*(\d{1,2})(?![\d:])", re.IGNORECASE)  # yes : no : abstentions
LAENDER_COUNT = 16  # that have a vote
_REFERS = re.compile(r"\b(?:das|dies\w*|davon|dazu|daran|dafür|dabei|darin|darüber|damit|(?<!gibt )(?<!gab )(?<!geht )(?<!ging )es|er|sie|ihn|denen|dort|hierzu|da(?=\W*$| \w+en\b)|der beschluss|dem beschluss|den antrag|der antrag|der vorschlag|die forderung|jene\w*)\b|^\W*(?:und |aber )?(?:wenn|falls)\b", re.IGNORECASE)
_CONTINUES = re.compile(r"^\W*(?:und|aber|auch|noch|mehr|weiter|genauer|wieso|warum|weshalb|wozu|begründung|gründe?|mehr dazu|ausführlich\w*|erzähl|details?|zeig mehr|der ganze|den ganzen|wortlaut|ganzer text|was noch|sonst noch)\b", re.IGNORECASE)
_NARROWS = re.compile(r"\b(?:davon|darunter|von (?:denen|diesen|ihnen)|hiervon|unter (?:denen|diesen))\b|^\W*und welche\b|^\W*wie viele (?:sind das|sind es|waren das|waren es)\b", re.IGNORECASE)
_TOPIC_THINGS = re.compile(r"\b([A-ZÄÖÜ][a-zäöüß]{3,}?)s?((?:beschlüsse|anträge)n?)\b(?<!Prüfanträge)")
_ORDINALS = ("erste", "zweite", "dritte", "vierte", "fünfte", "sechste", "siebte", "achte", "neunte", "zehnte", "elfte", "zwölfte", "dreizehnte", "vierzehnte", "fünfzehnte", "sechzehnte", "siebzehnte", "achtzehnte", "neunzehnte", "zwanzigste")
_YEAR_BEFORE = re.compile(r"\b(?:im jahr (?:davor|zuvor|vorher)|im vorjahr|letztes jahr|voriges jahr|ein jahr (?:zuvor|vorher|davor)|bei der (?:vorigen|letzten|vorherigen) (?:konferenz|asmk)|das jahr davor)\b", re.IGNORECASE)
_WHY = re.compile(r"\b(?:warum|wieso|weshalb|wozu|begründ\w+|gründe?|aus welchem grund)\b", re.IGNORECASE)
_MORE = re.compile(
    r"^\W*(?:(?:und|bitte|jetzt|noch|mal|gib mir|zeig(?:e|en)?(?: sie)?(?: mir)?|(?:ich|wir) (?:will|möchte|hätte|brauche|wollen|möchten)(?: gern[e]?)?|kann ich|wie lautet|wie heißt es|lies|nenn\w*)\s+)*"
    r"(?:mehr(?: dazu| davon| details?)?|genauer|details?|ausführlich\w*|weiter|erzähl mehr|was steht (?:da|dort) noch|"
    r"(?:(?:im|in|den|das|die|der|dem|seinen?) )?(?:(?:volle[nrms]?|vollständige[nrms]?|ganze[nrms]?|komplette[nrms]?|gesamte[nrms]?|genaue[nrms]?|original\w*|wörtliche[nrms]?) )?(?:wortlaut|text|beschluss|originaltext|beschlusstext))"
    r"(?:\s+(?:bitte|lesen|sehen|zeigen|dazu|davon|haben|genau|mal|an))*\W*$",
    re.IGNORECASE,
)
# "Nein, ich meinte …": another matter than the one understood. "Zurück zu …": an earlier one.
_CORRECTS = re.compile(r"^\W*(?:nein|nee|nö|falsch|stimmt nicht|nicht das|das (?:meine?|meinte) ich nicht|quatsch|doch nicht)\b[\s,.:;–-]*(?:(?:das|dies) (?:meine?|meinte) ich nicht\b[\s,.:;–-]*)?(?:(?:sondern|ich (?:meine?|mein|meinte|wollte|dachte|frage)(?: doch| eher| aber| an)?|es ging (?:mir )?um|gemeint war(?:en)?|lieber)\b\s*)?", re.IGNORECASE)
_MEANT = re.compile(r"^\W*(?:ich (?:meine?|mein|meinte)(?: doch| eher| aber)?|es ging (?:mir )?um|gemeint war(?:en)?)\b\s*", re.IGNORECASE)
_BACK = re.compile(r"^\W*(?:(?:und|aber|noch ?mal|nochmals|jetzt|bitte|wieder)\s+)*(?:zurück|noch ?mal|nochmals|wieder) (?:zu[mr]?|auf|über)\s+(?:(?:den|der|dem|die|das)\s+)?", re.IGNORECASE)
_BACK_BEFORE = re.compile(r"\b(?:vorherige\w*|vorige\w*|letzte\w* davor|davor|vorhin|anfang|erste\w* thema|erste\w* frage)\b", re.IGNORECASE)
# A short question about what is talked about: it opens with a question word or a verb and names no matter by "zu", "über" ….
_ELLIPTIC = re.compile(r"^\W*(?:und |aber |also |denn |dann |ok\w* |ja |na )*(?:wer|wen|wem|wessen|was|wie|wann|wo|wohin|woher|warum|wieso|weshalb|welche\w*|wieviel\w*|ab|bis|seit|von|an|für|mit|in|auf|bei|gibt|gab|gilt|hat|haben|hatte|ist|sind|war|waren|wird|werden|wurde|wurden|soll\w*|muss|müssen|darf|kann|können|bekomm\w*|krieg\w*|zahlt|zählt|betrifft|trifft|einstimmig|alle|jemand|nur)\b", re.IGNORECASE)
_OWN_MATTER = re.compile(r"\b(?:zu[mr]?|über|bezüglich|hinsichtlich|betreffend|gegen|rund um) (?!(?:viel|wenig|hause|spät|früh|lang|der zeit)\b)(?:(?:den|der|dem|die|das|einer?m?|eine)\s+)?(?:[a-zäöü]+e[nrms]?\s+)?[A-ZÄÖÜ]|\b(?:ASMK|Konferenz|Länder|Minister\w*)\b[^?]*\b(?:zu[mr]?|über|bei)\b|^\W*(?:was (?:ist|gibt es|gab es|war) (?:mit|zu|bei)|gibt es (?:etwas|was|einen beschluss|beschlüsse))\b")
MAX_ELLIPTIC = 9  # words
# What the helpdesk hears: whether a demand has become law, whether it holds for the person, from when on.
_HELPDESK = (
    ("when", re.compile(r"\b(?:ab|bis) wann\b|(?<!seit )\bwann (?:kommt|gilt|tritt|startet|beginnt|wird|ist) (?:das|dies|es)\b|\bwann (?:geht es los|ist es so ?weit)\b", re.IGNORECASE)),
    ("me", re.compile(
        r"\b(?:gilt|gelten|passt|zählt) (?:das|dies|es|die|der)\b[^?]{0,40}\bfür (?:mich|uns|mein\w*)\b|\b(?:betrifft|trifft) (?:das|es|mich|uns)\b[^?]{0,20}\b(?:mich|uns|das)\b|\b(?:habe|hab|hätte|haben) (?:ich|wir)\b[^?]{0,60}\b(?:anspruch|recht)\b|"
        r"\bsteht (?:mir|uns)\b[^?]{0,40}\bzu\b|\bsteht (?:das|es) (?:mir|uns)\b|\b(?:bekomme?|kriege?|erhalte) ich (?:das|es)\b|\bkann ich (?:das|es|mich darauf)\b|\bwas (?:bedeutet|heißt|bringt|ändert sich)\b[^?]{0,30}\bfür (?:mich|uns)\b|\bwas habe ich davon\b|"
        r"\bbin ich (?:davon )?betroffen\b|\b(?:an wen|wohin) (?:kann|soll|muss) ich mich\b|\bwen (?:kann|soll) ich (?:da |dazu )?fragen\b|\bwer hilft mir\b|\bwo (?:beantrage|kann) ich (?:das|es)\b", re.IGNORECASE)),
    ("law", re.compile(
        r"^\W*(?:und |aber )?(?:ist|sind|wurde|wurden|wird|gilt|gelten|hat)\b[^?]*\b(?:gesetz|recht|gesetzlich geregelt|gesetz geworden|rechtskräftig|rechtlich bindend|verbindlich|rechtsverbindlich|bindend|in kraft(?: getreten)?|gültig|umgesetzt(?: worden)?|beschlossene sache)\W*$|"
        r"\b(?:gilt|gelten) (?:das|dies|es|die\b[^?]{0,40}|der\b[^?]{0,40})\s*(?:schon|bereits|jetzt|heute)\b|\bwas (?:ist|wurde) (?:denn |nun |eigentlich )?(?:daraus|aus (?:dem|der|den|diesem|dieser)\b)|\bwie ging (?:es|das) weiter\b|\bkam das (?:durch|so)\b", re.IGNORECASE)),
)
_FATE = re.compile(r"^\W*(?:und )?was (?:ist|wurde)\b(?: denn| nun| eigentlich)? (?:daraus|aus)\b", re.IGNORECASE)
_HELPDESK_WORDS = frozenset(fold(word) for word in """gelten gilt kommt kommen losgehen los startet beginnt kraft tritt treten getreten weit soweit gesetz gesetzlich recht geltendes geregelt geworden umgesetzt gültig verbindlich rechtsverbindlich rechtskräftig rechtlich bindend
    beschlossene anspruch beantragen beantrage bekomme bekommen bekomm kriege erhalte berufen steht zusteht zu bedeutet heißt bringt ändert wenden fragen hilft betrifft trifft betroffen zählt passt daraus ging weiter konkret heute jetzt inzwischen mittlerweile nun wirklich davon vertagt vertagten vertagter zurückgestellten verschobenen abgelehnten wann ab bis""".split())
_CITIZEN = re.compile(r"\b(?:ich|mir|mich|mein\w*|wir|uns|unser\w*|man|krieg\w*|bekomm\w*|zahlt|amt|jobcenter zahlt|oma|opa|mutter|vater|mama|papa|mutti|kind\w*)\b", re.IGNORECASE)
# Words of the question itself, not of its subject: they are not searched for.
_ASKING = frozenset(
    fold(word)
    for word in """beschluss beschlüsse beschlossen antrag anträge beantragt mitbeantragt eingebracht antragsteller mehrheit abstimmung abgestimmt stimmen gestimmt einstimmig mehrheitlich seite seiten steht bericht berichte
    berichten konferenz asmk wieviele viele alle alles liste zeige zeig nenne nennen gib gibt übersicht bitte thema themen zusammenhang wurde wurden ergebnis votum vorschlag initiative adressat adressaten richtet richten forderung
    forderungen fordern fordert gefordert gefasst gemeinsam jahr jahre sache dazu darüber überhaupt genau sagen sagt weiß wissen möchte will wollen frage antwort kam kommt stammt mehr nur noch durch fielen fiel gingen ging nennt nannte enthält enthalten beteiligt mitantragsteller antragstellern beschlüssen anträgen land bundesland gestellt stellte gemacht sonst
    weiter weitere weiteren schon bereits eigentlich ab stimmten stimmte gestimmt jemand nochmal zurück kamen kam zustande davon insgesamt anzahl zahl vielen gehen an los punkte punkten initiativen vorhaben prüfaufträge prüfbitten entscheidungen entschieden oft dabei begrüßen gemeinsam angegeben angabe genannt nennen erwähnt aufgeführt nein doch meinte meinen meine gemeint stattdessen denen diesen ihnen gern gerne kurz betreffen betrifft behandelt behandeln verlangt verlangen wünscht abs absatz vergleich verglichen vergleiche unterschied unterschiede unterscheidet
    unterscheiden gegenüber verändert geändert getan entwickelt entwicklung zuerst erstmals ersten erste vorjahr früher letztes voriges beider beiden konferenzen laufe jahre jahren""".split()
)


# Words of a question for a whole set: not searched for there, though they may be the matter of another question.
_OF_LISTS = frozenset(
    fold(word)
    for word in """fragen gegeben reine reinen handeln handelt handelte selbst sachen womit wessen mitbeantragte mitbeantragten beantragte beantragten eingebrachte man vom fasste fassten fassen sprach sprachen aus mitgetragen getragen vorgelegt angestoßen wenden wendet wendeten worum worüber nahm nahmen nimmt brachte brachten stammen nächste nächsten letzte zogen verlangt allein wort vorkommen vorkommt vor wobei wozu wofür worin zähle zählt prozent anteil tun haben stehen standen sahen sieht gezählt obwohl trotzdem
    abstimmungen empfehlungen empfehlung bitten enthielten enthalten punkten gefunden fällt fallen fehlt fehlen bittet gebeten erbeten prüfung prüfungen egal zusammen zwei drei vier fünf je jeweils überall hatten gemeinsam ergebnis ergebnisse tagesordnung verabschiedet gebilligt angenommen mitglieder ministerinnen minister sozialminister länder ländern
    tagesordnungspunkt tagesordnungspunkte tagesordnungspunkten tops tabelle tabellarisch tabellenform listenform stichpunkte stichpunkten fanden fand finden""".split()
)
# What would need a judgement or a ranking that no report gives.
_RANKED = re.compile(r"\b((?:am )?(?:(?:wichtig|bedeutend|bedeutsam|relevant|interessant|spannend|brisant|zentral|umstritten|folgenreich|weitreichend)ste[nrms]?|besten|schlechtesten|häufigste[nrms]?|seltensten|meisten))\b(?! länder)(?: (beschl\w+|antr\w+|anträge\w*|forderungen))?", re.IGNORECASE)


@dataclass(frozen=True)
class Query:
    """A question understood. ``subject`` is what is left to search for; empty where the question names none."""

    text: str
    intent: str
    filters: Filters
    subject: str
    subject_words: tuple[str, ...]
    refers: bool  # leans on what was said before by a pronoun or the like ("Trifft das auch Azubis?")
    continues: bool  # opens like a continuation ("Und bei Azubis?")
    why: bool  # asks for reasons
    narrows: bool  # "davon", "darunter": within the list told before
    ordinal: int | None  # "der zweite": which of the resolutions told before, from 1
    year_before: bool  # "und im Jahr davor?"
    more: bool  # asks for more of the same
    language: str  # of the question
    citizen: bool  # sounds like a person asking for themselves
    by_fields: bool = False  # a list only because it names nothing but fields ("Was soll der Bund tun?")
    elliptic: bool = False  # short and without a matter of its own: what it asks, it asks of what is talked about
    corrects: bool = False  # "Nein, ich meinte …"; ``text`` is what was meant
    back: str | None = None  # "Zurück zu …": the matter named …
    asked: str | None = None  # … and what is asked of it, None for nothing in particular
    news: str | None = None  # "new", "again" or "dropped": the newest report against an earlier one
    against: int | None = None  # the conference or year it is held against, where the question names it
    helpdesk: str | None = None  # "law", "me" or "when": a person wants to know what became of a demand
    top: str | None = None  # "TOP 5.2": the number that the report prints over a resolution …
    item: str | None = None  # … and the item within it as it is labelled: "Nr. 3 b"
    missing_year: int | None = None  # a year or conference that no report covers
    missing_conference: int | None = None


def understand(text: str, filters: Filters, conferences: frozenset[int], years: frozenset[int]) -> Query:
    """Read a question. ``filters`` are those set outside it (command line, page); the question's own are added."""
    if corrected := _CORRECTS.match(text) or _MEANT.match(text):
        return replace(_understood(text[corrected.end() :], filters, conferences, years), text=text, corrects=True)
    if back := _BACK.match(text):
        matter, _, asked = (part.strip() for part in re.sub(r"[:,;–?]|\s-\s", "\n", text[back.end() :], count=1).partition("\n"))
        return replace(_understood(asked or matter, filters, conferences, years), text=text, back=matter, asked=asked or None)
    return _understood(text, filters, conferences, years)


def _understood(asked: str, filters: Filters, conferences: frozenset[int], years: frozenset[int]) -> Query:
    text = _TOPIC_THINGS.sub(lambda match: f"{match.group(1)} {match.group(2).capitalize()}", asked)  # "Pflegebeschlüsse"
    intent = _intent(text)
    if _FATE.search(text):
        intent = "search"
    helpdesk = next((name for name, expression in _HELPDESK if expression.search(text)), None) if intent not in ("list", "count", "greeting", "help") else None
    intent = "search" if helpdesk else intent
    own = filters
    missing_year = missing_conference = None
    rest = re.sub(rf"\b({'|'.join(_LAND_SHORT)})-(?=[A-ZÄÖÜ])(?!Anhalt|Westfalen|Pfalz|Holstein|Vorpommern|Württemberg)", r"\1 ", text)  # "NRW-Anträge"
    top = item = None
    if named_top := _TOP.search(rest):
        top, kind, number, letter = named_top.groups()
        item = " ".join(part for part in ("Nr." if number.isdigit() else "Buchst.", number, letter) if part) if number else None
        rest = f"{rest[: named_top.start()]} {MORE_TOPS.sub(' ', rest[named_top.end() :])}"
        intent = "search" if intent in ("list", "count") else intent
    if intent == "search" and _AGAIN.search(text) and (_CONFERENCE.search(text) or _YEAR.search(text)):
        intent = "compare"
    named, rest = _several(_ORDINAL_NUMBER, rest, conferences) if re.search(r"asmk|konferenz|sitzung|tagung|bericht", rest, re.IGNORECASE) else ((), rest)
    named_years, rest = _several(_KNOWN_YEAR, rest, years)
    if (around := _AROUND.search(rest)) and (intent == "compare" or _AGAIN.search(text)):
        intent, rest = "compare" if intent == "search" else intent, rest.replace(around.group(0), " ")
    if since := (_SINCE if intent in ("list", "count", "compare") else _SINCE_DONE).search(rest) if not named_years else None:
        named_years, rest = tuple(year for year in sorted(years) if year >= int(since.group(1))), rest.replace(since.group(0), " ")
        missing_year = None if named_years else int(since.group(1))
    if len(named) > 1 or len(named_years) > 1:
        intent = "compare" if intent == "search" else intent
    own = replace(own, conferences=named or own.conferences, years=named_years or own.years)
    if since_conference := _SINCE_CONFERENCE.search(rest) if not named else None:
        named = tuple(number for number in sorted(conferences) if number >= int(since_conference.group(1)))
        own, rest = replace(own, conferences=named or None), rest.replace(since_conference.group(0), " ")
        missing_conference = None if named else int(since_conference.group(1))
        intent = "compare" if intent == "search" else intent
    page = _PAGE.search(rest)
    if page and int(page.group(1)):
        own, rest = replace(own, page=own.page or int(page.group(1))), rest.replace(page.group(0), " ")
    match = _CONFERENCE.search(rest)
    if match:
        number = int(match.group(1))
        rest = rest.replace(match.group(0), " ")
        if number in conferences:
            own = replace(own, conference=own.conference or number)
        else:
            missing_conference = number
    if filters.conference is not None and filters.conference not in conferences:
        missing_conference = filters.conference
    if filters.year is not None and filters.year not in years:
        missing_year = filters.year
    # "Hab 2022 zugemacht": a year of somebody's own life; "bis 2030", "von 1998": one that the matter itself names.
    of_reports = bool(_OF_REPORTS.search(text))
    own_life = not of_reports and (language(text) != "de" or bool(re.search(r"\b(?:ich|mein\w*|mir|mich|wir|uns\w*)\b", text, re.IGNORECASE)))
    match = _YEAR.search(text) if not named_years and missing_year is None and not own_life else None
    if match and (int(match.group(0)) in years and not re.search(rf"\b(?:ab|bis|zum|vom|seit|januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember)\s+(?:\w+\s+)?{match.group(0)}", text, re.IGNORECASE) or re.search(rf"\b(?:in|im jahr|aus|von|seit|jahr|asmk|konferenz|bericht|beschl\w+)\s+(?:dem jahr |jahr )?{match.group(0)}\b|{match.group(0)}\s*(?:er)?\s*(?:beschl|gefordert|entschied|\?|$)", text, re.IGNORECASE)):
        year = int(match.group(0))
        if intent == "compare":  # "seit 2020": the reports from then on are compared, not one year's
            rest = rest.replace(match.group(0), " ")
        elif year in years:
            own = replace(own, year=own.year or year)
            rest = rest.replace(match.group(0), " ")
        elif of_reports or re.match(r"\W*(?:und |aber )?(?:was|welche\w*|gab|gibt|wurden?|auch)\b", text, re.IGNORECASE) and not re.search(rf"\b(?:bis|von|vom|zum|ab|seit)\s+(?:\w+\s+)?{year}", text, re.IGNORECASE):
            missing_year = year
    if intent in ("list", "count"):
        own, rest = _set_filters(text, rest, own)
    counted, left = tally(rest)
    if counted and intent in ("search", "vote") and not _ASKS_FOR_ALL.search(text):  # of one resolution where it names a matter, else of all
        intent = "vote" if top or _REFERS.search(text) or any(word not in STOPWORDS and word not in _ASKING and word not in _OF_LISTS and word not in _FIELD_WORDS for word in words(left)) else "list"
        own, rest = (own, left) if intent == "vote" else _set_filters(text, rest, own)
    by_fields = False
    if intent in ("search", "vote", "mover", "addressee", "place") and not helpdesk and _ASKS_FOR_ALL.search(text):
        all_of, left = _set_filters(text, rest, own)  # "Was hat die ASMK begrüßt?" names no matter, only a field: it asks for the whole set
        fields = [name for name in ("vote", "outcome", "mover", "addressee", "mode") if getattr(all_of, name) != getattr(own, name)]
        if fields and all(word in STOPWORDS or word in _ASKING or word in _OF_LISTS or word in _FIELD_WORDS or len(word) < 2 for word in words(left)):
            own, rest, intent, by_fields = all_of, left, "count" if re.search(r"\bwie ?viele", text, re.IGNORECASE) else "list", True
        elif not fields and _WHAT_ALL.search(text) and (own.conference or own.year or own.conferences or own.years) and all(word in STOPWORDS or word in _ASKING or word in _OF_LISTS or len(word) < 2 for word in words(rest)):
            intent = "list"
    subject_words = tuple(word for word in words(rest) if word not in STOPWORDS and word not in _ASKING and (len(word) > 1 or word.isdigit()))
    if intent in ("list", "count"):
        subject_words = _asked_nouns(rest, tuple(word for word in subject_words if word not in _OF_LISTS and not by_fields), own)
    if intent == "declaration":
        subject_words = tuple(word for word in subject_words if word not in _DECLARATION_WORDS and not {word, word.removesuffix("s")} & _LAND_WORDS and word not in _OF_LISTS and word not in _FIELD_WORDS and not cues.LAND_ADJECTIVE.fullmatch(word))
    if intent == "compare":
        subject_words = tuple(word for word in subject_words if word not in _COMPARE_WORDS)
    if intent in ("vote", "mover", "addressee", "page"):
        subject_words = tuple(word for word in subject_words if word not in _FIELD_WORDS and word not in _LAND_WORDS)
    news, against = next((name for name, expression in _NEWS if expression.search(text)), None) if _NEWS_ASKED.search(text) else None, None
    topic = _topic(rest) if news else None
    about = words(_without_topic(rest, topic)) if topic else subject_words
    if news and all(word in _NEWS_WORDS or word in _COMPARE_WORDS or word in _FIELD_WORDS or word in STOPWORDS or word in _ASKING for word in about):
        own = replace(own, topic=own.topic or topic)
        mentioned = [m for m in (_CONFERENCE.search(text), _YEAR.search(text)) if m]
        against = next((int(m.group(1)) for m in mentioned if _AGAINST.search(text[: m.start()])), None)
        own = replace(own, conference=None if against == own.conference else own.conference, year=None if against == own.year else own.year)
        intent, subject_words = "news", ()
    else:
        news = None
    if helpdesk:
        subject_words = tuple(word for word in subject_words if word not in _HELPDESK_WORDS)
    elliptic = _elliptic(text)
    if (elliptic or _REFERS.search(text) and len(text.split()) <= MAX_ELLIPTIC) and intent == "search" and all(word in _DETAIL_WORDS or word in _HELPDESK_WORDS or word in _FIELD_WORDS for word in subject_words):
        subject_words = ()
    return Query(
        asked, intent, own, rest.strip() if subject_words else "", subject_words,
        bool(_REFERS.search(text)), bool(_CONTINUES.search(text)), bool(_WHY.search(text)), bool(_NARROWS.search(text)), _ordinal(text), bool(_YEAR_BEFORE.search(text)), bool(_MORE.match(text)), language(text), bool(_CITIZEN.search(text)), by_fields, elliptic, news=news, against=against, helpdesk=helpdesk, missing_year=missing_year, missing_conference=missing_conference, top=top, item=item,
    )


_AND_ALSO = re.compile(r",?\s+(?:und|sowie|oder)\s+(?:auch\s+)?|,\s+", re.IGNORECASE)
_OPENS_SUBJECT = re.compile(r"^(?:(?:was|auch)\s+)?(?:zu(?:m|r)?|über|bei(?:m)?|für|in der|im)\s+", re.IGNORECASE)
_SUBJECT = re.compile(r"\b(?:zu(?:m|r)?|über|beim?|für)\s+(?:(?:den?|die|das|der|dem)\s+)?", re.IGNORECASE)
MAX_PARTS = 3  # subjects of one question that are answered apart


def parts(text: str) -> tuple[tuple[str, ...], bool]:
    """The subjects that a question names side by side, () for one, and whether each has its own preposition.

    "zum Mindestlohn und zum Pflegegeld" plainly are two; whether "Pflege und Beruf" are, only the reports can tell.
    """
    first = _SUBJECT.search(text)
    if not first:
        return (), False
    pieces = _AND_ALSO.split(re.sub(r"[\s?!.]+$", "", text[first.end() :]))
    plainly = all(_OPENS_SUBJECT.match(piece) for piece in pieces[1:])
    pieces = [re.sub(r"(?:\s+[a-zäöüß]+)+$", "", _OPENS_SUBJECT.sub("", piece)).strip() for piece in pieces]  # "Springerpools beschlossen"
    named = [tuple(word for word in words(piece) if word not in STOPWORDS and word not in _ASKING) for piece in pieces]
    if not 2 <= len(pieces) <= MAX_PARTS or not all(named) or any(piece.endswith("-") or not re.search(r"[A-ZÄÖÜ]", piece) for piece in pieces):
        return (), False
    return tuple(pieces), plainly


# Words of a short question that ask for a detail of what is talked about ("Ab welcher Woche?", "Was soll der Bund da zahlen?").
_DETAIL_WORDS = frozenset(
    fold(word)
    for word in """woche wochen tag tage tagen monat monate monaten jahr jahre jahren stunde stunden minuten euro cent prozent geld summe betrag zahl zahlen leute leuten personen menschen alter altersgrenze frist termin datum zeitpunkt zeitraum höhe hoch
    kosten kostet teuer bezahlt bezahlen zahlt viel viele wenig lange lang schnell oft bund bundes länder land kommunen staat regierung bundesregierung ministerium stellen grund gründe ziel sinn zweck bedingung bedingungen voraussetzung voraussetzungen
    ausnahme ausnahmen genau konkret sonst noch ungefähr mindestens höchstens insgesamt jeweils gemeint heißt bedeutet soll sollen muss müssen kann können darf dürfen bringt nützt passiert geschieht ändert vorgesehen geplant verlangt""".split()
)


def back_before(matter: str) -> bool:
    """Whether "Zurück zu …" names no matter but one talked about before: "zum vorigen Thema", "zum Anfang"."""
    return bool(_BACK_BEFORE.search(matter))


def _elliptic(text: str) -> bool:
    return len(text.split()) <= MAX_ELLIPTIC and bool(_ELLIPTIC.match(text)) and not _OWN_MATTER.search(text)


def _several(mention: re.Pattern, text: str, known: frozenset[int]) -> tuple[tuple[int, ...], str]:
    """The known conferences or years that a question names, if several, and the text without them; "zwischen" and "bis" take in what lies between."""
    found = [match for match in mention.finditer(text) if int(match.group(1)) in known]
    numbers = sorted({int(match.group(1)) for match in found})
    if len(numbers) < 2:
        return (), text
    if re.search(r"\bzwischen\b|\bbis\b", text[: found[-1].start()], re.IGNORECASE):
        numbers = [number for number in sorted(known) if numbers[0] <= number <= numbers[-1]]
    for match in reversed(found):
        text = f"{text[: match.start()]} {text[match.end() :]}"
    return tuple(numbers), text


_LAND_WORDS = frozenset(part for name in ("NRW", *cues.LAENDER) for part in words(name))
_LAND_SHORT = ("NRW", *cues.LAENDER)
_FIELD_WORDS = frozenset(
    fold(word)
    for word in """welcher welches welchem land länder bundesland bundesländer wem wen wessen kam stammt ging fiel aus knapp dagegen dafür jemand gegenstimmen enthaltungen einstimmig mehrheitlich einhellig abstimmungsergebnis stimmenverhältnis
    hat haben hatte war waren brachte ein eingebracht gestellt initiiert vorgeschlagen angestoßen idee steckt dahinter soll machen tun zuständig adressiert angenommen durchgekommen gebilligt durch stand dahinter welcher seitenzahl finde ich wars wirklich alle jeder einig einer meinung zugestimmt zustimmung gemeinsamer stimmverhältnis zahlen enthalten enthielt enthielten erwartung bitte appell aufforderung auftrag prüfauftrag forderung
    regeln umsetzen bezahlen zahlen tätig werden handeln übernehmen prüfen entscheiden ändern wollte gewollt steht gegeben vielen gemeint denn eigentlich nochmal ging sache abgelehnt vertagt verschoben zurückgezogen verabschiedet gescheitert worden stimmt wahr stimmten votiert votierte votierten""".split()
)


_COMPARE_WORDS = frozenset(
    fold(word)
    for word in """wann worum ging gingen mal erste ersten erstes zuerst damals dann wollten erreichen sagten sagte kam dazu hinzu hinzugekommen neu neues neue nachgelegt noch verlangt verlangte gab tat tun passiert lag liegen
    position haltung linie ihre weiter gegangen schon einmal mal befasst beschäftigt auseinandergesetzt oft konferenzen sitzungen wiederholt bekräftigt beim bisher dieses letzten kürzlich zuletzt übrig
    gesprochen gesagt geredet äußerte anders anderes ähnlich gleich geblieben hieß heißt unterscheidet liegt wie lang lange dauern dauert seitdem seither später vorher nachher jahrgang thema aufgegriffen wieder erneut""".split()
)


def _ordinal(text: str) -> int | None:
    match = re.search(rf"\b(?:der|die|das|den|dem|zum|zur|beim|des|im|vom) ({'|'.join(_ORDINALS)})[nrms]?\b(?!\s+(?:arbeits|asmk|konferenz|mal))", text, re.IGNORECASE)
    return _ORDINALS.index(match.group(1).lower()) + 1 if match else None


def understand_list(query: Query) -> Query:
    """The same question read as one about a set: its filters, and the subject words that are left."""
    filters, rest = _set_filters(query.text, query.text, Filters())
    subject_words = tuple(word for word in words(rest) if word not in STOPWORDS and word not in _ASKING and word not in _OF_LISTS and len(word) > 1)
    subject_words = _asked_nouns(rest, subject_words, filters)
    return replace(query, intent="list", filters=filters, subject=rest.strip() if subject_words else "", subject_words=subject_words)


def ranked(text: str) -> str | None:
    """The words of a question for a set that ask for a ranking ("am häufigsten", "die wichtigsten"), or None."""
    found = _RANKED.search(text)
    return found.group(1) if found else None


def _asked_nouns(text: str, subject_words: tuple[str, ...], filters: Filters) -> tuple[str, ...]:
    """Of the subject words of a list those that can name a matter: nouns, figures, and adjectives right before such a noun.

    A leftover verb or a lone adjective is no matter, where the question is written with capitals and asks for something else besides.
    """
    typed = re.findall(r"[^\W_]+", text)
    if not any(word[0].isupper() for word in typed[1:]) and filters == Filters():
        return subject_words
    if not any(word[0].isupper() for word in typed):  # all in small letters: nothing tells a noun
        return subject_words
    kept, before_noun = set(), False
    for word in reversed(typed):
        if not word[0].islower():
            before_noun = fold(word) in subject_words
        elif word not in ("und", "oder"):
            before_noun = before_noun and fold(word) in subject_words
        if not word[0].islower() or before_noun:
            kept.add(fold(word))
    nouns = tuple(word for word in subject_words if all(part in kept for part in fold(word).split("-")))
    return nouns if nouns or filters != Filters() or ranked(text) else subject_words


def _intent(text: str) -> str:
    if _GREETING.match(text):
        return "greeting"
    if _HELP.search(text):
        return "help"
    if _DECLARATION.search(text):
        return "declaration"
    for name in ("fulltext", "agenda"):
        if _FIELDS_BY_NAME[name].search(text):
            return name
    if _COUNT.search(text):
        return "count"
    if _LIST.search(text) or (found := _RANKED.search(text)) and found.group(2):
        return "list"
    if _COMPARE.search(text) and (_OF_REPORTS.search(text) or len(text.split()) <= 5):
        return "compare"
    if _HOW_IT_WENT.search(text):
        return "vote"
    if _NEXT_MEETING.search(text):
        return "next"
    if (prepared := _PREPARED.match(text)):
        return "place" if prepared.group(1).lower() == "wo" else "date"
    return next((name for name, expression in _FIELDS if expression.search(text)), "search")


_FILTER_WORD = re.compile(r"sich|hat|haben|nahm\w*|nimmt|nehmen|genommen|zur|kenntnis\w*|z[ou]gen?|zog|zurück|einstimmig\w*|enth\w+|sprach\w*|sprechen|spricht|empf\w+|lehn\w+|aus|ab|soll\w*|prüf\w+|bei|obwohl|trotzdem|fehl\w*|abstimmung\w*|das|ein|eine|keine?|nicht|genannt", re.IGNORECASE)


def _without(expression: re.Pattern, text: str) -> str:
    """A text without what named a filter; of a long stretch ("nahm … zur Kenntnis") the words between stay, for they may be the matter."""
    return expression.sub(lambda match: " ".join(["", *(word for word in match.group(0).split() if not _FILTER_WORD.fullmatch(word.strip(",.?!"))), ""]) if len(match.group(0).split()) > 3 else " ", text)


def tally(text: str) -> tuple[str | None, str]:
    """The tally that a question names ("14:1:1", "14 zu 1 zu 1") as a vote is stored, or None, and the text without it."""
    match = next((match for match in _TALLY.finditer(text) if sum(map(int, match.groups())) <= LAENDER_COUNT), None)
    return (":".join(str(int(part)) for part in match.groups()), f"{text[: match.start()]} {text[match.end() :]}") if match else (None, text)


def _set_filters(text: str, rest: str, own: Filters) -> tuple[Filters, str]:
    """Filters of a question about the whole set, and the text without the words that named them."""
    counted, rest = tally(rest)
    own = replace(own, vote=counted) if counted else own
    own, rest = _land_votes(rest, own)
    abstained = own.vote is not None and own.vote.startswith((BY_LAND, AGAINST_LAND, WITHOUT_LAND))
    outcomes = [value for value, expression in _OUTCOMES if expression.search(rest)]
    if len(outcomes) > 1 and re.search(r"\boder\b|\bund\b|\bbzw\b", rest):
        own = replace(own, outcome=" oder ".join(outcomes))
        for _, expression in _OUTCOMES:
            rest = _without(expression, rest)
    for table, name in ((_VOTES, "vote"), (_OUTCOMES, "outcome")):
        for value, expression in table:
            if expression.search(rest) and not (name == "vote" and (abstained or counted)):
                own = replace(own, **{name: value})
                rest = _without(expression, rest)
                break
    if _ALL_MOVED.search(rest):
        own, rest = replace(own, mover="alle Länder"), _ALL_MOVED.sub(" ", rest)
    if _NO_MOVER.search(rest):
        own, rest = replace(own, mover=NOBODY), _NO_MOVER.sub(" ", rest)
    land = None if own.mover == NOBODY else cues.LAND.search(rest) or cues.LAND_ADJECTIVE.search(rest)
    if land and (_MOVES.search(rest) or own.mover is None):
        own, rest = replace(own, mover=cues.land_name(land.group(1))), rest.replace(land.group(0), " ")
    if own.mover and own.mover != "alle Länder" and _NOT_MOVED.search(text):
        own = replace(own, mover=f"nicht {own.mover}")
    elif own.mover and _CO_MOVER.search(text) and not re.search(r"\boder\b", text):
        own = replace(own, role="Mitantragsteller")
    if _EXAMINES.search(rest):
        own, rest = replace(own, mode="bittet um Prüfung"), _without(_EXAMINES, rest)
    if _ADDRESSED.search(rest) or re.search(_ASKED, rest, re.IGNORECASE) or re.search(_SHALL_DO, text, re.IGNORECASE) or re.search(_EXPECTED_OF, rest, re.IGNORECASE):
        body = next(((name, named) for name, named in _BODIES if re.search(rf"\b(?:{named})\b", rest)), None)
        if body:
            own, rest = replace(own, addressee=body[0]), re.sub(rf"\b(?:{body[1]})\b", " ", rest)
            rest = _ADDRESSED.sub(" ", rest)
    if own.mode is None and own.outcome is None:
        mode = next(((value, expression) for value, expression in _MODES if expression.search(rest)), None)
        if mode:
            own, rest = replace(own, mode=mode[0]), _without(mode[1], rest)
    topic = _topic(rest)
    if topic:
        own, rest = replace(own, topic=topic), _without_topic(rest, topic)
    return own, rest


def _land_votes(rest: str, own: Filters) -> tuple[Filters, str]:
    """The filter on how single Länder voted, and the text without the words that named it; a Land that voted is no mover."""
    for kind, expression in _LAND_VOTES:
        if (found := expression.search(rest)) and not (kind == WITHOUT_LAND and _OF_MOVING.search(rest)):
            return replace(own, vote=kind + _names(found.group(0))), _NO_VOTE_WORDS.sub(" ", rest.replace(found.group(0), " "))
    if not (lands := re.search(_LANDS, rest)):
        return own, rest
    for kind, expression in _LAND_VOTED:
        if expression.search(rest) or kind == AGAINST_LAND and _HAS_REJECTED.search(rest):
            return replace(own, vote=kind + _names(lands.group(0))), _NO_VOTE_WORDS.sub(" ", _without(expression, rest.replace(lands.group(0), " ")))
    return own, rest


def _names(lands: str) -> str:
    """"Bayern und Hessen", "Bayern oder Hessen" of the Länder named in a stretch of text."""
    joined = " oder " if re.search(r"\boder\b", lands) else " und "
    return joined.join(dict.fromkeys(cues.land_name(match.group(1)) for match in cues.LAND.finditer(lands)))


def _topic(text: str) -> str | None:
    """The topic a list question names: by its name, else where all its subject words are among one topic's words."""
    folded = fold(text)
    for name in taxonomy():
        parts = [fold(part) for part in re.findall(r"[A-ZÄÖÜ][\wäöüß]{3,}", name) if part not in ("Menschen", "Verwaltung", "Gesundheit", "Engagement")]
        if any(re.search(rf"\b{re.escape(part)}\w{{0,2}}\b", folded) for part in parts):
            return name
    return None


def _without_topic(text: str, topic: str) -> str:
    for part in re.findall(r"[A-ZÄÖÜ][\wäöüß]+", topic):
        text = re.sub(rf"\b{part}\w{{0,3}}\b", " ", text, flags=re.IGNORECASE)
    return text
