"""What a feed says, whatever its form; made of records and of changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from api.shown.days import jlong
from api.shown.wording import CHANGES, REASONS
from catalogue.cards import issuing_role, leading_date
from catalogue.labels import label
from catalogue.log_answers import Change
from catalogue.vocab import Status
from catalogue.whole import Line

NEVER = "1970-01-01T00:00:00Z"
"""When an empty catalogue was changed last."""
WITHDRAWN = "رکورد برداشته‌شده"
SEALED = "نسخه‌ای که متنش دیگر خواندنی نیست"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a feed. `id` stays the same as long as the entry is about the same; times are UTC, Z."""

    id: str
    address: str
    title: str
    text: str
    updated: str
    published: str
    author: str
    categories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Feed:
    """A page of a feed (RFC 5005, section 3): `following` is the address of the next one, with older entries.

    `address` is that of this page, `first` of the first one, which is the feed; `page` is what people read instead.
    """

    title: str
    address: str
    first: str
    page: str
    following: str | None
    updated: str
    entries: Sequence[Entry]


def of_record(line: Line, public_url: str) -> Entry:
    """A record as it stands: the entry of a search, known by the permanent address of the record."""
    view, record = line.view, line.view.record()
    address = f"{public_url}/{view.id}"
    is_withdrawn = view.status == Status.WITHDRAWN
    codes = (view.kind, record.get("type", ""))
    return Entry(
        id=address,
        address=address,
        title=record.get("title") or WITHDRAWN,
        text="" if is_withdrawn else _opening(record, line),
        updated=view.recorded_at,
        published=view.first_seen_at,
        author=(issuing_role(record) or {}).get("raw") or view.agency_name or view.agency,
        categories=tuple(label(name, code, {}) for name, code in zip(("kind", "type"), codes, strict=True) if code),
    )


def of_change(change: Change, public_url: str) -> Entry:
    """A line of the log, known by the permanent address of the version."""
    address = f"{public_url}/{change.id}/v{change.version_no}"
    said = CHANGES[change.change_kind]
    stone = change.tombstone
    return Entry(
        id=address,
        address=f"{public_url}/{change.id}" if stone else address,
        title=f"{said}: {change.title or (stone or {}).get('title') or _untitled(change)}",
        text=REASONS[stone["reason"]] if stone else "",
        updated=change.recorded_at,
        published=change.recorded_at,
        author="دسترس",
        categories=(label("kind", change.kind, {}), said),
    )


def _untitled(change: Change) -> str:
    """Of a version whose text was destroyed the record may stand; of a withdrawal it does not."""
    return WITHDRAWN if change.tombstone or not change.sealed_at else SEALED


def _opening(record: dict[str, Any], line: Line) -> str:
    """Its date in both calendars, and the first words of its text."""
    dated = jlong(leading_date(record)).striptags() if leading_date(record) else ""
    card: dict[str, Any] = line.card_fields()
    return " · ".join(part for part in (card.get("number", ""), dated, card.get("opening", "")) if part)
