"""The arguments of the request at hand, loaded by a schema; what cannot be read at all is refused first."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote_to_bytes

from flask import request
from werkzeug.exceptions import BadRequest

from schemas.arguments import Arguments, load_arguments


def asked(schema: Arguments) -> dict[str, Any]:
    """The loaded parameters of this request; raises InvalidInput."""
    return load_arguments(schema, request.args.to_dict(flat=False))


def refuse_unreadable() -> None:
    """Before every request: an address whose bytes are no UTF-8, or whose path holds NUL, is malformed (400)."""
    path = request.environ.get("PATH_INFO", "").encode("latin-1")  # the server has unquoted it
    for part in (unquote_to_bytes(request.query_string), path):
        try:
            part.decode()
        except UnicodeDecodeError:
            raise BadRequest("the address is not UTF-8") from None
    if b"\0" in path:
        raise BadRequest("the path holds NUL")
