"""The keys of a source file that every protocol has, and what must hold between them (harvesting.md section 2).

Not here: what only some protocols have (schemas/source.py), YAML and its lines (harvesters/yaml_lines.py), selectors
and agencies (harvesters/config.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields, validates_schema

from catalogue.persian.calendar import CALENDARS
from catalogue.personal.numbers import is_national_code, key_of
from catalogue.vocab import Kind, vocabulary
from schemas.contradictions import Place, contradictions
from schemas.fields import Door, PersianText, WholeNumberText, nearest, refuse
from schemas.our_fields import NEEDED_MEMBER, OUR_FIELDS, REQUIRED, path_of
from schemas.rules import known_path
from schemas.source_fields import Mail, Share, Slug, Texts, Word, YesNo, Zone

DEFAULT_JITTER_MINUTES = 20
MOST_DEPTH = 200
"""Levels of a row; the readers go down by recursion."""


class Range(Door):
    """Least and most."""

    min = WholeNumberText()
    max = WholeNumberText()

    @validates_schema(skip_on_field_errors=False)
    def refuse_reversed(self, data: Mapping[str, Any], **_: Any) -> None:
        """No number is above `max` and below `min`."""
        if data.get("min", 0) > data.get("max", data.get("min", 0)):
            raise ValidationError({"min": [("min-above-max", {})]})


class Shares(fields.Field[dict[str, float]]):
    """Our field (path or alias) -> share of the records that have it; loads to path -> share."""

    def _deserialize(self, value: object, attr: str | None, data: Any, **_: Any) -> dict[str, float]:
        if not isinstance(value, Mapping):
            raise refuse("wrong-type", wanted_fa="نگاشت", wanted_en="a map")
        found: dict[str, float] = {}
        errors: dict[str, Any] = {}
        for name, share in value.items():
            try:
                found[known_path(name, {}, None)] = float(Share().deserialize(share) or 0)
            except ValidationError as error:
                errors[name] = error.messages
        if errors:
            raise ValidationError(errors)
        return found


class Expect(Door):
    """What a plausible job brings; otherwise it is partial."""

    records = fields.Nested(Range)
    required_share = Shares()
    fresh_within_days = WholeNumberText(least=1, most=3_650)


class Withdraw(Door):
    """When a record that the source shows no more is withdrawn."""

    absent_jobs = WholeNumberText(least=1, most=100)
    grace_days = WholeNumberText(most=3_650)
    max_share = Share()


class Limits(Door):
    """Beyond a record's limit it is cut, beyond the source's the job is partial."""

    records = WholeNumberText(least=1)
    pages = WholeNumberText(least=1, most=100_000)
    depth = WholeNumberText(least=1, most=MOST_DEPTH)
    document_bytes = WholeNumberText(least=1)
    job_bytes = WholeNumberText(least=1)
    tags = WholeNumberText(least=1, most=200)
    distributions = WholeNumberText(least=1, most=1_500)
    seconds = WholeNumberText(least=1, most=86_400)


class PublicNumbers(Texts):
    """Numbers of offices that are never masked: at least eight digits each, in any writing; no code of a person."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **rest: Any) -> list[str]:
        numbers = super()._deserialize(value, attr, data, **rest)
        wrong = [number for number in numbers if not 8 <= len(key_of(number)) <= 26 or is_national_code(key_of(number))]
        if wrong:
            raise ValidationError([("bad-public-number", {"given": wrong[0]})])
        return numbers


class Privacy(Door):
    """What of this source is never masked."""

    address_ids = YesNo(load_default=False)
    public = PublicNumbers(load_default=list)


class SourceFile(Door):
    """The keys of every protocol."""

    format = Word(("1",), required=True)
    id = Slug(required=True)
    name = PersianText(required=True, longest=300)
    agency = Slug(required=True)
    kind = Word(Kind, required=True)
    protocol = PersianText(required=True)
    contact = Mail(longest=200)
    schedule = PersianText(longest=100)
    jitter_minutes = WholeNumberText(load_default=DEFAULT_JITTER_MINUTES, most=1_440)
    licence = PersianText(longest=300)
    language = Word(vocabulary("languages"))
    calendar = Word(CALENDARS, load_default="jalali")
    timezone = Zone(load_default="Asia/Tehran")
    reachable_from = Word(vocabulary("countries"), load_default="everywhere")
    coverage = Word(("all", "window"), load_default="all")
    encoding = PersianText(longest=40)
    ignore = Texts(load_default=list)
    expect = fields.Nested(Expect)
    withdraw = fields.Nested(Withdraw)
    limits = fields.Nested(Limits)
    privacy = fields.Nested(Privacy)

    @validates_schema(skip_on_field_errors=False)
    def refuse_nameless_visits(self, data: Mapping[str, Any], **_: Any) -> None:
        """Who harvests by a clock tells the publisher whom to write to."""
        if "schedule" in data and "contact" not in data:
            raise ValidationError({"contact": [("required-with", {"key": "schedule"})]})

    @validates_schema(skip_on_field_errors=False)
    def refuse_strange_centuries(self, data: Mapping[str, Any], **_: Any) -> None:
        """Years of two digits are of the calendar that the file states."""
        calendar = data.get("calendar", "jalali")
        for rules in (data.get("fields_"), data.get("list_", {}).get("fields_")):
            for rule in (rules or {}).values():
                if "century" in rule and (rule["century"] in ("19", "20")) != (calendar == "gregorian"):
                    facts = {"given": rule["century"], "calendar": calendar}
                    raise ValidationError({"calendar": [("century-of-calendar", facts)]})

    @validates_schema(pass_original=True, skip_on_field_errors=False)
    def refuse_contradictions(self, data: Mapping[str, Any], original: Any, **_: Any) -> None:
        """Keys that cannot hold together."""
        if isinstance(original, Mapping) and (errors := list(contradictions(data, set(_all_names(original))))):
            raise ValidationError(_merged(errors))

    @validates_schema(pass_original=True, skip_on_field_errors=False)
    def refuse_impossible_fields(self, data: Mapping[str, Any], original: Any, **_: Any) -> None:
        """Fields that the kind has not, that are missing, or whose words are in no vocabulary."""
        kind = data.get("kind")
        if kind is None or not isinstance(original, Mapping):
            return
        named = _all_names(original)
        errors = [*_strangers(named, kind), *_missing(named, kind), *_strange_words(named, kind)]
        if errors:
            raise ValidationError(_merged(errors))


def _all_names(original: Mapping[str, Any]) -> dict[str, tuple[Place, Any]]:
    """As `_names`, of the whole file."""
    return _names(original.get("fields"), None) | _names(original.get("list"), "fields")


def _names(section: object, inner: str | None) -> dict[str, tuple[Place, Any]]:
    """path of ours -> (keys that lead to its rule in the file, the rule as written)."""
    place: Place = ("fields",) if inner is None else ("list", inner)
    rules = section if inner is None else section.get(inner) if isinstance(section, Mapping) else None
    if not isinstance(rules, Mapping):
        return {}
    return {path: ((*place, name), rule) for name, rule in rules.items() if (path := path_of(name))}


def _strangers(named: Mapping[str, tuple[Place, Any]], kind: str) -> list[tuple[Place, Any]]:
    return [
        (place, ("field-not-of-kind", {"kind": kind}))
        for path, (place, _) in named.items()
        if kind not in OUR_FIELDS[path].kinds
    ]


def _missing(named: Mapping[str, tuple[Place, Any]], kind: str) -> list[tuple[Place, Any]]:
    lists = {path.partition(".")[0] for path in named if "[]" in path}
    needed = [*REQUIRED[kind], *(NEEDED_MEMBER[name] for name in sorted(lists))]
    return [(("fields",), ("field-required", {"name": path})) for path in needed if path not in named]


def _strange_words(named: Mapping[str, tuple[Place, Any]], kind: str) -> list[tuple[Place, Any]]:
    """Words of `map` and `const` that are in no vocabulary."""
    errors: list[tuple[Place, Any]] = []
    for path, (place, rule) in named.items():
        lists = OUR_FIELDS[path].vocabulary or {}
        if kind not in lists or not isinstance(rule, Mapping):
            continue
        codes = vocabulary(lists[kind])
        words: list[tuple[Place, Any]] = [(("map", key), ours) for key, ours in _mapping(rule.get("map")).items()]
        if "const" in rule and not words:
            words.append((("const",), rule["const"]))
        strange = [(keys, ours) for keys, ours in words if isinstance(ours, str) and ours not in codes]
        errors += [((*place, *keys), _not_one_of(ours, list(codes))) for keys, ours in strange]
    return errors


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _not_one_of(given: object, codes: list[str]) -> tuple[str, dict[str, object]]:
    near = nearest(str(given), codes)
    code = "unknown-word-near" if near else "unknown-word"
    return code, {"name": given, "near": near or ""}


def _merged(errors: list[tuple[Place, Any]]) -> dict[str, Any]:
    """Flat mistakes as marshmallow's nested messages; two at one place stand side by side."""
    nested: dict[str, Any] = {}
    for place, message in errors:
        inner = nested
        for key in place[:-1]:
            inner = inner.setdefault(key, {})
        last = inner.setdefault(place[-1], {})
        last.setdefault("_schema", []).append(message)
    return nested
