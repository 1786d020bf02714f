"""Every text of ours that a page may show, as it stands in code and templates: what english.po must have."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from babel.messages.extract import extract_python
from jinja2.ext import babel_extract

from api.shown import comparing, days, filters, wording
from api.shown.language import States, Words
from api.v1 import diff_answers
from catalogue.persian.calendar import GREGORIAN_MONTHS, MONTHS
from catalogue.vocab import vocabulary
from tests.running import ROOT

KEYWORDS = ("_", "gettext", "ngettext", "counted")
JINJA = {"extensions": "jinja2.ext.i18n", "newstyle_gettext": "true", "trim_blocks": "true", "lstrip_blocks": "true"}


def texts() -> dict[str, str]:
    """Text -> where it stands first."""
    found: dict[str, str] = {}
    for path in sorted((ROOT / "api").rglob("*")):
        if path.suffix in (".py", ".html"):
            for text in _texts_of(path):
                found.setdefault(text, path.name)
    for module in (comparing, diff_answers, wording):
        for text in _words_of(module):
            found.setdefault(text, module.__name__)
    for text in (term.fa for term in vocabulary("kinds").values()):
        found.setdefault(text, "kinds")
    for text in (*MONTHS, *GREGORIAN_MONTHS, *filters.UNITS, *filters.TIMES, days.NOT_STATED):
        found.setdefault(text, "days and sizes")
    return {text: place for text, place in found.items() if not text.isascii()}


def _words_of(module: ModuleType) -> Iterator[str]:
    for table in vars(module).values():
        words = table.words if isinstance(table, States) else table
        if isinstance(words, Words):
            yield from words.persian.values()


def _texts_of(path: Path) -> Iterator[str]:
    messages: list[object]
    with path.open("rb") as file:
        if path.suffix == ".py":
            messages = [line[2] for line in extract_python(file, dict.fromkeys(KEYWORDS), (), {"encoding": "utf-8"})]
        else:
            messages = [line[2] for line in babel_extract(file, KEYWORDS, (), JINJA)]
    for message in messages:
        text = message[0] if isinstance(message, tuple | list) else message
        if isinstance(text, str) and text:
            yield text
