"""Links as publishers write them -> addresses, as a browser would resolve them."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote, urljoin, urlsplit

_DROPPED = re.compile(r"[\t\n\r]")
_NOT_ALLOWED = re.compile(r"[\x00-\x20\x7f\\]")
_WHOLE = re.compile(r"https?://[a-z0-9.\-]+/[\w\-./~%]*")
"""What stays as it is; most addresses are of this form."""
_BELOW = re.compile(r"((?:\.\./)*)((?:[\w\-~%][\w\-.~%]*/)*[\w\-~%][\w\-.~%]*)")
"""Folders up, then names of which none is a dot or two: what it leads to depends on the folder alone."""
_QUERY = re.compile(r"(?=[?#])")


def resolve(base: str, link: str) -> str | None:
    """The absolute address of a link on the page `base`; None when no address can be made of it.

    As the URL Standard says: line ends are dropped, a backslash in the path is a slash, blanks and control characters
    are percent-encoded. All else stays as the publisher wrote it.
    """
    if _WHOLE.fullmatch(link):
        return link
    if (below := _BELOW.fullmatch(link)) is not None and (folder := _folder(base, below[1])) is not None:
        return folder + below[2]
    path, *rest = _QUERY.split(_DROPPED.sub("", link).strip(), maxsplit=1)
    plain = path.replace("\\", "/") + "".join(rest)
    try:
        return urljoin(base, _NOT_ALLOWED.sub(lambda found: quote(found.group()), plain))
    except ValueError:
        return None


@lru_cache(maxsize=64)
def _folder(base: str, up: str) -> str | None:
    """The folder that relative addresses begin from; a listing has thousands, and joining each is dear."""
    try:
        return urljoin(base, f"{up}x").removesuffix("x")
    except ValueError:
        return None


def host_and_port(address: str) -> tuple[str, int]:
    """Whom an address asks: the host in lower case, and the port, also where the address leaves it out."""
    parts = urlsplit(address)
    return (parts.hostname or "").lower(), parts.port or (443 if parts.scheme == "https" else 80)
