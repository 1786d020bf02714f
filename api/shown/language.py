"""The language of a page: Persian, and English below /en. Our texts stand in Persian in the code and the templates;
english.po has each of them in English (gettext)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from io import BytesIO
from urllib.parse import quote

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import has_request_context, request
from markupsafe import Markup, escape

from catalogue.persian.numbers import persian_digits

PERSIAN, ENGLISH = "fa", "en"
PREFIXES: Mapping[str, str] = {PERSIAN: "", ENGLISH: "/en"}
"""What the addresses of the pages of a language begin with."""
TRANSLATIONS = files("api").joinpath("shown", "english.po")

_WORD = "[\u0600-\u06ff](?:[\u0600-\u06ff\u200c./:-]*[\u0600-\u06ff])?"
_PART = rf"(?:{_WORD}|\({_WORD}(?:\s+{_WORD})*\)|«{_WORD}(?:\s+{_WORD})*»)"
_PERSIAN_RUN = re.compile(rf"{_PART}(?:\s+{_PART})*")
"""Words, also in brackets or quotation marks of their own."""
_IN_ENGLISH = re.compile(r"/en(/|$)")


def language() -> str:
    """That of the page which is asked for; Persian everywhere else."""
    return ENGLISH if has_request_context() and _IN_ENGLISH.match(request.path) else PERSIAN


def other_language() -> str | None:
    """The address of the same page in the other language; of what was refused or is no page there is none."""
    if not request.url_rule or "language" not in (request.url_rule.defaults or {}):
        return None
    path = quote(request.path).removeprefix(PREFIXES[language()]).lstrip("/")
    other = ENGLISH if is_persian() else PERSIAN
    asked = request.query_string.decode()
    return f"{PREFIXES[other]}/{path}" + (f"?{asked}" if asked else "")


def is_persian() -> bool:
    """Whether the page is."""
    return language() == PERSIAN


def gettext(text: str) -> str:
    """A text of ours in the language of the page."""
    return _translations(language()).gettext(text)


def ngettext(one: str, many: str, count: int) -> str:
    """A text of ours that speaks of so many, in the language of the page."""
    return _translations(language()).ngettext(one, many, count)


def said(pair: tuple[str, str]) -> str:
    """One of (Persian, English)."""
    return pair[0] if is_persian() else pair[1]


def figures(text: str) -> str:
    """The text with the digits of the language, nothing else changed."""
    return persian_digits(text) if is_persian() else text


def in_persian() -> Markup:
    """The attribute of an element whose content is Persian, where the page is not."""
    return Markup("") if is_persian() else Markup(' lang="fa"')


def persian_block() -> Markup:
    """The same for a block, which has a direction too."""
    return Markup("") if is_persian() else Markup(' lang="fa" dir="rtl"')


def isolated(text: str) -> Markup:
    """The text, escaped; on an English page each Persian run stands for itself: two of them would change places."""
    if is_persian():
        return escape(text)
    parts, end = Markup(), 0
    for run in _PERSIAN_RUN.finditer(text):
        parts += escape(text[end : run.start()]) + Markup('<bdi lang="fa">{}</bdi>').format(run[0])
        end = run.end()
    return parts + escape(text[end:])


class Words(Mapping[str, str]):
    """Codes and their words in the language of the page, written in Persian."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self.persian = dict(words)

    def __getitem__(self, code: str) -> str:
        return gettext(self.persian[code])

    def __iter__(self) -> Iterator[str]:
        return iter(self.persian)

    def __len__(self) -> int:
        return len(self.persian)


class States(Mapping[str, tuple[str, str]]):
    """Codes, each with the kind of its tag and its word in the language of the page."""

    def __init__(self, states: Mapping[str, tuple[str, str]]) -> None:
        self._kinds = {code: kind for code, (kind, _) in states.items()}
        self.words = Words({code: word for code, (_, word) in states.items()})

    def __getitem__(self, code: str) -> tuple[str, str]:
        return self._kinds[code], self.words[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._kinds)

    def __len__(self) -> int:
        return len(self._kinds)


@cache
def _translations(code: str) -> NullTranslations:
    if code == PERSIAN:
        return NullTranslations()
    compiled = BytesIO()
    with TRANSLATIONS.open("rb") as file:
        write_mo(compiled, read_po(file, locale=code))
    compiled.seek(0)
    return GNUTranslations(compiled)
