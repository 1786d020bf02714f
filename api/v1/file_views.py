"""The route of kept documents: bytes as they were fetched, to be saved and never to be shown by our site."""

from __future__ import annotations

import mimetypes
import re

from flask import Blueprint, Response

from api.arguments import asked
from api.given import catalogue
from api.sending import send_bytes
from catalogue.errors import NotFound
from schemas.arguments import Arguments

kept = Blueprint("files", __name__, url_prefix="/api/v1/files")

NONE = Arguments()
POLICY = "sandbox; default-src 'none'; frame-ancestors 'none'"
UNKNOWN_TYPE = "application/octet-stream"
_SHA256 = re.compile(r"[0-9a-f]{64}")
_MEDIA_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+", re.ASCII)
_NAME_LETTERS = 16


@kept.get("/<sha256>")
def document(sha256: str) -> Response:
    """The bytes of a document, or a range of them. They are another's: saved as a file, run as nothing."""
    asked(NONE)
    if not _SHA256.fullmatch(sha256):
        raise NotFound("document", sha256)
    found, path = catalogue().document(sha256)
    media_type = found.media_type if _MEDIA_TYPE.fullmatch(found.media_type) else UNKNOWN_TYPE
    name = sha256[:_NAME_LETTERS] + (mimetypes.guess_extension(media_type) or ".bin")
    response = send_bytes(path, sha256, media_type, name)
    response.headers["Content-Security-Policy"] = POLICY
    return response
