"""The JSON shapes of the answers about one record."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from api.v1.answers import dumps
from catalogue.answers import RecordView, VersionLine


def record_json(view: RecordView) -> str:
    """A single record: what stands beside it, and its canonical JSON as it was hashed."""
    path = f"/api/v1/records/{view.id}"
    beside = {
        "id": view.id,
        "version_no": view.version_no,
        "sha256": view.sha256,
        "log_index": view.log_index,
        "change_kind": view.change_kind,
        "recorded_at": view.recorded_at,
        "status": view.status,
        "source_status": view.source_status,
        "first_seen_at": view.first_seen_at,
        "last_seen_at": view.last_seen_at,
        "links": {
            "self": path,
            "page": f"/{view.id}",
            "versions": f"{path}/versions",
            "version": f"{path}/versions/{view.version_no}",
            "canonical": f"{path}/versions/{view.version_no}/canonical",
            **({"diff": f"{path}/diff?to=v{view.version_no}"} if view.version_no > 1 else {}),
            "provenance": f"{path}/provenance?version={view.version_no}",
            "relations": f"{path}/relations",
            "citation": f"{path}/citation?version={view.version_no}",
            "source": f"/api/v1/sources/{view.source}",
        },
    }
    return f'{dumps(beside)[:-1]},"record":{view.canonical}}}'


def version_fields(record_id: str, line: VersionLine) -> dict[str, Any]:
    """One line of a history; of a version that cannot be read any more without links."""
    return {**asdict(line), "links": {} if line.sha256 is None else version_links(record_id, line.version_no)}


def version_links(record_id: str, version_no: int) -> dict[str, str]:
    """Where a version stands."""
    path = f"/api/v1/records/{record_id}/versions/{version_no}"
    return {"version": path, "canonical": f"{path}/canonical", "page": f"/{record_id}/v{version_no}"}
