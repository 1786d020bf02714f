"""The edges of a record: what it says of others, and the keys by which it and they are known. Pure.

An edge stands in canonical JSON as {type, to_raw}. One that its text was found to say has `evidence` {pattern, path,
span, quote} and stands behind those of the publisher. Keys are hashes: no word of a record lives on in them. Not here:
which record a key belongs to (relations.py), how a text names an act (persian/references.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from catalogue.cards import LEADING_DATES
from catalogue.identity import sha256_hex
from catalogue.persian.letters import fold_key
from catalogue.persian.references import (
    CITES,
    Act,
    Reference,
    act_of,
    done_in_title,
    is_of_cabinet,
    number_key,
    references_in_text,
    references_in_title,
)
from catalogue.vocab import Kind

MOST_FOUND = 300
"""Edges found in the texts of one record; more are counted only."""


@dataclass(frozen=True, slots=True)
class Edge:
    """An edge of a record: `place` is that in its list of relations, `raw_key` is of the words that name the target.

    `target_key` is one of the keys by which the target may be known; `day` (ISO) is set where it must be one of its
    days too.
    """

    place: int
    type: str
    raw_key: str
    target_key: str
    day: str | None


# ---------- found in texts ----------


def with_found_edges(record: Mapping[str, Any]) -> tuple[dict[str, Any], int]:
    """The record with the edges that its texts say now, and how many more of them there are than are kept.

    To be asked for after masks are set, and again when they change: then every place and quote fits its text.
    """
    made = without_found_edges(record)
    if record["kind"] != Kind.DECISION:
        return made, 0
    stated = made.get("relations", [])
    found = list(_new(made, stated))
    if found:
        made["relations"] = [*stated, *found[:MOST_FOUND]]
    return made, max(0, len(found) - MOST_FOUND)


def without_found_edges(record: Mapping[str, Any]) -> dict[str, Any]:
    """The record with the edges of its publisher alone."""
    made = dict(record)
    stated = [edge for edge in made.pop("relations", ()) if "evidence" not in edge]
    return made | {"relations": stated} if stated else made


def _new(record: Mapping[str, Any], stated: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The found edges that say something new: not of the record itself, none twice, and no mere mention of an act of
    which more is said."""
    own = set(_names_of(record))
    said = {(edge["type"], _same(act)) for edge in stated if (act := act_of(edge["to_raw"]))}
    mentioned = {act for _, act in said}
    found = [(path, text, one) for path, text, one in _references(record) if _same(one.act) not in own]
    more = {_same(one.act) for _, _, one in found if one.type != CITES}
    for path, text, one in found:
        act = _same(one.act)
        known = act in mentioned | more if one.type == CITES else (one.type, act) in said
        if not known:
            said.add((one.type, act))
            mentioned.add(act)
            yield _edge(path, text, one)


def _references(record: Mapping[str, Any]) -> Iterator[tuple[str, str, Reference]]:
    """(path of a text, the text, what it names), the title first."""
    title = record["title"]
    for one in references_in_title(title):
        yield "title", title, one
    done = done_in_title(title)
    for place, text in enumerate(record.get("texts", ())):
        if text["role"] == "body":
            for one in references_in_text(text["text"], done):
                yield f"texts[{place}].text", text["text"], one


def _edge(path: str, text: str, one: Reference) -> dict[str, Any]:
    evidence = {"pattern": one.pattern, "path": path, "span": list(one.quote), "quote": text[slice(*one.quote)]}
    return {"type": one.type, "to_raw": text[slice(*one.name)], "evidence": evidence}


def _same(act: Act) -> Act:
    """Equal for two namings of one act: the cabinet gives no number twice."""
    return Act(act.number) if is_of_cabinet(act.number) else act


def _names_of(record: Mapping[str, Any]) -> Iterator[Act]:
    """What a record itself may be called."""
    for number in _numbers(record):
        yield from (_same(Act(number, day)) for day in (None, *_days(record)))


# ---------- keys ----------


def edges_of(record: Mapping[str, Any], agency: str) -> list[Edge]:
    """The edges of a record that stands under an agency; of two that say the same of the same words, the first."""
    edges: dict[tuple[str, str], Edge] = {}
    for place, edge in enumerate(record.get("relations", ())):
        raw_key = raw_key_of(edge["to_raw"])
        target, day = _target(edge["to_raw"], agency)
        edges.setdefault((edge["type"], raw_key), Edge(place, edge["type"], raw_key, target, day))
    return list(edges.values())


def raw_key_of(to_raw: str) -> str:
    """The key of the words that name a target: equal for all their spellings."""
    return _key("raw", fold_key(to_raw))


def known_as(record: Mapping[str, Any], agency: str) -> dict[str, str]:
    """The keys by which others may name a record that stands under an agency -> its days (ISO, joined by blanks).

    A number of the cabinet is one of its own everywhere; any other number only within the agency, and on one day.
    """
    days = _days(record)
    keys: dict[str, str] = {}
    for number in _numbers(record):
        if is_of_cabinet(number):
            keys[_key("cabinet", number)] = " ".join(days)
        else:
            keys |= {_key("number", agency, number, day): "" for day in days}
    for one in record.get("source_ids", ()):
        keys[_id_key(agency, one["raw"])] = ""
    return keys


def _target(to_raw: str, agency: str) -> tuple[str, str | None]:
    """The key of what these words name, as a record of an agency says them, and the day that has to fit."""
    act = act_of(to_raw)
    if act is None:
        return _id_key(agency, to_raw), None
    if is_of_cabinet(act.number):
        return _key("cabinet", act.number), act.day
    if act.day is None:
        return _id_key(agency, act.number), None
    return _key("number", agency, act.number, act.day), None


def _id_key(agency: str, words: str) -> str:
    """An address is one everywhere, another id of a publisher only within the agency."""
    is_address = words.startswith(("http://", "https://"))
    return _key("address", words) if is_address else _key("id", agency, number_key(words))


def _numbers(record: Mapping[str, Any]) -> list[str]:
    """The numbers that a record has itself, as they compare."""
    printed = [record["number"]["raw"]] if "number" in record else []
    printed += [one["raw"] for one in record.get("source_ids", ())]
    return list(dict.fromkeys(act.number if (act := act_of(raw)) else number_key(raw) for raw in printed))


def _days(record: Mapping[str, Any]) -> list[str]:
    """The days (ISO) by which others may name a record; a month or a year is none."""
    dates = [record.get("dates", {}).get(name, {}) for name in LEADING_DATES]
    return list(dict.fromkeys(one["iso"] for one in dates if one.get("precision") in ("day", "minute")))


def _key(*parts: str) -> str:
    """32 hex digits."""
    return sha256_hex("\n".join(parts))[:32]
