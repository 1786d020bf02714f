"""How tests ask the API."""

from __future__ import annotations

from typing import Any

from flask.testing import FlaskClient


def get(client: FlaskClient, address: str) -> dict[str, Any]:
    """A good answer; the client sees to it that it has the promised shape."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return dict(answer.json)  # type: ignore[arg-type]
