"""The answers about files of a query."""

from __future__ import annotations

from schemas.answers.page import AsOf, EffectiveQuery
from schemas.answers.shape import Count, One, Shape, addresses, digest, instant


class Manifest(Shape):
    """What every file of a query holds; `sha256` is that of the sorted lines "id version_no sha256"."""

    total = Count()
    count = Count()
    sha256 = digest()
    as_of = One(AsOf)
    coverage_until = instant(allow_none=True)
    never_complete = Count()
    effective_query = One(EffectiveQuery)
    files = addresses("Files", "jsonl", "csv", "xlsx")
