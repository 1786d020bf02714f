"""Validators that lie, as rules by name: what they say of a page, and when they say that it is as it was."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import count

from tests.faults.source.answer import Answer
from tests.faults.source.server import Asked, Publisher, Rule

Tagging = Callable[[str], Mapping[str, str]]
"""The validators of a page."""

_numbers = count(1)


def with_validators(source: Publisher, tagging: Tagging) -> Rule:
    """A rule: each page has these validators, and is 304 for who sends the same ETag or Last-Modified."""

    def rule(asked: Asked) -> Answer | None:
        page = source.page(asked.path)
        if page is None:
            return None
        headers = tagging(page)
        sent = {"ETag": asked.headers.get("if-none-match"), "Last-Modified": asked.headers.get("if-modified-since")}
        is_known = any(value and headers.get(name) == value for name, value in sent.items())
        return Answer("", status=304, headers=headers) if is_known else Answer(page, headers=headers)

    return rule


def honest(page: str) -> Mapping[str, str]:
    """An ETag of the body."""
    return {"ETag": f'"{hashlib.sha256(page.encode()).hexdigest()[:16]}"'}


def frozen(_page: str) -> Mapping[str, str]:
    """An ETag that never changes, while the body does."""
    return {"ETag": '"1"'}


def restless(_page: str) -> Mapping[str, str]:
    """An ETag that changes each time, while the body does not."""
    return {"ETag": f'"{next(_numbers)}"'}


def from_the_future(_page: str) -> Mapping[str, str]:
    """Last-Modified in a year."""
    return {"Last-Modified": format_datetime(_day() + timedelta(days=365), usegmt=True)}


def a_year_off(page: str) -> Mapping[str, str]:
    """A good ETag of a machine whose clock is a year behind."""
    past = format_datetime(_day() - timedelta(days=365), usegmt=True)
    return {**honest(page), "Date": past, "Last-Modified": past}


def not_ascii(_page: str) -> Mapping[str, str]:
    """An ETag that nobody can send back."""
    return {"ETag": '"نسخهٔ یک"'}


TAGGINGS: Mapping[str, Tagging] = {
    tagging.__name__: tagging for tagging in (honest, frozen, restless, from_the_future, a_year_off, not_ascii)
}


def _day() -> datetime:
    return datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
