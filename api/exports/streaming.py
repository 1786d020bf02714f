"""How long answers are sent: in turns, so that many at once leave room for other readers; cut off when they fail."""

from __future__ import annotations

import errno
import logging
import traceback
from collections.abc import Iterator
from threading import Lock
from typing import TypeVar

LOG = logging.getLogger(__name__)

Chunk = TypeVar("Chunk")

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
