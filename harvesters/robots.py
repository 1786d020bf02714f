"""What the hosts say in robots.txt: asked once a day for each origin, kept for all jobs of this machine.

Not here: what its lines mean (harvesters/readers/robots.py), and the requests (harvesters/network.py).
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

from catalogue.persian.calendar import instant
from harvesters.errors import AddressBlocked, FetchError, ParserDied, RobotsForbid, RobotsUnreachable
from harvesters.links import host_and_port
from harvesters.slots import HostSlots

AGENT = "Dastras"
"""Our product token, as in the User-Agent."""

MOST_BYTES = 500 * 1024
"""More of a robots.txt is not read (RFC 9309 section 2.5)."""

MOST_REDIRECTS = 5
KEPT = timedelta(hours=24)
MOST_KNOWN = 20
"""Origins whose rules are remembered besides their files: a job asks few."""

Ask = Callable[[str, bytes, Mapping[str, Any]], Any]
"""(reader, body, question) -> its answer; see harvesters/readers."""


class Said(Protocol):
    """An exchange: its status, the beginning of its body, and where it redirects to (None: nowhere)."""

    @property
    def status(self) -> int:
        """The status."""

    @property
    def body(self) -> bytes:
        """At most MOST_BYTES."""

    def redirect(self, address: str) -> str | None:
        """The address that an answer from `address` leads to; raises AddressRefused."""


GetRobots = Callable[[str], Said]
"""Asks once for an address, politely; raises FetchError."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What an origin said, and when (UTC, Z): a status of 200 with its text, or one that says there are no rules."""

    fetched_at: str
    status: int
    text: str


class Robots:
    """The robots.txt of all origins, as files in a folder. `now` gives a UTC time."""

    def __init__(self, folder: Path, slots: HostSlots, now: Callable[[], datetime]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        _forget_old(folder)
        self._folder, self._slots, self._now = folder, slots, now
        self._known: dict[str, Rules] = {}
        self._unreadable: set[str] = set()

    def delay(self, address: str, get: GetRobots, ask: Ask, check: Callable[[], None]) -> float:
        """The seconds between two requests that the host wants, 0 when it does not say; `ask` reads its text.

        Raises RobotsForbid and RobotsUnreachable; calls `check` while another job asks the same host for its rules.
        """
        rules = self._rules(address, get, check)
        if not rules.text:
            return 0.0
        said = self._read(rules.text, address, ask)
        if not said["allowed"]:
            raise RobotsForbid(address)
        return float(said["delay"] or 0.0)

    def _read(self, text: str, address: str, ask: Ask) -> Any:
        """What the text says of an address; one that nobody can read is as good as none that came, and read once."""
        if text not in self._unreadable:
            try:
                return ask("robots", text.encode(), {"agent": AGENT, "url": address})
            except ParserDied:
                self._unreadable.add(text)
        raise RobotsUnreachable(address, why=ParserDied.code)

    def _rules(self, address: str, get: GetRobots, check: Callable[[], None]) -> Rules:
        host, port = host_and_port(address)
        origin = f"{urlsplit(address).scheme}://{host}:{port}"
        path = self._folder / hashlib.sha256(origin.encode()).hexdigest()[:32]
        rules = self._fresh(self._known.get(origin)) or self._fresh(_read(path))
        if rules is None:
            with self._slots.alone(f"robots.txt of {origin}", check):
                rules = self._fresh(_read(path)) or self._fetch(address, get)
                _write(path, rules)
        if len(self._known) >= MOST_KNOWN:
            self._known.clear()
        self._known[origin] = rules
        return rules

    def _fresh(self, rules: Rules | None) -> Rules | None:
        if rules is None:
            return None
        return rules if instant(self._now() - KEPT) < rules.fetched_at <= instant(self._now()) else None

    def _fetch(self, address: str, get: GetRobots) -> Rules:
        """Ask the origin of an address; raises RobotsUnreachable."""
        parts = urlsplit(address)
        asked = f"{parts.scheme}://{parts.netloc}/robots.txt"
        try:
            said = _follow(asked, get)
        except AddressBlocked as blocked:
            raise AddressBlocked(address, pair=blocked.facts["pair"]) from None
        except FetchError as error:
            raise RobotsUnreachable(asked, why=error.code) from None
        has_none = 300 <= said.status < 500 and said.status != 429  # RFC 9309 sections 2.3.1.2 and 2.3.1.3
        if not has_none and said.status != 200:
            raise RobotsUnreachable(asked, why=said.status)
        return Rules(instant(self._now()), said.status, "" if has_none else said.body.decode(errors="replace"))


def _follow(asked: str, get: GetRobots) -> Said:
    """The answer at the end of at most MOST_REDIRECTS; what leads on and on is no rule, as RFC 9309 has it."""
    address = asked
    for _ in range(MOST_REDIRECTS):
        said = get(address)
        following = said.redirect(address)
        if following is None:
            return said
        address = following
    return get(address)


def _read(path: Path) -> Rules | None:
    """What is kept there; a damaged file is as good as none."""
    try:
        found = json.loads(path.read_bytes())
        datetime.fromisoformat(found["fetched_at"])
        found["text"].encode()
        return Rules(found["fetched_at"], int(found["status"]), str(found["text"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _forget_old(folder: Path) -> None:
    """Remove what is older than it is good for."""
    oldest = time.time() - KEPT.total_seconds()
    for path in folder.iterdir():
        with suppress(OSError):
            if path.stat().st_mtime < oldest:
                path.unlink()


def _write(path: Path, rules: Rules) -> None:
    """Keep it; where that is not possible, the next job asks anew."""
    new = path.with_suffix(".new")
    with suppress(OSError):
        new.write_text(json.dumps(asdict(rules)), encoding="ascii")
        os.replace(new, path)
