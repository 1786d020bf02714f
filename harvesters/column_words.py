"""What the heading of a column, or the key of a row, says of what stands below it: which field of ours it may be.

Guesses for the draft of a source file. What the words do not say, the shape of the values says (readers/guess_shapes).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from catalogue.persian.letters import fold_key

COUNTERS = frozenset(("ردیف", "radif", "row"))
"""Count the rows as they stand: one row more, and all below are others."""
KEYS = (("id", "uuid", "guid", "identifier", "شناسه"), ("کد", "code", "key"), ("شماره", "number", "no"))
"""Words for the key of a row, the surest first."""
TITLES = (("عنوان", "موضوع", "title", "subject", "heading"), ("نام", "name"))
AMOUNTS = {"ریال", "تومان", "میلیون", "میلیارد", "مبلغ", "اعتبار", "بودجه", "بها", "قیمت"}
AMOUNTS |= {"rial", "irr", "toman", "amount", "value", "price", "budget", "cost"}
UNITS: Sequence[tuple[str, str]] = (
    ("میلیون ریال", "million-rial"),
    ("میلیون تومان", "million-toman"),
    ("میلیارد ریال", "billion-rial"),
    ("میلیارد تومان", "billion-toman"),
    ("هزار ریال", "thousand-rial"),
    ("هزار تومان", "thousand-toman"),
    ("ریال", "rial"),
    ("تومان", "toman"),
)
"""Words of a heading -> the unit that a source file names."""
DATES: Sequence[tuple[frozenset[str], str]] = (
    (frozenset(["تصویب", "امضا", "عقد", "صدور", "adopted", "approved", "signed", "decided"]), "adopted_on"),
    (frozenset(["ابلاغ", "notified"]), "notified_on"),
    (frozenset(["انتشار", "درج", "published", "publish", "issued", "posted"]), "published_on"),
    (frozenset(["ویرایش", "روزرسانی", "بروزرسانی", "تغییر", "modified", "updated", "changed"]), "modified"),
    (frozenset(["اجرا", "effective"]), "effective_on"),
)
OF_DECISIONS = ("adopted_on", "notified_on", "effective_on", "number", "amount")
"""Fields that no other kind has."""
LINKS = frozenset(("self", "link", "url", "href", "پیوند", "نشانی"))
TAGS = frozenset(("tags", "tag", "keywords", "برچسب", "کلیدواژه"))


class Column(NamedTuple):
    """A column or key: its name, the shape of its values, and whether each row has one of its own."""

    name: str
    shape: str
    unique: bool


class Guess(NamedTuple):
    """The columns by what they may be; `fields` maps fields of ours to the column."""

    key: str | None
    link: str | None
    fields: Mapping[str, Column]

    @property
    def used(self) -> set[str]:
        """The names of all columns that are something."""
        return {*filter(None, (self.key, self.link)), *(column.name for column in self.fields.values())}


def guess_columns(columns: Sequence[Column], kind: str) -> Guess:
    """Which columns are key, link, title, dates, number, amount and tags of records of this kind."""
    fields: dict[str, Column] = {}
    key = _key(columns)
    title = _title([column for column in columns if column.name != key])
    if title is not None:
        fields["title"] = title
    for column in columns:
        field = _field(column)
        if field in OF_DECISIONS and kind != "decision":
            field = "published_on" if column.shape == "date" else None
        if field is not None and field not in fields and column is not title:
            fields[field] = column
    link = next((one.name for one in columns if one.shape == "url" and LINKS.intersection(_words(one.name)[-1:])), None)
    return Guess(key, link, fields)


def unit_of(heading: str) -> str | None:
    """The unit of money that a heading names."""
    text = " ".join(_words(heading))
    return next((unit for words, unit in UNITS if words in text), None)


def is_total(cell: str) -> bool:
    """Whether the first cell of a row says that it is the sum of those above."""
    return _words(cell)[:1] in (["جمع"], ["مجموع"], ["total"])


def _words(name: str) -> list[str]:
    """The words of a heading or key, also of «signedOn» and «signed_on»."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    return re.findall(r"[^\W_]+", fold_key(apart).lower())


def _key(columns: Iterable[Column]) -> str | None:
    """The column with the surest word among those that tell rows apart, else any of these, else one with a word."""
    usual = [column for column in columns if not COUNTERS.intersection(_words(column.name))]
    named = [one for words in KEYS for one in usual if set(words) & set(_words(one.name)) and one.shape != "date"]
    unlike = [one for one in usual if one.unique and one.shape in ("number", "text", "url")]
    tried = [*(one for one in named if one.unique), *sorted(unlike, key=lambda one: one.shape != "number"), *named]
    return tried[0].name if tried else None


def _title(columns: Sequence[Column]) -> Column | None:
    fitting = [one for one in columns if one.shape in ("text", "title", "long")]
    named = [one for words in TITLES for one in fitting if set(words) & set(_words(one.name))]
    shaped = [one for one in fitting if one.shape == "title"]
    plain = [one for one in fitting if one.shape == "text" and not _is_code(one)]
    return next(iter((*named, *shaped, *plain)), None)


def _is_code(column: Column) -> bool:
    return bool({word for words in KEYS for word in words} & set(_words(column.name)))


def _field(column: Column) -> str | None:
    words = set(_words(column.name))
    if column.shape == "date":
        return next((field for names, field in DATES if names & words), "published_on")
    if column.shape == "number" and AMOUNTS & words:
        return "amount"
    if column.shape == "tags" or (TAGS & words and column.shape == "text"):
        return "tags"
    if set(KEYS[2]) & words and not COUNTERS & words and column.shape in ("number", "text"):
        return "number"
    return None
