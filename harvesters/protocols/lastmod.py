"""`lastmod` of sitemaps as a hint: pages that did not change since we fetched them are not asked for again.

Publishers' software often gets it wrong. So it counts only where pages differ in it, and a sample of the pages that
would be left is asked for first: when one of them changed nevertheless, nothing is believed in this job. And what was
fetched a week ago is asked for anyway (keeping.ASK_WHOLE_AFTER).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from harvesters.errors import AddressRefused, FetchError, ParserDied, StructureBroken
from harvesters.fetch import Getter, to_address
from harvesters.issues import Issue
from harvesters.protocols.details import HtmlPages, detail_address
from harvesters.source import Source

ONE_IN = 20
"""So many pages that would be left have one sample."""

LATE = timedelta(days=1)
"""A page fetched so soon after its lastmod may have changed after that: clocks and time zones differ."""

OLDEST_YEAR = 1995
"""A year before the web is another calendar's, or none at all."""


@dataclass(frozen=True, slots=True)
class Listed:
    """An address that a sitemap names for a record, with its lastmod as printed."""

    native_id: str
    address: str
    lastmod: str | None
    place: str


def believed(listed: Sequence[Listed], source: Source, fetcher: Getter) -> tuple[Mapping[str, datetime], list[Issue]]:
    """When pages changed last, by the address that is asked, as far as it can be believed (Getter.changed_at)."""
    if len({one.lastmod for one in listed}) < 2:
        return {}, []
    template = source.detail.url if source.detail else "{detail}"
    changed_at: dict[str, datetime] = {}
    for one in listed:
        moment = moment_of(one.lastmod)
        if moment is not None and (asked := _asked(template, one.address)) is not None:
            changed_at[asked] = moment + LATE
    issue = _first_lie(changed_at, HtmlPages(source, fetcher), fetcher)
    return ({}, [issue]) if issue else (changed_at, [])


def moment_of(lastmod: str | None) -> datetime | None:
    """The end of the time that a W3C date names; None where it is no such date, or one of another calendar."""
    try:
        moment = datetime.fromisoformat(lastmod or "")
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        end = moment + timedelta(days=1 if len(lastmod or "") <= len("2026-11-24") else 0)
    except (ValueError, OverflowError):
        return None
    return end if moment.year >= OLDEST_YEAR else None


def is_sample(address: str, day: str) -> bool:
    """Whether a page is one of those that are asked for on a day whatever its lastmod says; another day others are."""
    return int.from_bytes(hashlib.sha256(f"{address} {day}".encode()).digest()[:8]) % ONE_IN == 0


def _first_lie(changed_at: Mapping[str, datetime], pages: HtmlPages, fetcher: Getter) -> Issue | None:
    """The issue for the first sample that changed since its lastmod; the others are read later from what came now."""
    for asked, moment in changed_at.items():
        known = fetcher.known(asked) if is_sample(asked, fetcher.today.isoformat()) else None
        if known is None or moment >= datetime.fromisoformat(known.fetched_at):
            continue
        try:
            document = fetcher.get(asked)
            if document.sha256 == known.sha256:
                continue
            if pages.said(document, "record")["fields"] == pages.said(known, "record")["fields"]:
                continue  # counters and time stamps around the record
        except (FetchError, StructureBroken, ParserDied):
            continue  # its record will tell
        facts = {"url": asked, "given": (moment - LATE).date().isoformat()}
        return Issue("read", "lastmod-false", document=document.sha256, place=asked, facts=facts)
    return None


def _asked(template: str, link: str) -> str | None:
    try:
        return to_address(detail_address(template, link))
    except AddressRefused:
        return None
