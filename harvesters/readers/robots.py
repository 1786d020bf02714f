"""robots.txt (RFC 9309): whether an address may be asked, and how slowly.

Protego makes regular expressions of wildcards, and hostile ones can backtrack for ever: so this runs where it can be
ended.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from protego import Protego

LONGEST_DELAY = 86_400.0
"""Whatever is asked for beyond a day is a day."""


def read(body: bytes, question: Mapping[str, Any]) -> dict[str, Any]:
    """{"allowed": bool, "delay": seconds or None} of the question {"agent": product token, "url": address}.

    The delay is the slower one of Crawl-delay and Request-rate.
    """
    rules = _parsed(body)
    agent = str(question["agent"])
    delays = [rules.crawl_delay(agent), _seconds(rules, agent)]
    given = [min(delay, LONGEST_DELAY) for delay in delays if delay is not None]
    return {"allowed": rules.can_fetch(str(question["url"]), agent), "delay": max(given, default=None)}


def _seconds(rules: Protego, agent: str) -> float | None:
    """Seconds for one request by Request-rate; whole numbers may be too large for a division."""
    rate = rules.request_rate(agent)
    return min(rate.seconds, int(LONGEST_DELAY) * rate.requests) / rate.requests if rate else None


@lru_cache(maxsize=8)
def _parsed(body: bytes) -> Protego:
    return Protego.parse(body.decode("utf-8-sig", errors="replace"))
