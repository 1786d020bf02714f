"""The writing side of the seam: one writer of one generation, always under the lock (follower.py holds it).

Every line carries the record's version: an older one that comes late, or a follower that lost its lock, changes nothing
that is newer. The same version replaces itself, so a batch may be repeated at will.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

from catalogue.errors import IndexUnavailable, InvalidRecord
from catalogue.persian.words import ANALYSER
from catalogue.search.elastic.client import Client, EngineRefused, error_of, guard, kinds_of, to_json, to_number
from catalogue.search.elastic.mapping import ENGINE, to_line
from catalogue.search.elastic.positions import read_written, write_written
from catalogue.search.index import IndexDocument, Position, Written, position_of

MOST_LINES = 1000
MOST_BYTES = 5_000_000
"""Of one request; a document that is larger goes alone."""

PAUSES = (0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8)
"""Seconds between attempts to send what a full queue or a missing shard refused; then the follower waits."""

Line = tuple[str, bytes]
"""An id, and what is sent of it: the action, and the document where there is one."""


class ElasticWriter:
    """Writes one generation."""

    def __init__(self, client: Client, prefix: str, generation: str) -> None:
        self._client = client
        self._prefix = prefix
        self._generation = generation
        self._position: Position | None = None

    def apply(self, documents: Sequence[IndexDocument], removed: Sequence[str], position: Position) -> None:
        """Put documents in place of older ones, remove ids, and move the position; durable on return.

        An older version than the one that is indexed changes nothing. Raises InvalidRecord for a document that cannot
        be indexed; IndexReadOnly or IndexUnavailable when the cluster fails. Then the position stands where it stood,
        and what of the batch was written does no harm when it is applied again.
        """
        puts = [(document.id, _put(document)) for document in documents]
        for lines in _requests(chain(puts, self._deletes(removed))):
            self._send(lines)
        if position.log_index or not documents:  # nobody reads a generation that is being filled
            self._client.ask("POST", f"/{self._generation}/_refresh")
            self._move(position)

    def position(self) -> Position:
        """How far this generation has read the log; (0, "") when it is new."""
        if self._position is None:
            self._position = position_of(read_written(self._client, self._prefix, self._generation))
        return self._position

    def close(self) -> None:
        """Nothing is open."""

    def _move(self, position: Position) -> None:
        written = Written(position.log_index, position.commitment, ENGINE, ANALYSER)
        write_written(self._client, self._prefix, self._generation, written)
        self._position = position

    def _deletes(self, removed: Sequence[str]) -> list[Line]:
        """With the version that is there: any other number would keep the record's next version away for a while."""
        if not removed:
            return []
        with guard():
            held = self._client.ask("POST", f"/{self._generation}/_mget?_source=false", {"ids": list(removed)})["docs"]
            return [
                (one, _action("delete", one, to_number(answer["_version"])))
                for one, answer in zip(removed, held, strict=True)
                if answer.get("found")
            ]

    def _send(self, lines: Sequence[Line]) -> None:
        """All of these; what a busy cluster refuses is sent again, with growing pauses."""
        left: Sequence[Line] = lines
        for pause in (*PAUSES, None):
            left, refused = self._send_once(left)
            if not left:
                return
            if pause is None:
                raise refused or IndexUnavailable("the search engine takes nothing")
            time.sleep(pause)

    def _send_once(self, lines: Sequence[Line]) -> tuple[Sequence[Line], Exception | None]:
        """(what has to be sent again, why)."""
        try:
            answer = self._client.ask_lines(f"/{self._generation}/_bulk?timeout=10s", [line for _, line in lines])
        except EngineRefused as refused:
            if refused.status == 413 and len(lines) == 1:
                raise InvalidRecord(lines[0][0], "longer than the search engine takes") from refused
            raise
        with guard():
            return _left(lines, answer["items"])


def _left(lines: Sequence[Line], items: Sequence[Any]) -> tuple[Sequence[Line], Exception | None]:
    """The lines that have to be sent again and why: what became of each is read, whatever the whole says."""
    again: list[Line] = []
    why: Exception | None = None
    for line, item in zip(lines, items, strict=True):
        (became,) = item.values()
        error = _error(line[0], became)
        if error is not None:
            again.append(line)
            why = error
    return again, why


def _error(record_id: str, item: Any) -> Exception | None:
    """None for a line that is done, what to say of one that may be sent again; raises what no repetition helps."""
    status = item["status"]
    if status < 300 or status == 409 or (status == 404 and "error" not in item):  # newer already; not there anyway
        return None
    if status == 400:
        raise InvalidRecord(record_id, ", ".join(kinds_of(item)))
    error = error_of(status, item)
    if isinstance(error, IndexUnavailable) and status in (429, 503) and type(error) is IndexUnavailable:
        return error
    raise error


def _put(document: IndexDocument) -> bytes:
    return _action("index", document.id, document.version_no) + b"\n" + to_line(document)


def _action(name: str, record_id: str, version_no: int) -> bytes:
    return to_json({name: {"_id": record_id, "version": version_no, "version_type": "external_gte"}})


def _requests(lines: Iterator[Line]) -> Iterator[list[Line]]:
    """Lines by the request, none too long."""
    batch: list[Line] = []
    size = 0
    for line in lines:
        if batch and (len(batch) == MOST_LINES or size + len(line[1]) > MOST_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(line)
        size += len(line[1])
    if batch:
        yield batch
