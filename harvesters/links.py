"""Links as publishers write them -> addresses, as a browser would resolve them."""

from __future__ import annotations

import re
from urllib.parse import quote, urljoin, urlsplit

_DROPPED = re.compile(r"[\t\n\r]")
_NOT_ALLOWED = re.compile(r"[\x00-\x20\x7f\\]")
_WHOLE = re.compile(r"https?://[a-z0-9.\-]+/[\w\-./~%]*")
"""What stays as it is; most addresses are of this form."""
_QUERY = re.compile(r"(?=[?#])")


def resolve(base: str, link: str) -> str | None:
    """The absolute address of a link on the page `base`; None when no address can be made of it.

    As the URL Standard says: line ends are dropped, a backslash in the path is a slash, blanks and control characters
    are percent-encoded. All else stays as the publisher wrote it.
    """
    if _WHOLE.fullmatch(link):
        return link
    path, *rest = _QUERY.split(_DROPPED.sub("", link).strip(), maxsplit=1)
    plain = path.replace("\\", "/") + "".join(rest)
    try:
        return urljoin(base, _NOT_ALLOWED.sub(lambda found: quote(found.group()), plain))
    except ValueError:
        return None


def host_and_port(address: str) -> tuple[str, int]:
    """Whom an address asks: the host in lower case, and the port, also where the address leaves it out."""
    parts = urlsplit(address)
    return (parts.hostname or "").lower(), parts.port or (443 if parts.scheme == "https" else 80)
