"""The schema of each kind of record, built once, and the one way to load a record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from catalogue.vocab import Kind
from schemas.dataset import Dataset
from schemas.decision import Decision
from schemas.errors import FieldError, InvalidInput
from schemas.notice import Notice
from schemas.quick import Quick
from schemas.record import Record, load_with

SCHEMAS: Mapping[str, Record] = {Kind.DATASET: Dataset(), Kind.DECISION: Decision(), Kind.NOTICE: Notice()}
_QUICK: Mapping[str, Quick] = {kind: Quick(schema) for kind, schema in SCHEMAS.items()}
REQUIRED_ROLE: Mapping[str, str] = {Kind.DATASET: "publisher", Kind.DECISION: "issuer", Kind.NOTICE: "publisher"}


def load(kind: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """A validated record of this kind; raises InvalidInput with every mistake."""
    record = _QUICK[kind].load(given) or load_with(SCHEMAS[kind], given)
    if record["kind"] != kind:
        raise InvalidInput([FieldError(("kind",), "not-one-of", {"given": record["kind"], "allowed": kind})])
    if not any(role["role"] == REQUIRED_ROLE[kind] for role in record["roles"]):
        raise InvalidInput([FieldError(("roles", REQUIRED_ROLE[kind]), "required")])
    return record
