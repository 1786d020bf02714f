"""The answers about files of a query, and about dumps."""

from __future__ import annotations

from schemas.answers.page import AsOf, EffectiveQuery, List
from schemas.answers.shape import Count, Flag, Many, One, Shape, Text, addresses, digest, instant


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


class DumpFile(Shape):
    """A file of a dump: its bytes as they are sent, and how many lines or rows it holds when it is unpacked."""

    name = Text()
    media_type = Text()
    body_bytes = Count()
    sha256 = digest()
    count = Count()
    url = Text()


class Dump(Shape):
    """All published records as they stood at the entry `log_index`, and the log after `since`.

    What was withdrawn or sealed up to the entry `clean_until` is left out; while something was later, it is not
    `on_offer`. `sha256` is that of the sorted lines "id version_no sha256".
    """

    log_index = Count()
    recorded_at = instant()
    commitment = digest()
    since = Count()
    clean_until = Count()
    made_at = instant()
    records = Count()
    sha256 = digest()
    on_offer = Flag()
    files = Many(DumpFile)


class Dumps(List):
    """The dumps, the newest first."""

    items = Many(Dump)
