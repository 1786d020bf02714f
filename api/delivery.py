"""How answers leave: validators, compression, and what browsers on other sites may do with them.

A validator names a state of the store, before any coding; each coding of an answer has its own, `state:coding`
(RFC 9110 section 8.8.3), and all of them are known again.
"""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, Response, request
from flask_compress import Compress

CODINGS = ("zstd", "br", "gzip")
"""The first one that a client takes is used."""
COMPRESSED = (
    "application/atom+xml",
    "application/feed+json",
    "application/json",
    "application/jsonl",
    "application/problem+json",
    "image/svg+xml",
    "text/css",
    "text/csv",
    "text/html",
    "text/javascript",
    "text/plain",
)
SMALLEST_BYTES = 500
EXPOSED = "ETag, Link, Retry-After, Content-Disposition, Dastras-Total, Dastras-As-Of"
FOR_PROGRAMS = ("/api/", "/feeds/")
PREFLIGHT_SECONDS = 86_400
ASKED_WITH = "If-None-Match, If-Range, Range"
"""Headers of a request that a browser must ask about first."""


def install(app: Flask) -> None:
    """Add headers to every answer, and compress what gains by it."""
    app.config.update(
        COMPRESS_REGISTER=False,
        COMPRESS_ALGORITHM=list(CODINGS),
        COMPRESS_ALGORITHM_STREAMING=list(CODINGS),
        COMPRESS_MIMETYPES=list(COMPRESSED),
        COMPRESS_MIN_SIZE=SMALLEST_BYTES,
    )
    compress = Compress(app)

    def deliver(response: Response) -> Response:
        _add_headers(response)
        in_parts = "Accept-Ranges" in response.headers  # a part is one of the bytes as they are kept
        return response if in_parts else compress.after_request(response)

    app.after_request(deliver)


def known_validator(state: str) -> str | None:
    """The validator of this state, in whichever coding, that the client says it has."""
    if "If-None-Match" not in request.headers:
        return None
    tags = (state, *(f"{state}:{coding}" for coding in CODINGS))
    return next((tag for tag in tags if request.if_none_match.contains_weak(tag)), None)


def unchanged(validator: str) -> Response:
    """304: the client has it already."""
    response = Response(status=304)
    response.set_etag(validator)
    return response


def unless_of_state(state: str, make: Callable[[], Response]) -> Response:
    """304 for who has the answer of this state, else what `make` gives, with the state as its validator."""
    known = known_validator(state)
    response = unchanged(known) if known else make()
    if not known:
        response.set_etag(state)
    response.headers["Cache-Control"] = "no-cache"
    return response


def _add_headers(response: Response) -> None:
    """No sniffing, no referrer; what is for programs is open to other sites and closed to web search."""
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    if not request.path.startswith(FOR_PROGRAMS):
        return
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = EXPOSED
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers.setdefault("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
    if request.method == "OPTIONS" and response.status_code == 200:
        response.headers["Access-Control-Allow-Methods"] = response.headers.get("Allow", "GET, HEAD, OPTIONS")
        response.headers["Access-Control-Allow-Headers"] = ASKED_WITH
        response.headers["Access-Control-Max-Age"] = str(PREFLIGHT_SECONDS)
