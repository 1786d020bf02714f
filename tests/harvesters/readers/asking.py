"""Asks the readers of rows in this process, as the child of a sandbox does."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from harvesters.readers import STREAMS


def rules(rows: str | None = None, key: str = "id", language: str | None = None, **own: Any) -> str:
    """Rules without a field, so that all that stands in a row is left over; `own` are keys of the protocol."""
    asked = {
        "encoding": None,
        "language": language,
        "rows": rows,
        "native_id": [{"way": "path", "what": key, "match": None}],
        "link": None,
        "next": None,
        "total": None,
        "places": [],
        "ignore": [],
        "own": own,
        "depth": 50,
    }
    return json.dumps(asked)


def parts(form: str, body: bytes, asked: str, charset: str | None = None) -> tuple[list[Any], Mapping[str, Any]]:
    """The rows of a document and its end; raises StructureBroken."""
    found: list[Any] = []
    end: dict[str, Any] = {}
    for part in STREAMS[form](body, {"rules": asked, "media_type": "", "charset": charset}):
        found += part.get("rows", [])
        end |= part.get("end", {})
    return found, end


def fields(row: Mapping[str, Any]) -> dict[str, Any]:
    """What stands in a row, by path; single texts without their list."""
    plain = {key.removeprefix("path:"): values for key, values in row["fields"].items()}
    return {key: values[0] if len(values) == 1 else values for key, values in plain.items()}
