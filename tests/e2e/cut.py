"""An application whose long answer fails after some parts; the server runs it (test_cut_off.py)."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Flask, Response

from api import delivery
from api.exports.streaming import in_turns

ASKED = "secret words of a reader"

app = Flask(__name__)
delivery.install(app)


@app.get("/file")
def file() -> Response:
    """Three parts, and no more."""
    return Response(in_turns(_chunks(), "file"), mimetype="text/csv")


def _chunks() -> Iterator[str]:
    for number in range(3):
        yield f"{number}\n" * 1000
    raise OSError(ASKED)
