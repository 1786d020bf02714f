"""Brings a copy up to the log of the catalogue it is of, part by part, and compares both. Asks through the door."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from requests import RequestException, Response
from urllib3.exceptions import HTTPError

from harvesters.door import Door
from harvesters.errors import BadStatus, FetchError, TooLarge
from harvesters.mirror.copy import Copied, Copy, Doubled, Manifest
from harvesters.network import fetch_error
from harvesters.sandbox import Sandbox

MOST_LINES = 1_000
"""Of one answer, as many as the API gives; fewer where so many are too large."""
MOST_BYTES = 64 * 2**20
"""Of one answer."""
TRIES, PAUSE_SECONDS = 6, 2.0
"""After trouble on the way, or while the other side is busy; each pause is twice the one before."""
_HEAD = re.compile(r"log:([0-9]{1,16})")

Wait = Callable[[float], None]


class MirrorStopped(Exception):
    """The copy does not go on: `code` says why, as a message."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code, self.facts = code, facts


@dataclass(frozen=True, slots=True)
class Other:
    """Another catalogue, as it is asked; `wait` lets seconds pass. Raises HarvestError and MirrorStopped."""

    address: str
    door: Door
    sandbox: Sandbox
    wait: Wait = time.sleep

    def lines(self, since: int, most: int) -> tuple[list[Copied], int]:
        """The entries after an index, at most so many, and the head of the log."""
        answer = self._ask("/api/v1/changes.jsonl", since=since, limit=most)
        head = _HEAD.fullmatch(answer.headers.get("Dastras-As-Of", ""))
        if head is None:
            raise MirrorStopped("mirror-no-dastras", url=self.address)
        parts = self.sandbox.parts("logged", answer.content, {"first": since + 1})
        return [_copied(part) for part in parts], int(head[1])

    def manifest(self) -> tuple[int, str, int]:
        """(count, hash, log index) of the published records there."""
        answer = self._ask("/api/v1/exports/search.manifest.json")
        told = self.sandbox.ask("manifest", answer.content, {})
        if told is None:
            raise MirrorStopped("mirror-no-dastras", url=self.address)
        count, sha256, log_index = told
        return count, sha256, log_index

    def _ask(self, path: str, **parameters: int) -> Response:
        """A good answer, asked for again while what fails may pass."""
        url = f"{self.address}{path}{'?' * bool(parameters)}{urlencode(parameters)}"
        pause = PAUSE_SECONDS
        for left in reversed(range(TRIES)):
            try:
                return self._answer(url)
            except FetchError as error:
                if not left or not error.may_pass:
                    raise
            self.wait(pause)
            pause *= 2
        raise AssertionError("the last try returns or raises")

    def _answer(self, url: str) -> Response:
        try:
            answer = self.door.get(url)
        except (RequestException, HTTPError, OSError) as error:
            raise fetch_error(url, error) from None
        if answer.status_code == 404:
            raise MirrorStopped("mirror-no-dastras", url=self.address)
        if answer.status_code != 200:
            raise BadStatus(url, status=answer.status_code)
        return answer


def _copied(part: Any) -> Copied:
    if isinstance(part, dict):
        raise MirrorStopped("mirror-line-wrong", line=part["line"], part=part["wrong"])
    return Copied(*part)


def follow(copy: Copy, other: Other) -> Iterator[tuple[int, int]]:
    """Bring the copy up to the log; (its index, the head there) after each part.

    `mirror-other-log` where the last entry of the copy is another one there: its store was put back from a backup.
    """
    _refuse_other_log(copy, other)
    index, most, head = copy.head()[0], MOST_LINES, None
    while head is None or index < head:
        try:
            lines, head = other.lines(index, most)
        except TooLarge:
            if most == 1:
                raise
            most = max(1, most // 4)
            continue
        if not lines and index < head:
            raise MirrorStopped("mirror-line-wrong", line=index + 1, part="missing")
        try:
            copy.put(lines)
        except Doubled as doubled:
            raise MirrorStopped("mirror-line-wrong", line=doubled.log_index, part="version_no") from None
        index = lines[-1].log_index if lines else index
        yield index, head


def _refuse_other_log(copy: Copy, other: Other) -> None:
    index, commitment = copy.head()
    if index:
        lines, _ = other.lines(index - 1, 1)
        if [line.commitment for line in lines] != [commitment]:
            raise MirrorStopped("mirror-other-log", line=index)


def is_equal(mine: Manifest, other: Other) -> bool | None:
    """Whether both sides hold the same records by their hashes; None when the other one has gone on."""
    count, sha256, log_index = other.manifest()
    if log_index != mine.log_index:
        return None
    return (count, sha256) == (mine.count, mine.sha256)
