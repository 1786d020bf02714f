"""A version's card: the small JSON that lists show. Derived, outside the hash, rebuilt by `dastras reindex`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from catalogue.persian.calendar import days_of, jalali

OPENING_CHARACTERS = 300
ISSUING_ROLES = ("issuer", "publisher")
LEADING_DATES = ("adopted", "notified", "published")
"""The leading day is that of the first of these that has one (records.md section 1)."""
FIRST_LISTED_DAY = date(1600, 1, 1)
"""Days before it are listed as if there were none (search.md section 2)."""
CARD_DATES = (*LEADING_DATES, "modified")


def make_card(record_id: str, record: Mapping[str, Any]) -> str:
    """The card of a validated record, or of a tombstone, as JSON text."""
    card: dict[str, Any] = {"id": record_id, "kind": record["kind"]}
    for name in ("type", "title"):
        if name in record:
            card[name] = record[name]
    if role := issuing_role(record):
        card["issuer"] = role["raw"]
        if "agency" in role:
            card["agency"] = role["agency"]
    if "number" in record:
        card["number"] = record["number"]["raw"]
    if dates := {name: date for name, date in record.get("dates", {}).items() if name in CARD_DATES}:
        card["dates"] = dates
    if formats := sorted({form["format"] for form in record.get("distributions", ()) if "format" in form}):
        card["formats"] = formats
    if opening := opening_of(record):
        card["opening"] = opening
    return json.dumps(card, ensure_ascii=False, separators=(",", ":"))


def issuing_role(record: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The role that stands for the record in lists: its issuer, else its publisher."""
    for name in ISSUING_ROLES:
        for role in record.get("roles", ()):
            if role["role"] == name:
                return dict(role)
    return None


def body_of(record: Mapping[str, Any]) -> str:
    """The record's own text: the body, else the description, else nothing."""
    texts = {text["role"]: text["text"] for text in reversed(record.get("texts", ()))}  # the first of a role counts
    return str(texts.get("body") or texts.get("description") or "")


def opening_of(record: Mapping[str, Any]) -> str:
    """The first words of the text, at most 300 characters, cut at a blank and marked with `…`."""
    text = " ".join(body_of(record).split())
    if len(text) <= OPENING_CHARACTERS:
        return text
    head = text[: OPENING_CHARACTERS - 1]
    return head[: head.rfind(" ")].rstrip() + "…" if " " in head else head + "…"


def listed_day(record: Mapping[str, Any]) -> int:
    """By which day a record is listed: days from 1600-01-01 to its leading day; 0 for none and for an earlier one."""
    day = leading_day(record)
    return max(0, (date.fromisoformat(day) - FIRST_LISTED_DAY).days) if day else 0


def leading_date(record: Mapping[str, Any]) -> Mapping[str, str] | None:
    """The first of adopted, notified, published that has a day (records.md section 1)."""
    dates = record.get("dates", {})
    return next((dates[name] for name in LEADING_DATES if "iso" in dates.get(name, {})), None)


def jalali_year_and_month(record: Mapping[str, Any]) -> tuple[int | None, int | None]:
    """(1402, 140205) of the first day of the leading date; no month when only the year is known."""
    leading = leading_date(record)
    if leading is None:
        return None, None
    year, month, _ = jalali(days_of(leading["iso"])[0])
    return year, None if leading["precision"] == "year" else year * 100 + month


def leading_day(record: Mapping[str, Any]) -> str | None:
    """The first day of the leading date, `YYYY-MM-DD`, or None."""
    leading = leading_date(record)
    return leading["iso"][:10] if leading else None
