"""The administrator's form that corrects what was read of a report or of one of its resolutions."""

from html import escape

from index import corrections, cues, topics
from index.types import Report, Resolution

LABELS = {
    "konferenz": ("Konferenz (Nummer)", ""), "datum": ("Datum", "wie im Bericht, mit Jahr"), "ort": ("Ort", ""), "land": ("Land, das den Bericht herausgibt", ""), "titel": ("Titel", ""),
    "vorlage": ("Vorlage", ""), "abstimmung": ("Abstimmung", "einstimmig, mehrheitlich oder Ja:Nein:Enthaltung wie 13:0:3; leer heißt: nicht angegeben"), "ergebnis": ("Ergebnis", ""),
    "antragsteller": ("Antragsteller", ""), "adressaten": ("Adressaten", "je Zeile einer"), "art": ("Art", ""), "themen": ("Themen", ""),
}
_CHOICES = {"land": cues.LAENDER, "ergebnis": corrections.OUTCOMES}
_BOXES = {"antragsteller": corrections.MOVERS, "art": corrections.MODES, "themen": None}


def button(report: Report, resolution: Resolution | None = None) -> str:
    """What opens the form, and the room for it."""
    name = escape(resolution.title if resolution else report.title)
    what = "Berichtigen" if resolution else "Angaben zum Bericht berichtigen"
    return (
        f'<div class="berichtigung"><button type="button" class="knopf" data-berichtigen="{escape(resolution.id if resolution else "")}" data-bericht="{escape(report.id)}" aria-expanded="false">'
        f'{what}<span class="verborgen">: {name}</span></button></div>'
    )


def form(report: Report, resolution: Resolution | None = None) -> str:
    """The form with the values that hold now; what was corrected says what had been read."""
    thing = resolution or report
    names = corrections.FIELDS if resolution else corrections.REPORT_FIELDS
    read = {c.field: c.read for c in thing.corrected}
    fields = "".join(_field(german, value, read.get(names[german])) for german, value in corrections.as_values(thing).items())
    stale = resolution is None and any(warning.startswith(corrections.STALE) for warning in report.warnings)
    back = '<button type="button" class="knopf" data-zuruecknehmen>Berichtigungen zurücknehmen</button>' if thing.corrected or stale else ""
    return (
        f'<form class="berichtigen" data-berichtigung><p class="leise">Was Sie ändern, gilt statt des Gelesenen und ist überall als berichtigt gekennzeichnet; als Wortlaut des Berichts wird es nie zitiert.</p>'
        f'{fields}<div class="auswahl-fuss"><button class="knopf haupt">Speichern</button><button type="button" class="knopf" data-berichtigung-zu>Abbrechen</button>{back}</div><div data-meldung></div></form>'
    )


def _field(german: str, value, read: str | None) -> str:
    label, hint = LABELS[german]
    hint = " · ".join(part for part in (hint, "" if read is None else f"gelesen: {read or corrections.UNSTATED}") if part)
    note = f'<small id="hilfe-{german}">{escape(hint)}</small>' if hint else ""
    described = f' aria-describedby="hilfe-{german}"' if hint else ""
    if german in _BOXES:
        known = _BOXES[german] or tuple(topics.taxonomy())
        boxes = "".join(
            f'<label><input type="checkbox" name="{german}" value="{escape(choice)}"{" checked" if choice in value else ""}> {escape(choice)}</label>' for choice in dict.fromkeys((*known, *value))
        )
        return f'<fieldset{described}><legend>{escape(label)}</legend>{note}<div class="kaestchen">{boxes}</div></fieldset>'
    if german == "adressaten":
        control = f'<textarea name="{german}" rows="{max(2, len(value))}" data-zeilen{described}>{escape(chr(10).join(value))}</textarea>'
    elif german in _CHOICES:
        options = "".join(f'<option{" selected" if choice == value else ""}>{escape(choice)}</option>' for choice in dict.fromkeys((*_CHOICES[german], *([value] if value else []))))
        control = f'<select name="{german}"{described}><option value="">nicht angegeben</option>{options}</select>'
    else:
        control = f'<input name="{german}" value="{escape(value or "")}" maxlength="{corrections.MAX_TEXT}" autocomplete="off"{described}>'
    return f'<label class="feld"><span>{escape(label)}</span>{control}</label>{note}'
