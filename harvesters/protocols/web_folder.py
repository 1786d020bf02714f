"""The files of a web folder: its listing and those of the folders below it, read by readers/web_folder.py.

Dates and sizes that a listing shows are not used: whether a file changed is told by its server, else by its bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from harvesters.errors import AskedToWait, HarvestError, LimitReached, StructureBroken, naming
from harvesters.fetch import Getter
from harvesters.issues import Issue, page_unreadable
from harvesters.protocols.details import MEDIA_TYPES
from harvesters.replay import MOST_DEPTH, Entry, folder_too_deep

MOST_FOLDERS = 1_000


class WebFolder:
    """The folder at an address, read once."""

    def __init__(self, url: str, fetcher: Getter) -> None:
        self._url, self._fetcher = url, fetcher
        self._met: set[str] = set()  # addresses of files and folders

    def entries(self) -> Iterator[Entry | Issue]:
        """Every file, folder by folder; a folder below that cannot be read is an issue.

        Raises FetchError, StructureBroken or ParserDied when the folder itself cannot be read.
        """
        waiting, folders = [(self._url, "", 0)], 0
        while waiting:
            address, path, depth = waiting.pop(0)
            folders += 1
            if folders > MOST_FOLDERS:
                yield Issue("read", "too-many-pages", facts={"allowed": MOST_FOLDERS})
                return
            try:
                said = self._listing(address)
            except HarvestError as error:
                if folders == 1 or isinstance(error, AskedToWait | LimitReached):
                    raise
                yield page_unreadable(path, address, error.code, error.may_pass)
                continue
            for file, name in self._new(said["files"]):
                yield Entry(f"{path}{name}", f"{path}{name}", file)
            below = [(at, f"{path}{name}", depth + 1) for at, name in self._new(said["folders"])]
            if depth < MOST_DEPTH:
                waiting += below
            else:
                yield from (folder_too_deep(ascii(place)) for _, place, _ in below)

    def _new(self, found: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """Those that no listing has shown before."""
        new = {address: name for address, name in found if address not in self._met}
        self._met.update(new)
        return list(new.items())

    def _listing(self, address: str) -> Mapping[str, Any]:
        document = self._fetcher.get(address)
        if document.media_type not in MEDIA_TYPES:
            raise StructureBroken("wrong-media-type", url=address, given=document.media_type)
        question = {"media_type": document.media_type, "charset": document.charset, "address": document.address}
        with naming(address):
            said: Mapping[str, Any] = self._fetcher.sandbox.ask("web_folder", document.body, question)
        if not said["is_listing"]:
            raise StructureBroken("must-contain-missing", url=address)
        return said
