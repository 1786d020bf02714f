"""gunicorn's log without anything that a reader sent: no address, no query, no header."""

from __future__ import annotations

import sys
from typing import Any

from gunicorn.glogging import Logger

ABOUT_REQUESTS = ("Invalid request", "Error handling", "Socket error", "HTTP/2")
"""How gunicorn begins the messages that it fills with parts of a request."""


class QuietLogger(Logger):  # type: ignore[misc]  # gunicorn ships no types
    """Says that a request failed, and with what type of error; never which request."""

    def warning(self, msg: object, *args: object, **rest: Any) -> None:
        """A warning that is not about a request."""
        if not _is_about_a_request(msg):
            super().warning(msg, *args, **rest)

    def exception(self, msg: object, *args: object, **rest: Any) -> None:
        """An error with its trace; about a request, only its type."""
        if _is_about_a_request(msg):
            super().error("a request failed: %s", type(sys.exc_info()[1]).__name__)
        else:
            super().exception(msg, *args, **rest)


def _is_about_a_request(msg: object) -> bool:
    return str(msg).startswith(ABOUT_REQUESTS)
