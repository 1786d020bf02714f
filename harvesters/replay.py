"""Documents without the network: from a recording, or from a folder of the operator."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from catalogue.archive import Document
from catalogue.documents import Kept
from catalogue.persian.calendar import instant
from harvesters.errors import AddressRefused, CutShort, NotRecorded, SourceInvalid, StillWritten, TooLarge, Unreachable
from harvesters.fetch import Answer, Getter, day_in_tehran, to_address
from harvesters.issues import Issue
from harvesters.keeping import Keeping
from harvesters.mistakes import Mistake, mistake

INDEX = "index.jsonl"
MOST_DEPTH = 3
"""Folders below the one that the source names, one in the other."""
READ_TIMES = 2
_STEPS = re.compile(r"[/\\]")


class RecordedFetcher(Getter):
    """Replays recorded/<id>: index.jsonl has one {method, address, status, headers, file} a line, bodies lie beside it.

    An address that was not recorded is refused; the time of a document is the recorded Date header.
    """

    recorded = True

    def __init__(self, folder: Path, keeping: Keeping, cap: int) -> None:
        super().__init__(keeping)
        self._folder = folder
        self._cap = cap
        self._exchanges = _read_index(folder / INDEX)
        days = (day_in_tehran(_time(exchange["date"])) for exchange in self._exchanges.values())
        self.today = max(days, default=self.today)

    def _exchange(self, address: str, known: Kept | None) -> Answer:
        exchange = self._exchanges.get(address)
        if exchange is None:
            raise NotRecorded(address)
        headers = tuple((str(name), str(value)) for name, value in dict(exchange["headers"]).items())
        status = int(str(exchange["status"]))
        answer = Answer(status, headers, self._body(address, str(exchange.get("file") or "")), "")
        return replace(answer, at=_time(answer.header("date")))

    def _body(self, address: str, file: str) -> bytes:
        if not file:
            return b""
        if file.startswith("/") or ".." in _STEPS.split(file):
            raise AddressRefused(address, file=file)
        body = _read(self._folder / file, address)
        if len(body) > self._cap:
            raise TooLarge(address, allowed=self._cap)
        return body


class Entry(NamedTuple):
    """A file: its path below the folder of the source, how places name it, and the address to ask for."""

    path: str
    place: str
    address: str

    @property
    def key(self) -> str:
        """What names it as a record: the path without its ending."""
        return self.path.removesuffix(PurePosixPath(self.path).suffix)


class FolderFetcher(Getter):
    """Documents under an operator's root, with addresses `folder:relative/path`. `now` gives a UTC time."""

    def __init__(self, root: Path, keeping: Keeping, now: datetime, cap: int) -> None:
        super().__init__(keeping)
        self._root = root.resolve()
        self._at = instant(now)
        self._cap = cap
        self.today = day_in_tehran(self._at)

    def entries(self, folder: str) -> Iterator[Entry | Issue]:
        """The files of a folder and of those below it, in order; hidden ones and links are left out.

        A folder that lies too deep is an issue.
        """
        top = self._inside(folder)
        for path, is_folder in _files(top, 0) if top.is_dir() else ():
            place = path.relative_to(self._root).as_posix()
            if is_folder:
                yield folder_too_deep(ascii(place))
            else:
                yield Entry(path.relative_to(top).as_posix(), place, f"folder:{place}")

    def get(self, url: str) -> Document:
        """The document `folder:relative/path`, kept; raises FetchError."""
        self.keeping.check()
        path = self._inside(url.removeprefix("folder:"))
        body = _read_still(path, url, self._cap)
        if not body:
            raise CutShort(url, why="empty")
        document = Document(url, body, "text/plain", None, 200, (), self._at, recorded=False)
        self.keeping.keep(url, document, 0)
        return self.counted(document)

    def _exchange(self, address: str, known: Kept | None) -> Answer:
        raise AddressRefused(address)

    def _inside(self, relative: str) -> Path:
        path = (self._root / relative).resolve()
        if relative.startswith("/") or ".." in _STEPS.split(relative) or not path.is_relative_to(self._root):
            raise AddressRefused(f"folder:{relative}")
        return path


def folder_too_deep(place: str) -> Issue:
    """What is told of a folder that is not looked into."""
    return Issue("read", "folder-too-deep", place=place, facts={"allowed": MOST_DEPTH})


def _files(folder: Path, depth: int) -> Iterator[tuple[Path, bool]]:
    """The files below a folder that lies so deep, and (true) the folders that lie too deep."""
    for entry in sorted(os.scandir(folder), key=lambda one: one.name):
        if entry.name.startswith("."):
            continue
        if entry.is_file(follow_symlinks=False):
            yield Path(entry.path), False
        elif entry.is_dir(follow_symlinks=False):
            below = _files(Path(entry.path), depth + 1) if depth < MOST_DEPTH else [(Path(entry.path), True)]
            yield from below


def _read_still(path: Path, address: str, cap: int) -> bytes:
    """The bytes of a file that nobody writes meanwhile; raises TooLarge, Unreachable, StillWritten."""
    for _ in range(READ_TIMES):
        before = _stamp(path, address)
        if before[0] > cap:
            raise TooLarge(address, allowed=cap)
        body = _read(path, address)
        if _stamp(path, address) == before and len(body) == before[0]:
            return body
    raise StillWritten(address)


def _stamp(path: Path, address: str) -> tuple[int, int]:
    """Size, and time of the last change."""
    try:
        found = path.stat()
    except OSError as error:
        raise Unreachable(address, why=type(error).__name__) from None
    return found.st_size, found.st_mtime_ns


def _read(path: Path, address: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Unreachable(address, why=type(error).__name__) from None


def _read_index(path: Path) -> dict[str, dict[str, Any]]:
    """Address -> the first exchange recorded of it; raises SourceInvalid with every line that is none."""
    exchanges: dict[str, dict[str, Any]] = {}
    mistakes: list[Mistake] = []
    for number, line in enumerate(path.read_bytes().split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            exchange = json.loads(line)
            headers = {name.lower(): value for name, value in exchange["headers"].items()}
            _time(headers["date"])  # without it nobody could say when the source showed this
            known = {"status": int(exchange["status"]), "date": headers["date"]}
            exchanges.setdefault(to_address(exchange["address"]), {**exchange, **known})
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError, AddressRefused):
            mistakes.append(mistake(str(path), number, "", "bad-exchange"))
    if mistakes:
        raise SourceInvalid(mistakes)
    return exchanges


@lru_cache(maxsize=1_000)
def _time(date: str) -> str:
    """The Date header as an instant; -0000, which names no zone, is UTC."""
    moment = parsedate_to_datetime(date)
    return instant(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
