"""The writing side of the vocabulary, always under the folder's lock (follower.py holds it).

The file keeps the words of every record too: a new version changes the counts by what differs, so a batch that is
repeated after a kill counts nothing twice, and a word that no record holds any more is gone. Nothing is ever worked
out again from an older version: its text may be sealed.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import count
from pathlib import Path

from catalogue.errors import InvalidRecord
from catalogue.identity import key_of
from catalogue.search.index import IndexDocument, IndexWriter, Position
from catalogue.search.vocabulary import FILE, FORMAT, guard, open_vocabulary, tag_row, to_list
from catalogue.searchable import BREAK

CACHE_KIBIBYTES = 32_000
"""Of the file, in the memory of the follower."""

OpenWriter = Callable[[Path], IndexWriter]
"""Opens the writer of an engine in a generation's folder, clean."""

_TABLES = f"""
    BEGIN;
    CREATE TABLE word (id INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE, records INTEGER NOT NULL);
    CREATE TABLE record (key INTEGER PRIMARY KEY, version_no INTEGER NOT NULL, words BLOB NOT NULL);
    PRAGMA user_version={FORMAT};
    COMMIT;
"""
_IDS = "SELECT word, word.id FROM json_each(?) AS asked CROSS JOIN word ON word = asked.value"
_HELD = "SELECT record.key, version_no, words FROM json_each(?) AS asked CROSS JOIN record ON record.key = asked.value"


class VocabularyWriter:
    """Writes the vocabulary of one generation, under the folder's lock."""

    def __init__(self, path: Path) -> None:
        with guard():
            self._connection = open_vocabulary(path, CACHE_KIBIBYTES)
            self._connection.execute("PRAGMA synchronous=FULL")
            self._connection.execute("PRAGMA secure_delete=ON")  # what was taken down shall not stand in free pages

    def apply(self, documents: Sequence[IndexDocument], removed: Sequence[str]) -> None:
        """Put the words of documents in place of those of older versions, remove ids; durable on return.

        An older version than the one that is counted changes nothing. Raises InvalidRecord for words that cannot be
        written, before anything is, and IndexUnavailable.
        """
        newest = _newest(documents)
        words = {key_of(document.id): _words_of(document) for document in newest}
        versions = {key_of(document.id): document.version_no for document in newest}
        with guard(), self._connection:
            self._connection.execute("BEGIN IMMEDIATE")
            self._replace(words, versions, [key_of(record_id) for record_id in removed])

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def _replace(self, words: Mapping[int, set[str]], versions: Mapping[int, int], removed: Sequence[int]) -> None:
        held = {key: row for key, *row in self._connection.execute(_HELD, (to_list([*words, *removed]),))}
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
        known = dict(self._connection.execute(_IDS, (to_list(words),)))
        (last,) = self._connection.execute("SELECT coalesce(max(id), 0) FROM word").fetchone()
        new = dict(zip(sorted(words - known.keys()), count(last + 1)))
        self._connection.executemany("INSERT INTO word (word, id, records) VALUES (?, ?, 0)", new.items())
        return known | new

    def _count(self, changes: Mapping[int, int]) -> None:
        steps = [(step, number) for number, step in sorted(changes.items()) if step]
        self._connection.executemany("UPDATE word SET records = records + ? WHERE id = ?", steps)
        fewer = [(number,) for step, number in steps if step < 0]
        self._connection.executemany("DELETE FROM word WHERE id = ? AND records < 1", fewer)


class WithVocabulary:
    """The writer of an engine and the vocabulary beside it: the words are durable before the position moves."""

    def __init__(self, path: Path, open_writer: OpenWriter) -> None:
        self._vocabulary = VocabularyWriter(path)
        try:
            self._writer = open_writer(path)
        except BaseException:
            self._vocabulary.close()
            raise

    def apply(self, documents: Sequence[IndexDocument], removed: Sequence[str], position: Position) -> None:
        """As IndexWriter.apply; words of a document that the engine refuses stand until the batch comes without it."""
        self._vocabulary.apply(documents, removed)
        self._writer.apply(documents, removed, position)

    def position(self) -> Position:
        """How far the generation has read the log."""
        return self._writer.position()

    def close(self) -> None:
        """Close both."""
        try:
            self._writer.close()
        finally:
            self._vocabulary.close()


def create_vocabulary(path: Path) -> None:
    """An empty vocabulary in the folder of a new generation."""
    path.mkdir(parents=True, exist_ok=True)
    with guard():
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


def _newest(documents: Iterable[IndexDocument]) -> Collection[IndexDocument]:
    """The newest version of each record; of two the same the last."""
    newest: dict[str, IndexDocument] = {}
    for document in documents:
        if document.version_no >= newest.get(document.id, document).version_no:
            newest[document.id] = document
    return newest.values()


def _words_of(document: IndexDocument) -> set[str]:
    words = {*document.title, *document.text, *map(tag_row, document.keywords.get("tag", ()))} - {BREAK}
    try:
        "".join(words).encode()
    except UnicodeEncodeError as error:
        raise InvalidRecord(document.id, str(error)) from error
    return words
