"""What the catalogue answers with: frozen facts for a door to show. No engine, no session, no HTTP."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from catalogue.log_answers import AsOf
from catalogue.persian.covers import Repair
from catalogue.persian.synonyms import Same
from catalogue.vocab import Matching


@dataclass(frozen=True, slots=True)
class Marked:
    """Text of the publisher with the spans (start, end) of whole words that were found."""

    text: str
    spans: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a list. `card` is the stored JSON text of the version's card (catalogue/cards.py), `canonical` the
    hashed text itself."""

    id: str
    status: str
    version_no: int
    sha256: str
    card: str
    canonical: str
    mark_title: Callable[[], Marked]
    mark_text: Callable[[], Marked]

    @property
    def title(self) -> Marked:
        """The title with the words that were found; marked when it is asked for, as only pages show it."""
        return self.mark_title()

    @property
    def snippet(self) -> Marked:
        """The best place of the text; looked for when it is asked for, as a list of ids shows none."""
        return self.mark_text()

    def card_fields(self) -> dict[str, Any]:
        """The card as a dict, for pages."""
        return dict(json.loads(self.card))


@dataclass(frozen=True, slots=True)
class FacetValue:
    """`checked` when the query filters by it; `count` is the total of the query with this value alone."""

    value: str
    label: str
    count: int
    checked: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet as shown: values by count; `other` counts the rest."""

    name: str
    values: tuple[FacetValue, ...]
    other: int
    truncated: bool


@dataclass(frozen=True, slots=True)
class Meant:
    """Another text that a reader may have meant, and how many records it finds."""

    text: str
    total: int


@dataclass(frozen=True, slots=True)
class Offer:
    """What words of a query may mean: `value` of the filter `kind` (persian.understanding.Meaning).

    `text` is as typed, `rest` the query without it; `is_filter` is false for what no filter takes, a number.
    """

    kind: str
    value: str
    label: str
    text: str
    rest: str

    @property
    def is_filter(self) -> bool:
        """Whether a search may be narrowed to it."""
        return self.kind != "number"


@dataclass(frozen=True, slots=True)
class Page:
    """A list of records: `parameters` as loaded, with the filters that the words named; `sort` the order used.

    `with_all` counts those with all where not all have them. `did_you_mean` stands where few records and
    `unfiltered`, the total without filters, where none was found; `unheld` are then filters and values of them that no
    record has.
    `terms` are the words as read, `ignored` those that were left out, `repaired` those read otherwise than typed;
    `understood` is offered as filters, `same` are words asked for also in equal ones; `matching` tells whether a record
    holds all of the terms or most of them. `is_whole` is false when the index failed while it was asked: `notes` say
    what is missing, and another answer may follow although nothing has changed.
    """

    items: tuple[Item, ...]
    total: int
    truncated: bool
    next_cursor: str | None
    facets: tuple[Facet, ...]
    parameters: Mapping[str, Any]
    sort: str
    terms: tuple[str, ...]
    notes: tuple[str, ...]
    ignored: tuple[str, ...]
    repaired: tuple[Repair, ...]
    understood: tuple[Offer, ...]
    same: tuple[Same, ...]
    matching: Matching
    with_all: int | None
    did_you_mean: Meant | None
    unfiltered: int | None
    unheld: tuple[tuple[str, str], ...]
    as_of: AsOf
    coverage_until: str | None
    never_complete: int
    is_whole: bool


@dataclass(frozen=True, slots=True)
class RecordView:
    """One version of a record and what stands beside it. `canonical` is the hashed text itself.

    `agency_name` is None where the agency is not registered.
    """

    id: str
    kind: str
    source: str
    source_name: str
    agency: str
    agency_name: str | None
    version_no: int
    current_version_no: int
    sha256: str
    log_index: int
    change_kind: str
    recorded_at: str
    status: str
    source_status: str
    first_seen_at: str
    last_seen_at: str | None
    canonical: str

    def record(self) -> dict[str, Any]:
        """The record as a dict, for pages."""
        return dict(json.loads(self.canonical))


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One line of a record's history. Of a version that is sealed since `sealed_at` the hash is gone with its text."""

    version_no: int
    sha256: str | None
    log_index: int
    recorded_at: str
    change_kind: str
    sealed_at: str | None


@dataclass(frozen=True, slots=True)
class Provenance:
    """The chain record <- version <- job <- source <- document. `recorded`: it came from a recording.

    A version written by a command of an operator has neither job nor document.
    """

    id: str
    version_no: int
    sha256: str
    log_index: int
    recorded_at: str
    commitment: str
    job: int | None
    source: str
    native_id: str
    config_sha256: str | None
    address: str | None
    document_address: str | None
    document_sha256: str | None
    document_bytes: int | None
    document_media_type: str | None
    fetched_at: str | None
    recorded: bool


@dataclass(frozen=True, slots=True)
class AgencyView:
    """`fields` are those of the agency file: names, aliases, type, website, contact, jurisdiction."""

    id: str
    slug: str
    name: str
    fields: Mapping[str, Any]
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Subordinate:
    """An agency below another one, with those below it."""

    agency: AgencyView
    subordinates: tuple[Subordinate, ...]


@dataclass(frozen=True, slots=True)
class JobView:
    """One execution over one source. Times are UTC, Z; `seconds` is the time worked, over all attempts.

    `counts`: read, added, changed, unchanged, withdrawn, withheld, refused, issues; empty while it is open. Withheld
    withdrawals wait until a person approves the job, since `approved_at` they are withdrawn. `stages`: of fetch,
    read, normalise, validate, ingest and finish what `passed` and how many `issues` there were. A queued job begins at
    `run_at` or later; after trouble on the network it has `retries_left`. Where `changes_since` is set the source was
    asked only for what changed after it.
    """

    number: int
    source: str
    state: str
    reason: str | None
    recorded: bool
    lane: str
    queued_at: str
    run_at: str
    started_at: str | None
    ended_at: str | None
    approved_at: str | None
    changes_since: str | None
    attempts: int
    retries_left: int
    seconds: float
    requests: int
    body_bytes: int
    config_sha256: str
    counts: Mapping[str, int]
    stages: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class JobRecord:
    """One line of a job's report. A refused record has no id: its native id, or the place where it stood, and why.

    A withdrawn record has no title any more, and of a refused one that is withdrawn only the code is told. An unchanged
    record has no version of this job.
    """

    id: str | None
    native_id: str | None
    version_no: int | None
    title: str | None
    place: str | None = None
    code: str | None = None
    message_fa: str | None = None
    message_en: str | None = None


@dataclass(frozen=True, slots=True)
class JobRecords:
    """Records of a job, in the order they came; `next_after` asks for the following ones, `total` counts all.

    `truncated` when more were refused than are named: only the first issues of a job are kept.
    """

    records: tuple[JobRecord, ...]
    total: int
    next_after: int | None
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class JobPage:
    """Jobs, newest first; `next_before` asks for the older ones, `total` counts all."""

    jobs: tuple[JobView, ...]
    total: int
    next_before: int | None


@dataclass(frozen=True, slots=True)
class IssueView:
    """Something about a record or source to look at; `count` is how often, in the last job that read it."""

    stage: str
    code: str
    native_id: str | None
    document: str | None
    place: str | None
    excerpt: str | None
    message_fa: str
    message_en: str
    count: int
    first_seen_at: str
    last_seen_at: str


@dataclass(frozen=True, slots=True)
class SourceView:
    """A configured place we harvest, with its last job and the number of its published records.

    `health` is fine, late, failing, doubtful or paused; None before its first job has ended. It is judged by the newest
    job that came to an end of its own, `judged_job`. `next_run_at` is its next slot by `schedule` (cron in
    Asia/Tehran); both are None when it is harvested by hand. `robots_agreed` names the letter by which its publisher
    agreed to be harvested whatever robots.txt says.
    """

    id: str
    name: str
    agency: str
    agency_name: str
    kind: str
    protocol: str
    url: str
    config_sha256: str
    schedule: str | None
    next_run_at: str | None
    paused_at: str | None
    robots_agreed: str | None
    health: str | None
    records: int
    last_job: JobView | None
    judged_job: JobView | None
    last_complete_at: str | None


@dataclass(frozen=True, slots=True)
class StatusView:
    """Counts of published records by kind, the head of the log, and how far the index has read: its state, if any."""

    records: Mapping[str, int]
    versions: int
    agencies: int
    sources: int
    log_index: int
    index: Mapping[str, Any]
    last_complete_at: str | None

    @property
    def has_index(self) -> bool:
        """Whether the index answers."""
        return "generation" in self.index


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a reader may mean: `kind` is agency, type, tag or title; `value` its slug, code, key or the record's id."""

    kind: str
    value: str
    text: str


@dataclass(frozen=True, slots=True)
class Suggestions:
    """`truncated` says that there are more."""

    items: tuple[Suggestion, ...]
    truncated: bool
