"""Persian words for the codes that lists, facets and cards hold."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache

from sqlalchemy.orm import Session

from catalogue import store
from catalogue.errors import NotFound
from catalogue.identity import read_id
from catalogue.naming import term_names
from catalogue.persian.letters import fold_key
from catalogue.persian.numbers import persian_digits
from catalogue.vocab import vocabulary

VOCABULARY_OF = {
    "kind": ("kinds",),
    "type": ("decision_types", "notice_types"),
    "topic": ("topics",),
    "language": ("languages",),
}


def label(name: str, value: str, names: Mapping[str, str]) -> str:
    """What a reader sees for a value of a facet, a date or a number; `names` gives the words of agencies and tags."""
    if name in ("agency", "tag"):
        return names.get(value, value)
    if name in ("jalali_year", "jalali_month", "date", "number"):
        return persian_digits(value.replace("-", "/"))
    for vocabulary_name in VOCABULARY_OF.get(name, ()):
        term = vocabulary(vocabulary_name).get(value)
        if term:
            return term.fa
    return value


def code_of(name: str, typed: str) -> str:
    """The code of a filter that its label in either language, or another plain name of it, means; else as typed."""
    return _codes(name).get(fold_key(typed).lower(), typed)


@cache
def _codes(name: str) -> Mapping[str, str]:
    """Folded name -> code; the first that is called so."""
    found: dict[str, str] = {}
    for vocabulary_name in VOCABULARY_OF.get(name, ()):
        for code, term in vocabulary(vocabulary_name).items():
            for called in (code, term.fa, *term_names(term, has_patterns=name != "topic")):
                found.setdefault(fold_key(called).lower(), code)
    return found


def slug_of(typed: str, slugs: Mapping[str, str]) -> str:
    """The slug that an id, slug, name or alias means, however it was typed; itself when it means none."""
    try:
        folded = read_id(typed)
    except NotFound:
        folded = fold_key(typed)
    return slugs.get(folded) or slugs.get(folded.lower(), typed)


def with_subordinates(session: Session, slugs: Iterable[str]) -> dict[str, None]:
    """These agencies and all that stand below one of them, each once."""
    below: dict[str, list[str]] = {}
    for agency in store.agencies(session):
        below.setdefault(json.loads(agency.fields).get("parent", ""), []).append(agency.slug)
    found = dict.fromkeys(slugs)
    waiting = list(found)
    while waiting:
        new = [slug for slug in below.get(waiting.pop(), ()) if slug not in found]
        found.update(dict.fromkeys(new))
        waiting += new
    return found


def agency_slugs(session: Session) -> dict[str, str]:
    """Folded id, slug, name or alias -> slug; no alias hides another agency's id or slug."""
    agencies = store.agencies(session)
    found = {fold_key(word): agency.slug for agency in agencies for word in (agency.id, agency.slug)}
    for agency in agencies:
        fields = json.loads(agency.fields)
        for word in (*(name["text"] for name in fields["names"]), *fields.get("aliases", ())):
            found.setdefault(fold_key(word), agency.slug)
    return found
