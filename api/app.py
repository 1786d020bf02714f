"""create_app: blueprints, handlers and headers, nothing else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask import Flask

from api import delivery
from api.arguments import refuse_unreadable
from api.doors.views import doors
from api.errors import install
from api.exports.copy_views import copy_routes
from api.exports.views import exports
from api.feeds.views import feeds
from api.pages.views import create_pages, error_page
from api.v1.file_views import kept
from api.v1.log_views import log
from api.v1.reference_views import reference
from api.v1.relation_views import relation
from api.v1.views import api
from catalogue.service import Catalogue


def create_app(catalogue: Catalogue, contact: str, public_url: str, build: str, now: Callable[[], datetime]) -> Flask:
    """The web application over a catalogue. `contact` is shown to readers, `build` names the running code,
    `public_url` begins every permanent address, `now` dates citations."""
    app = Flask(__name__, static_folder=None)
    app.url_map.strict_slashes = False
    app.extensions["catalogue"] = catalogue
    app.extensions["build"] = build
    app.extensions["contact"] = contact
    app.extensions["public_url"] = public_url.rstrip("/")
    app.extensions["now"] = now
    app.before_request(refuse_unreadable)
    delivery.install(app)
    app.register_blueprint(api)
    app.register_blueprint(doors)
    app.register_blueprint(copy_routes)
    app.register_blueprint(exports)
    app.register_blueprint(feeds)
    app.register_blueprint(log)
    app.register_blueprint(kept)
    app.register_blueprint(reference)
    app.register_blueprint(relation)
    app.register_blueprint(create_pages(catalogue, contact, public_url, now))
    install(app, error_page)
    return app
