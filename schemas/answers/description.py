"""The description of the API as an answer of the API: an OpenAPI 3.1 document."""

from __future__ import annotations

from marshmallow import fields

from schemas.answers.shape import Shape, Text


class Opaque(fields.Dict):
    """An object whose members OpenAPI lays down."""


class Description(Shape):
    """An OpenAPI document; what its members are, https://spec.openapis.org/oas/v3.1.1 lays down."""

    openapi = Text()
    jsonSchemaDialect = Text()  # noqa: N815  # OpenAPI's name
    info = Opaque(required=True)
    paths = Opaque(required=True)
    components = Opaque(required=True)
