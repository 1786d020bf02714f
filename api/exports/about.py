"""What stands beside a set: which query it answers, how many records it has, as of when."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from api.queries import address, arguments_of
from api.v1.answers import effective_query
from catalogue.answers import Page


def about(page: Page, public_url: str) -> list[tuple[str, str | int]]:
    """Name and value, in Persian, for a sheet that people read."""
    pairs = arguments_of(page.parameters)
    return [
        ("دسترس | Dastras", "همهٔ رکوردهای یک جست‌وجو"),
        ("جست‌وجو", page.parameters["q"] or "همه"),
        ("نشانی جست‌وجو", public_url + address("/search", pairs)),
        ("شمار رکوردها", page.total),
        ("تا ردیف دفتر", page.as_of.log_index),
        ("زمان آن ردیف (UTC)", page.as_of.at or ""),
        ("گردآوری کامل تا", page.coverage_until or "هنوز نه"),
        ("منبع‌هایی که هنوز یک بار کامل گردآوری نشده‌اند", page.never_complete),
        (
            "اثر انگشت همین مجموعه",
            public_url + address("/api/v1/exports/search.manifest.json", pairs),
        ),
    ]


def manifest_fields(page: Page, count: int, digest: str) -> dict[str, Any]:
    """The manifest: `sha256` is that of the sorted lines "id version_no sha256", whatever the form of the file."""
    pairs = arguments_of(page.parameters)
    return {
        "total": page.total,
        "count": count,
        "sha256": digest,
        "as_of": asdict(page.as_of),
        "coverage_until": page.coverage_until,
        "never_complete": page.never_complete,
        "effective_query": effective_query(page),
        "files": {form: address(f"/api/v1/exports/search.{form}", pairs) for form in ("jsonl", "csv", "xlsx")},
    }
