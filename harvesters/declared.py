"""The validated dict of a source file -> the frozen Source, its patterns compiled and its labels folded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from catalogue.persian.calendar import DateWay
from catalogue.privacy import Exempt
from catalogue.withdrawal import WithdrawRules
from harvesters.agencies import AgencyRegister
from harvesters.folded import to_label
from harvesters.patterns import Pattern, to_pattern
from harvesters.source import Auth, Detail, Expect, Limits, Locator, Paging, Place, Reading, Rule, Source
from schemas.source_parts import DEFAULT_GAP_SECONDS, DEFAULT_MAX_PAGES

PLACES = ("css", "label", "column", "extract", "path", "name", "const")
ON_PAGE = ("css", "label", "extract")
"""Places that stand on the page of a record, where it has one."""

OWN = ("filter", "syntax", "prefix", "set", "sheet", "header_row", "skip_rows")
"""Keys that only some protocols have, and that nobody but their reader needs."""


def to_source(loaded: Mapping[str, Any], agencies: AgencyRegister, sha256: str) -> Source:
    """The source of a file whose bytes have this SHA-256."""
    detail = loaded.get("detail", {})
    rules = _dated(_rules(loaded), loaded["calendar"], ZoneInfo(loaded["timezone"]))
    known = [*(rule.place.what for rule in rules if rule.place.way in ("label", "column")), *loaded["ignore"]]
    return Source(
        id=loaded["id"],
        name=loaded["name"],
        agency=loaded["agency"],
        kind=loaded["kind"],
        protocol=loaded["protocol"],
        contact=loaded.get("contact"),
        schedule=loaded.get("schedule"),
        jitter_minutes=loaded["jitter_minutes"],
        licence=loaded.get("licence"),
        language=loaded.get("language"),
        coverage=loaded["coverage"],
        full_every=timedelta(days=loaded["full_every_days"]) if "full_every_days" in loaded else None,
        encoding=loaded.get("encoding"),
        reachable_from=loaded["reachable_from"],
        reading=_reading(loaded),
        auth=Auth(**loaded["auth"]) if "auth" in loaded else None,
        extra_ca=loaded["tls"]["ca"] if "tls" in loaded else None,
        detail=_detail(detail) if "detail" in loaded else None,
        join_lines=detail.get("join_lines", False),
        rules=rules,
        known=frozenset(to_label(name) for name in known),
        ignore=tuple(loaded["ignore"]),
        expect=_expect(loaded.get("expect", {})),
        withdraw=WithdrawRules(**loaded.get("withdraw", {})),
        limits=Limits(**loaded.get("limits", {})),
        gap_seconds=loaded.get("polite", {}).get("gap_seconds", DEFAULT_GAP_SECONDS),
        robots_agreed=loaded.get("robots"),
        privacy=_privacy(loaded.get("privacy", {})),
        register=agencies,
        config_sha256=sha256,
    )


def _rules(loaded: Mapping[str, Any]) -> tuple[Rule, ...]:
    """The rules of the listing first; without a page for each record all are of the row."""
    has_page = "detail" in loaded or loaded.get("read") == "html"
    of_row = loaded.get("list_", {}).get("fields_", {})
    return (
        *(_rule(path, rule, in_row=True) for path, rule in of_row.items()),
        *(_rule(path, rule, in_row=not has_page) for path, rule in loaded["fields_"].items()),
    )


def _rule(path: str, rule: Mapping[str, Any], in_row: bool) -> Rule:
    way = next(place for place in PLACES if place in rule)
    attr = rule.get("attr")
    in_row = in_row or way not in ON_PAGE
    key = f"{'row ' if in_row and way == 'css' else ''}{way}:{rule[way]}{f'@{attr}' if attr else ''}"
    return Rule(
        path=path,
        place=Place(way, rule[way], attr, in_row, key),
        match=_compiled(rule.get("match")),
        map=rule.get("map"),
        type=rule["type"],
        unit=rule.get("unit"),
        many=rule["many"],
        dates=DateWay(century=int(rule["century"]) if "century" in rule else None, form=rule.get("form")),
    )


def _dated(rules: Iterable[Rule], calendar: str, zone: ZoneInfo) -> tuple[Rule, ...]:
    """The rules with what the file says of all its dates."""
    return tuple(replace(rule, dates=replace(rule.dates, calendar=calendar, zone=zone)) for rule in rules)


def _reading(loaded: Mapping[str, Any]) -> Reading:
    rows = loaded.get("list_", {})
    match = loaded.get("match", rows.get("match"))
    return Reading(
        url=loaded.get("url"),
        folder=loaded["folder"].strip("/") if "folder" in loaded else None,
        form=loaded.get("read", loaded["protocol"]),
        match=_compiled(match),
        rows=rows.get("rows"),
        native_id=tuple(map(_locator, rows.get("native_id", ()))),
        link=_locator(rows["detail"]) if "detail" in rows else None,
        paging=_paging(loaded.get("paging", {})),
        own={name: loaded[name] for name in OWN if name in loaded},
    )


def _paging(given: Mapping[str, Any]) -> Paging:
    style = given.get("style", "none")
    return Paging(
        style=style,
        start=given.get("start", 0 if style == "offset" else 1),
        step=given.get("step", 1),
        max_pages=given.get("max_pages", DEFAULT_MAX_PAGES),
        next=_end(given.get("next")),
        total=_end(given.get("total")),
        first_year=given.get("first_year"),
        stop=_end(given.get("stop")),
    )


def _end(given: Mapping[str, Any] | str | None) -> Locator | None:
    """A locator outside of the rows: an element, or a path as text."""
    if given is None:
        return None
    return Locator("path", given, None, None) if isinstance(given, str) else _locator(given)


def _locator(given: Mapping[str, Any]) -> Locator:
    way = next(place for place in ("css", "path", "column", "text") if place in given)
    return Locator(way, given[way], given.get("attr"), _compiled(given.get("match")))


def _detail(given: Mapping[str, Any]) -> Detail:
    return Detail(given.get("url", "{detail}"), given.get("must_contain", ""), tuple(given["drop"]))


def _expect(given: Mapping[str, Any]) -> Expect:
    records = given.get("records", {})
    shares = tuple(given.get("required_share", {}).items())
    return Expect(records.get("min"), records.get("max"), shares, given.get("fresh_within_days"))


def _privacy(given: Mapping[str, Any]) -> Exempt:
    return Exempt.of(given.get("public", ()), address_ids=given.get("address_ids", False))


def _compiled(pattern: str | None) -> Pattern | None:
    return to_pattern(pattern) if pattern else None
