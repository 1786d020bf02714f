"""The page of one record: fetched, and read by readers/html.py."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from catalogue.archive import Document
from harvesters.errors import FetchError, HarvestError, ParserDied, StructureBroken, naming
from harvesters.fetch import Getter
from harvesters.issues import Issue
from harvesters.protocols.html_question import rules_text
from harvesters.source import Source

MEDIA_TYPES = ("text/html", "application/xhtml+xml", "")
MOST_BROKEN_PAGES = 20
"""As many pages of records broken at the beginning, and not one whole: the source is broken, not its records."""

Said = Mapping[str, Any]
"""What readers.html says of a page or a row."""


class HtmlPages:
    """Asks the reader of web pages with the rules of one source."""

    def __init__(self, source: Source, fetcher: Getter) -> None:
        self._fetcher = fetcher
        self._rules = rules_text(source)

    def open(self, address: str, page: str, holder: Mapping[str, Any] | None) -> tuple[Said, Document]:
        """What stands on a page (`listing` or `record`) at an address, and its document.

        Raises FetchError, StructureBroken, ParserDied.
        """
        document = self._fetcher.get(address)
        if document.media_type not in MEDIA_TYPES:
            raise StructureBroken("wrong-media-type", url=address, given=document.media_type)
        return self.said(document, page, holder), document

    def said(self, document: Document, page: str, holder: Mapping[str, Any] | None = None) -> Said:
        """What stands in a document; raises StructureBroken, ParserDied."""
        question = {
            "page": page,
            "rules": self._rules,
            "media_type": document.media_type,
            "charset": document.charset,
            "holder": holder,
        }
        with naming(document.address):
            said: Said = self._fetcher.sandbox.ask("html", document.body, question)
        return said


class RecordPages:
    """The pages of the records of one source."""

    def __init__(self, source: Source, fetcher: Getter) -> None:
        self._pages = HtmlPages(source, fetcher)
        self._template = source.detail.url if source.detail else "{detail}"
        self._whole = self._broken = 0
        self._broke: HarvestError | None = None  # what broke the last of them

    def open(self, link: str, native_id: str, place: str) -> tuple[Said, Document, list[Issue]] | Issue:
        """The fields of the page at the link of a record, its document and issues; or why it cannot be read."""
        try:
            said, document = self._pages.open(detail_address(self._template, link), "record", None)
        except (FetchError, StructureBroken, ParserDied) as error:
            self._broken, self._broke = self._broken + 1, error
            stage = "fetch" if isinstance(error, FetchError) else "read"
            return Issue(stage, error.code, native_id, place=place, facts=error.facts, refuses=True)
        self._whole += 1
        fields: Said = said["fields"]
        return fields, document, text_issues(said, document)

    def refuse_broken(self, most: int = MOST_BROKEN_PAGES) -> None:
        """Raise StructureBroken when so many pages are broken and not one is whole."""
        if self._broken >= most and not self._whole:
            raise StructureBroken("no-page-readable", self._broke, pages=self._broken)


def text_issues(said: Said, document: Document) -> list[Issue]:
    """What had to be replaced in the text of a document, or was declared falsely (decode.Decoded.problems).

    A reader may say more `facts` of a code.
    """
    facts = {"url": document.address, "charset": said["charset"]}
    return [
        Issue("read", code, document=document.sha256, place=document.address, facts={**facts, **more, "count": count})
        for code, count in said["problems"].items()
        for more in (said.get("facts", {}).get(code, {}),)
    ]


def detail_address(template: str, link: str) -> str:
    """`{detail}?print=1` for a link that has a query already goes on with `&`."""
    _, _, rest = template.partition("{detail}")
    if "?" in link and rest.startswith("?"):
        template = template.replace("{detail}?", "{detail}&")
    return template.replace("{detail}", link)
