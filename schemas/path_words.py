"""The parameters that stand in the path of an address: name -> what it means, and its JSON Schema."""

from __future__ import annotations

from collections.abc import Mapping

from catalogue.vocab import PUBLIC
from schemas.answers.shape import RECORD_ID
from schemas.json_schema import Node, whole
from schemas.source_fields import SLUG
from schemas.wording import Message

_NUMBER: Node = {"type": "integer", "minimum": 1}

PATH_PARAMETERS: Mapping[str, tuple[Message, Node]] = {
    "record_id": (
        Message("شناسهٔ رکورد؛ حرف آخر آن برای بازشناختن غلط است", "id of a record; its last letter tells a slip"),
        {"type": "string", "pattern": whole(RECORD_ID)},
    ),
    "version_no": (Message("شمارهٔ نسخه، از ۱", "number of a version, from 1 on"), _NUMBER),
    "key": (Message("شناسه یا نام لاتین یک دستگاه", "id or slug of an agency"), {"type": "string", "minLength": 1}),
    "source_id": (Message("شناسهٔ یک منبع", "id of a source"), {"type": "string", "pattern": whole(SLUG.pattern)}),
    "name": (
        Message("نام یک واژه‌نامه", "name of a vocabulary"),
        {"type": "string", "enum": list(PUBLIC)},
    ),
    "sha256": (
        Message("اثر انگشت سندی که نگه داشته‌ایم", "SHA-256 of a kept document"),
        {"type": "string", "pattern": whole("[0-9a-f]{64}")},
    ),
    "log_index": (Message("ردیف دفتر که رونوشت از آن است", "entry of the log that a dump is of"), _NUMBER),
    "file": (Message("نام فایلی از یک رونوشت", "name of a file of a dump"), {"type": "string", "minLength": 1}),
    "number": (Message("شمارهٔ کار", "number of a job"), _NUMBER),
}
