"""Version -> index document: the only place that decides what is searchable, and under which words it is filtered.

How text becomes tokens is persian/words.py, what an engine does with them search/.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from catalogue.cards import FIRST_LISTED_DAY, jalali_year_and_month, leading_date, listed_day
from catalogue.identity import key_of
from catalogue.persian.calendar import TEHRAN, days_of, instant, jalali
from catalogue.persian.letters import fold_key
from catalogue.persian.words import analyse
from catalogue.search.index import LONGEST_KEYWORD, IndexDocument
from catalogue.store import Current
from catalogue.vocab import Status

BREAK = "¶"
"""Stands between two parts of the text, so that no phrase reaches from one into the next; never a token of a word."""

_EPOCH = date(1970, 1, 1)
_FIRST = datetime.combine(FIRST_LISTED_DAY, time.min, UTC)
_MOST_SECONDS = int((datetime.max.replace(tzinfo=UTC) - _FIRST).total_seconds())
_NUMBER_BITS = 28
_RECORD_DATES = ("published", "adopted", "notified", "effective_from")

DAY_KEYS = 86_400 << _NUMBER_BITS
"""From the sort keys of one day to those of the next (NEWEST and OLDEST)."""

Days = tuple[int, int]
"""First and last day of a date, counted from 1970-01-01."""


def to_index_document(current: Current) -> IndexDocument:
    """What an engine gets for a record's current version. A withdrawn one is found by its status, never by a word."""
    withdrawn = current.status == Status.WITHDRAWN
    record: dict[str, Any] = {} if withdrawn else json.loads(current.canonical)
    title = [analyse(part) for part in _title_parts(record)]
    parts = [analyse(part) for part in _text_parts(record)]
    leading = leading_date(record)
    year, month = jalali_year_and_month(record)
    days = {name: _days(record["dates"][name]) for name in _RECORD_DATES if _has_day(record, name)}
    if leading:
        days["leading"] = _days(leading)
    if not withdrawn:
        days["first_seen"] = _day_of_instant(current.first_seen_at)
    days["changed"] = _day_of_instant(current.recorded_at)
    return IndexDocument(
        id=current.id,
        version_no=current.version_no,
        sha_head=sha_head(current.sha256),
        title=_joined(part.exact_tokens() for part in title),
        text=_joined(part.exact_tokens() for part in parts),
        title_stem=[token for part in title for token in part.stem_tokens()],
        text_stem=[*(token for part in parts for token in part.stem_tokens()), *_day_tokens(record)],
        keywords=_keywords(current, record),
        jalali_year=year,
        jalali_month=month,
        days=days,
        key_newest=newest_key(listed_day(record), current.number),
        key_changed=changed_key(current.recorded_at, current.number),
        key_id=key_of(current.id),
    )


def newest_key(listed_day: int, number: int) -> int:
    """The sort key of NEWEST and OLDEST, of a record's listed day (cards.listed_day) and number."""
    return _sort_key(listed_day * 86_400, number)


def changed_key(recorded_at: str, number: int) -> int:
    """The sort key of CHANGED, of the instant of a record's current version and the record's number."""
    return _sort_key(_seconds_of_instant(recorded_at), number)


def changed_place(key: int) -> tuple[str, int]:
    """(instant, record number) of a sort key of CHANGED."""
    seconds, number = divmod(key, 1 << _NUMBER_BITS)
    return instant(_FIRST + timedelta(seconds=min(seconds, _MOST_SECONDS))), number


def sha_head(sha256: str) -> int:
    """The first 12 hex digits of a version's hash as a number: enough to notice a stale index document."""
    return int(sha256[:12], 16)


def _title_parts(record: Mapping[str, Any]) -> Iterator[str]:
    """The title, and the record's own number, which weighs as much: others only mention it."""
    yield record.get("title", "")
    if "number" in record:
        yield record["number"]["raw"]


def _text_parts(record: Mapping[str, Any]) -> Iterator[str]:
    """Everything but the title that is found by its words; the record's own text first."""
    yield from _members(record, "texts", "text")
    yield from record.get("tags", ())
    yield from _members(record, "source_ids", "raw")
    yield from _members(record, "roles", "raw")
    yield from _members(record, "signers", "role", "raw")
    stated = [edge for edge in record.get("relations", ()) if "evidence" not in edge]  # others stand in the text itself
    yield from _members({"relations": stated}, "relations", "to_raw")
    yield from _members(record, "distributions", "title")
    yield from _members(record, "columns", "name", "fa", "note")
    yield from _members(record, "files", "name")
    for name in ("known_limitations", "edition"):
        if name in record:
            yield record[name]
    if "spatial" in record.get("coverage", {}):
        yield record["coverage"]["spatial"]


def _day_tokens(record: Mapping[str, Any]) -> Iterator[str]:
    """The Jalali day of each date of its own, so that a day in a query finds it like one in a text."""
    for name in _RECORD_DATES:
        if _has_day(record, name):
            first, last = days_of(record["dates"][name]["iso"])
            yield from ["{:04}-{:02}-{:02}".format(*jalali(first))] if first == last else []


def _members(record: Mapping[str, Any], name: str, *members: str) -> Iterator[str]:
    for one in record.get(name, ()):
        yield from (one[member] for member in members if member in one)


def _joined(parts: Iterable[Sequence[str]]) -> list[str]:
    tokens: list[str] = []
    for part in parts:
        tokens += (BREAK, *part) if tokens and part else part
    return tokens


def _keywords(current: Current, record: Mapping[str, Any]) -> dict[str, list[str]]:
    """Filter -> values. A tag is its fold_key and a format upper case, so that spellings of one thing count as one."""
    held: dict[str, Iterable[str]] = {
        "kind": (current.kind,),
        "type": (record["type"],) if "type" in record else (),
        "agency": (current.agency, *_members(record, "roles", "agency")),
        "topic": record.get("topics", ()),
        "tag": (fold_key(tag) for tag in record.get("tags", ())),
        "format": (form.upper() for form in _members(record, "distributions", "format")),
        "language": record.get("language", ()),
        "licence": _licence(record),
        "source": (current.source,),
        "status": (current.status,),
    }
    return {name: _tidy(values) for name, values in held.items()}


def _licence(record: Mapping[str, Any]) -> tuple[str, ...]:
    """The licence's address, else its label, else what the licence rests on (`not-stated`, `by-law`)."""
    if "licence" not in record:
        return ()
    licence = record["licence"]
    basis = licence["basis"].replace("_", "-")
    return (basis,) if basis == "not-stated" else (licence.get("url") or licence.get("label") or basis,)


def _tidy(values: Iterable[str]) -> list[str]:
    tidy = (" ".join(value.split())[:LONGEST_KEYWORD].rstrip() for value in values)
    return sorted({value for value in tidy if value})


def _has_day(record: Mapping[str, Any], name: str) -> bool:
    return "iso" in record.get("dates", {}).get(name, {})


def _days(dual_date: Mapping[str, str]) -> Days:
    first, last = days_of(dual_date["iso"])
    return (first - _EPOCH).days, (last - _EPOCH).days


def _day_of_instant(text: str) -> Days:
    day = (datetime.fromisoformat(text).astimezone(TEHRAN).date() - _EPOCH).days
    return day, day


def _seconds_of_instant(text: str) -> int:
    return int((datetime.fromisoformat(text) - _FIRST).total_seconds())


def _sort_key(seconds: int, number: int) -> int:
    """Unique and in the order of time: seconds since 1600, then the record's number (search.md section 2)."""
    return seconds << _NUMBER_BITS | number % (1 << _NUMBER_BITS)
