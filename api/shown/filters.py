"""Numbers, lists, icons, tags and links, as Jinja has them as filters.

Only modules of this room return markup; what comes from a record is escaped first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote

from markupsafe import Markup, escape

from api.shown.language import figures, gettext, is_persian, isolated, ngettext
from catalogue.answers import RecordView
from schemas.fields import is_http_url

GROUP, DECIMAL = "\u066c", "\u066b"
"""Of Persian numbers."""
MINUS = "\u200e\u2212"
"""The mark keeps the sign on the near side in right-to-left text (site.md section 8)."""

_BIDI_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""They turn what follows; one that ends an isolate leaves even its <bdi>. Marks (LRM, RLM) do not reach so far."""

_PLACE = re.compile(r"(?:(?P<year>\d{4}), (?=page))?(?:page (?P<page>\d+)(?:, (?=row)|$))?(?:row (?P<row>\d+))?")
_PLACE_WORDS = {"year": "سال", "page": "صفحهٔ", "row": "سطر"}

UNITS = ("بایت", "کیلوبایت", "مگابایت", "گیگابایت", "ترابایت")
TIMES = ("ساعت", "دقیقه", "ثانیه")

ICONS = {
    "decision": '<path d="M6 3h9l4 4v14H6z"/><path d="M9 12h7M9 16h7M9 8h3"/>',
    "dataset": '<path d="M4 5h16v14H4zM4 10h16M4 14.5h16M10 5v14"/>',
    "notice": '<circle cx="12" cy="12" r="9"/><path d="M12 11v5.5M12 7.7v.1"/>',
    "info": '<circle cx="12" cy="12" r="9"/><path d="M12 11v5.5M12 7.7v.1"/>',
    "ok": '<circle cx="12" cy="12" r="9"/><path d="m8 12.5 2.7 2.7L16 9.5"/>',
    "warn": '<path d="M12 3.5 22 20H2z"/><path d="M12 10v4.5M12 17.3v.1"/>',
    "bad": '<circle cx="12" cy="12" r="9"/><path d="m9 9 6 6m0-6-6 6"/>',
    "gone": '<path d="M6 3h9l4 4v14H6z" stroke-dasharray="3 2.4"/>',
    "mute": '<circle cx="12" cy="12" r="9"/><path d="M12 7v5l3.5 2"/>',
    "search": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="m15.5 15.5 5 5"/>',
    "download": '<path d="M12 4v11m-4.5-4.5L12 15l4.5-4.5M5 20h14"/>',
    "code": '<path d="m8 7-5 5 5 5M16 7l5 5-5 5"/>',
    "cite": '<path d="M5 17c3-1 4-4 4-10H4v6h4M15 17c3-1 4-4 4-10h-5v6h4"/>',
    "print": '<path d="M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z"/>',
    "feed": '<path d="M5 5a14 14 0 0 1 14 14M5 11a8 8 0 0 1 8 8M6 18.4v.1"/>',
    "close": '<path d="m6 6 12 12M18 6 6 18"/>',
    "filter": '<path d="M4 6h16M7 12h10M10 18h4"/>',
    "next": '<path d="m9 5 7 7-7 7"/>',
}
TURNING = ("next",)
"""Only arrows turn over in right-to-left pages."""

BADGES = {"decision": " k-dec", "dataset": " k-data"}
TAGS = {"ok": " is-ok", "warn": " is-warn", "bad": " is-bad"}


def without_bidi_controls(value: object) -> object:
    """What a page shows of a value: texts lose the controls that would turn what stands beside them, nothing else.

    The API gives them as they came.
    """
    return type(value)(_BIDI_CONTROLS.sub("", value)) if isinstance(value, str) else value


def exact(value: str) -> Markup:
    """The value of a field of a form, whole: its controls as references, which show nothing and are sent back."""
    escaped = str(escape(value))
    return Markup(_BIDI_CONTROLS.sub(lambda found: f"&#x{ord(found[0]):x};", escaped))  # safe: escaped before


def place(text: str | None) -> str:
    """Where in a source something stands: «صفحهٔ ۲، سطر ۵»; a field or file stays as it is written."""
    found = _PLACE.fullmatch(text or "")
    if found is None or not is_persian():
        return text or ""
    parts = [f"{_PLACE_WORDS[name]} {figures(given)}" for name, given in found.groupdict().items() if given]
    return "، ".join(parts)


def fa(value: object) -> str:
    """The text with the digits of the language, nothing else changed."""
    return figures(str(value))


def number(value: int | str) -> str:
    """A number, or a decimal string, in the digits of the language with groups: ۱٬۲۳۴٬۵۶۷٫۵ or 1,234,567.5."""
    group, decimal = (GROUP, DECIMAL) if is_persian() else (",", ".")
    whole, _, rest = str(value).lstrip("-").partition(".")
    text = f"{int(whole):,}".replace(",", group) + (decimal + rest if rest else "")
    return (MINUS if str(value).startswith("-") else "") + figures(text)


def num(value: int | str) -> Markup:
    """The number with its machine value beside it."""
    return Markup('<data value="{}">{}</data>').format(value, number(value))


def counted(text: str, count: int, **values: object) -> Markup:
    """A text of ours that speaks of `%(count)s` things, in the right number; the values are escaped."""
    return Markup(ngettext(text, text, count)) % {"count": num(count), **values}  # safe: the text is ours


def size(count: int) -> str:
    """A file size in words: ۴۱۸ کیلوبایت, ۱٫۹ مگابایت; a kilobyte is 1,000 bytes."""
    scaled, step = float(count), 0
    while scaled >= 999.5 and step < len(UNITS) - 1:
        scaled, step = scaled / 1000, step + 1
    shown = f"{scaled:.1f}" if step and scaled < 9.95 else f"{scaled:.0f}"
    return f"{number(shown.removesuffix('.0'))} {gettext(UNITS[step])}"


def duration(seconds: float) -> str:
    """A time worked in its two largest units: ۰٫۴ ثانیه, ۱۲ ثانیه, ۳ دقیقه و ۲۰ ثانیه, ۲ ساعت و ۵ دقیقه."""
    hour, minute, second = map(gettext, TIMES)
    if 0 < seconds < 1:
        return f"{number(f'{seconds:.1f}')} {second}"
    whole = round(seconds)
    sizes = ((whole // 3600, hour), (whole // 60 % 60, minute), (whole % 60, second))
    first = next((place for place, (count, _) in enumerate(sizes) if count), 2)
    parts = [f"{number(count)} {unit}" for count, unit in sizes[first : first + 2] if count]
    return gettext(" و ").join(parts) or f"{number(0)} {second}"


def latin(words: Iterable[str]) -> Markup:
    """A list that may hold Latin words: each isolated, or two neighbours would read backwards."""
    return Markup(gettext("، ")).join(Markup("<bdi>{}</bdi>").format(isolated(word)) for word in words)


def icon(name: str) -> Markup:
    """One of our own drawings; a name that is not in the table is a fault of ours."""
    turns = " i-dir" if name in TURNING else ""
    # safe: both parts are constants of this module
    return Markup(f'<svg class="i{turns}" viewBox="0 0 24 24" aria-hidden="true">{ICONS[name]}</svg>')


def badge(kind: str, label: str) -> Markup:
    """The kind of a record: icon and word."""
    return Markup('<span class="badge{}">{}{}</span>').format(BADGES.get(kind, ""), icon(kind), label)


def tag(state: str, label: str) -> Markup:
    """A status: icon and word; `state` is ok, warn, bad, gone or mute."""
    return Markup('<span class="tag{}">{}{}</span>').format(TAGS.get(state, ""), icon(state), label)


def safe_link(address: str, label: str | None = None) -> Markup:
    """A link to an http, https or mailto address; anything else is shown as text."""
    shown = (
        Markup("<bdi>{}</bdi>").format(isolated(label)) if label else Markup('<bdi dir="ltr">{}</bdi>').format(address)
    )
    if is_http_url(address) or _is_mail(address):
        target = _BIDI_CONTROLS.sub(lambda found: quote(found[0]), address)  # as a browser would ask for it
        return Markup('<a href="{}">{}</a>').format(target, shown)
    return shown


def mail_link(contact: str) -> Markup:
    """The operator's or agency's contact, a mail address or a page, as a link that shows it."""
    address = contact_address(contact)
    if address != contact:
        return Markup('<a href="{}"><bdi dir="ltr">{}</bdi></a>').format(address, contact)
    return safe_link(contact)


def contact_address(contact: str) -> str:
    """A bare mail address as one that can be followed; a page as it is."""
    return f"mailto:{contact}" if "@" in contact and ":" not in contact else contact


def report_address(contact: str, view: RecordView, public_url: str) -> str:
    """A letter to the operator about a version, with its address and hash already written."""
    body = f"{public_url}/{view.id}/v{view.version_no}\nSHA-256: {view.sha256}\n\n"
    return _letter(contact, gettext("خطا در سند %s") % view.id, body)


def send_address(title: str, address: str) -> str:
    """A letter to whomever the reader names, about a record."""
    return _letter("", title, f"{title}\n{address}\n")


def _letter(to: str, subject: str, body: str) -> str:
    """RFC 6068."""
    lines = body.replace("\n", "\r\n")
    return f"mailto:{quote(to, safe='@')}?subject={quote(subject, safe='')}&body={quote(lines, safe='')}"


def _is_mail(address: str) -> bool:
    return address.startswith("mailto:") and "@" in address and not any(c <= " " for c in address)
