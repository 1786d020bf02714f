"""Numbers of records as few bytes, for the lists that a job leaves."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from itertools import accumulate, pairwise


def pack(numbers: Sequence[int]) -> bytes:
    """Rising numbers as their differences, compressed."""
    steps = [later - earlier for earlier, later in pairwise([0, *numbers])]
    return zlib.compress(json.dumps(steps).encode())


def unpack(packed: bytes) -> list[int]:
    """The numbers again."""
    return list(accumulate(json.loads(zlib.decompress(packed))))
