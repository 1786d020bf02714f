"""Persian words for codes, and the agencies that words mean."""

from __future__ import annotations

from typing import Any

import pytest

from catalogue.labels import VOCABULARY_OF, agency_slugs, label
from catalogue.vocab import Kind, vocabulary
from tests.making import Store


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("language", "fa", "فارسی"),
        ("jalali_year", "1402", "۱۴۰۲"),
        ("jalali_month", "1402-05", "۱۴۰۲/۰۵"),
        ("agency", "shora", "شورا"),
        ("agency", "nobody", "nobody"),
        ("topic", "no-such-topic", "no-such-topic"),
        ("format", "CSV", "CSV"),
        ("source", "src", "src"),
    ],
)
def test_a_value_is_shown_in_persian_where_we_know_its_word(name: str, value: str, shown: str) -> None:
    assert label(name, value, {"shora": "شورا"}) == shown


def test_every_code_of_a_vocabulary_has_its_persian_word() -> None:
    for name, vocabularies in VOCABULARY_OF.items():
        for code in vocabulary(vocabularies[0]):
            assert label(name, code, {}) == vocabulary(vocabularies[0])[code].fa


def test_every_kind_has_a_word_and_no_type_means_two_things() -> None:
    assert set(vocabulary("kinds")) == set(Kind)
    decisions, notices = (vocabulary(name) for name in VOCABULARY_OF["type"])
    shared = set(decisions) & set(notices)
    assert not [code for code in shared if decisions[code].fa != notices[code].fa]


def an_agency(slug: str, *names: str, aliases: tuple[str, ...] = ()) -> dict[str, Any]:
    """A validated agency file."""
    more = {"aliases": list(aliases)} if aliases else {}
    return {"slug": slug, "names": [{"text": name, "lang": "fa"} for name in names], "type": "municipal", **more}


def slugs(store: Store, *files: dict[str, Any]) -> dict[str, str]:
    store.catalogue.intake.register(files)
    with store.catalogue.read() as session:
        return agency_slugs(session)


def test_an_agency_is_meant_by_id_slug_name_and_alias(store: Store) -> None:
    found = slugs(store, an_agency("shora", "شورای شهر", "انجمن شهر", aliases=("شورا",)))
    (agency,) = store.catalogue.agencies()
    assert found == dict.fromkeys((agency.id, "shora", "شورای شهر", "انجمن شهر", "شورا"), "shora")


def test_an_alias_never_hides_the_slug_of_another_agency(store: Store) -> None:
    found = slugs(store, an_agency("a", "نخست", aliases=("b",)), an_agency("b", "دوم"), an_agency("c", "b"))
    assert found["b"] == "b"
