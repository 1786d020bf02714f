"""How a version is cited, in words and as BibTeX, in Persian and English: one way for pages and API."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from api.queries import both_calendars
from api.shown.days import NOT_STATED, jlong, today
from api.shown.filters import without_bidi_controls
from api.shown.wording import type_term
from catalogue.answers import RecordView
from catalogue.cards import LEADING_DATES
from catalogue.persian.calendar import TEHRAN, days_of
from catalogue.persian.numbers import persian_digits

SITE = {"fa": "دسترس", "en": "Dastras"}
_ESCAPED = {
    **{sign: f"\\{sign}" for sign in "%&#_$"},
    "\\": "{\\textbackslash}",
    "{": "{\\textbraceleft}",
    "}": "{\\textbraceright}",
    "~": "{\\textasciitilde}",
    "^": "{\\textasciicircum}",
}
"""Signs that TeX reads as commands. A brace is named: BibTeX counts braces whatever stands before them."""
_TO_ESCAPE = re.compile(f"[{re.escape(''.join(_ESCAPED))}]")


@dataclass(frozen=True, slots=True)
class Citation:
    """What a citation says: names and title as printed, on one line; `address` is that of this very version."""

    record: Mapping[str, Any]
    view: RecordView
    address: str
    seen_at: datetime

    @property
    def agencies(self) -> list[str]:
        """Who issued a decision, who published anything else."""
        wanted = "issuer" if self.view.kind == "decision" else "publisher"
        return [_line(role["raw"]) for role in self.record["roles"] if role["role"] == wanted]

    @property
    def title(self) -> str:
        """As printed."""
        return _line(self.record["title"])

    @property
    def number(self) -> str | None:
        """As printed, where there is one."""
        return _line(self.record["number"]["raw"]) if "number" in self.record else None

    @property
    def dated(self) -> Mapping[str, str] | None:
        """The leading date (records.md section 1), else one that is printed and no day, else None."""
        dates = [self.record["dates"][name] for name in LEADING_DATES if name in self.record.get("dates", {})]
        return next((dual for dual in dates if "iso" in dual), dates[0] if dates else None)

    def words(self, lang: str) -> str:
        """The citation as a sentence, without address and hash."""
        return self._persian() if lang == "fa" else self._english()

    def text(self, lang: str) -> str:
        """The sentence, the permanent address and the hash of what was read there."""
        return f"{self.words(lang)} {self.address} SHA-256: {self.view.sha256}"

    def bibtex(self, lang: str) -> str:
        """An entry `@misc`; its `date` is Gregorian, the Jalali one stands in `note`."""
        note = f"{self._version(lang)}, SHA-256: {self.view.sha256}"
        if self.dated and "jalali" in self.dated:
            note = f"{self.dated['jalali']}, {note}"
        fields = {
            "author": " and ".join(f"{{{_escaped(name)}}}" for name in self.agencies),
            "title": f"{{{_escaped(self.title)}}}",
            "type": _escaped(getattr(type_term(self.record), lang)),
            "number": _escaped(self.number or ""),
            **_days_of(self.dated),
            "howpublished": _escaped(SITE[lang]),
            "url": self.address,
            "urldate": self._seen_on().isoformat(),
            "note": _escaped(note),
        }
        lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
        return f"@misc{{{self.view.id}-v{self.view.version_no},\n{lines}\n}}\n"

    def _persian(self) -> str:
        number = [f"شمارهٔ {self.number}"] if self.number else []
        named = [*self.agencies, f"«{self.title}»", type_term(self.record).fa, *number, _in_persian(self.dated)]
        return f"{'، '.join([*named, self._version('fa')])}. {SITE['fa']}، دیده‌شده در {today(self.seen_at)}."

    def _english(self) -> str:
        number = [f"No. {self.number}"] if self.number else []
        named = [*self.agencies, f"“{self.title}”", type_term(self.record).en, *number, _in_english(self.dated)]
        seen = both_calendars(self._seen_on())
        end = f"{SITE['en']}, retrieved on {seen['iso']} ({seen['jalali']})."
        return f"{', '.join([*named, self._version('en')])}. {end}"

    def _version(self, lang: str) -> str:
        number = self.view.version_no
        return f"نسخهٔ {persian_digits(str(number))}" if lang == "fa" else f"version {number}"

    def _seen_on(self) -> date:
        return self.seen_at.astimezone(TEHRAN).date()


def cite(view: RecordView, public_url: str, now: datetime) -> Citation:
    """The citation of a version that is read now; `public_url` has no slash at its end."""
    return Citation(view.record(), view, f"{public_url}/{view.id}/v{view.version_no}", now)


def _in_persian(dual: Mapping[str, str] | None) -> str:
    return _line(jlong(dual).striptags()) if dual else f"تاریخ: {NOT_STATED}"


def _in_english(dual: Mapping[str, str] | None) -> str:
    if dual is None:
        return "date not stated"
    if "iso" not in dual:
        return _line(dual["raw"])
    gregorian = dual["iso"].replace("/", " to ")
    return f"{gregorian} ({dual['jalali']})" if "jalali" in dual else gregorian  # a Gregorian month is no Jalali one


def _days_of(dual: Mapping[str, str] | None) -> dict[str, str]:
    """`date` as biblatex reads days and intervals; `year`, which older styles read, where it is one year."""
    if dual is None or "iso" not in dual:
        return {}
    first, last = days_of(dual["iso"])
    return {"date": dual["iso"], "year": str(first.year) if first.year == last.year else ""}


def _line(text: str) -> str:
    """On one line, without controls that would turn what stands after it."""
    return " ".join(str(without_bidi_controls(text)).split())


def _escaped(text: str) -> str:
    return _TO_ESCAPE.sub(lambda found: _ESCAPED[found[0]], text)
