"""What every page is made from, and the headers that every page carries. No views."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from flask import Response, redirect, request
from flask.typing import ResponseReturnValue

from api.delivery import FOR_PROGRAMS
from api.queries import address
from catalogue.service import Catalogue

POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Nothing inline and nothing from elsewhere (site.md section 2)."""


TRACKERS = re.compile(r"utm_\w+|fbclid|gclid|dclid|msclkid|twclid|yclid|ttclid|li_fat_id|igshid|mc_[ce]id|_ga|_gl")
"""Parameters that other sites add to the links that their readers share."""


@dataclass(frozen=True, slots=True)
class Site:
    """`contact` is the operator's mail address, `public_url` the site's address without a slash; `now` gives UTC."""

    catalogue: Catalogue
    contact: str
    public_url: str
    now: Callable[[], datetime]


def without_trackers() -> ResponseReturnValue | None:
    """To the same page without what says where its reader came from; an unknown parameter would be refused."""
    pairs = list(request.args.items(multi=True))
    own = [(name, value) for name, value in pairs if not TRACKERS.fullmatch(name)]
    return redirect(address("/" + quote(request.path.lstrip("/")), own)) if len(own) < len(pairs) else None


def secure(response: Response) -> Response:
    """The headers of every answer outside /api. Pages read the store, so they are asked for each time anew:
    a withdrawal passes at once."""
    if not request.path.startswith(FOR_PROGRAMS):
        response.headers["Content-Security-Policy"] = POLICY
        response.headers.setdefault("Cache-Control", "no-cache")
    return response
