"""What readers/html.py needs of a source's rules, as a text that goes along with each page of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from harvesters.folded import to_label
from harvesters.source import Locator, Place, Source


def rules_text(source: Source) -> str:
    """The JSON of readers.html.Rules; patterns are text."""
    many = {rule.place.key for rule in source.rules if rule.many}
    places = list({rule.place.key: rule.place for rule in source.rules}.values())
    detail, reading, stop = source.detail, source.reading, source.reading.paging.stop
    rules = {
        "encoding": source.encoding,
        "rows": reading.rows,
        "native_id": [_locator(part) for part in reading.native_id],
        "link": _locator(reading.link),
        "next_link": _locator(reading.paging.next),
        "total": _locator(reading.paging.total),
        "stop": {"way": stop.way, "what": stop.what} if stop else None,
        "row": [_spot(place, many) for place in places if place.way == "css" and place.in_row],
        "page": [_spot(place, many) for place in places if place.way == "css" and not place.in_row],
        "columns": {to_label(place.what): place.key for place in places if place.way == "column"},
        "extracts": [place.key for place in places if place.way == "extract"],
        "labels": {to_label(place.what): place.key for place in places if place.way == "label"},
        "known": sorted(source.known),
        "must_contain": detail.must_contain if detail else "",
        "drop": list(detail.drop) if detail else [],
    }
    return json.dumps(rules, ensure_ascii=False)


def _locator(locator: Locator | None) -> Mapping[str, Any] | None:
    if locator is None or locator.way != "css":
        return None
    match = locator.match.pattern if locator.match is not None else None
    return {"css": locator.what, "attr": locator.attr, "match": match}


def _spot(place: Place, many: set[str]) -> Mapping[str, Any]:
    return {"css": place.what, "attr": place.attr, "key": place.key, "many": place.key in many}
