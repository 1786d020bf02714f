"""Protocol `datajson`: the data.json of a publisher, all of its datasets in one document (harvesting.md section 3).

What stands in it is read by readers/datajson.py, and becomes ours by built_in/datajson.yaml.
"""

from __future__ import annotations

from collections.abc import Iterator

from harvesters.fetch import Getter
from harvesters.protocols import Found
from harvesters.protocols.json_rows import JSON_TYPES
from harvesters.protocols.rows import RowPages
from harvesters.source import Source


def read(source: Source, fetcher: Getter) -> Iterator[Found]:
    """The datasets in their order; raises what RowPages does."""
    return DataJson(source, fetcher).read()


class DataJson(RowPages):
    """Reads the document once."""

    media_types = (*JSON_TYPES, "application/ld+json")
