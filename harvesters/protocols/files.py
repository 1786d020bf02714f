"""Protocol `files`: the files of a folder under the operator's root, one record each.

How a file is read is `read` of the source file. Text is only decoded and split, which takes time and memory in
proportion to the file: so that is done in this process and not in the sandbox.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from catalogue.archive import Document
from catalogue.persian.letters import fold_key
from harvesters.decode import decode, is_clean
from harvesters.errors import FetchError, StructureBroken
from harvesters.folded import cut_out
from harvesters.issues import Issue
from harvesters.patterns import PatternTooSlow, search, to_pattern
from harvesters.protocols import Found, RawRecord
from harvesters.protocols.identity import Identities
from harvesters.replay import FolderFetcher
from harvesters.source import Place, Source


def read(source: Source, fetcher: FolderFetcher) -> Iterator[Found]:
    """The files of the folder in the order of their names; the native id is the name without its ending."""
    if source.reading.folder is None:
        raise TypeError("a folder is needed")
    match, identities, is_empty = source.reading.match, Identities(), True
    for name in fetcher.names(source.reading.folder):
        try:
            if match is not None and not search(match, fold_key(PurePosixPath(name).name)):
                continue
        except PatternTooSlow:
            is_empty = False
            yield Issue("read", "pattern-too-slow", place=ascii(name), facts={"field": "match"}, refuses=True)
            continue
        is_empty = False
        if not _is_text(name):
            yield Issue("read", "bad-file-name", place=ascii(name), refuses=True)
            continue
        address = f"folder:{name}"
        if identities.count >= source.limits.records:
            yield Issue("read", "too-many-records", place=name, facts={"allowed": source.limits.records})
            return
        try:
            document = fetcher.get(address)
        except FetchError as error:
            stem = PurePosixPath(name).stem
            yield Issue("fetch", error.code, stem, place=name, facts=error.facts, refuses=True)
            continue
        native_id = identities.take(PurePosixPath(name).stem, document, name)
        if isinstance(native_id, Issue):
            yield native_id
        else:
            yield from _record(source, document, native_id, name)
    if is_empty:
        raise StructureBroken("folder-empty", folder=source.reading.folder)


def _is_text(name: str) -> bool:
    """Whether a file's name is UTF-8 and text; other bytes come as lone surrogates, which nothing may store."""
    return is_clean(name)


def _record(source: Source, document: Document, native_id: str, name: str) -> Iterator[RawRecord | Issue]:
    decoded = decode(document, source.encoding)
    for code, count in decoded.problems.items():
        facts = {"url": document.address, "charset": decoded.charset, "count": count}
        yield Issue("read", code, native_id, document.sha256, name, facts=facts)
    must_contain = source.detail.must_contain if source.detail else ""
    if must_contain and fold_key(must_contain) not in fold_key(decoded.text):
        missing = {"url": document.address}
        yield Issue("read", "must-contain-missing", native_id, document.sha256, name, facts=missing, refuses=True)
        return
    lines = [line.strip() for line in decoded.text.splitlines() if line.strip()]
    fields = {}
    for rule in source.rules:
        try:
            values = _values(rule.place, decoded.text, lines, PurePosixPath(name).name)
        except PatternTooSlow:
            values = []
            yield Issue("read", "pattern-too-slow", native_id, document.sha256, rule.path, facts={"field": rule.path})
        if values:
            fields[rule.place.key] = values
    yield RawRecord(native_id, fields, document, document.address, name)


def _values(place: Place, text: str, lines: list[str], name: str) -> list[str]:
    if place.way == "name":
        found = cut_out(to_pattern(place.what), name)
        return [found] if found else []
    if place.way != "path":
        return []
    if place.what == "text":
        return [text]
    wanted = place.what.partition(".")[2]
    return lines if not wanted else lines[int(wanted) : int(wanted) + 1]
