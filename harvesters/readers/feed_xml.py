"""RSS and Atom through feedparser's classes, fed with text that was decoded here.

Not through feedparser.parse: that guesses charsets, opens addresses and paths, holds all entries at once and mends
text. Nothing is sanitised and no address inside of HTML is touched here: texts become plain later, pages escape them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from xml.parsers import expat
from xml.sax import SAXException, expatreader
from xml.sax.handler import feature_external_ges, feature_namespaces

from feedparser import FeedParserDict
from feedparser.api import LooseFeedParser, StrictFeedParser

from harvesters.errors import StructureBroken
from harvesters.readers.xml import without_declaration
from harvesters.refusals import without_doctype

PIECE = 65_536
"""Characters given to the parser at once; entries that are whole go out in between."""

ENCODING = "utf8"
"""feedparser compares this name with "utf-8" and then undoes what looks encoded twice. A publisher's text stays."""

_BEGIN = re.compile(
    r"(?:\s++|(?><!--.*?-->)|(?><\?.*?\?>))*+<(?:[\w.-]+:)?(?:rss|feed|rdf|channel)\b", re.IGNORECASE | re.DOTALL
)
_END = re.compile(r"</\s*(?:[\w.-]+:)?(?:rss|feed|rdf|channel)\s*>?\Z", re.IGNORECASE)
_LONGEST_END = 200
_BEGINNINGS = ("_start_item", "_start_entry")
"""What feedparser calls where an entry begins."""


class XmlFeed:
    """The entries of a feed as feedparser has them, each given once and forgotten. `unclosed` counts those that are
    not given, as one began inside of the other; known once the entries were read.

    What is well-formed is read as XML, all else by feedparser's own lenient parser: sites write a bare `&`, or name
    entities of HTML. Raises StructureBroken: `xml-with-dtd`, `page-cut` for what is neither well-formed nor has its
    end, `no-feed`.
    """

    def __init__(self, text: str) -> None:
        self._text = without_declaration(without_doctype(text)).lstrip()
        self.is_wellformed = _is_wellformed(self._text)
        if not self.is_wellformed and not _ends(self._text):
            raise StructureBroken("page-cut" if _BEGIN.match(self._text) else "no-feed")
        parser = StrictFeedParser if self.is_wellformed else LooseFeedParser
        self._parser: Any = parser("", None, ENCODING)
        for name in _BEGINNINGS:
            setattr(self._parser, name, self._begin_entry)
        self._unclosed: set[int] = set()  # of entries that the parser still has
        self.unclosed = 0
        self._parser.sanitize_html = self._parser.resolve_relative_uris = False

    def entries(self) -> Iterator[FeedParserDict]:
        """The entries in order."""
        pieces = self._strictly() if self.is_wellformed else self._leniently()
        has_some = False
        for _ in pieces:
            for entry in self._whole_entries(1):
                has_some = True
                yield entry
        for entry in self._whole_entries(0):
            has_some = True
            yield entry
        if not has_some and not self._parser.version:
            raise StructureBroken("no-feed")

    @property
    def is_atom(self) -> bool:
        """Whether it is Atom; known once there is an entry."""
        return str(self._parser.version).startswith("atom")

    def next_link(self) -> str | None:
        """The link to the next page (RFC 5005), known once the entries were read."""
        links = dict.get(self._parser.feeddata, "links", ())
        return next((link["href"] for link in links if link.get("rel") == "next" and link.get("href")), None)

    def _begin_entry(self, attributes: Any) -> None:
        """An entry inside of another: nobody knows any more which of the two says what."""
        is_inside, before = self._parser.inentry, self._parser.entries[-1:]
        type(self._parser)._start_item(self._parser, attributes)
        if is_inside:
            self._unclosed.update(map(id, (*before, self._parser.entries[-1])))

    def _whole_entries(self, unfinished: int) -> list[FeedParserDict]:
        """Those read so far but the last, which may go on; the parser forgets them. One in another is none."""
        entries = self._parser.entries
        whole = entries[: len(entries) - unfinished]
        del entries[: len(whole)]
        for entry in whole:
            self._parser.property_depth_map.pop(entry, None)
        unclosed = self._unclosed & set(map(id, whole))
        self._unclosed -= unclosed
        self.unclosed += len(unclosed)
        return [entry for entry in whole if id(entry) not in unclosed]

    def _strictly(self) -> Iterator[None]:
        reader = expatreader.create_parser()
        reader.setFeature(feature_namespaces, True)
        reader.setFeature(feature_external_ges, False)
        reader.setContentHandler(self._parser)
        reader.setErrorHandler(self._parser)
        try:
            for start in range(0, len(self._text), PIECE):
                reader.feed(self._text[start : start + PIECE].encode())
                yield
            reader.close()
        except SAXException:
            raise StructureBroken("no-feed") from None

    def _leniently(self) -> Iterator[None]:
        self._parser.feed(self._text)
        yield


def _is_wellformed(text: str) -> bool:
    """Whether it is XML; asked of the whole at once, as expat takes the square of a long token given in pieces."""
    try:
        expat.ParserCreate("utf-8", " ").Parse(text.encode(), True)
    except expat.ExpatError:
        return False
    return True


def _ends(text: str) -> bool:
    """Whether the root is closed; comments may follow. Looked for from the end, as those are many in some pages."""
    end = len(text)
    while True:
        while end and text[end - 1].isspace():
            end -= 1
        begin = text.rfind("<!--", 0, end) if text.endswith("-->", 0, end) else -1
        if begin < 0:
            return _END.search(text[max(end - _LONGEST_END, 0) : end]) is not None
        end = begin
