"""The page of what is published, by whom, and when: a chart of months, its table, and the sources it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import render_template

from api.arguments import asked
from api.pages.site import Site
from api.shown.charts import Bar
from catalogue.coverage import Coverage, CoverageQuery
from catalogue.persian.calendar import TEHRAN, jalali
from schemas.arguments import CoverageArguments

COVERAGE = CoverageArguments()
CHARTED = 24
"""Months, the current one included."""


@dataclass(frozen=True, slots=True)
class Charted:
    """The months of the chart, how many of them have nothing, and what is held in all."""

    bars: tuple[Bar, ...]
    empty: int
    coverage: Coverage


def coverage(site: Site) -> str:
    """All that is published, or what one agency or of one kind is."""
    arguments = asked(COVERAGE)
    agency = site.catalogue.agency(arguments["agency"]) if "agency" in arguments else None
    kind = arguments.get("kind")
    return render_template(
        "coverage.html",
        charted=charted(site, CoverageQuery(agency=agency.slug if agency else None, kind=kind)),
        agency=agency,
        kind=kind,
        agencies=site.catalogue.agencies(),
        sources=site.catalogue.sources(agency.slug if agency else None),
    )


def charted(site: Site, query: CoverageQuery) -> Charted:
    """The months up to now of what is asked for; the current one is not over."""
    found = site.catalogue.coverage(query)
    counts = {month.month: month.found for month in found.months}
    year, month, _ = jalali(site.now().astimezone(TEHRAN).date())
    names = list(_months_before(year, month))
    bars = tuple(Bar(name, counts.get(name, 0), is_open=name == names[-1]) for name in names)
    return Charted(bars, sum(not bar.count for bar in bars[:-1]), found)


def _months_before(year: int, month: int) -> Iterator[str]:
    """The months of the chart, the oldest first."""
    last = year * 12 + month - 1
    for one in range(last - CHARTED + 1, last + 1):
        yield f"{one // 12:04}-{one % 12 + 1:02}"
