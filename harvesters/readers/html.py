"""HTML for protocol html: a page of a listing with its rows, or the page of one record.

What is asked: {page: "listing" or "record", rules, media_type, charset, holder}. `rules` is a text, made once for a
source (protocols/html_question.py); `holder` is what held the rows of the first page, or null.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from selectolax.lexbor import LexborNode

from catalogue.persian.letters import fold_key
from harvesters.decode import Decoded, Received, decode
from harvesters.errors import StructureBroken
from harvesters.folded import cut_out, to_label
from harvesters.main_text import main_text
from harvesters.patterns import Pattern, PatternTooSlow, to_pattern
from harvesters.readers.cells import Tables, headings_of, table_of
from harvesters.readers.pages import Page, text_of
from harvesters.readers.trees import LONGEST_SHOWN, native_id_of

LOGIN = "input[type=password]"
_BEGIN = re.compile(r"<html[\s>]", re.IGNORECASE)
_END = re.compile(r"</(html|body)\s*>", re.IGNORECASE)


class Spot(NamedTuple):
    """Where a value stands: a selector, the attribute that counts (else the text), its key, and whether all count."""

    css: str
    attr: str | None
    key: str
    many: bool


class Locator(NamedTuple):
    """An element, the attribute that counts (else its text), and a pattern for the part of it."""

    css: str
    attr: str | None
    match: Pattern | None


class Rules(NamedTuple):
    """What a source's rules ask of its pages. `columns` and `labels` map folded headings and labels to keys, `extracts`
    are the keys of its main text."""

    encoding: str | None
    rows: str
    native_id: Sequence[Locator]
    link: Locator | None
    next_link: Locator | None
    total: Locator | None
    stop: Mapping[str, str] | None
    row: Sequence[Spot]
    page: Sequence[Spot]
    extracts: Sequence[str]
    columns: Mapping[str, str]
    labels: Mapping[str, str]
    known: frozenset[str]
    must_contain: str
    drop: Sequence[str]


def read(body: bytes, question: Mapping[str, Any]) -> dict[str, Any]:
    """The charset and problems of the text (decode.Decoded), and what listing_page or record_page say.

    Raises StructureBroken for a page that is cut, nested too deep, or not the page of a record.
    """
    rules = rules_of(question["rules"])
    decoded = decode(Received(body, question["media_type"], question["charset"]), rules.encoding)
    page = _page(decoded)
    said = record_page(page, rules) if question["page"] == "record" else listing_page(page, rules, question["holder"])
    return {"charset": decoded.charset, "problems": decoded.problems, **said}


@lru_cache(maxsize=4)
def rules_of(text: str) -> Rules:
    """Rules as the protocol writes them; a child serves one source, so they are made ready once."""
    given = json.loads(text)
    for name in ("link", "next_link", "total"):
        given[name] = _locator(given[name])
    given["native_id"] = [part for part in map(_locator, given["native_id"]) if part]
    for name in ("row", "page"):
        given[name] = [Spot(**spot) for spot in given[name]]
    return Rules(**{**given, "known": frozenset(given["known"])})


def _locator(given: Mapping[str, Any] | None) -> Locator | None:
    if given is None:
        return None
    return Locator(given["css"], given["attr"], to_pattern(given["match"]) if given["match"] else None)


def _page(decoded: Decoded) -> Page:
    if _is_cut(decoded.text):
        raise StructureBroken("page-cut")
    return Page(decoded.text)


def _is_cut(text: str) -> bool:
    """Whether a whole page begins but never ends: what came is a part of it, and nobody knows of what is missing."""
    return bool(_BEGIN.search(text, 0, 5_000)) and not _END.search(text)


# ---------- a page of the listing ----------


def listing_page(page: Page, rules: Rules, holder: Mapping[str, Any] | None) -> dict[str, Any]:
    """{rows, missing, next, total, says_end, holder, has_login, has_holder}: missing columns by key, the link to the
    next page, what the page says of the number of rows, whether it says that the listing is over, what holds the rows,
    whether a password is asked for, and whether `holder` stands here too."""
    rows, tables = [row for row in page.css(rules.rows) if not _is_headings(row)], Tables()
    return {
        "rows": [_row(row, tables, rules) for row in rows],
        "missing": _missing(rows[0], rules) if rows else [],
        "next": _first(page, rules.next_link),
        "total": _first(page, rules.total),
        "says_end": rules.stop is not None and _says(page, rules.stop),
        "holder": _holder(rows[0]) if rows else None,
        "has_login": bool(page.css(LOGIN)),
        "has_holder": holder is not None and _stands(page, holder),
    }


def _is_headings(row: LexborNode) -> bool:
    """Whether a row of a table has headings only, so that it is no record."""
    return row.tag == "tr" and row.css_first("td") is None and row.css_first("th") is not None


def _row(row: LexborNode, tables: Tables, rules: Rules) -> dict[str, Any]:
    """{native_id, link, slow, fields, fits, excerpt}; a row that does not fit is not as wide as its headings, `slow` is
    the key of the source file whose pattern came to no end on it."""
    columns = tables.columns(row)
    return {
        **_key_and_link(row, rules),
        "fields": {**_values(row, rules.row), **_cells(columns or (), rules)},
        "fits": columns is not None,
        "excerpt": text_of(row)[:LONGEST_SHOWN],
    }


def _key_and_link(row: LexborNode, rules: Rules) -> dict[str, str | None]:
    found: dict[str, str | None] = {"native_id": None, "link": None, "slow": "list.native_id"}
    try:
        parts = [_in_row(row, part) for part in rules.native_id]
        found |= {"native_id": native_id_of(parts), "slow": "list.detail"}
        return found | {"link": _in_row(row, rules.link) if rules.link else None, "slow": None}
    except PatternTooSlow:
        return found


def _cells(columns: Sequence[tuple[str, str]], rules: Rules) -> dict[str, list[str]]:
    """The cells of mapped columns, and those of columns that are neither mapped nor ignored."""
    found: dict[str, list[str]] = {}
    for heading, text in columns:
        label = to_label(heading)
        if label in rules.columns:
            found.setdefault(rules.columns[label], [text])
        elif label and label not in rules.known:
            found.setdefault(f"column:{heading}", [text])
    return found


def _missing(row: LexborNode, rules: Rules) -> list[str]:
    present = {to_label(heading) for heading in headings_of(row)}
    return [key for label, key in rules.columns.items() if label not in present]


def _first(page: Page, locator: Locator | None) -> str | None:
    """The text a locator finds on the page."""
    found = page.css(locator.css) if locator else []
    try:
        return _located(found[0], locator) if locator and found else None
    except PatternTooSlow:
        raise StructureBroken("pattern-too-slow", field="paging") from None


def _says(page: Page, stop: Mapping[str, str]) -> bool:
    """Whether an element or words stand on the page."""
    if stop["way"] == "css":
        return bool(page.css(stop["what"]))
    return fold_key(stop["what"]) in fold_key(page.text())


def _holder(row: LexborNode) -> dict[str, Any]:
    """The element that holds the rows of a listing: their table, else their parent."""
    holder = (table_of(row) if row.tag == "tr" else None) or row.parent or row
    return {"tag": str(holder.tag), "classes": sorted(_classes(holder))}


def _stands(page: Page, holder: Mapping[str, Any]) -> bool:
    return any(set(holder["classes"]) <= _classes(node) for node in page.css(holder["tag"]))


def _classes(node: LexborNode) -> set[str]:
    return set((node.attributes.get("class") or "").split())


# ---------- the page of a record ----------


def record_page(page: Page, rules: Rules) -> dict[str, Any]:
    """{fields}: what the rules name on the page, and its labels that are neither mapped nor ignored."""
    text = page.text() if rules.must_contain else ""
    if rules.must_contain not in text and fold_key(rules.must_contain) not in fold_key(text):
        raise StructureBroken("must-contain-missing")
    page.drop(rules.drop)
    found = _values(page, rules.page)
    for label, values in page.labelled(frozenset(rules.labels)).items():
        found[rules.labels[label]] = values
    for label, value in page.other_pairs(rules.known):
        found.setdefault(f"label:{label}", [value])
    found.update((key, [main_text(page.html())]) for key in rules.extracts)
    return {"fields": found}


# ---------- values ----------


def _values(scope: Page | LexborNode, spots: Sequence[Spot]) -> dict[str, list[str]]:
    """Key -> what stands there: all of it where a rule takes many, else the first."""
    found: dict[str, list[str]] = {}
    for spot in spots:
        nodes = scope.css(spot.css)
        values = [_text(node, spot.attr) for node in (nodes if spot.many else nodes[:1])]
        if values:
            found[spot.key] = values
    return found


def _text(node: LexborNode, attr: str | None) -> str:
    return text_of(node) if attr is None else node.attributes.get(attr) or ""


def _in_row(row: LexborNode, locator: Locator) -> str | None:
    """The text a locator finds in a row; an empty selection or a pattern without a match is None."""
    node = row.css_first(locator.css)
    return _located(node, locator) if node is not None else None


def _located(node: LexborNode, locator: Locator) -> str | None:
    text = _text(node, locator.attr).strip()
    if locator.match is not None:
        text = cut_out(locator.match, text) or ""
    return text or None
