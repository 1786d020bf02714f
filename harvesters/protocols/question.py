"""What the readers of rows (readers/trees.py, readers/table.py) need of a source's rules, as a text.

It goes along with each document of the source; readers/html.py has a question of its own (html_question.py).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from harvesters.source import Locator, Source


def rules_text(source: Source) -> str:
    """The JSON of readers.trees.Rules; patterns are text."""
    reading = source.reading
    places = {rule.place.key: rule.place for rule in source.rules if rule.place.in_row and rule.place.way != "const"}
    rules = {
        "encoding": source.encoding,
        "language": source.language,
        "rows": reading.rows,
        "native_id": [_locator(part) for part in reading.native_id],
        "link": _locator(reading.link),
        "next": _locator(reading.paging.next),
        "total": _locator(reading.paging.total),
        "places": [{"way": place.way, "what": place.what, "key": place.key} for place in places.values()],
        "ignore": list(source.ignore),
        "own": dict(reading.own),
        "depth": source.limits.depth,
    }
    return json.dumps(rules, ensure_ascii=False)


def _locator(locator: Locator | None) -> Mapping[str, Any] | None:
    if locator is None:
        return None
    match = locator.match.pattern if locator.match is not None else None
    return {"way": locator.way, "what": locator.what, "match": match}
