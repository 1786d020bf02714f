"""Notice: an official announcement or clarification (records.md section 4)."""

from __future__ import annotations

from catalogue.vocab import vocabulary
from schemas.fields import OneOf
from schemas.record import Record


class Notice(Record):
    """title, type and publisher are required."""

    type = OneOf(vocabulary("notice_types"), required=True)
