"""What frames every page: head, header with the sections, footer, content security policy, and Gradio's start page made ours."""

import hashlib
import re
from html import escape
from pathlib import Path

STATIC = Path(__file__).parent
TYPES = {
    "seite.css": "text/css",
    "bereiche.css": "text/css",
    "beleg.js": "text/javascript",
    "seite.js": "text/javascript",
    "bereiche.js": "text/javascript",
    "tasten.js": "text/javascript",
    "treffer.js": "text/javascript",
    "teilen.js": "text/javascript",
    "verwaltung.js": "text/javascript",
    "favicon.svg": "image/svg+xml",
}
SECTIONS = (("fragen", "Fragen"), ("zitat", "Zitat prüfen"), ("ueberblick", "Überblick"), ("berichte", "Berichte"), ("tagesordnung", "Tagesordnung"))
# Before anything is drawn, so that a dark page does not flash white.
_CHOSEN = 'try { document.documentElement.dataset.farbe = localStorage.getItem("asmk-farbe") || "system"; } catch (error) { /* as the system wants it */ }'
KEYS = (
    ("/", "in das Feld für die Frage springen"),
    ("Eingabe", "fragen (Umschalt + Eingabe: neue Zeile)"),
    ("← →", "voriger, nächster Beleg (in Antwort oder Beleg)"),
    ("↑ ↓", "Zitat oder Zeile darüber, darunter (auf einem Zitat); Treffer wählen (beim Tippen)"),
    ("c", "gezeigtes Zitat mit Fundstelle kopieren"),
    ("Esc", "schließen, zurück zum Zitat"),
    ("?", "diese Liste"),
)


def rewrite(page: str, nonce: str, settings=None) -> str:
    """Gradio's start page with German language, our header, footer, style and scripts, and without its social-media tags."""
    page = page.replace('lang="en"', 'lang="de"', 1)
    page = re.sub(r'\s*<meta\s+(?:property|name)="(?:og|twitter):[^>]*>', "", page)
    page = re.sub(r'\s*<link rel="manifest"[^>]*>', "", page)
    page = page.replace("<script", f'<script nonce="{nonce}"')
    page = page.replace("</head>", f"{_head_tags('', nonce)}<title>ASMK-Assistent</title></head>", 1)
    page = re.sub(r"(<gradio-app)", lambda found: _banner() + found[1], page, count=1)
    page = re.sub(r"(</gradio-app>)", lambda found: found[1] + _section_room() + _footer(settings) + _key_list(), page, count=1)
    return page


def policy(nonce: str) -> str:
    """Only this server, only scripts that carry the nonce. Gradio's HTML component fills its template with ``Function``."""
    return (
        f"default-src 'self'; script-src 'self' 'nonce-{nonce}' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'self'; "
        "form-action 'self'; frame-ancestors 'none'"
    )


def document(title: str, body: str, up: str) -> str:
    """A plain page of its own, for links opened in a new window."""
    return (
        f'<!doctype html><html lang="de"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<base href="{up}"><title>{escape(title)} – ASMK-Assistent</title>{_head_tags("", None)}</head><body>{body}</body></html>'
    )


def _head_tags(up: str, nonce: str | None) -> str:
    tags = f'<link rel="icon" type="image/svg+xml" href="{up}eigen/favicon.svg?v={_version("favicon.svg")}">'
    tags += "".join(f'<link rel="stylesheet" href="{up}eigen/{name}?v={_version(name)}">' for name in TYPES if name.endswith(".css"))
    tags += '<meta name="color-scheme" content="light dark"><meta name="referrer" content="same-origin">'
    if nonce:
        tags += f'<script nonce="{nonce}">{_CHOSEN}</script>'
        tags += "".join(f'<script nonce="{nonce}" defer src="{up}eigen/{name}?v={_version(name)}"></script>' for name in TYPES if name.endswith(".js"))
    return tags


def _banner() -> str:
    links = "".join(f'<a href="#{name}" data-bereich-link="{name}"{" aria-current=page" if name == "fragen" else ""}>{label}</a>' for name, label in SECTIONS)
    return (
        '<a class="sprung" href="#frage-feld">Zur Frage springen</a>'
        '<header class="kopf"><div class="kopf-zeile"><h1>ASMK-Assistent</h1><p>Antworten mit wörtlichen Zitaten aus den Berichten der Arbeits- und Sozialministerkonferenz</p>'
        '<div class="kopf-werkzeug"><button type="button" data-dunkel aria-pressed="false">Dunkel</button><button type="button" data-gross aria-pressed="false">Großschrift</button>'
        '<button type="button" data-tasten aria-haspopup="dialog">Tasten<span class="verborgen">kürzel zeigen</span></button></div></div>'
        f'<nav class="bereiche" aria-label="Bereiche">{links}</nav></header>'
        '<p id="ansage" class="verborgen" role="status" aria-live="polite"></p>'
        '<noscript><p class="ohne-skript">Für diese Seite muss JavaScript eingeschaltet sein.</p></noscript>'
    )


def _section_room() -> str:
    """Where the sections beside the chat are shown, with an evidence pane of their own."""
    return (
        '<main id="bereich" hidden><div id="bereich-inhalt"></div>'
        '<aside id="bereich-beleg" aria-label="Beleg" hidden><section class="beleg leer" aria-label="Seite des Berichts"></section></aside></main>'
    )


def _footer(settings) -> str:
    links = [("Impressum", getattr(settings, "imprint", None)), ("Datenschutz", getattr(settings, "privacy", None)), ("Erklärung zur Barrierefreiheit", getattr(settings, "accessibility", None))]
    items = "".join(f'<li><a href="{escape(address)}">{name}</a></li>' for name, address in links if address)
    if getattr(settings, "users", None):
        items += '<li><form method="post" action="abmelden"><button>Abmelden</button></form></li>'
    if getattr(settings, "admin_password", None):
        items += '<li><a href="#verwaltung" data-bereich-link="verwaltung">Verwaltung</a></li>'
    return (
        '<footer class="fuss"><p>Beschlüsse der ASMK sind politische Forderungen, kein geltendes Recht. '
        "Zitiert wird der Wortlaut der Berichte; Fragen und Antworten bleiben auf diesem Rechner.</p>" + (f'<ul class="fuss-links">{items}</ul>' if items else "") + "</footer>"
    )


def _key_list() -> str:
    """The list of keys, and the switch that turns the single letters off (WCAG 2.1.4)."""
    entries = "".join(f"<div><dt><kbd>{escape(key)}</kbd></dt><dd>{escape(text)}</dd></div>" for key, text in KEYS)
    return (
        '<dialog id="tasten" aria-labelledby="tasten-titel"><h2 id="tasten-titel" tabindex="-1">Tastenkürzel</h2>'
        f'<dl>{entries}</dl><p><label><input type="checkbox" data-tasten-ein checked> Einzelne Zeichen („/“, „c“, „?“) als Kürzel benutzen</label></p>'
        '<p class="leise">Beim Schreiben in einem Feld gelten sie nie.</p><form method="dialog"><button>Schließen</button></form></dialog>'
    )


def _version(name: str) -> str:
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:10]
