"""The floor: the smallest Flask application that answers 5 kB, served by the same gunicorn; nothing of ours."""

from __future__ import annotations

from flask import Flask

BODY = '{"items":["' + "x" * 5_000 + '"]}'


def create_app() -> Flask:
    """The application."""
    app = Flask(__name__)
    app.add_url_rule("/floor", "floor", lambda: app.response_class(BODY, mimetype="application/json"))
    return app
