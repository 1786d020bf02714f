"""Bytes that are known by their hash, sent whole or in parts: they have no time, and change nothing by being read."""

from __future__ import annotations

import re
from pathlib import Path

from flask import Response, request, send_file

_ONE_RANGE = re.compile(r"bytes\s*=\s*(?:\d+-\d*|-\d+)\s*", re.ASCII)
_OTHER_CONDITIONS = ("HTTP_IF_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_UNMODIFIED_SINCE")


def send_bytes(path: Path, sha256: str, media_type: str, name: str) -> Response:
    """The file, or the range of it that was asked for, to be saved under a name."""
    _leave_out_what_does_not_count()
    response = send_file(
        path, mimetype=media_type, as_attachment=True, download_name=name, etag=sha256, last_modified=None
    )
    del response.headers["Last-Modified"]  # of the file on this machine
    response.headers["Cache-Control"] = "no-cache"
    return response


def _leave_out_what_does_not_count() -> None:
    """A Range is one of a GET, of bytes, and one part; any other is as if it had not been asked for (RFC 9110 14.2)."""
    if request.method != "GET" or not _ONE_RANGE.fullmatch(request.headers.get("Range", "")):
        request.environ.pop("HTTP_RANGE", None)
    for name in _OTHER_CONDITIONS:
        request.environ.pop(name, None)
