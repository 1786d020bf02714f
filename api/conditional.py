"""Answers that are not made again for who has them: the validator is made of the catalogue's state, before a search."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, request

from api.delivery import known_validator, unchanged
from api.given import build, catalogue
from catalogue.identity import sha256_hex


def unless_known(make: Callable[[], tuple[Response, int]]) -> Response:
    """304 for who has the answer of this state, else what `make` gives, with the entry of the log that it is of.

    While the index does not answer nobody can tell its state: then the validator is that of the log, and known to none.
    """
    mark = catalogue().mark()
    state = state_of(mark)
    known = known_validator(state) if mark else None
    if known:
        response = unchanged(known)
    else:
        response, log_index = make()
        response.set_etag(state if mark else state_of(f"store|{log_index}"))
    response.headers["Cache-Control"] = "no-cache"
    return response


def state_of(mark: str | None) -> str:
    """The state from which the request at hand is answered, as a validator tells it."""
    return sha256_hex(f"{build()}|{request.full_path}|{mark}")[:32]
