"""What every page is made from, and the headers that every page carries. No views."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask import Response, request

from api.delivery import FOR_PROGRAMS
from catalogue.service import Catalogue

POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Nothing inline and nothing from elsewhere (site.md section 2)."""


@dataclass(frozen=True, slots=True)
class Site:
    """`contact` is the operator's mail address, `public_url` the site's address without a slash; `now` gives UTC."""

    catalogue: Catalogue
    contact: str
    public_url: str
    now: Callable[[], datetime]


def secure(response: Response) -> Response:
    """The headers of every answer outside /api. Pages read the store, so they are asked for each time anew:
    a withdrawal passes at once."""
    if not request.path.startswith(FOR_PROGRAMS):
        response.headers["Content-Security-Policy"] = POLICY
        response.headers.setdefault("Cache-Control", "no-cache")
    return response
