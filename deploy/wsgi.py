"""The web application as a process runs it: opened from settings after the fork."""

from __future__ import annotations

from importlib.metadata import version
from wsgiref.types import WSGIApplication

from api.app import create_app
from deploy.opening import open_catalogue, utc_now
from deploy.settings import Settings


def open_app(settings: Settings) -> WSGIApplication:
    """The application over the catalogue of these settings."""
    return create_app(open_catalogue(settings), settings.contact, settings.public_url, version("dastras"), utc_now)
