"""The listing of a web folder, as Apache, IIS, nginx and their kin write it -> the files and folders below it.

Links to the folder above, to other orders of the list, and to anywhere outside are no part of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

from harvesters.decode import Received, decode
from harvesters.errors import StructureBroken
from harvesters.links import resolve
from harvesters.readers.html import LOGIN
from harvesters.readers.pages import Page

_HEADING = re.compile(r"(?i)\b(?:index of|directory listing|listing of|folder listing)\b| - /|فهرست")
_BEGIN, _END = re.compile(r"(?i)<html[\s>]"), re.compile(r"(?i)</html\s*>")


def read(body: bytes, question: Mapping[str, Any]) -> dict[str, Any]:
    """{files, folders, is_listing}: (address, path below the folder) each, in the order of the page.

    The question has the `address` that the page came from. Raises StructureBroken for a page that is cut, nested too
    deep, or asks for a password and lists nothing.
    """
    decoded = decode(Received(body, question["media_type"], question["charset"]), None)
    if _BEGIN.search(decoded.text, 0, 5_000) and not _END.search(decoded.text):
        raise StructureBroken("page-cut")
    page = Page(decoded.text)
    found = dict(_below(page, question["address"]))
    if not found and page.css(LOGIN):
        raise StructureBroken("must-contain-missing")
    return {
        "files": [[address, path] for address, path in found.items() if not path.endswith("/")],
        "folders": [[address, path] for address, path in found.items() if path.endswith("/")],
        "is_listing": bool(found) or _is_listing(page),
    }


def _is_listing(page: Page) -> bool:
    """Whether an empty page says that it is a listing."""
    return any(_HEADING.search(node.text()) for node in page.css("title, h1"))


def _below(page: Page, base: str) -> Iterator[tuple[str, str]]:
    """(address, path below the folder of `base`) of each link that leads there."""
    folder = urlsplit(base)
    root = folder.path[: folder.path.rfind("/") + 1] or "/"
    for link in page.css("a"):
        address = resolve(base, (link.attributes.get("href") or "").split("#")[0])
        try:
            parts = urlsplit(address or "")
        except ValueError:
            continue
        path = unquote(parts.path.removeprefix(root), errors="surrogateescape")
        is_here = (parts.scheme, parts.netloc.lower()) == (folder.scheme, folder.netloc.lower())
        if address and is_here and parts.path.startswith(root) and not parts.query and _is_name(path):
            yield address, path


def _is_name(path: str) -> bool:
    """Whether a path stays below its folder, and nothing on it is hidden."""
    names = path.removesuffix("/").split("/")
    return all(name and not name.startswith(".") and "\\" not in name for name in names)
