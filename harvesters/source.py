"""A source as its file declares it: frozen, with its patterns compiled and its labels folded once.

Made by declared.py only; read by the protocols (where things stand) and by normalise.py (how they are treated).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from catalogue.persian.calendar import PLAIN, DateWay
from catalogue.privacy import Exempt
from catalogue.withdrawal import WithdrawRules
from harvesters.agencies import AgencyRegister
from harvesters.patterns import Pattern


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands. `way` is css, label, column, extract, path, name or const; `what` is the selector, label, …

    `in_row` places are read from the row of the listing, the others from the page of the record.
    `key` names it in RawRecord.fields; two rules with one key read one value.
    """

    way: str
    what: str
    attr: str | None
    in_row: bool
    key: str


@dataclass(frozen=True, slots=True)
class Rule:
    """How one field of ours is made: its place and the treatment of what stands there; `dates`: how dates are read."""

    path: str
    place: Place
    match: Pattern | None
    map: Mapping[str, str] | None
    type: str
    unit: str | None
    many: bool
    dates: DateWay = PLAIN


@dataclass(frozen=True, slots=True)
class Locator:
    """A value of a row or page: `way` is css, column, path or text, `what` the selector, heading, path or words.

    Of an element `attr` is the attribute that counts (else its text); `match` is a pattern for the part that counts.
    """

    way: str
    what: str
    attr: str | None
    match: Pattern | None


@dataclass(frozen=True, slots=True)
class Paging:
    """How a listing goes on.

    `style` is none, page ({page}, numbered from `start`), offset ({offset}, from `start` in steps of `step`), cursor
    ({cursor}, what stands at `next`), next (the link at `next`), or what the protocol itself knows: token, hydra.
    `total` is where each page says how many rows there are in all. `first_year` is the first Jalali year of {year}.
    `stop` is the selector (css) or the words (text) by which a page without rows says that the listing is over.
    """

    style: str = "none"
    start: int = 1
    step: int = 1
    max_pages: int = 5_000
    next: Locator | None = None
    total: Locator | None = None
    first_year: int | None = None
    stop: Locator | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What is read, and how its records stand in it.

    One of `url` and `folder` (under the operator's root) is given. `form` names the reader of its documents. `match` is
    for the names of files, or addresses, that count. `rows` is the selector or path of the rows in a document, None
    where the form knows or the document is one record. `native_id` has several parts where no single one is a key.
    `link` leads from a row to the page of its record. `own` are keys that only this protocol has, as they were loaded.
    """

    url: str | None
    folder: str | None
    form: str
    match: Pattern | None
    rows: str | None
    native_id: tuple[Locator, ...]
    link: Locator | None
    paging: Paging
    own: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Detail:
    """The page of one record, or a file that is one; `url` is made of the link. `must_contain` is compared folded."""

    url: str
    must_contain: str
    drop: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Limits:
    """Records, pages of the listing, bytes of a document and in all, and seconds a job may take.

    Of one record tags, distributions, and the levels of its row.
    """

    records: int = 100_000
    pages: int = 5_000
    depth: int = 50
    document_bytes: int = 20 * 2**20
    job_bytes: int = 2 * 2**30
    tags: int = 200
    distributions: int = 1_500
    seconds: int = 6 * 3600


@dataclass(frozen=True, slots=True)
class Auth:
    """The header that a secret of the operator is sent in; `secret` is its name."""

    header: str
    secret: str


@dataclass(frozen=True, slots=True)
class Expect:
    """What a plausible job brings; `required_share` is by path of our field.

    The newest date of a record is at most `fresh_within_days` old.
    Without `least` a listing that shows everything brings at least half of what it usually does.
    """

    least: int | None = None
    most: int | None = None
    required_share: tuple[tuple[str, float], ...] = ()
    fresh_within_days: int | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """One source file. `detail` is the page of a record, None where rows are all there is.

    `known` holds the folded labels and headings that are mapped or ignored, `ignore` the ignored names as the file
    writes them: what is neither is a leftover.
    `config_sha256` is the hash of the file's bytes. `schedule` is cron in Asia/Tehran. `gap_seconds` lie between two
    requests to a host, or more; `robots_agreed` names the letter in the place of robots.txt, or is None. `extra_ca` is
    the path of a certificate under the operator's root. Between whole listings, one in `full_every`, only what changed
    is asked for; None where everything always is. `reachable_from` is a word of vocabularies/countries.toml.
    """

    id: str
    name: str
    agency: str
    kind: str
    protocol: str
    contact: str | None
    schedule: str | None
    jitter_minutes: int
    licence: str | None
    language: str | None
    coverage: str
    full_every: timedelta | None
    encoding: str | None
    reachable_from: str
    reading: Reading
    auth: Auth | None
    extra_ca: str | None
    detail: Detail | None
    join_lines: bool
    rules: tuple[Rule, ...]
    known: frozenset[str]
    ignore: tuple[str, ...]
    expect: Expect
    withdraw: WithdrawRules
    limits: Limits
    gap_seconds: float
    robots_agreed: str | None
    privacy: Exempt
    register: AgencyRegister
    config_sha256: str

    @property
    def reads_files(self) -> bool:
        """Whether `detail` is about files that are records, not about pages that rows lead to."""
        return self.protocol == "files"

    @property
    def address(self) -> str:
        """Where it is read, as the file says."""
        return self.reading.url if self.reading.url is not None else f"folder:{self.reading.folder}"
