"""Agencies, sources and the status of the catalogue, as they are listed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import event

from catalogue.errors import BadId, NotFound
from catalogue.persian.sorting import sort_key
from catalogue.search.local import LocalIndex
from catalogue.service import Catalogue
from catalogue.vocab import JobState, WithdrawReason
from tests.making import SOURCE, Clock, Store, a_decision, new_record


def an_agency(slug: str, *names: str, **more: Any) -> dict[str, Any]:
    """A validated agency file."""
    return {"slug": slug, "names": [{"text": name, "lang": "fa"} for name in names], "type": "municipal", **more}


def names(store: Store) -> list[str]:
    return [agency.name for agency in store.catalogue.agencies()]


def test_agencies_stand_in_the_order_of_the_persian_alphabet(store: Store) -> None:
    ordered = ["آب", "استان", "بانک", "پارک", "تالار", "جنگل", "چاپ", "زندان", "ژاله", "قند", "کتاب", "گمرک", "لار"]
    ordered += ["میراث", "نان", "وزارت", "هنر", "یزد"]
    shuffled = sorted(ordered, key=lambda name: name[::-1])
    store.catalogue.intake.register([an_agency(f"a{number}", name) for number, name in enumerate(shuffled)])
    assert names(store) == ordered


@pytest.mark.parametrize(
    "ordered",
    [
        ["ب", "پ", "ت"],
        ["ک", "گ", "ل"],
        ["بازار", "باغ"],
        ["شهر", "شهر نو", "شهرداری"],
        ["راه", "رأی", "ری"],
        ["مسکن", "مؤسسه", "موشک"],
        ["هوا", "هیأت علمی", "هیئت وزیران"],
        ["منطقهٔ ۲", "منطقهٔ ۱۰"],
        ["منطقهٔ 2", "منطقهٔ ۳", "منطقهٔ ١٠"],
        ["آب", "Water"],
        ["", "آ"],
    ],
)
def test_a_persian_reader_finds_names_where_she_looks(ordered: list[str]) -> None:
    backwards = ordered[::-1]
    assert sorted(backwards, key=sort_key) == ordered


def test_arabic_letters_and_joiners_do_not_move_a_name() -> None:
    assert sort_key("كتاب\u200cخانهٔ ملي") == sort_key("کتاب‌خانهٔ ملی")


@pytest.mark.parametrize("name", ["²", "①", "Ⅷ", "१", "\ud7ff", "🙂", "۱" * 500])
def test_no_character_breaks_the_order(name: str) -> None:
    assert isinstance(sort_key(name), tuple)


def test_an_agency_is_found_by_its_id_however_it_was_typed_and_by_slug(store: Store) -> None:
    store.catalogue.intake.register([an_agency("shora", "شورا")])
    (known,) = store.catalogue.agencies()
    typed = (known.id, known.id.upper(), known.id.replace("-", ""), f" {known.id} ", "shora")
    assert {store.catalogue.agency(key).id for key in typed} == {known.id}


def test_what_is_no_agency_is_not_found(store: Store) -> None:
    store.put(new_record("1", a_decision()))
    (record_id,) = store.ids()
    for key in ("nobody", record_id, "a-7k3m-9x2z-0", "", "شورا"):
        with pytest.raises(NotFound) as caught:
            store.catalogue.agency(key)
        assert isinstance(caught.value, BadId) or caught.value.what == "agency"


def test_a_mistyped_agency_id_is_told_apart(store: Store) -> None:
    store.catalogue.intake.register([an_agency("shora", "شورا")])
    (known,) = store.catalogue.agencies()
    wrong = known.id[:-1] + ("0" if known.id[-1] != "0" else "1")
    with pytest.raises(BadId):
        store.catalogue.agency(wrong)


def test_an_unchanged_agency_file_writes_nothing(store: Store) -> None:
    files = [an_agency("shora", "شورا", aliases=["شورای شهر"])]
    store.catalogue.intake.register(files)
    before, statements = store.catalogue.agencies(), []
    event.listen(store.engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
    store.catalogue.intake.register(files)
    assert statements and not [one for one in statements if one.startswith(("INSERT", "UPDATE", "DELETE"))]
    assert store.catalogue.agencies() == before


def test_a_changed_agency_file_keeps_the_id(store: Store) -> None:
    store.catalogue.intake.register([an_agency("shora", "شورا")])
    (before,) = store.catalogue.agencies()
    store.catalogue.intake.register([an_agency("shora", "شورای نو", website="https://shora.example/")])
    (after,) = store.catalogue.agencies()
    assert (after.id, after.name, after.fields["website"]) == (before.id, "شورای نو", "https://shora.example/")


def test_an_agency_is_named_by_its_first_persian_name(store: Store) -> None:
    english = {"text": "Council", "lang": "en"}
    store.catalogue.intake.register(
        [
            {**an_agency("one"), "names": [english, {"text": "شورا", "lang": "fa"}, {"text": "انجمن", "lang": "fa"}]},
            {**an_agency("two"), "names": [english]},
            {**an_agency("three"), "names": [english, {"text": "بی‌زبان"}]},
        ]
    )
    assert {agency.slug: agency.name for agency in store.catalogue.agencies()} == {
        "one": "شورا",
        "two": "Council",
        "three": "بی‌زبان",
    }


def test_only_published_records_are_counted(store: Store) -> None:
    store.catalogue.intake.register([an_agency("shora-nemouneh", "شورا"), an_agency("other", "دیگر")])
    notice = {**a_decision(), "kind": "notice", "type": "news"}
    store.put(new_record("1", a_decision()), new_record("2", a_decision(title="دو")), new_record("3", notice))
    store.catalogue.withdraw(store.ids()[0], WithdrawReason.MISTAKE, None)
    assert store.catalogue.agency("shora-nemouneh").counts == {"decision": 1, "notice": 1}
    assert store.catalogue.agency("other").counts == {}
    assert store.catalogue.source("src").records == 2
    assert store.catalogue.status().records == {"decision": 1, "notice": 1}


def test_sources_stand_by_agency_and_name_with_their_last_job(store: Store) -> None:
    store.catalogue.intake.register([an_agency("b", "بانک"), an_agency("p", "پارک")])
    for source_id, agency, name in (("1", "p", "ی"), ("2", "b", "گ"), ("3", "b", "ک"), ("4", "unknown", "الف")):
        source = replace(SOURCE, id=source_id, agency=agency, name=name)
        store.finish(store.begin(source), JobState.SUCCEEDED)
        store.finish(store.begin(source), JobState.FAILED)
    found = store.catalogue.sources()
    assert [source.id for source in found] == ["3", "2", "1", "4"]
    assert [source.agency_name for source in found] == ["بانک", "بانک", "پارک", "unknown"]
    assert {source.last_job.state for source in found if source.last_job} == {"failed"}
    with pytest.raises(NotFound):
        store.catalogue.source("5")


def test_the_status_of_an_empty_catalogue_is_all_zeros(store: Store) -> None:
    store.follower.catch_up()
    found = store.catalogue.status()
    assert (found.records, found.versions, found.agencies, found.sources, found.log_index) == ({}, 0, 0, 0, 0)
    assert found.last_complete_at is None and found.index["log_index"] == 0


def test_the_status_counts_versions_and_names_the_head_of_the_log(store: Store) -> None:
    store.put(new_record("1", a_decision()), new_record("2", a_decision(title="دو")))
    store.put(new_record("1", a_decision(title="نو"), document="e" * 64))
    found = store.catalogue.status()
    assert (found.records, found.versions, found.log_index, found.index["log_index"]) == ({"decision": 2}, 3, 3, 3)
    assert found.last_complete_at == "2026-11-21T10:00:00Z"


def test_without_an_index_the_status_still_answers(store: Store) -> None:
    store.put(new_record("1", a_decision()))
    bare = Catalogue(store.engine, store.folder, LocalIndex(store.folder / "nothing"), Clock(), lambda n: bytes(n))
    assert bare.status().index == {"engine": "unavailable"}
    assert bare.status().records == {"decision": 1}
