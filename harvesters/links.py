"""Links as publishers write them -> addresses, as a browser would resolve them."""

from __future__ import annotations

import re
from urllib.parse import urljoin

_DROPPED = re.compile(r"[\t\n\r]")


def resolve(base: str, link: str) -> str | None:
    """The absolute address of a link on the page `base`; None when no address can be made of it.

    Line ends are dropped and blanks are percent-encoded (URL Standard); all else stays as the publisher wrote it.
    """
    try:
        return urljoin(base, _DROPPED.sub("", link).strip().replace(" ", "%20"))
    except ValueError:
        return None
