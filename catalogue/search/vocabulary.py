"""The vocabulary: words and tags of the index with the number of records that hold each; the same for every engine.

One SQLite file in the folder of a generation, in SQLite's own journal mode: with a write-ahead log every reader would
need room on the disk. Here: its reading side. Not here: writing (vocabulary_writing.py), how text becomes words
(persian/words.py).
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Lock

from catalogue.errors import IndexUnavailable
from catalogue.persian.letters import fold_key, fold_search
from catalogue.search.folder import current_generation

FILE = "vocabulary.sqlite"
FORMAT = 1
"""Stands in the file (user_version); another one means: build the generation anew."""

CACHE_KIBIBYTES = 16_000
"""Of the file, in the memory of each process that reads."""

MOST_REMEMBERED, LONGEST_REMEMBERED = 30_000, 30
"""Words, and letters of a word, whose counts a process keeps: most words of queries are asked again and again."""

WAIT_SECONDS = 5.0
"""So long a reader waits for the end of a commit, some milliseconds of each batch, before it gives up."""

_RECORDS = "SELECT word, records FROM json_each(?) AS asked CROSS JOIN word ON word = asked.value"
_BEGINS = "SELECT word, records FROM word WHERE word >= ? AND word < ? ORDER BY records DESC, word LIMIT ?"

_BEFORE_KEY = "\t"
_LAST = "\U0010ffff"
_PASSING = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR)


class Vocabulary:
    """Reads the vocabulary of the index under a folder; opened at the first use, so after any fork.

    Safe to share between threads. Raises IndexUnavailable when there is none, or it is damaged.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = Lock()
        self._opened: sqlite3.Connection | None = None
        self._remembered: dict[str, int] = {}
        self._state: tuple[int, ...] = ()

    def records(self, words: Collection[str]) -> Mapping[str, int]:
        """How many records hold each of these exact tokens; unknown ones are left out. Ask for many at once."""
        with self._lock, guard():
            connection = self._connection()
            seen = {word: self._remembered[word] for word in words if word in self._remembered}
            unseen = [word for word in words if word not in seen]
            if unseen:
                found = dict(connection.execute(_RECORDS, (to_list(unseen),)).fetchall())
                self._remember({word: found.get(word, 0) for word in unseen if len(word) <= LONGEST_REMEMBERED})
                seen |= found
        return {word: records for word, records in seen.items() if records}

    def tags(self, beginning: str, limit: int) -> tuple[tuple[str, int], ...]:
        """The commonest tags that begin so, by their keys (letters.fold_key), and the number of records of each."""
        first = _without_surrogates(_beginning_of_tags(beginning))
        rows = self._rows(_BEGINS, (first, first + _LAST, limit))
        return tuple((row.partition(_BEFORE_KEY)[2], records) for row, records in rows)

    def is_damaged(self) -> bool:
        """Whether only building anew helps: there is no file of ours, or SQLite cannot read it. A full disk passes."""
        try:
            self.records(("¶¶",))
        except IndexUnavailable as error:
            return getattr(error.__cause__, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF not in _PASSING
        return False

    def close(self) -> None:
        """Let go of the file; the next question opens it again."""
        with self._lock:
            self._release()

    def _release(self) -> None:
        opened, self._opened = self._opened, None
        if opened:
            opened.close()

    def _remember(self, counted: Mapping[str, int]) -> None:
        if len(self._remembered) > MOST_REMEMBERED:
            self._remembered.clear()
        self._remembered.update(counted)

    def _rows(self, statement: str, values: Sequence[object]) -> list[tuple[str, int]]:
        with self._lock, guard():
            return self._connection().execute(statement, values).fetchall()

    def _connection(self) -> sqlite3.Connection:
        """The file of the generation that is read now; opened again only when that is another file.

        What was asked before is forgotten with each commit: a word that was taken down is unknown at once.
        """
        generation = current_generation(self._folder)
        if generation is None:
            raise IndexUnavailable(f"no index in {self._folder}")
        try:
            file = os.stat(os.path.join(self._folder, generation, FILE))
            state = (file.st_ino, file.st_mtime_ns, file.st_size)
            if state != self._state:
                self._remembered.clear()
            if self._opened is None or state[:1] != self._state[:1]:
                self._release()
                self._opened = open_vocabulary(self._folder / generation, CACHE_KIBIBYTES)
            self._state = state
            return self._opened
        except (OSError, sqlite3.Error, IndexUnavailable):
            if current_generation(self._folder) == generation:
                raise
            return self._connection()  # a rebuild replaced the pointer between two steps


def scan_vocabulary(path: Path) -> Iterator[tuple[int, int]]:
    """(key of a record, see identity.key_of; its version whose words are counted) of one generation, by key.

    Reads the whole file first, and raises IndexUnavailable when it is damaged anywhere.
    """
    with guard(), closing(open_vocabulary(path, CACHE_KIBIBYTES)) as connection:
        (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        if found != "ok":
            raise IndexUnavailable(f"{path} holds a damaged vocabulary: {found}")
        yield from connection.execute("SELECT key, version_no FROM record ORDER BY key")


def open_vocabulary(path: Path, cache_kibibytes: int) -> sqlite3.Connection:
    """The file of a generation, which must be there; used by several threads, one at a time.

    It is not mapped into memory: a mapped file that is cut off ends the process.
    """
    address = f"{(path / FILE).absolute().as_uri()}?mode=rw"
    connection = sqlite3.connect(address, WAIT_SECONDS, isolation_level=None, check_same_thread=False, uri=True)
    (found,) = connection.execute("PRAGMA user_version").fetchone()
    if found != FORMAT:
        connection.close()
        raise IndexUnavailable(f"{path} holds a vocabulary of format {found}, this is {FORMAT}")
    connection.execute(f"PRAGMA cache_size=-{cache_kibibytes}")
    return connection


def tag_row(key: str) -> str:
    """How the tag of this key stands among the words: behind a sign that no word holds, folded, then as it is."""
    return f"{_beginning_of_tags(key)}{_BEFORE_KEY}{key}"


def _beginning_of_tags(text: str) -> str:
    return "#" + fold_search(fold_key(text))


def to_list(words: Collection[str] | Collection[int]) -> str:
    """For json_each: one statement, and one call, for any number of words or keys."""
    return _without_surrogates(json.dumps(list(words), ensure_ascii=False))


def _without_surrogates(text: str) -> str:
    """Halves of a character cannot be asked for; no word holds what stands in their place."""
    return text.encode("utf-8", "replace").decode("utf-8")


@contextmanager
def guard() -> Iterator[None]:
    """Turn whatever SQLite and the system raise into IndexUnavailable."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        raise IndexUnavailable(f"vocabulary: {type(error).__name__}: {error}") from error
