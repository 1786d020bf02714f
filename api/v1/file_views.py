"""The route of kept documents: bytes as they were fetched, to be saved and never to be shown by our site."""

from __future__ import annotations

import mimetypes
import re

from flask import Blueprint, Response, request, send_file

from api.arguments import asked
from api.given import catalogue
from catalogue.errors import NotFound
from schemas.arguments import Arguments

kept = Blueprint("files", __name__, url_prefix="/api/v1/files")

NONE = Arguments()
POLICY = "sandbox; default-src 'none'; frame-ancestors 'none'"
UNKNOWN_TYPE = "application/octet-stream"
_SHA256 = re.compile(r"[0-9a-f]{64}")
_MEDIA_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+", re.ASCII)
_NAME_LETTERS = 16
_ONE_RANGE = re.compile(r"bytes\s*=\s*(?:\d+-\d*|-\d+)\s*", re.ASCII)
_OTHER_CONDITIONS = ("HTTP_IF_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_UNMODIFIED_SINCE")
"""Bytes that are known by their hash have no time, and change nothing by being read."""


@kept.get("/<sha256>")
def document(sha256: str) -> Response:
    """The bytes of a document, or a range of them. They are another's: saved as a file, run as nothing."""
    asked(NONE)
    if not _SHA256.fullmatch(sha256):
        raise NotFound("document", sha256)
    found, path = catalogue().document(sha256)
    _leave_out_what_does_not_count()
    media_type = found.media_type if _MEDIA_TYPE.fullmatch(found.media_type) else UNKNOWN_TYPE
    response = send_file(
        path,
        mimetype=media_type,
        as_attachment=True,
        download_name=sha256[:_NAME_LETTERS] + (mimetypes.guess_extension(media_type) or ".bin"),
        etag=sha256,
        last_modified=None,
    )
    del response.headers["Last-Modified"]  # of the file on this machine
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cache-Control"] = "no-cache"
    return response


def _leave_out_what_does_not_count() -> None:
    """A Range is one of a GET, of bytes, and one part; any other is as if it had not been asked for (RFC 9110 14.2)."""
    if request.method != "GET" or not _ONE_RANGE.fullmatch(request.headers.get("Range", "")):
        request.environ.pop("HTTP_RANGE", None)
    for name in _OTHER_CONDITIONS:
        request.environ.pop(name, None)
