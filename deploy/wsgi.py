"""The web application as a process runs it: opened from settings after the fork."""

from __future__ import annotations

from importlib.metadata import version
from wsgiref.types import WSGIApplication

from api.app import create_app
from deploy.opening import open_catalogue, utc_now
from deploy.settings import Settings
from harvesters.synonyms import Groups


def open_app(settings: Settings, synonyms: Groups) -> WSGIApplication:
    """The application over the catalogue of these settings, which takes the words of each group as equal."""
    catalogue = open_catalogue(settings)
    catalogue.learn(synonyms)
    return create_app(catalogue, settings.contact, settings.public_url, version("dastras"), utc_now)
