"""The seam between the catalogue and an engine: SearchQuery in, Hits out.

No engine's language stands above this package and no user text below it: the tokens of a query
were made by catalogue.persian, the clauses are built by hand in the adapter (search.md section 1).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Protocol


class Field(StrEnum):
    """Where a token is looked for; ALL is title and text."""

    TITLE = "title"
    TEXT = "text"
    ALL = "all"


class Order(StrEnum):
    """All but RELEVANCE have a unique sort key, so a cursor walks to any depth."""

    RELEVANCE = "relevance"
    NEWEST = "-date"
    OLDEST = "date"
    CHANGED = "-changed"
    ID = "id"


@dataclass(frozen=True, slots=True)
class Word:
    """One token. `stem` asks the stem field (stems and joined forms), else the exact field."""

    token: str
    field: Field = Field.ALL
    stem: bool = False
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class Prefix:
    """All tokens of the exact field that begin so; at least 3 letters."""

    token: str
    field: Field = Field.ALL


@dataclass(frozen=True, slots=True)
class Phrase:
    """Tokens of the exact field side by side; one token is a Word."""

    tokens: tuple[str, ...]
    field: Field = Field.ALL
    slop: int = 0
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part must match."""

    parts: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part must match; more parts score higher."""

    parts: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class Most:
    """At least `least` of the parts must match; what all match comes first (of many parts, only in the title)."""

    parts: tuple[Match, ...]
    least: int


@dataclass(frozen=True, slots=True)
class Not:
    """Records that the part does not match; alone it means: all other records."""

    part: Match


Match = Word | Prefix | Phrase | AllOf | AnyOf | Most | Not

FILTERS = (
    "kind",
    "type",
    "agency",
    "topic",
    "tag",
    "format",
    "language",
    "licence",
    "source",
    "jalali_year",
    "jalali_month",
    "status",
)
"""One name for parameter, filter, index field and facet."""

DATES = ("leading", "published", "adopted", "notified", "effective_from", "first_seen", "changed")
"""The dates a record can be filtered by; the index keeps first and last day of each."""

LONGEST_KEYWORD = 512
"""Characters of a value of a filter. tantivy cuts one over 65,530 bytes, then every facet on its field panics."""

MAX_FACET_SIZE = 50
"""Values of a facet that are counted one by one; also what is asked for when nothing else is said."""


@dataclass(frozen=True, slots=True)
class DateRange:
    """Records whose interval of the named date overlaps first..last (inclusive; None is open)."""

    name: str
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Filters:
    """Values of one name are OR-ed, names are AND-ed. jalali_year is 1402, jalali_month 1402-05.

    No record has any value of `excluded`.
    """

    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    dates: tuple[DateRange, ...] = ()
    excluded: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def without(self, name: str) -> Filters:
        """The same filters but for the values of one name: by these its facet is counted."""
        return replace(self, values={other: values for other, values in self.values.items() if other != name})


@dataclass(frozen=True, slots=True)
class Window:
    """limit 0 asks for total and facets only; `after` is a cursor's key and excludes `offset`."""

    limit: int = 20
    offset: int = 0
    after: int | None = None


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """A whole question. `match` None is a listing of everything the filters let through."""

    match: Match | None = None
    filters: Filters = field(default_factory=Filters)
    facets: tuple[str, ...] = ()
    facet_size: int = MAX_FACET_SIZE
    order: Order = Order.NEWEST
    window: Window = field(default_factory=Window)


@dataclass(frozen=True, slots=True)
class Hit:
    """`key` is the hit's sort key (0 for RELEVANCE): the cursor of the next window."""

    id: str
    version_no: int
    key: int = 0


@dataclass(frozen=True, slots=True)
class FacetCounts:
    """(value, count) by count down, value up; `other` counts what the cut values hold."""

    values: tuple[tuple[str, int], ...]
    other: int = 0
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class Terms:
    """What to highlight: exact and stem tokens, and prefixes of exact tokens, by field."""

    exact: frozenset[str] = frozenset()
    stems: frozenset[str] = frozenset()
    prefixes: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.exact or self.stems or self.prefixes)


@dataclass(frozen=True, slots=True)
class Hits:
    """An answer. `more` says that a hit stands after the window.

    `total` is exact, or at least so many where an engine stops counting (`total_is_exact`).
    """

    hits: tuple[Hit, ...]
    total: int
    facets: Mapping[str, FacetCounts]
    more: bool
    generation: str
    log_index: int
    total_is_exact: bool = True


@dataclass(frozen=True, slots=True)
class IndexState:
    """Which build answers and up to where it has read the log; for the ETag of lists."""

    generation: str
    log_index: int
    count: int
    engine: str
    analyser: str


@dataclass(frozen=True, slots=True)
class Indexed:
    """One index document as `verify` sees it."""

    id: str
    version_no: int
    sha_head: int


@dataclass(frozen=True, slots=True)
class IndexDocument:
    """What an engine gets for one version (searchable.py makes it, and nothing else does).

    Token fields are lists of tokens, ready to be joined by blanks. `keywords` holds one list per
    name of FILTERS but the two Jalali ones. `days` maps a name of DATES to (first, last) day,
    counted from 1970-01-01. Keys: search.md section 2.
    """

    id: str
    version_no: int
    sha_head: int
    title: Sequence[str]
    text: Sequence[str]
    title_stem: Sequence[str]
    text_stem: Sequence[str]
    keywords: Mapping[str, Sequence[str]]
    jalali_year: int | None
    jalali_month: int | None
    days: Mapping[str, tuple[int, int]]
    key_newest: int
    key_changed: int
    key_id: int


@dataclass(frozen=True, slots=True)
class Position:
    """How far a follower has read: the log index and the commitment that stands there."""

    log_index: int
    commitment: str


@dataclass(frozen=True, slots=True)
class Written:
    """What stands with a generation: the last log entry in it, and the versions of what wrote it."""

    log_index: int
    commitment: str
    engine: str
    analyser: str


def position_of(written: Written | None) -> Position:
    """How far a generation has read the log; (0, "") when it is new."""
    return Position(written.log_index, written.commitment) if written else Position(0, "")


class Vocabulary(Protocol):
    """The words of the index. One call costs about as much as one look-up, so many words are asked at once."""

    def records(self, words: Collection[str]) -> Mapping[str, int]:
        """How many index documents hold each exact token of ALL; words that none holds are left out."""
        ...


class Index(Protocol):
    """The reading side; opened lazily in each process, after any fork. Its words are beside it."""

    @property
    def vocabulary(self) -> Vocabulary: ...

    def find(self, query: SearchQuery) -> Hits: ...

    def tags(self, beginning: str, limit: int) -> Sequence[tuple[str, int]]: ...

    def scan(self) -> Iterator[Indexed]: ...

    def state(self) -> IndexState: ...


class IndexWriter(Protocol):
    """The writing side; one at a time. `apply` is durable on return, or raises."""

    def apply(self, documents: Sequence[IndexDocument], removed: Sequence[str], position: Position) -> None: ...

    def position(self) -> Position: ...

    def close(self) -> None: ...
