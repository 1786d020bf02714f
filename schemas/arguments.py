"""The parameters of an address: every route has a schema, so nothing that was asked is ignored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from marshmallow import ValidationError, validates_schema

from catalogue.history import VERSIONS_PER_PAGE
from catalogue.log_pages import CORRECTIONS
from catalogue.search.limits import MAX_GIVEN
from catalogue.vocab import ChangeKind, Direction, Health, JobOutcome, JobState, Kind, vocabulary
from schemas.errors import FieldError, InvalidInput
from schemas.fields import Bound, Door, OneOf, PersianText, WholeNumberText
from schemas.many import Codes
from schemas.points import PointInTime
from schemas.record import RELATION_TYPES, load_with

MOST_SUGGESTIONS = 10
MOST_LINES, DEFAULT_LINES = 1_000, 100
"""Lines of a page of the log."""
MOST_VERSIONS = 200


class DiffForm(StrEnum):
    """How a change is told: as JSON, as plain text, as a page to embed."""

    FIELDS = "fields"
    TEXT = "text"
    HTML = "html"


class CitationStyle(StrEnum):
    """How a citation is written."""

    TEXT = "text"
    BIBTEX = "bibtex"


class Arguments(Door):
    """A route's parameters; an unknown one is refused with the nearest name. Itself: a route that takes none."""

    unknown_code = "unknown-parameter"


class VersionArguments(Arguments):
    """`version`: the number of a version; the current one by default."""

    version = WholeNumberText(least=1)


class AsOfArguments(Arguments):
    """`as_of`: the point in time at which the record shall be shown; now by default."""

    as_of = PointInTime()


class VersionsArguments(Arguments):
    """`limit`: how many versions a page holds; `after`: as `next` says."""

    limit = WholeNumberText(least=1, most=MOST_VERSIONS, load_default=VERSIONS_PER_PAGE)
    after = WholeNumberText(least=1)


class ComparisonArguments(Arguments):
    """`from`, `to`: the points in time between which the record is compared."""

    from_ = PointInTime(data_key="from")
    to = PointInTime()


class CoverageArguments(Arguments):
    """What is held of an `agency`, by id or slug, and of a `kind`."""

    agency = PersianText(longest=100)
    kind = OneOf(Kind)


class DiffArguments(ComparisonArguments):
    """As a comparison; `form`: how the change is told."""

    form = OneOf(DiffForm, load_default=DiffForm.FIELDS.value)


class CitationArguments(VersionArguments):
    """`style`: as words or as BibTeX; `lang`: in which language; `version`: of which, the current one by default."""

    style = OneOf(CitationStyle, load_default=CitationStyle.TEXT.value)
    lang = OneOf(("fa", "en"), load_default="fa")


class Period(Arguments):
    """`from`, `to`: days, months or years of either calendar, inclusive."""

    from_ = Bound(data_key="from")
    to = Bound()

    @validates_schema
    def refuse_reversed_bounds(self, data: Mapping[str, Any], **_: Any) -> None:
        """`from` may not begin after `to` ends."""
        if "from_" in data and "to" in data and data["from_"][0] > data["to"][1]:
            raise ValidationError({"from": [("bounds-reversed", {})]})


class RelationsArguments(Arguments):
    """Edges of a `type`, in a `direction`; `after`: as `next` says."""

    type = OneOf(RELATION_TYPES)
    direction = OneOf(Direction, load_default=str(Direction.BOTH))
    after = WholeNumberText(load_default=0)


class JobsArguments(Period):
    """Jobs of a `source`, in a `state`, by the day they were queued; `before`: older ones, as `next` says."""

    source = PersianText(longest=100)
    state = OneOf(JobState)
    before = WholeNumberText(least=1)


class JobRecordsArguments(Arguments):
    """`outcome`: what the job did with the records; `after`: as `next` says."""

    outcome = OneOf(JobOutcome, required=True, error_messages={"required": "outcome-required"})
    after = WholeNumberText(load_default=0)


class IssuesArguments(Arguments):
    """`code`: only issues of this code."""

    code = PersianText(longest=40)


class AgenciesArguments(Arguments):
    """Agencies with `q` in a name, alias or slug, of a `type`, right below a `parent` (id, slug, name or alias)."""

    q = PersianText(longest=512)
    type = OneOf(vocabulary("agency_types"))
    parent = PersianText(longest=1_000)


class AgencyArguments(Arguments):
    """`tree`: with the agencies below it."""

    tree = OneOf(("1",))


class SourcesArguments(Arguments):
    """Sources of an `agency`, by id, slug, name or alias, and in this `health`."""

    agency = PersianText(longest=1_000)
    health = OneOf(Health)


class SuggestArguments(Arguments):
    """`q`: what has been typed so far; `limit`: how many suggestions."""

    q = PersianText(longest=512, load_default="")
    limit = WholeNumberText(least=1, most=MOST_SUGGESTIONS, load_default=MOST_SUGGESTIONS)


class ChangesArguments(Arguments):
    """Changes `since` an index of the log, of each `kind` of record and each `change_kind`, of one `record`; `limit`
    lines a page."""

    since = WholeNumberText(load_default=0)
    record = PersianText(longest=100)
    kind = Codes(Kind)
    change_kind = Codes(ChangeKind)
    limit = WholeNumberText(least=1, most=MOST_LINES, load_default=DEFAULT_LINES)


class CorrectionsArguments(ChangesArguments):
    """As changes; `change_kind` is one of those that correct."""

    change_kind = Codes(CORRECTIONS)


class EntriesArguments(Arguments):
    """Entries of the log from `start` to `end`, both included; `limit` lines a page."""

    start = WholeNumberText(least=1, load_default=1)
    end = WholeNumberText(least=1)
    limit = WholeNumberText(least=1, most=MOST_LINES, load_default=DEFAULT_LINES)

    @validates_schema
    def refuse_reversed_bounds(self, data: Mapping[str, Any], **_: Any) -> None:
        """`start` may not stand behind `end`."""
        if "end" in data and data["start"] > data["end"]:
            raise ValidationError({"start": [("start-after-end", {})]})


def load_arguments(schema: Arguments, given: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Loaded parameters from `name -> values`; blank values are left out, as empty form fields are.

    Raises InvalidInput with every mistake; code `nul` alone for the character NUL, `doubled` alone for a single-valued
    parameter given twice.
    """
    nul = [name for name, values in given.items() if any("\0" in value for value in (name, *values))]
    if nul:
        raise InvalidInput([FieldError((name.replace("\0", "␀"),), "nul") for name in nul])
    known = {field.data_key or name: field for name, field in schema.fields.items()}
    many = {name for name, field in known.items() if getattr(field, "takes_many", False)}
    doubled = [name for name, values in given.items() if name in known and name not in many and len(values) > 1]
    if doubled:
        raise InvalidInput([FieldError((name,), "doubled") for name in doubled])
    filled = {name: _filled(values) for name, values in given.items()}
    asked = {name: values for name, values in filled.items() if values or name not in known}
    return load_with(
        schema, {name: values if name in many or not values else values[0] for name, values in asked.items()}
    )


def _filled(values: Sequence[str]) -> list[str]:
    """Without blank ones; but more than may be given are too many, whatever they are."""
    return list(values) if len(values) > MAX_GIVEN else [value for value in values if value.strip()]
