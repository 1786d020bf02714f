"""How long answers are sent: named, told in full, in turns, so that many at once leave room; cut off when they fail."""

from __future__ import annotations

import errno
import logging
import traceback
from collections.abc import Iterator
from threading import Lock
from typing import TypeVar

from flask import Response

LOG = logging.getLogger(__name__)

Chunk = TypeVar("Chunk")


def told(response: Response, total: int, log_index: int) -> Response:
    """With what tells a reader whether all of it came: no row of a file does."""
    response.headers["Dastras-Total"] = str(total)
    response.headers["Dastras-As-Of"] = f"log:{log_index}"
    return response


def as_file(response: Response, name: str, total: int, log_index: int) -> Response:
    """To be saved under this name."""
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    return told(response, total, log_index)


_TURN = Lock()
"""Of this process: one answer at a time reads and writes its next part, however many are being sent."""


def in_turns(chunks: Iterator[Chunk], what: str) -> Iterator[Chunk]:
    """The chunks; each is made while no other long answer makes one.

    A failure is logged without its text, which may hold what a reader asked, and ends the connection before the mark
    that ends an answer: whoever reads it notices.
    """
    while True:
        try:
            with _TURN:
                chunk = next(chunks, None)
        except Exception as error:  # noqa: BLE001  # whatever it is, the answer has begun and cannot tell it
            trace = "".join(traceback.format_tb(error.__traceback__))
            LOG.error("%s was cut off: %s\n%s", what, type(error).__name__, trace)
            raise BrokenPipeError(errno.EPIPE, "the answer was cut off") from None
        if chunk is None:
            return
        yield chunk
