"""Our fields, as a source file names them: by path in the record or by alias. The aliases stand here once.

After `texts`, `roles`, `links`, `relations`, `source_ids`, `places` and `amounts` comes the role, rel, type, scheme,
level or stage; `x[].y` is the member y of each object of the list x. Which values a rule may give a field is here too;
how they are made is in harvesters/treatments.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from catalogue.persian.letters import fold_key
from catalogue.vocab import Kind
from schemas.decision import AMOUNT_STAGES
from schemas.record import LINK_RELS, PLACE_LEVELS, RELATION_TYPES, ROLES, SOURCE_ID_SCHEMES, TEXT_ROLES

ALIASES: Mapping[str, str] = {
    "adopted_on": "dates.adopted",
    "notified_on": "dates.notified",
    "published_on": "dates.published",
    "effective_on": "dates.effective_from",
    "modified": "dates.modified",
    "issuer": "roles.issuer",
    "publisher": "roles.publisher",
    "text": "texts.body",
    "description": "texts.description",
    "amount": "amounts",
    "signer": "signers",
    "landing": "links.landing",
    "files": "files",
    "tags": "tags",
    "number": "number",
    "type": "type",
    "title": "title",
}

TYPES = ("text", "block", "code", "date", "instant", "number", "amount", "url", "list")
"""What a rule can make of a value (harvesting.md section 2)."""

_EVERY = tuple(Kind)
_TEXT = ("text", "block", "code")
_WORDS = ("text", "code", "list")
_DATE = ("date", "instant")


@dataclass(frozen=True, slots=True)
class OurField:
    """A field of ours: the kinds of record that have it, the types of value it takes (the first is the default).

    `vocabulary` names the closed list its values come from, by kind where kinds differ.
    """

    types: tuple[str, ...]
    kinds: tuple[str, ...] = _EVERY
    vocabulary: Mapping[str, str] | None = None


def _each(prefix: str, names: tuple[str, ...], field: OurField) -> dict[str, OurField]:
    return {f"{prefix}.{name}": field for name in names}


_DECISION, _DATASET, _NOTICE = (Kind.DECISION.value,), (Kind.DATASET.value,), (Kind.NOTICE.value,)
_TYPED = {Kind.DECISION.value: "decision_types", Kind.NOTICE.value: "notice_types"}

OUR_FIELDS: Mapping[str, OurField] = {
    "title": OurField(_TEXT),
    "type": OurField(_TEXT, tuple(_TYPED), _TYPED),
    **_each("texts", TEXT_ROLES, OurField(("block", "text"))),
    **_each("roles", ROLES, OurField(_WORDS)),
    **_each("dates", ("published", "modified"), OurField(_DATE)),
    **_each("dates", ("adopted", "notified", "effective_from", "effective_to", "gazette"), OurField(_DATE, _DECISION)),
    **_each("source_ids", SOURCE_ID_SCHEMES, OurField(("code", "text", "list"))),
    **_each("links", LINK_RELS, OurField(("url",))),
    **_each("relations", RELATION_TYPES, OurField(_WORDS)),
    "files": OurField(("url",)),
    "tags": OurField(_WORDS),
    "topics": OurField(_WORDS, vocabulary=dict.fromkeys(_EVERY, "topics")),
    "language": OurField(_WORDS, vocabulary=dict.fromkeys(_EVERY, "languages")),
    **_each("places", PLACE_LEVELS, OurField(_WORDS)),
    **_each("contact", ("unit", "phone", "email"), OurField(_TEXT)),
    "contact.url": OurField(("url",)),
    "licence": OurField(_TEXT),
    "known_limitations": OurField(("block", "text")),
    "number": OurField(("code", "text"), _DECISION),
    "session.no": OurField(("code", "text"), _DECISION),
    "session.on": OurField(_DATE, _DECISION),
    **_each("gazette", ("no", "special_issue", "year"), OurField(("code", "text"), _DECISION)),
    "legal_basis": OurField(_WORDS, _DECISION),
    "signers": OurField(_WORDS, _DECISION),
    **_each("signers[]", ("role", "raw"), OurField(_TEXT, _DECISION)),
    "amounts": OurField(("amount",), _DECISION),
    **_each("amounts", AMOUNT_STAGES, OurField(("amount",), _DECISION)),
    "lifecycle": OurField(_TEXT, _DECISION, dict.fromkeys(_DECISION, "lifecycles")),
    "classification_stated": OurField(_TEXT, _DECISION),
    **_each("dates", ("deadline", "promised"), OurField(_DATE, _NOTICE)),
    "draft": OurField(("url",), _NOTICE),
    **dict.fromkeys(("steps", "complaint_route"), OurField(("block", "text"), _NOTICE)),
    "frequency": OurField(_TEXT, _DATASET, dict.fromkeys(_DATASET, "frequencies")),
    "row_count": OurField(("number",), _DATASET),
    "edition": OurField(_TEXT, _DATASET),
    "conforms_to": OurField(_WORDS, _DATASET),
    "access": OurField(_TEXT, _DATASET, dict.fromkeys(_DATASET, "access_rights")),
    "origin_note": OurField(("block", "text"), _DATASET),
    "coverage.temporal.from": OurField(_DATE, _DATASET),
    "coverage.temporal.to": OurField(_DATE, _DATASET),
    "coverage.spatial": OurField(_TEXT, _DATASET),
    **_each("distributions[]", ("title", "format", "media_type"), OurField(_TEXT, _DATASET)),
    **_each("distributions[]", ("access_url", "download_url"), OurField(("url",), _DATASET)),
    **_each("distributions[]", ("description", "rights"), OurField(("block", "text"), _DATASET)),
    "distributions[].licence": OurField(_TEXT, _DATASET),
    "distributions[].availability": OurField(_TEXT, _DATASET, dict.fromkeys(_DATASET, "availabilities")),
    "distributions[].bytes": OurField(("number",), _DATASET),
    **_each("columns[]", ("name", "fa", "type", "unit", "note"), OurField(_TEXT, _DATASET)),
}

NEEDED_MEMBER: Mapping[str, str] = {
    "distributions[]": "distributions[].access_url",
    "columns[]": "columns[].name",
    "signers[]": "signers[].raw",
}
"""A list of objects makes sense only with this member."""

REQUIRED: Mapping[str, tuple[str, ...]] = {
    Kind.DATASET: ("title",),
    Kind.DECISION: ("title",),
    Kind.NOTICE: ("title", "type"),
}
"""Fields without a default."""

DEFAULTED = frozenset(("roles.publisher", "roles.issuer", "type"))
"""Publisher and issuer default to the agency of the source, a decision's type is recognised in its title."""


FRESH_DATES = ("dates.published", "dates.notified", "dates.adopted", "dates.modified")
"""Dates that show how new a record is."""


_DATES_MEANT = {"decision": "adopted_on", "notice": "published_on", "dataset": "modified"}
MEANT: Mapping[str, str | Mapping[str, str]] = {
    **dict.fromkeys(("date", "day", "تاریخ"), _DATES_MEANT),
    **dict.fromkeys(("place", "location", "city", "مکان", "محل", "شهر"), "places.city"),
    **dict.fromkeys(("contractor", "executor", "پیمانکار", "مجری"), "roles.executor"),
    "تاریخ تصویب": "adopted_on",
    "تاریخ ابلاغ": "notified_on",
    "تاریخ انتشار": "published_on",
    "عنوان": "title",
    "نوع": "type",
    "شماره": "number",
    "دستگاه": "issuer",
    "متن": "text",
    "مبلغ": "amount",
    "پیوست": "files",
    "فایل": "files",
    "برچسب": "tags",
}
"""What people call our fields -> a name for it, by kind where kinds differ."""


def path_of(name: str) -> str | None:
    """The path that a name in a source file means, or None when there is no such field."""
    path = ALIASES.get(name, name)
    return path if path in OUR_FIELDS else None


def meant_by(name: str, kind: str | None) -> str | None:
    """The field that a usual word for it means in records of this kind."""
    meant = MEANT.get(fold_key(name).lower())
    name_here = meant if meant is None or isinstance(meant, str) else meant.get(kind or "", "published_on")
    return name_here if name_here in names_for(kind) else None


def names_for(kind: str | None) -> list[str]:
    """All names a source file of this kind may use, for near misses."""
    paths = [path for path, field in OUR_FIELDS.items() if kind is None or kind in field.kinds]
    return [*paths, *(alias for alias, path in ALIASES.items() if path in paths)]
