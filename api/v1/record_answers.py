"""The JSON shapes of the answers about one record."""

from __future__ import annotations

from api.v1.answers import dumps
from catalogue.answers import RecordView


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
            "provenance": f"{path}/provenance?version={view.version_no}",
            "source": f"/api/v1/sources/{view.source}",
        },
    }
    return f'{dumps(beside)[:-1]},"record":{view.canonical}}}'
