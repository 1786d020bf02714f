"""Source files: YAML with lines -> schemas.source -> Source, or all mistakes at once. No network, no environment."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path as FilePath
from typing import Any
from zoneinfo import ZoneInfo

from catalogue.persian.calendar import DateWay
from catalogue.persian.letters import fold_key
from catalogue.privacy import Exempt
from catalogue.withdrawal import WithdrawRules
from harvesters.agencies import AgencyRegister
from harvesters.css import is_selector
from harvesters.decode import known_charset
from harvesters.errors import SourceInvalid
from harvesters.folded import to_label
from harvesters.mistakes import Mistake, Path, line_of, mistake, mistakes_of
from harvesters.patterns import Pattern, is_pattern, to_pattern
from harvesters.schedule import is_cron
from harvesters.source import Auth, Detail, Expect, Folder, Limits, Listing, Locator, Paging, Place, Rule, Source
from harvesters.yaml_lines import Lined, read_yaml
from schemas.errors import InvalidInput
from schemas.fields import nearest
from schemas.record import load_with
from schemas.source import DEFAULT_GAP_SECONDS, DEFAULT_MAX_PAGES, SCHEMAS

BEARER = re.compile(r"(?i)\s*bearer\s+\S")
"""A key, wherever in a file it stands."""

PLACES = ("css", "label", "column", "extract", "path", "name", "const")


def load_source(path: FilePath, agencies: AgencyRegister) -> Source | list[Mistake]:
    """The source of a file, or every mistake in it."""
    body = path.read_bytes()
    lined = read_yaml(body, str(path))
    if isinstance(lined, list):
        return lined
    loaded = _load(lined, str(path))
    if isinstance(loaded, list):
        return loaded
    mistakes = list(_mistakes(loaded, lined, path, agencies))
    if mistakes:
        return sorted(mistakes, key=lambda one: (one.line, one.path))
    return _source(loaded, agencies, hashlib.sha256(body).hexdigest())


def load_sources(paths: Iterable[FilePath], agencies: AgencyRegister) -> list[Source]:
    """The sources of several files; raises SourceInvalid with the mistakes of all of them."""
    sources: list[Source] = []
    mistakes: list[Mistake] = []
    for path in paths:
        loaded = load_source(path, agencies)
        if isinstance(loaded, Source):
            sources.append(loaded)
        else:
            mistakes += loaded
    if mistakes:
        raise SourceInvalid(mistakes)
    return sources


def _load(lined: Lined, file: str) -> dict[str, Any] | list[Mistake]:
    """The file as its protocol's schema loads it; an unknown protocol leaves the keys of all others unjudged."""
    protocol = lined.value.get("protocol")
    if protocol not in SCHEMAS:
        near = nearest(str(protocol), list(SCHEMAS))
        code = "required" if protocol is None else "unknown-word-near" if near else "unknown-word"
        return [mistake(file, line_of(("protocol",), lined.lines), "protocol", code, name=protocol, near=near or "")]
    try:
        return load_with(SCHEMAS[protocol], lined.value)
    except InvalidInput as invalid:
        return mistakes_of(file, invalid.errors, lined.lines)


# ---------- what only the machine around the file can judge ----------


def _mistakes(loaded: Mapping[str, Any], lined: Lined, path: FilePath, agencies: AgencyRegister) -> Iterator[Mistake]:
    def wrong(key: Path, code: str, **facts: object) -> Mistake:
        return mistake(str(path), line_of(key, lined.lines), ".".join(map(str, key)), code, **facts)

    if loaded["id"] != path.stem:
        yield wrong(("id",), "id-is-file-name", name=path.stem)
    if loaded["agency"] not in agencies.files:
        near = nearest(loaded["agency"], list(agencies.files))
        code = "unknown-agency-near" if near else "unknown-agency"
        yield wrong(("agency",), code, name=loaded["agency"], near=near or "")
    if "encoding" in loaded and known_charset(loaded["encoding"]) is None:
        yield wrong(("encoding",), "unknown-encoding", name=loaded["encoding"])
    if "schedule" in loaded and not is_cron(loaded["schedule"]):
        yield wrong(("schedule",), "bad-schedule", given=loaded["schedule"])
    for key, text in _texts(lined.value, ()):
        if BEARER.match(text):
            yield wrong(key, "looks-like-key")
    for key, selector in _selectors(lined.value, ()):
        if not is_selector(selector):
            yield wrong(key, "bad-selector", given=selector)
    for key, pattern in _patterns(lined.value, ()):
        if not is_pattern(fold_key(pattern)):
            yield wrong(key, "bad-pattern", why=pattern)


def _selectors(value: object, path: Path) -> Iterator[tuple[Path, str]]:
    """Every CSS selector of a file with its keys: css, list.rows and the items of detail.drop."""
    for key, text in _texts(value, path):
        if key[-1] == "css" or key == ("list", "rows") or key[:2] == ("detail", "drop"):
            yield key, text


def _texts(value: object, path: Path) -> Iterator[tuple[Path, str]]:
    """Every text of a file with its keys."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _texts(inner, (*path, key))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _texts(inner, (*path, place))
    elif isinstance(value, str):
        yield path, value


def _patterns(value: object, path: Path) -> Iterator[tuple[Path, str]]:
    """Every regular expression of a file with its keys: match, and the name of a rule."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _patterns(inner, (*path, key))
    elif isinstance(value, str) and "map" not in path and (path[-1] == "match" or path[0::2] == ("fields", "name")):
        yield path, value


# ---------- the validated dict as frozen objects ----------


def _source(loaded: Mapping[str, Any], agencies: AgencyRegister, sha256: str) -> Source:
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
        encoding=loaded.get("encoding"),
        reading=_folder(loaded) if loaded["protocol"] == "files" else _listing(loaded),
        auth=Auth(**loaded["auth"]) if "auth" in loaded else None,
        extra_ca=loaded["tls"]["ca"] if "tls" in loaded else None,
        detail=_detail(detail) if loaded["protocol"] == "html" and "detail" in loaded else None,
        join_lines=detail.get("join_lines", False),
        rules=rules,
        known=frozenset(to_label(name) for name in known),
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
    has_page = loaded["protocol"] == "files" or "detail" in loaded
    of_row = loaded["list_"]["fields_"] if "list_" in loaded else {}
    return (
        *(_rule(path, rule, in_row=True) for path, rule in of_row.items()),
        *(_rule(path, rule, in_row=not has_page) for path, rule in loaded["fields_"].items()),
    )


def _rule(path: str, rule: Mapping[str, Any], in_row: bool) -> Rule:
    way = next(place for place in PLACES if place in rule)
    attr = rule.get("attr")
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


def _listing(loaded: Mapping[str, Any]) -> Listing:
    rows, paging = loaded["list_"], loaded.get("paging", {})
    return Listing(
        url=loaded["url"],
        rows=rows["rows"],
        native_id=_locator(rows["native_id"]),
        detail=_locator(rows["detail"]) if "detail" in rows else None,
        paging=Paging(
            style=paging.get("style", "none"),
            start=paging.get("start", 1),
            max_pages=paging.get("max_pages", DEFAULT_MAX_PAGES),
            next_link=_locator(paging["next"]) if "next" in paging else None,
            total=_locator(paging["total"]) if "total" in paging else None,
        ),
    )


def _locator(given: Mapping[str, Any]) -> Locator:
    return Locator(given["css"], given.get("attr"), _compiled(given.get("match")))


def _detail(given: Mapping[str, Any]) -> Detail:
    return Detail(given.get("url", "{detail}"), given.get("must_contain", ""), tuple(given["drop"]))


def _folder(loaded: Mapping[str, Any]) -> Folder:
    must_contain = loaded.get("detail", {}).get("must_contain", "")
    return Folder(loaded["folder"].strip("/"), _compiled(loaded.get("match")), must_contain)


def _expect(given: Mapping[str, Any]) -> Expect:
    records = given.get("records", {})
    return Expect(records.get("min"), records.get("max"), tuple(given.get("required_share", {}).items()))


def _privacy(given: Mapping[str, Any]) -> Exempt:
    return Exempt.of(given.get("public", ()), address_ids=given.get("address_ids", False))


def _compiled(pattern: str | None) -> Pattern | None:
    return to_pattern(pattern) if pattern else None
