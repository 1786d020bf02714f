"""Protocol `files`: the files of a folder under the operator's root, or of a web folder; one record each, or many.

How a file is read is `read` of the source file. Text is only decoded and split, which takes time and memory in
proportion to the file: so that is done in this process and all else in the sandbox.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from catalogue.archive import Document
from catalogue.persian.letters import fold_key
from harvesters.decode import decode, is_clean
from harvesters.errors import FetchError, HarvestError, ParserDied, StructureBroken
from harvesters.folded import cut_out
from harvesters.issues import Issue, page_unreadable
from harvesters.patterns import PatternTooSlow, search, to_pattern
from harvesters.protocols import Found
from harvesters.protocols.details import HtmlPages, text_issues
from harvesters.protocols.records import Page, Records, Row, TooManyRecords
from harvesters.protocols.rows import RowReader
from harvesters.protocols.web_folder import WebFolder
from harvesters.replay import Entry
from harvesters.source import Place, Source

MEDIA_TYPES = {"html": "text/html", "xml": "application/xml"}
"""What the bytes of such a file are taken for: neither a folder nor every server knows."""


def read(source: Source, fetcher: Any) -> Iterator[Found]:
    """The records of all files, in the order of the folder.

    A FolderFetcher is needed for a folder, any Getter for a web folder. Raises FetchError, StructureBroken or
    ParserDied when the folder itself cannot be read.
    """
    return Files(source, fetcher).read()


class Files:
    """Reads the files of one source once."""

    def __init__(self, source: Source, fetcher: Any) -> None:
        self._source, self._fetcher, self._reading = source, fetcher, source.reading
        self._records = Records(source, fetcher)
        self._pages = HtmlPages(source, fetcher)
        self._rows = RowReader(source, fetcher, source.reading.form)
        self._names = [rule for rule in source.rules if rule.place.way == "name"]

    def read(self) -> Iterator[Found]:
        """See read."""
        is_empty = True
        try:
            for entry in self._entries():
                if isinstance(entry, Issue):
                    yield entry
                    continue
                is_wanted = self._is_wanted(entry)
                is_empty = is_empty and is_wanted is False
                if isinstance(is_wanted, Issue):
                    yield is_wanted
                elif is_wanted:
                    yield from self._file(entry)
        except TooManyRecords:
            return
        if is_empty:
            raise StructureBroken("folder-empty", folder=self._reading.folder or self._reading.url)

    def _entries(self) -> Iterable[Entry | Issue]:
        if self._reading.folder is not None:
            entries: Iterable[Entry | Issue] = self._fetcher.entries(self._reading.folder)
            return entries
        return WebFolder(str(self._reading.url), self._fetcher).entries()

    def _is_wanted(self, entry: Entry) -> bool | Issue:
        """Whether a file counts; a name that is no text (other bytes come as lone surrogates) nothing may store."""
        match = self._reading.match
        try:
            if match is not None and not search(match, fold_key(PurePosixPath(entry.path).name)):
                return False
        except PatternTooSlow:
            return Issue("read", "pattern-too-slow", place=ascii(entry.place), facts={"field": "match"}, refuses=True)
        if not is_clean(entry.path):
            return Issue("read", "bad-file-name", place=ascii(entry.place), refuses=True)
        return True

    # ---------- one file ----------

    def _file(self, entry: Entry) -> Iterator[Found]:
        """The records of a file, or why there are none. What is one record fails as one; else a part is unread."""
        try:
            document = self._document(entry)
            page = self._page(entry, document)
            names, issues = self._named(entry, document)
            yield from issues
            rows = (self._row(row, entry, names) for row in page.rows)
            yield from self._records.of(replace(page, rows=rows))
        except (FetchError, StructureBroken, ParserDied) as error:
            yield self._unreadable(entry, error)
        else:
            yield from text_issues(page.end, document)

    def _unreadable(self, entry: Entry, error: HarvestError) -> Issue:
        stage = "fetch" if isinstance(error, FetchError) else "read"
        if self._reading.native_id:
            return replace(page_unreadable(entry.place, entry.address, error.code, error.may_pass), stage=stage)
        return Issue(stage, error.code, entry.key, place=entry.place, facts=error.facts, refuses=True)

    def _document(self, entry: Entry) -> Document:
        document: Document = self._fetcher.get(entry.address)
        form, is_page = self._reading.form, "html" in document.media_type
        if is_page and form not in ("html", "xml", "table"):
            raise StructureBroken("wrong-media-type", url=entry.address, given=document.media_type)
        return document if is_page else replace(document, media_type=MEDIA_TYPES.get(form, document.media_type))

    def _page(self, entry: Entry, document: Document) -> Page:
        form = self._reading.form
        if form not in ("text", "html"):
            return self._rows.page(document, 1, entry.place)
        end = self._text(document) if form == "text" else self._pages.said(document, "record")
        row = {"native_id": None, "link": None, "slow": None, "deleted": False, "fits": True, "fields": end["fields"]}
        return Page(1, document, [{**row, "excerpt": "", "place": entry.place}], end)

    def _row(self, row: Row, entry: Entry, names: Mapping[str, list[str]]) -> Row:
        """A row with what the file's name says; where rows have no key of their own, the name is the key."""
        row = {**row, "fields": {**row["fields"], **names}}
        return row if self._reading.native_id else {**row, "native_id": entry.key, "is_name": True}

    def _named(self, entry: Entry, document: Document) -> tuple[dict[str, list[str]], list[Issue]]:
        """What the rules cut out of the file's name; a pattern that takes too long gives nothing and an issue."""
        found: dict[str, list[str]] = {}
        issues: list[Issue] = []
        for rule in self._names:
            try:
                cut = cut_out(to_pattern(rule.place.what), PurePosixPath(entry.path).name)
            except PatternTooSlow:
                facts = {"field": rule.path}
                issues.append(Issue("read", "pattern-too-slow", None, document.sha256, entry.place, facts=facts))
            else:
                found |= {rule.place.key: [cut]} if cut else {}
        return found, issues

    def _text(self, document: Document) -> Mapping[str, Any]:
        """{fields, charset, problems} of a text, as readers/html.py says them of a page; raises StructureBroken."""
        decoded = decode(document, self._source.encoding)
        must_contain = self._source.detail.must_contain if self._source.detail else ""
        if must_contain and fold_key(must_contain) not in fold_key(decoded.text):
            raise StructureBroken("must-contain-missing", url=document.address)
        lines = [line.strip() for line in decoded.text.splitlines() if line.strip()]
        places = [rule.place for rule in self._source.rules if rule.place.way == "path"]
        fields = {place.key: found for place in places if (found := _values(place, decoded.text, lines))}
        return {"fields": fields, "charset": decoded.charset, "problems": decoded.problems}


def _values(place: Place, text: str, lines: list[str]) -> list[str]:
    if place.what == "text":
        return [text]
    wanted = place.what.partition(".")[2]
    return lines if not wanted else lines[int(wanted) : int(wanted) + 1]
