"""Protocol `table`: one document, a record a row (harvesting.md section 3).

Which form it has is known by its bytes, as servers say many things of tables: so no media type is refused.
"""

from __future__ import annotations

from collections.abc import Iterator

from harvesters.fetch import Getter
from harvesters.protocols import Found
from harvesters.protocols.rows import RowPages
from harvesters.source import Source


def read(source: Source, fetcher: Getter) -> Iterator[Found]:
    """The records of the table in its order.

    Raises FetchError, StructureBroken or ParserDied when the table cannot be read.
    """
    return RowPages(source, fetcher).read()
