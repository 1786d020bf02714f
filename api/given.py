"""What create_app was given, as the views of the API ask for it in a request."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask import current_app

from catalogue.service import Catalogue


def catalogue() -> Catalogue:
    """The catalogue that is served."""
    found: Catalogue = current_app.extensions["catalogue"]
    return found


def public_url() -> str:
    """What every permanent address begins with, without a slash at its end."""
    return str(current_app.extensions["public_url"])


def contact() -> str:
    """The operator's mail address or page; empty where none is set."""
    return str(current_app.extensions["contact"])


def now() -> datetime:
    """The time, UTC."""
    clock: Callable[[], datetime] = current_app.extensions["now"]
    return clock()


def build() -> str:
    """The name of the running code."""
    return str(current_app.extensions["build"])
