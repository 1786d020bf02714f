"""The answers about agencies, sources and jobs, and the status of the catalogue."""

from __future__ import annotations

from catalogue.vocab import Health, JobOutcome, JobState, Kind, Lane
from schemas.agency import Agency as AgencyFile
from schemas.answers.page import List
from schemas.answers.shape import (
    Amount,
    Code,
    Count,
    Flag,
    Many,
    Named,
    One,
    Shape,
    Text,
    address,
    addresses,
    digest,
    instant,
    record_id,
)

AGENCY_ID = "a-[0-9a-hjkmnp-tv-z]{4}-[0-9a-hjkmnp-tv-z]{4}-[0-9a-hjkmnp-tv-z]"
RecordsByKind = Shape.from_dict({str(kind): Count(required=False) for kind in Kind}, name="RecordsByKind")
COUNTED = ("read", "added", "changed", "unchanged", "withdrawn", "withheld", "refused", "issues")


class Agency(AgencyFile, Shape):
    """A public body: what its file says, and its published records by kind; `query` finds them.

    `subordinates` stand there when they are asked for.
    """

    id = Text(like=AGENCY_ID)
    name = Text()
    counts = One(RecordsByKind)
    query = address()
    subordinates = Many(One(lambda: Agency()), required=False)


class Agencies(List):
    """Agencies in the order of the Persian alphabet."""

    items = Many(Agency)


class Stage(Shape):
    """How many records passed a stage of a job, and how many issues it found."""

    passed = Count()
    issues = Count()


class Job(Shape):
    """One execution over one source. `counts` and `stages` are written at its end."""

    number = Count()
    source = Text()
    state = Code(JobState)
    reason = Text(allow_none=True)
    reason_fa = Text(allow_none=True)
    reason_en = Text(allow_none=True)
    recorded = Flag()
    lane = Code(Lane)
    queued_at = instant()
    run_at = instant()
    started_at = instant(allow_none=True)
    ended_at = instant(allow_none=True)
    approved_at = instant(allow_none=True)
    changes_since = instant(allow_none=True)
    attempts = Count()
    retries_left = Count()
    seconds = Amount()
    requests = Count()
    body_bytes = Count()
    config_sha256 = digest()
    counts = One(Shape.from_dict({name: Count(required=False) for name in COUNTED}, name="JobCounts"))
    stages = Named(Stage)
    links = addresses("JobLinks", "self", "page", "source", "issues", *JobOutcome)


class Jobs(List):
    """Jobs, newest first."""

    items = Many(Job)


class JobRecord(Shape):
    """A line of a job's report. A refused record has no id: its native id, or its place, and why."""

    id = record_id(allow_none=True)
    native_id = Text(allow_none=True)
    version_no = Count(allow_none=True)
    title = Text(allow_none=True)
    place = Text(allow_none=True)
    code = Text(allow_none=True)
    message_fa = Text(allow_none=True)
    message_en = Text(allow_none=True)
    links = addresses("JobRecordLinks", sometimes=("record", "page", "version"))


class JobRecords(List):
    """Records of a job of which the same became, in the order they came."""

    items = Many(JobRecord)


class Issue(Shape):
    """Something of a job to look at; `count` is how often."""

    stage = Text()
    code = Text()
    native_id = Text(allow_none=True)
    document = Text(allow_none=True)
    place = Text(allow_none=True)
    excerpt = Text(allow_none=True)
    message_fa = Text()
    message_en = Text()
    count = Count()
    first_seen_at = instant()
    last_seen_at = instant()


class Issues(List):
    """What a job found to look at."""

    items = Many(Issue)


class Source(Shape):
    """A configured place we harvest, with its last job and the one its health is judged by."""

    id = Text()
    name = Text()
    agency = Text()
    agency_name = Text()
    kind = Code(Kind)
    protocol = Text()
    url = Text()
    config_sha256 = digest()
    schedule = Text(allow_none=True)
    next_run_at = instant(allow_none=True)
    paused_at = instant(allow_none=True)
    robots_agreed = Text(allow_none=True)
    health = Code(Health, allow_none=True)
    records = Count()
    last_job = One(Job, allow_none=True)
    judged_job = One(Job, allow_none=True)
    last_complete_at = instant(allow_none=True)
    links = addresses("SourceLinks", "self", "page", "agency", "jobs")
    query = address()


class Sources(List):
    """What is harvested."""

    items = Many(Source)


class MonthCoverage(Shape):
    """How many published records have their leading day in a Jalali month."""

    month = Text(like="[0-9]{4}-[0-9]{2}")
    found = Count()


class SourceCoverage(Shape):
    """Published records of a source by month; `gaps` are months without any, `expected` is null unless it is stated."""

    source = Text()
    found = Count()
    expected = Count(allow_none=True)
    undated = Count()
    year_only = Count()
    months = Many(MonthCoverage)
    gaps = Many(Text(like="[0-9]{4}-[0-9]{2}"))


class Vocabulary(Shape):
    """A vocabulary whose codes stand in records."""

    name = Text()
    fa = Text()
    en = Text()
    terms = Count()
    links = addresses("VocabularyLinks", "self")


class Vocabularies(List):
    """The vocabularies."""

    items = Many(Vocabulary)


class Term(Shape):
    """A code and the words for it; `patterns` are regular expressions by which it is recognised."""

    code = Text()
    fa = Text()
    en = Text()
    patterns = Many(Text())
    url = Text(allow_none=True)


class Terms(List):
    """The terms of a vocabulary."""

    items = Many(Term)


class IndexState(Shape):
    """How far the search index has read the log; `engine` alone, `unavailable`, while it does not answer."""

    engine = Text()
    generation = Text(required=False)
    log_index = Count(required=False)
    count = Count(required=False)
    analyser = Text(required=False)


class CatalogueStatus(Shape):
    """Counts of published records by kind, the head of the log, and the running build."""

    records = One(RecordsByKind)
    versions = Count()
    agencies = Count()
    sources = Count()
    log_index = Count()
    index = One(IndexState)
    last_complete_at = instant(allow_none=True)
    build = Text()
