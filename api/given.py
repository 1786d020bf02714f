"""What create_app was given, as the views of the API ask for it in a request."""

from __future__ import annotations

from flask import current_app

from catalogue.service import Catalogue


def catalogue() -> Catalogue:
    """The catalogue that is served."""
    found: Catalogue = current_app.extensions["catalogue"]
    return found
