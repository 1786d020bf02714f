"""How a host is treated: the pause between two requests to it, what robots.txt says, how often it is asked again.

Not here: who waits (harvesters/slots.py), and the requests (harvesters/network.py).
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from catalogue.jobs import LONGEST_WAIT
from harvesters.errors import AskedToWait, CrawlDelayTooLong
from harvesters.links import host_and_port
from harvesters.robots import Ask, GetRobots, Robots
from harvesters.slots import LONGEST_PAUSE_SECONDS

LEAST_GAP = 1.0
"""Seconds between two requests to a host of the world outside."""

MOST_RETRIES = 2
MOST_WAITS = 2
FIRST_WAIT = 5.0
"""Seconds to wait for a server that is overloaded and does not say how long; twice as long the second time."""

LONGEST_POSTPONING = LONGEST_WAIT.total_seconds()
ASKS_TO_WAIT = (429, 503)


@dataclass(frozen=True, slots=True)
class Manners:
    """How the hosts of a source are treated. `gap_seconds` below LEAST_GAP counts only for the (host, port) pairs of
    `allow`; without `robots` the publisher has agreed to be harvested as the source file says."""

    gap_seconds: float
    allow: frozenset[tuple[str, int]]
    robots: Robots | None

    def gap_of(self, address: str) -> float:
        """The seconds between two requests that the source file and the operator want."""
        return self.gap_seconds if host_and_port(address) in self.allow else max(self.gap_seconds, LEAST_GAP)

    def gap(self, address: str, get: GetRobots, ask: Ask, check: Callable[[], None]) -> float:
        """The seconds between two requests that all want, the host too; `get` asks for its robots.txt, `ask` reads it.

        Raises RobotsForbid, RobotsUnreachable, CrawlDelayTooLong.
        """
        if self.robots is None:
            return self.gap_of(address)
        delay = self.robots.delay(address, get, ask, check)
        if delay > LONGEST_PAUSE_SECONDS:
            raise CrawlDelayTooLong(address, given=f"{delay:g}", allowed=f"{LONGEST_PAUSE_SECONDS:g}")
        return max(self.gap_of(address), delay)


class Patience:
    """How often one address is asked again, and after how long. `now` gives a UTC time."""

    def __init__(self, address: str, now: Callable[[], datetime]) -> None:
        self.address, self._now = address, now
        self._retries = self._waits = 0
        self._waited = 0.0

    def after_trouble(self) -> float | None:
        """Seconds to wait after no answer came, others for each who asks; None when it was tried often enough."""
        self._retries += 1
        return random.uniform(0.1, 0.5) * self._retries if self._retries <= MOST_RETRIES else None

    def after_refusal(self, retry_after: str, date: str) -> float | None:
        """Seconds to wait after an answer of ASKS_TO_WAIT with these headers; None when they do not say, and we waited
        often enough."""
        seconds = seconds_asked(retry_after, date, self._now())
        if seconds is None and self._waits < MOST_WAITS:
            return FIRST_WAIT * (1 + self._waits)
        return seconds

    def wait(self, seconds: float) -> None:
        """Count one more wait; raises AskedToWait when it is more than one place is waited in."""
        self._waits += 1
        self._waited += seconds
        if self._waits > MOST_WAITS or self._waited > LONGEST_PAUSE_SECONDS:
            raise AskedToWait(self.address, seconds)


def seconds_asked(retry_after: str, date: str, now: datetime) -> float | None:
    """The seconds of a Retry-After, a number or a date by the answer's own clock; None when it says nothing.

    At most LONGEST_POSTPONING, whatever is asked for.
    """
    given = retry_after.strip()
    if given.isascii() and given.isdigit():
        return min(float(given[:20]), LONGEST_POSTPONING)
    until, said_at = _instant(given), _instant(date)
    if until is None:
        return None
    return min(max((until - (said_at or now)).total_seconds(), 0.0), LONGEST_POSTPONING)


def _instant(date: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(date)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
