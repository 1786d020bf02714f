"""The datasets of a data.json (DCAT-US 1.1), one at a time, in a shape that rules can name (built_in/datajson.yaml).

Of DCAT-US 3.0 the datasets of the catalogue itself are read; what it nests beside them (series, services, records,
catalogues) is told, one by one, and left.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from harvesters.errors import StructureBroken
from harvesters.readers.json_text import JsonText
from harvesters.readers.trees import Broken, end_of, parts_of, rules_of, shown, text_of

NESTED = ("datasetSeries", "service", "record", "catalog")
LONGEST_WORDS = 1_000
"""Characters of a licence or a place that is words; longer ones are contracts and polygons."""

BAD = " addresses that are none"
"""Counted in a distribution while it is made."""

_ADDRESS = re.compile(r"(?i)https?://[^\s/]+\S*")
_INTERVAL = re.compile(r"R\d*/P")
_BETWEEN = re.compile(r"[,،;؛]")


def read(body: bytes, question: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The rows of a document, part by part; raises StructureBroken as readers/json_rows.py does."""
    rules = rules_of(question["rules"])
    document = JsonText(body, question, rules.encoding)
    shaping = Shaping(document)
    yield from parts_of(shaping.trees(), rules)
    yield from parts_of(_nested(document.frame), rules)
    if not document.has_rows:
        raise StructureBroken("rows-missing", given=", ".join(sorted(document.frame))[:200])
    yield end_of(document.charset, +document.problems)


def _nested(frame: Mapping[str, Any]) -> Iterator[Broken]:
    for name in NESTED:
        found = frame.get(name)
        for number, one in enumerate(found if isinstance(found, list) else [found] if found else (), start=1):
            yield Broken("nested-left", f"{name} {number}", shown(one), {"name": name}, refuses=False)


class Shaping:
    """Brings what publishers make of an element into one form; what it has to leave out is a problem of the document.

    `distribution` is a list of maps that all have `accessURL`; `publisher` a map with `name`; `temporal` a map with
    `start` and `end`; `keyword`, `theme` and `language` lists of words; `identifier` a text.
    """

    def __init__(self, document: JsonText) -> None:
        self._document = document
        self._shapes: Mapping[str, Callable[[Any], Any]] = {
            "identifier": _identifier,
            "publisher": lambda value: value if isinstance(value, dict) else {"name": value},
            "temporal": self._one_period,
            "keyword": _words,
            "theme": _words,
            "language": _languages,
            "spatial": self._short_words,
            "license": self._short_words,
            "distribution": self._distributions,
        }

    def trees(self) -> Iterator[Any]:
        """The datasets; what is none stays as it is, and has no key."""
        for tree in self._document.elements(("dataset",)):
            yield self._shaped(tree) if isinstance(tree, dict) else tree

    def _shaped(self, dataset: dict[str, Any]) -> dict[str, Any]:
        made = {
            name: self._shapes[name](value) if name in self._shapes else value
            for name, value in dataset.items()
            if value is not None
        }
        modified = made.get("modified")
        if isinstance(modified, str) and _INTERVAL.match(modified):  # 1.1 allows to say there how often
            made.setdefault("accrualPeriodicity", made.pop("modified"))
        return made

    def _short_words(self, value: Any) -> Any:
        """A polygon is no name of a place, and a contract no label of terms."""
        text = text_of(value)
        if text is not None and len(text) <= LONGEST_WORDS:
            return text
        self._document.problems["words-too-long"] += 1
        return None

    def _one_period(self, value: Any) -> Any:
        """Of several periods none is taken: each is only a part of what is covered."""
        given = value if isinstance(value, list) else [value]
        different = [one for number, one in enumerate(given) if one is not None and one not in given[:number]]
        if len(different) > 1:
            self._document.problems["periods-several"] += 1
            return None
        return _period(different[0]) if different else None

    def _distributions(self, value: Any) -> list[Any]:
        """Each with an address where it can be had; a file that can be downloaded can be had there."""
        given = [one for one in (value if isinstance(value, list) else [value]) if one is not None]
        made = [_distribution(one) for one in given if isinstance(one, dict)]
        found = [one for one in made if "accessURL" in one]
        self._document.problems["distribution-nowhere"] += len(given) - len(found)
        self._document.problems["address-bad"] += sum(one.pop(BAD) for one in found)
        return found


def _distribution(given: dict[str, Any]) -> dict[str, Any]:
    made = {name: value for name, value in given.items() if name not in ("accessURL", "downloadURL")}
    download, access = _address(given.get("downloadURL")), _address(given.get("accessURL"))
    made[BAD] = sum(
        bool(text_of(given.get(name)) and not found)
        for name, found in (("accessURL", access), ("downloadURL", download))
    )
    if download is not None:
        made["downloadURL"] = download
    if (address := access or download) is not None:
        made["accessURL"] = address
    return made


def _address(value: Any) -> str | None:
    text = (text_of(value) or "").strip()
    return text if _ADDRESS.fullmatch(text) else None


def _identifier(value: Any) -> Any:
    """3.0 has maps: the address of the thing, else the number that somebody gave it."""
    return value.get("@id") or value.get("notation") if isinstance(value, dict) else value


def _period(given: Any) -> dict[str, Any]:
    """«start/end» or one day; 3.0 has maps."""
    if isinstance(given, dict):
        return {"start": given.get("startDate"), "end": given.get("endDate")}
    start, _, end = (text_of(given) or "").partition("/")
    return {"start": start, "end": end}


def _words(value: Any) -> list[Any]:
    """A list; some write one text with commas."""
    if isinstance(value, str):
        return [word.strip() for word in _BETWEEN.split(value) if word.strip()]
    return value if isinstance(value, list) else [value]


def _languages(value: Any) -> list[str]:
    """Codes without the country: «fa-IR» is Persian."""
    return [code.split("-")[0].strip().lower() for one in _words(value) if (code := text_of(one))]
