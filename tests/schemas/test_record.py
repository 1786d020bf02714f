"""The doors of records: what passes, and every mistake at once with path, code and words."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.errors import InvalidRecord
from catalogue.identity import canonical_json
from schemas.errors import InvalidInput
from schemas.kinds import load
from schemas.record import LONGEST_TAGS, LONGEST_TITLE
from tests.making import a_date, a_decision

PUBLISHER = {"role": "publisher", "agency": "markaz", "raw": "مرکز آمار نمونه"}
COMMON: dict[str, Any] = {
    "texts": [{"role": "description", "lang": "fa", "text": "شرح"}, {"role": "body", "text": "متن"}],
    "roles": [PUBLISHER, {"role": "issuer", "raw": "شورا"}],
    "dates": {"published": a_date(), "modified": a_date()},
    "language": ["fa"],
    "topics": ["water"],
    "tags": ["آب", "كهنه‌نويس"],
    "source_ids": [{"scheme": "cabinet_no", "raw": "۱۲/ت", "folded": "12/ت"}],
    "licence": {"url": "https://l.example/", "label": "آزاد", "basis": "stated"},
    "links": [{"rel": "landing", "url": "https://a.example/صفحه?a=1", "title": "صفحه"}],
    "files": [{"role": "scan", "name": "ف.pdf", "url": "https://a.example/f", "media_type": "a/b", "bytes": 0}],
    "relations": [{"type": "amends", "to_raw": "مصوبهٔ ۵"}],
    "known_limitations": "ندارد",
}
DECISION = a_decision(
    **{**COMMON, "dates": {**COMMON["dates"], "adopted": a_date(), "gazette": a_date()}},
    number={"raw": "۵", "folded": "5"},
    session={"no": "۱۲"},
    signers=[{"role": "رئیس", "raw": "نام نمونه"}, {"raw": "نام"}],
    amounts=[{"raw": "۵ ریال", "value": "5.5", "currency": "IRR", "unit_as_written": "ریال", "certain": True}],
)
DATASET = {
    **COMMON,
    "kind": "dataset",
    "title": "داده",
    "distributions": [{"access_url": "https://a.example/", "title": "ت", "format": "CSV", "bytes": 12}],
    "columns": [{"name": "sal", "fa": "سال", "type": "number", "unit": "سال", "note": "شمسی"}],
    "frequency": {"code": "monthly", "raw": "ماهانه"},
    "coverage": {"temporal": {"from": a_date(), "to": a_date()}, "spatial": "نمونه"},
    "row_count": 2**53,
    "edition": "۱",
}
NOTICE = {**COMMON, "kind": "notice", "title": "آگهی", "type": "announcement"}


def mistakes(kind: str, record: Any) -> list[tuple[str, str]]:
    """(path, code) of everything that was refused; each can be said in two languages."""
    with pytest.raises(InvalidInput) as caught:
        load(kind, record)
    for error in caught.value.errors:
        persian, english = error.say()
        assert persian and english and persian != english
    return [(error.name, error.code) for error in caught.value.errors]


def of_decision(**changes: Any) -> list[tuple[str, str]]:
    return mistakes("decision", {**a_decision(), **changes})


def without(record: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in record.items() if key != name}


@pytest.mark.parametrize("record", [DECISION, DATASET, NOTICE], ids=lambda record: record["kind"])
def test_a_full_record_of_each_kind_passes_as_it_is(record: dict[str, Any]) -> None:
    loaded = load(record["kind"], record)
    assert loaded == record
    assert canonical_json(loaded)


@pytest.mark.parametrize(
    "record",
    [
        {"kind": "dataset", "title": "د", "roles": [PUBLISHER]},
        {"kind": "notice", "title": "آ", "type": "announcement", "roles": [PUBLISHER]},
        without(without(a_decision(), "dates"), "texts"),
    ],
    ids=lambda record: record["kind"],
)
def test_a_record_needs_little(record: dict[str, Any]) -> None:
    assert load(record["kind"], record) == record


@pytest.mark.parametrize("record", [DECISION, DATASET, NOTICE], ids=lambda record: record["kind"])
@pytest.mark.parametrize("name", ["kind", "title", "roles"])
def test_kind_title_and_roles_are_required(record: dict[str, Any], name: str) -> None:
    assert mistakes(record["kind"], without(record, name)) == [(name, "required")]


def test_decisions_and_notices_need_a_type() -> None:
    assert mistakes("decision", without(a_decision(), "type")) == [("type", "required")]
    assert mistakes("decision", without(a_decision(), "type_asserted_by")) == [("type_asserted_by", "required")]
    assert mistakes("notice", without(NOTICE, "type")) == [("type", "required")]


@pytest.mark.parametrize(
    ("record", "role"),
    [(DECISION, "issuer"), (DATASET, "publisher"), (NOTICE, "publisher")],
    ids=["decision", "dataset", "notice"],
)
def test_each_kind_needs_the_role_that_answers_for_it(record: dict[str, Any], role: str) -> None:
    other = {"role": "proposer", "raw": "دیگری"}
    assert mistakes(record["kind"], {**record, "roles": [other]}) == [(f"roles.{role}", "required")]


@pytest.mark.parametrize("kind", ["notice", "dataset", "law", "", None, 5])
def test_a_record_of_another_kind_is_refused(kind: object) -> None:
    assert [name for name, _ in of_decision(kind=kind)] == ["kind"]


def test_every_mistake_is_told_at_once_with_its_path() -> None:
    found = of_decision(
        title=" ",
        type="law-ish",
        roles=[{"role": "boss"}],
        dates={"adopted": {"raw": "۱"}, "born": a_date()},
        tags=["خوب", "", 5],
        links=[{"rel": "landing", "url": "ftp://a.example/"}],
        amounts=[{"raw": "۵", "value": "5,0"}],
        titel="عنوان",
    )
    assert sorted(found) == [
        ("amounts.0.certain", "required"),
        ("amounts.0.value", "bad-amount"),
        ("dates.adopted", "bad-date"),
        ("dates.born", "unknown"),
        ("links.0.url", "bad-url"),
        ("roles.0.raw", "required"),
        ("roles.0.role", "not-one-of"),
        ("tags.1", "empty"),
        ("tags.2", "wrong-type"),
        ("titel", "unknown-near"),
        ("title", "empty"),
        ("type", "not-one-of"),
    ]


def test_an_unknown_key_is_told_with_the_nearest_one() -> None:
    with pytest.raises(InvalidInput) as caught:
        load("decision", a_decision(nummber={"raw": "۵", "folded": "5"}))
    (error,) = caught.value.errors
    assert (error.name, error.code, error.facts["near"]) == ("nummber", "unknown-near", "number")
    assert error.say() == ("«nummber» شناخته نیست؛ شاید «number»؟", "Unknown key 'nummber'; did you mean 'number'?")


def test_fields_of_another_kind_are_unknown() -> None:
    assert of_decision(row_count=5) == [("row_count", "unknown")]
    assert mistakes("notice", {**NOTICE, "distributions": []}) == [("distributions", "unknown")]
    assert mistakes("dataset", {**DATASET, "signers": []}) == [("signers", "unknown")]
    assert mistakes("notice", {**NOTICE, "dates": {"adopted": a_date()}}) == [("dates.adopted", "unknown")]


@pytest.mark.parametrize("bad", ["\0", "عنوان\0", "\ud800", "آ\udfff"])
def test_nul_and_lone_surrogates_are_refused_wherever_text_stands(bad: str) -> None:
    assert of_decision(title=bad) == [("title", "bad-text")]
    assert of_decision(texts=[{"role": "body", "text": bad}]) == [("texts.0.text", "bad-text")]
    assert of_decision(tags=[bad]) == [("tags.0", "bad-text")]
    assert of_decision(number={"raw": bad, "folded": bad}) == [
        ("number.raw", "bad-text"),
        ("number.folded", "bad-text"),
    ]
    assert of_decision(dates={"adopted": {**a_date(), "raw": bad}}) == [("dates.adopted", "bad-date")]
    assert of_decision(links=[{"rel": "print", "url": f"https://a.example/{bad}"}]) == [("links.0.url", "bad-text")]


@pytest.mark.parametrize(
    "name", ["roles", "texts", "tags", "topics", "language", "links", "files", "signers", "amounts"]
)
def test_an_empty_list_is_left_out_and_never_given(name: str) -> None:
    assert of_decision(**{name: []}) == [(name, "empty")]


@pytest.mark.parametrize("number", [1.0, 1.5, float("nan"), float("inf"), True, "1", "۱", -1, 2**53 + 1, None])
def test_only_whole_numbers_are_numbers(number: object) -> None:
    (mistake,) = mistakes("dataset", {**DATASET, "row_count": number})
    assert mistake[0] == "row_count" and mistake[1] in ("bad-number", "empty")


@pytest.mark.parametrize("value", [5, 5.5, "5,000", "۵", "५", "", "1e5", "+5", "5.", ".5", "٫5", "--5", "5\n", None])
def test_an_amount_is_a_decimal_text(value: object) -> None:
    (mistake,) = of_decision(amounts=[{"raw": "۵", "value": value, "certain": False}])
    assert mistake[0] == "amounts.0.value" and mistake[1] in ("bad-amount", "empty")


@pytest.mark.parametrize("value", ["0", "-5", "1200000000000.25"])
def test_amounts_of_any_size_pass(value: str) -> None:
    record = a_decision(amounts=[{"raw": "۵", "value": value, "certain": False}])
    assert load("decision", record)["amounts"][0]["value"] == value


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)", "//a.example/", "/a", "a.example", "ftp://a.example/", "file:///etc/passwd",
        "data:text/html,x", "https://", "https:///x", "https://user@a.example/", "https://u:p@a.example/",
        "https://a.example/ b", "https://a.example/\n", "https://a\\b.example/", "http://[::1", " https://a.example/",
        "HTTPS//a.example", "",
    ],
)  # fmt: skip
def test_only_web_addresses_are_addresses(url: str) -> None:
    (mistake,) = of_decision(links=[{"rel": "landing", "url": url}])
    assert mistake[0] == "links.0.url"


@pytest.mark.parametrize(
    "change",
    [
        {"iso": "2023-02-30"},
        {"iso": "1402-05-01x"},
        {"iso": ""},
        {"iso": 5},
        {"raw": ""},
        {"precision": "none"},
        {"mood": "good"},
        {"weekday": None},
        {"at": 1.5},
    ],
)
def test_a_date_that_does_not_hold_together_is_refused(change: dict[str, Any]) -> None:
    assert of_decision(dates={"adopted": {**a_date(), **change}}) == [("dates.adopted", "bad-date")]


@pytest.mark.parametrize("date", [{}, [], "2023-07-23", 5, {"iso": "2023-07-23"}, {"raw": "۱", "iso": "2023-07-23"}])
def test_a_date_is_an_object_with_raw_and_precision(date: object) -> None:
    assert of_decision(dates={"adopted": date}) == [("dates.adopted", "bad-date")]


def test_a_date_that_was_not_read_keeps_what_was_printed() -> None:
    unread = {"raw": "سیزدهم رجب", "precision": "none", "rule": "none"}
    assert load("decision", a_decision(dates={"adopted": unread}))["dates"]["adopted"] == unread


def test_what_is_too_long_is_refused_and_not_cut() -> None:
    assert of_decision(title="آ" * (LONGEST_TITLE + 1)) == [("title", "too-long")]
    assert of_decision(tags=[f"برچسب {n}" for n in range(LONGEST_TAGS + 1)]) == [("tags", "too-many")]
    assert load("decision", a_decision(title="آ" * LONGEST_TITLE))


def test_text_passes_letter_by_letter() -> None:
    text = "  كتاب‌هاي\u200fـ ی\u0654 «۱٢3»\r\n\t\u202bآ\u202c 🙂 \ufeff"
    assert load("decision", a_decision(text=text))["texts"][0]["text"] == text


@pytest.mark.parametrize("name", ["roles", "texts", "links", "files", "relations", "source_ids", "signers", "amounts"])
@pytest.mark.parametrize("value", [5, 5.5, "متن", True, None, {}, {"raw": "x"}, [5], ["x"], [None], [[]], [{}], [True]])
def test_a_list_of_objects_takes_nothing_else(name: str, value: object) -> None:
    assert {path.split(".")[0] for path, _ in of_decision(**{name: value})} == {name}


@pytest.mark.parametrize("name", ["dates", "licence", "number", "session"])
@pytest.mark.parametrize("value", [5, 5.5, "متن", True, None, [], [5], {"x": 5}])
def test_an_object_takes_nothing_else(name: str, value: object) -> None:
    assert {path.split(".")[0] for path, _ in of_decision(**{name: value})} == {name}


@pytest.mark.parametrize("given_record", [None, 5, "متن", [], [a_decision()], True])
def test_what_is_no_object_at_all_is_refused(given_record: object) -> None:
    assert ("", "invalid") in mistakes("decision", given_record)


def outcome(record: dict[str, Any]) -> str:
    """What becomes of a record; of a refused one every mistake is said in both languages."""
    try:
        canonical_json(load("decision", record))
    except InvalidInput:
        return "told"
    except InvalidRecord as refused:  # the store's own net
        return refused.reason
    return "loaded"


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(("raw", "role", "text", "url", "iso", "published", "basis")), inner, max_size=3
        )
    ),
    max_leaves=6,
)


@given(st.sampled_from(sorted(DECISION)), ANY)
def test_whatever_stands_in_a_field_is_loaded_or_told(name: str, value: object) -> None:
    assert outcome({**DECISION, name: value}) in ("told", "loaded", "an empty object is left out")
