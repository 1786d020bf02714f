"""Documents from the network, asked for politely: one request at a time, with pauses, as robots.txt allows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from requests import RequestException, Response
from requests.exceptions import Timeout
from urllib3.exceptions import HTTPError, IncompleteRead, ReadTimeoutError

from catalogue.documents import Kept
from catalogue.persian.calendar import instant
from harvesters.door import Door
from harvesters.errors import CutShort, FetchError, TooSlow, Unreachable
from harvesters.fetch import Answer, Getter, day_in_tehran
from harvesters.keeping import Keeping
from harvesters.politeness import ASKS_TO_WAIT, Manners, Patience
from harvesters.robots import MOST_BYTES
from harvesters.slots import HostSlots, Slot


class Fetcher(Getter):
    """Asks the network, in the slot of each host. `now` gives a UTC time."""

    def __init__(
        self, keeping: Keeping, door: Door, slots: HostSlots, manners: Manners, now: Callable[[], datetime]
    ) -> None:
        super().__init__(keeping)
        self._door, self._slots, self._manners, self._now = door, slots, manners, now
        self.today = day_in_tehran(instant(now()))

    def _exchange(self, address: str, known: Kept | None) -> Answer:
        gap = self._manners.gap(address, self._robots, self.sandbox.ask, self.check)
        return self._patiently(address, gap, partial(self._door.get, address, headers=_validators(known)))

    def _robots(self, address: str) -> Answer:
        """One answer of a robots.txt."""
        gap = self._manners.gap_of(address)
        return self._patiently(address, gap, partial(self._door.get_beginning, address, MOST_BYTES))

    def _patiently(self, address: str, gap: float, ask: Callable[[], Response]) -> Answer:
        """The answer, at another try after trouble on the way or when the server asks to wait; each has its pause."""
        patience = Patience(address, self._now)
        answer = None
        while answer is None:
            with self._slots.slot(address, gap, self.check, self.until) as slot:
                answer = self._try(ask, patience, slot)
        return answer

    def _try(self, ask: Callable[[], Response], patience: Patience, slot: Slot) -> Answer | None:
        """The answer, or None when it shall be asked for again; until then nobody asks this host anything."""
        try:
            answer = self._ask(ask)
        except (RequestException, HTTPError, OSError) as error:
            seconds = patience.after_trouble()
            if seconds is None:
                raise fetch_error(patience.address, error) from None
            slot.rest(seconds)
            return None
        if answer.status not in ASKS_TO_WAIT:
            return answer
        wanted = patience.after_refusal(answer.header("retry-after"), answer.header("date"))
        if wanted is None:
            return answer
        slot.rest(wanted)
        patience.wait(wanted)
        return None

    def _ask(self, ask: Callable[[], Response]) -> Answer:
        at, before = instant(self._now()), self._door.requests
        try:
            response = ask()
        finally:
            self._requests += self._door.requests - before
        headers = tuple(response.raw.headers.items())
        version = "HTTP/1.0" if response.raw.version == 10 else "HTTP/1.1"
        line = f"{version} {response.status_code} {response.reason or ''}".strip()
        return Answer(response.status_code, headers, response.content, at, line)


def fetch_error(address: str, error: Exception) -> FetchError:
    """What went wrong on the way to this address."""
    if isinstance(error, Timeout | ReadTimeoutError):
        return TooSlow(address)
    if any(isinstance(part, IncompleteRead) for part in (error, *error.args)):
        return CutShort(address, why=type(error).__name__)
    return Unreachable(address, why=type(error).__name__)


def _validators(known: Kept | None) -> dict[str, str]:
    """The headers of a conditional request (RFC 9110 section 13.1)."""
    if known is None:
        return {}
    given = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in given.items() if value and value.isascii()}
