"""Who writes in present danger is told where help is, not what a conference demanded.

Only the person's own danger or that of somebody close counts: "Suizidprävention" or "Gewalt gegen Frauen" is a subject like any
other. Patterns over folded text (lower case, ä as ae); commented cases for both sides in tests/test_crisis.py.
"""

import re

from assistant.types import Answer, Filters
from index.topics import fold

HELP = (
    "Es tut mir leid, dass Sie in dieser Lage sind. Sie müssen damit nicht allein bleiben. Ist jemand in Gefahr, rufen Sie bitte sofort den Notruf 112 oder die Polizei unter 110. "
    "Jemand zum Reden ist Tag und Nacht kostenlos da: die TelefonSeelsorge unter 0800 111 0 111 und 0800 111 0 222, bei Gewalt das Hilfetelefon Gewalt gegen Frauen unter 116 016. "
    "Kinder und Jugendliche erreichen die Nummer gegen Kummer unter 116 111. Dieses Programm kennt nur Berichte über politische Beschlüsse und kann in einer Notlage nicht helfen."
)

_PERSON = (
    r"(?:(?:ex|schwieger|stief|gross|ur)-?)*(?:mann|frau|partner(?:in)?|lebensgefaehrt\w*|verlobte\w*|freund(?:in)?|kumpel|schwager|schwaegerin|ehemann|ehefrau|gatte|gattin|vater|mutter|papa|mama|mutti|vati|eltern|sohn|tochter|soehne|toechter|kind(?:er|ern)?|junge|maedchen|bruder|schwester|"
    r"geschwister|oma|opa|enkel(?:in)?|onkel|tante|(?:zimmer)?nachbar(?:in|n)?|kolleg\w+|chef(?:in)?|vermieter(?:in)?|mitbewohner(?:in)?|familie)"
)
_CLOSE = rf"(?:(?:mein|unser|dein)\w*\s+(?:\w+e[nrms]?\s+)?|^\W*){_PERSON}"  # or the bare word that opens a hasty question
_SOMEBODY = rf"(?:{_CLOSE}|\ber\b|\bsie\b|\bjemand\b)"
_ME = rf"(?:mich|uns|{_CLOSE})"
_HIT = r"(?:schlaegt|schlagen|schlug|haut|hauen|pruegelt|verpruegelt|wuergt|wuergen|tritt|vergewaltigt|misshandelt|missbraucht|bedroht|bedrohen|stalkt|verfolgt|terrorisiert|attackiert)"
_HURT = r"(?:geschlagen|verpruegelt|gewuergt|vergewaltigt|misshandelt|missbraucht|bedroht|gestalkt|verfolgt|erpresst|eingesperrt)"
_NO_PLACE = r"(?! (?:wie|in|im|von|vom|mit|ohne|auf|bei|hier)\b)"  # "nicht mehr leben wie bisher"
_NEAR = r"(?:(?!\b(?:wenn|falls|ob|dass)\b)[^.?!,]){0,50}?"  # within one clause
# What threatens without being a person ("von Armut bedroht"), and what is long past or somebody's right.
_NO_ATTACK = r"(?!\s*(?:\w+\s+)?von\s+(?:\w+\s+){0,2}?\w*(?:armut|los|keit|ung|enz|heit|schulden|zwang\w*)\b)"
_PAST = re.compile(r"\bals kind(?:er)?\b|\bfrueher\b|\bdamals\b|\bvor (?:\w+ )?(?:jahr|monat)\w*|\bentschaedig\w*|\bopferrente\b")

_DANGER = tuple(
    re.compile(pattern)
    for pattern in (
        # the wish to die, one's own or of somebody close
        rf"\b(?:ich (?:will|moechte|mag|kann|wollte)|(?:will|moechte|mag|kann) ich|ich\b[^.?!,]{{0,20}}\bnicht mehr leben (?:will|moechte|mag|kann))\b(?:(?!\b(?:von|in|mit|bei|auf|ohne|zu)\b)[^.?!,]){{0,30}}?\b(?:nicht (?:mehr|laenger|weiter) (?:weiter)?leben\b{_NO_PLACE}|nicht mehr leben (?:will|moechte|mag|kann)\b)|\bwenn man nicht mehr leben (?:will|moechte|mag)\b",
        rf"\b(?:bringe?|braechte)\s+(?:ich\s+)?mich\b[^.?!]{{0,20}}?\bum\b(?!\s+\w+)|\b(?:toete|erschiesse|vergifte) mich\b|\bhaenge mich auf\b|{_SOMEBODY} bringt (?:mich|uns) (?:\w+ )?um\b(?! (?:den|das|die|mein)\b)",  # "mein Zahn bringt mich um" is none
        r"\bmich (?:\w+ ){0,2}(?:umbringen|umzubringen|toeten|zu toeten|erhaengen|erschiessen|vergiften)\b",
        r"\b(?:nehm\w*|mir)\b[^.?!]{0,20}\b(?:mir )?das leben (?:nehmen|zu nehmen)\b|\bnehme? (?:ich )?mir (?:\w+ )?das leben\b|\bmeinem leben ein ende\b|\bmein leben beenden\b|\bschluss mit (?:dem|meinem) leben\b",
        r"\bich (?:will|moechte|wuerde gern\w*|wollte) (?:(?:nur|nur noch|einfach|am liebsten|lieber|jetzt|auch|endlich|doch|sofort) )*(?:sterben|tot sein|nicht mehr da sein)\b|\b(?:waere|bin) (?:ich )?(?:am liebsten |lieber |doch |besser )+tot\b",
        r"\bich\b[^.?!]{0,40}\b(?:denke|habe|hab|plane|begehe|kriege|bekomme)\b[^.?!]{0,30}\b(?:selbstmord\w*|suizid\w*|selbsttoetungs\w*)(?<!praevention)(?<!hilfe)\b|\bich bin (?!nicht\b)(?:\w+ )?(?:suizidal|selbstmordgefaehrdet|suizidgefaehrdet|lebensmuede)\b|\bich (?:ritze|schneide|verletze) mich\b(?! (?:bei|an|am|im|in|auf)\b)",
        rf"\b{_CLOSE}\b[^.?!]{{0,40}}\b(?:nicht mehr leben|sich (?:\w+ )?(?:umbringen|umzubringen|das leben nehmen|das leben zu nehmen|toeten)|bringt sich (?:\w+ )?um\b|ritzt sich|ist (?:suizidal|suizidgefaehrdet|selbstmordgefaehrdet)|(?:selbstmord|suizid)(?:gedanken|absichten))",
        # violence against the person or somebody close, now
        rf"{_SOMEBODY}\s+(?:\w+\s+){{0,2}}?{_HIT}\s+(?:\w+\s+){{0,2}}?{_ME}\b(?!\s+(?:\w+\s+){{0,3}}?(?:vor|durch|nieder|ab)\W*$)|\b(?:weil|wenn|dass|da) {_SOMEBODY}\s+{_ME}\s+(?:\w+\s+){{0,2}}?(?:{_HIT}|umbringt|toetet)\b",
        rf"^\W*{_HIT}\s+(?:mich|uns)\s+{_CLOSE}|\b(?:hilfe|immer|wieder|staendig|jetzt|gestern|heute)\W+{_HIT}\s+(?:mich|uns)\s+{_CLOSE}",
        rf"{_SOMEBODY}\s+(?:hat|haben)\s+(?:mich|uns)\b{_NEAR}\b{_HURT}\b|\b(?:mich|uns) hat {_CLOSE}\b{_NEAR}\b{_HURT}\b",
        rf"\b(?:ich (?:werde|wurde)|(?:werde|wurde) ich|wir werden|{_CLOSE} (?:wird|wurde|werden))\b{_NO_ATTACK}{_NEAR}\b{_HURT}\b(?!\s+(?:von|sein)\b)",
        rf"\b(?:mein|unser)\w* nachbar\w*\b{_NEAR}\b{_HIT}\s+(?:seine?|ihre?)\w* {_PERSON}",
        rf"\bich (?:habe? )?(?:solche |grosse |furchtbare |nur noch )*angst (?:habe? )?(?:vor|um mein leben)\b(?<!vor)|\bich habe? (?:\w+ )?angst vor mein\w+ (?:\w+ )?{_PERSON}|\bich bin in (?:lebens)?gefahr\b|\bich habe? (?:\w+ )?angst um mein leben\b",
        rf"\b(?:will|wird|droht|moechte)\s+(?:mich|uns|mein\w* {_PERSON})\b[^.?!]{{0,30}}\b(?:umbringen|umzubringen|toeten|zu toeten|schlagen|zu schlagen)\b|\bich (?:schlage|verpruegle|verpruegele|bringe) (?:ihn|sie|{_CLOSE}) ?(?:um\W*$|$|immer|wieder|staendig|manchmal)",
    )
)


def in_crisis(question: str) -> bool:
    """Whether a person writes of present danger to themselves or to somebody close, not of a subject."""
    text = " ".join(fold(question).split())
    return not _PAST.search(text) and any(danger.search(text) for danger in _DANGER)


def answer(question: str, filters: Filters) -> Answer:
    """The one paragraph that names help; nothing is quoted."""
    return Answer(question, "not_found", HELP, filters=filters)
