"""What is held, by month of the Jalali calendar: of a source, an agency, a kind; computed when asked. Never commits.

Not here: whether a source has missed its turn (health.py), until when answers to a search are complete (finding.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from catalogue import models
from catalogue.errors import NotFound
from catalogue.vocab import Status

_RECORD, _NAMED = models.Record, models.NamedAgency

Month = tuple[int, int]
"""Jalali year and month."""


@dataclass(frozen=True, slots=True)
class MonthCoverage:
    """How many published records have their leading date in a Jalali month (1402-05)."""

    month: str
    found: int


@dataclass(frozen=True, slots=True)
class CoverageQuery:
    """Whose published records: of a source, of an agency by slug (as the filter of searches means it), of a kind."""

    source: str | None = None
    agency: str | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """Published records: `found` in all, `undated` without a leading date, `year_only` with a year for one,
    the others by month, as the filter `jalali_month` finds them.

    `months` go from the first to the last that has one, without holes; `gaps` are those that have none.
    """

    found: int
    undated: int
    year_only: int
    months: tuple[MonthCoverage, ...]
    gaps: tuple[str, ...]


def coverage_of(session: Session, query: CoverageQuery) -> Coverage:
    """The coverage that is asked for; raises NotFound of a source."""
    if query.source is not None and session.get(models.Source, query.source) is None:
        raise NotFound("source", query.source)
    has_day = _RECORD.leading_day.is_not(None)
    counted = select(_RECORD.listed_month, has_day, func.count()).where(*_chosen(query))
    by_month: Counter[Month] = Counter()
    year_only = undated = 0
    for month, is_dated, found in session.execute(counted.group_by(_RECORD.listed_month, has_day)):
        if month is not None:
            by_month[divmod(month, 100)] += found
        elif is_dated:
            year_only += found
        else:
            undated += found
    months = tuple(MonthCoverage(_written(month), by_month[month]) for month in _between(by_month))
    gaps = tuple(month.month for month in months if not month.found)
    return Coverage(sum(by_month.values()) + year_only + undated, undated, year_only, months, gaps)


def _chosen(query: CoverageQuery) -> Iterator[ColumnElement[bool]]:
    yield _RECORD.status == Status.PUBLISHED
    if query.source is not None:
        yield _RECORD.source_id == query.source
    if query.kind is not None:
        yield _RECORD.kind == query.kind
    if query.agency is not None:
        named = select(_NAMED.record_number).where(_NAMED.agency == query.agency)
        yield (_RECORD.agency == query.agency) | _RECORD.number.in_(named)


def _between(months: Counter[Month]) -> Iterator[Month]:
    """All months from the first to the last."""
    if not months:
        return
    year, month = min(months)
    while (year, month) <= max(months):
        yield year, month
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def _written(month: Month) -> str:
    return f"{month[0]:04}-{month[1]:02}"
