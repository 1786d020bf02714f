"""A client that holds every answer of the API against its description, so that each test is one of the description."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from werkzeug.test import TestResponse

from api.v1.openapi import PROBLEM, describe

DESCRIPTION = describe({})
OF_ANY_ROUTE = {404, 405}
"""What an address without an operation is answered."""


class ConformingClient(FlaskClient):
    """Asks as any client does; raises AssertionError for an answer that is not described."""

    def open(self, *arguments: Any, **named: Any) -> TestResponse:
        """The answer, if it is as described."""
        response = super().open(*arguments, **{"buffered": True, **named})  # bytes of files are closed
        if response.request.path.startswith("/api/v1/") and response.request.method == "GET":
            check(response)
        return response


def check(response: TestResponse) -> None:
    """Raise AssertionError for an answer that its operation does not describe."""
    where = f"{response.request.path} {response.status_code}"
    operation = _operation(response.request.path)
    if operation is None:
        assert response.status_code in OF_ANY_ROUTE, where
        return _check_body(response, {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}, where)
    described = operation["responses"].get(str(response.status_code))
    assert described is not None, f"{where} is not described"
    for name in described.get("headers", ()):
        assert name in response.headers, f"{where}: no {name}"
    return _check_body(response, described.get("content", {}), where)


def _check_body(response: TestResponse, content: dict[str, Any], where: str) -> None:
    if not content:
        assert not response.data, where
        return
    media_type = str(response.mimetype)
    assert media_type in content or "*/*" in content, f"{where}: {media_type}"
    if "Content-Encoding" in response.headers:  # the same in fewer bytes: tests/api/test_delivery.py
        return
    if "$ref" in content.get(media_type, {}).get("schema", {}):
        errors = list(validator(content[media_type]["schema"]["$ref"]).iter_errors(response.json))
        assert not errors, "\n".join([where, *(f"{error.json_path}: {error.message[:300]}" for error in errors)])


@cache
def validator(reference: str) -> Draft202012Validator:
    """Judges by a reference into the description."""
    return validator_of({"$ref": reference})


def validator_of(schema: dict[str, Any]) -> Draft202012Validator:
    """Judges by a schema that may refer into the description."""
    return Draft202012Validator({**schema, "components": DESCRIPTION["components"]})


def _operation(path: str) -> dict[str, Any] | None:
    for template, methods in DESCRIPTION["paths"].items():
        if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", re.escape(template).replace(r"\{", "{").replace(r"\}", "}")), path):
            return dict(methods["get"])
    return None
