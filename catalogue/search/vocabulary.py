"""The vocabulary: the words of the index, with the number of records that hold each; the same for every engine.

One SQLite file in the folder of a generation, written with each batch before the engine's own files. It keeps the
words of every record too: a new version changes the counts by what differs, so a batch that is repeated after a kill
counts nothing twice, and a word that no record holds any more is gone. How text becomes words is persian/words.py.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from threading import Lock

from catalogue.errors import IndexUnavailable, InvalidRecord
from catalogue.identity import key_of
from catalogue.search.folder import Stamp, current_generation, stamp_of
from catalogue.search.index import IndexDocument, IndexWriter, Position
from catalogue.searchable import BREAK

FILE = "vocabulary.sqlite"
FORMAT = 1
"""Stands in the file (user_version); another one means: build the generation anew."""

READER_KIBIBYTES, WRITER_KIBIBYTES = 8_000, 32_000
"""Pages that a process keeps in memory."""

WAIT_SECONDS = 5.0
"""A reader waits so long while another process brings the file in order after a kill; nobody waits for a writer."""

_TABLES = f"""
    PRAGMA journal_mode=WAL;
    BEGIN;
    CREATE TABLE word (id INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE, records INTEGER NOT NULL);
    CREATE TABLE record (key INTEGER PRIMARY KEY, version_no INTEGER NOT NULL, words BLOB NOT NULL);
    PRAGMA user_version={FORMAT};
    COMMIT;
"""
_RECORDS = "SELECT word, records FROM json_each(?) AS asked CROSS JOIN word ON word = asked.value"
_BEGINS = "SELECT word, records FROM word WHERE word >= ? AND word < ? ORDER BY records DESC, word LIMIT ?"
_IDS = "SELECT word, word.id FROM json_each(?) AS asked CROSS JOIN word ON word = asked.value"
_HELD = "SELECT record.key, version_no, words FROM json_each(?) AS asked CROSS JOIN record ON record.key = asked.value"

_LAST = "\U0010ffff"
_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)


class Vocabulary:
    """Reads the vocabulary of the index under a folder; opened at the first use, so after any fork.

    Safe to share between threads. Raises IndexUnavailable when there is none, or it is damaged.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = Lock()
        self._stamp: Stamp | None = None
        self._generation: str | None = None
        self._opened: sqlite3.Connection | None = None

    def records(self, words: Collection[str]) -> Mapping[str, int]:
        """How many records hold each of these exact tokens; unknown ones are left out. Ask for many at once."""
        return dict(self._rows(_RECORDS, (json.dumps(list(words), ensure_ascii=False),)))

    def begins(self, prefix: str, limit: int) -> tuple[tuple[str, int], ...]:
        """The commonest words that begin so, and the number of records that hold them."""
        return tuple(self._rows(_BEGINS, (prefix, prefix + _LAST, limit))) if prefix else ()

    def versions(self) -> dict[int, int]:
        """Key of each record (identity.key_of) -> its version whose words are counted; for verify."""
        return dict(self._rows("SELECT key, version_no FROM record", ()))

    def is_damaged(self) -> bool:
        """Whether only building anew helps: there is no such file, or SQLite cannot read it. A full disk passes."""
        try:
            self.records(("¶¶",))
        except IndexUnavailable as error:
            return getattr(error.__cause__, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF in _DAMAGE
        return False

    def close(self) -> None:
        """Let go of the file; the next question opens it again."""
        with self._lock:
            self._release()

    def _release(self) -> None:
        opened, self._opened = self._opened, None
        if opened:
            opened.close()

    def _rows(self, statement: str, values: Sequence[object]) -> list[tuple[str, int]]:
        with self._lock, _guard():
            return self._connection().execute(statement, values).fetchall()

    def _connection(self) -> sqlite3.Connection:
        """The file of the generation that is read now."""
        if self._opened and self._stamp and self._stamp == stamp_of(self._folder, self._generation or ""):
            return self._opened
        generation = current_generation(self._folder)
        if generation is None:
            raise IndexUnavailable(f"no index in {self._folder}")
        if self._opened is None or generation != self._generation:
            self._release()
            self._opened, self._generation = _open(self._folder / generation, READER_KIBIBYTES), generation
        self._stamp = stamp_of(self._folder, generation)
        return self._opened



class VocabularyWriter:
    """Writes the vocabulary of one generation, under the folder's lock."""

    def __init__(self, path: Path) -> None:
        with _guard():
            self._connection = _open(path, WRITER_KIBIBYTES)
            self._connection.execute("PRAGMA synchronous=FULL")
            self._connection.execute("PRAGMA secure_delete=ON")  # what was taken down shall not stand in free pages

    def apply(self, documents: Sequence[IndexDocument], removed: Sequence[str]) -> None:
        """Put the words of documents in place of those of older versions, remove ids; durable on return.

        An older version than the one that is counted changes nothing. Raises InvalidRecord for words that cannot be
        written, before anything is, and IndexUnavailable.
        """
        words = {document.key_id: _words_of(document) for document in _newest(documents)}
        versions = {document.key_id: document.version_no for document in _newest(documents)}
        with _guard(), self._connection:
            self._connection.execute("BEGIN IMMEDIATE")
            self._replace(words, versions, [key_of(record_id) for record_id in removed])
        with _guard():
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def _replace(self, words: Mapping[int, set[str]], versions: Mapping[int, int], removed: Sequence[int]) -> None:
        held = {key: row for key, *row in self._connection.execute(_HELD, (json.dumps([*words, *removed]),))}
        words = {key: new for key, new in words.items() if key not in held or held[key][0] <= versions[key]}
        ids = self._ids(set().union(*words.values()))
        changes: Counter[int] = Counter()
        rows = []
        for key, new in words.items():
            numbers = sorted(map(ids.__getitem__, new))
            changes.update(numbers)
            rows.append((key, versions[key], pack(numbers)))
        for key in (*words, *removed):
            if key in held:
                changes.subtract(unpack(held[key][1]))
        self._connection.executemany("REPLACE INTO record VALUES (?, ?, ?)", rows)
        self._connection.executemany("DELETE FROM record WHERE key = ?", [(key,) for key in removed])
        self._count(changes)

    def _ids(self, words: set[str]) -> dict[str, int]:
        """word -> id; new words get one."""
        known = dict(self._connection.execute(_IDS, (json.dumps(list(words), ensure_ascii=False),)))
        (last,) = self._connection.execute("SELECT coalesce(max(id), 0) FROM word").fetchone()
        new = dict(zip(words - known.keys(), count(last + 1)))
        self._connection.executemany("INSERT INTO word (word, id, records) VALUES (?, ?, 0)", new.items())
        return known | new

    def _count(self, changes: Mapping[int, int]) -> None:
        steps = [(step, number) for number, step in sorted(changes.items()) if step]
        self._connection.executemany("UPDATE word SET records = records + ? WHERE id = ?", steps)
        fewer = [(number,) for step, number in steps if step < 0]
        self._connection.executemany("DELETE FROM word WHERE id = ? AND records < 1", fewer)


class WithVocabulary:
    """The writer of an engine with the vocabulary beside it: the words are durable before the position moves."""

    def __init__(self, writer: IndexWriter, vocabulary: VocabularyWriter) -> None:
        self._writer = writer
        self._vocabulary = vocabulary

    def apply(self, documents: Sequence[IndexDocument], removed: Sequence[str], position: Position) -> None:
        """As IndexWriter.apply. When the engine refuses a document, the words of the batch stand until it is repeated."""
        self._vocabulary.apply(documents, removed)
        self._writer.apply(documents, removed, position)

    def position(self) -> Position:
        """How far the generation has read the log."""
        return self._writer.position()


def create_vocabulary(path: Path) -> None:
    """An empty vocabulary in the folder of a new generation."""
    path.mkdir(parents=True, exist_ok=True)
    with _guard():
        connection = sqlite3.connect(path / FILE)
        try:
            connection.executescript(_TABLES)
        finally:
            connection.close()


def pack(numbers: Iterable[int]) -> bytes:
    """Rising numbers as their differences, seven bits a byte, the lowest first; the last byte of each is below 128."""
    packed = bytearray()
    before = 0
    for number in numbers:
        step, before = number - before, number
        while step > 127:
            packed.append(step & 127 | 128)
            step >>= 7
        packed.append(step)
    return bytes(packed)


def unpack(packed: bytes) -> list[int]:
    """The numbers again."""
    numbers: list[int] = []
    number = step = shift = 0
    for byte in packed:
        step |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            number += step
            numbers.append(number)
            step = shift = 0
    return numbers


def _open(path: Path, cache_kibibytes: int) -> sqlite3.Connection:
    """The file of a generation, which must be there; used by several threads, one at a time.

    It is not mapped into memory: a mapped file that is cut off ends the process.
    """
    if not (path / FILE).is_file():
        raise IndexUnavailable(f"no vocabulary in {path}")
    address = f"{(path / FILE).absolute().as_uri()}?mode=rw"
    connection = sqlite3.connect(address, WAIT_SECONDS, isolation_level=None, check_same_thread=False, uri=True)
    (found,) = connection.execute("PRAGMA user_version").fetchone()
    if found != FORMAT:
        connection.close()
        raise IndexUnavailable(f"{path} holds a vocabulary of format {found}, this is {FORMAT}")
    connection.execute(f"PRAGMA cache_size=-{cache_kibibytes}")
    return connection


def _newest(documents: Iterable[IndexDocument]) -> Iterable[IndexDocument]:
    """The newest version of each record; of two the same the last."""
    newest: dict[str, IndexDocument] = {}
    for document in documents:
        if document.version_no >= newest.get(document.id, document).version_no:
            newest[document.id] = document
    return newest.values()


def _words_of(document: IndexDocument) -> set[str]:
    words = {*document.title, *document.text} - {BREAK}
    try:
        "".join(words).encode()
    except UnicodeEncodeError as error:
        raise InvalidRecord(document.id, str(error)) from error
    return words


@contextmanager
def _guard() -> Iterator[None]:
    """Turn whatever SQLite raises into IndexUnavailable."""
    try:
        yield
    except sqlite3.Error as error:
        raise IndexUnavailable(f"vocabulary: {type(error).__name__}: {error}") from error
