"""Fields that only some kinds have: from printed words to the record, and through the door."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from harvesters.mistakes import Mistake
from schemas.kinds import load
from tests.harvesters.making import LISTING, load_text
from tests.harvesters.test_normalise import DATASET, FIELDS, codes, normalise

HEADS = {kind: DATASET.replace("kind: dataset", f"kind: {kind}") for kind in ("decision", "dataset", "notice")}


def made(folder: Path, kind: str, rules: str, fields: dict[str, list[str]]) -> tuple[dict[str, Any], list[str]]:
    """The record as the door lets it pass, and the codes of its issues."""
    normalised = normalise(folder, rules, fields, HEADS[kind])
    assert normalised.record is not None
    return load(kind, normalised.record), codes(normalised)


def test_a_decision_has_session_gazette_basis_signers_stages_and_claims(tmp_path: Path) -> None:
    rules = (
        "title: {const: مصوبه ۱}\nsession.no: {column: ش}\nsession.on: {column: روز}\ngazette.no: {column: ر}\n"
        "gazette.special_issue: {column: و}\nlegal_basis: {column: مستند, type: list}\nlifecycle: {column: وضعیت}\n"
        "signers[].raw: {css: i, many: true}\nsigners[].role: {css: b, many: true}\n"
        "amounts.contract: {column: مبلغ, type: amount}\nclassification_stated: {column: طبقه}"
    )
    fields = {"ش": "۶۸", "روز": "۱۴۰۲/۰۵/۰۱", "ر": "۰۲۲۶۰۱", "و": "۱۵۸۸", "مستند": "اصل ۱۳۸؛ ماده ۵", "وضعیت": "معتبر"}
    fields |= {"مبلغ": "۵ میلیون ریال", "طبقه": "عادی"}
    given = {f"column:{name}": [text] for name, text in fields.items()}
    given |= {"row css:i": ["س. نمونه‌پور", "م. نمونه"], "row css:b": ["رئیس", ""]}
    record, issues = made(tmp_path, "decision", rules, given)
    assert issues == []
    assert (record["session"]["no"], record["session"]["on"]["iso"]) == ("۶۸", "2023-07-23")
    assert record["gazette"] == {"no": "۰۲۲۶۰۱", "special_issue": "۱۵۸۸"}
    assert record["legal_basis"] == ["اصل ۱۳۸", "ماده ۵"]
    assert record["signers"] == [{"raw": "س. نمونه‌پور", "role": "رئیس"}, {"raw": "م. نمونه"}]
    assert (record["amounts"][0]["stage"], record["amounts"][0]["value"]) == ("contract", "5000000")
    assert record["lifecycle"] == [{"value": "in_force", "by": "شورای شهر نمونه", "raw": "معتبر"}]
    assert record["classification_stated"] == "عادی"


def test_a_dataset_has_contact_access_standards_places_and_terms_of_each_form(tmp_path: Path) -> None:
    rules = (
        "title: {const: داده}\nlanguage: {column: زبان, type: list}\nplaces.city: {column: شهر}\n"
        "access: {column: دسترسی}\n"
        "contact.unit: {column: واحد}\ncontact.email: {column: نامه}\ncontact.url: {column: صفحه}\n"
        "conforms_to: {column: استاندارد}\norigin_note: {column: روش}\n"
        "distributions[].access_url: {css: a, attr: href, type: url, many: true}\n"
        "distributions[].licence: {css: u, many: true}\ndistributions[].availability: {css: s, many: true}\n"
        "distributions[].description: {css: p, many: true}"
    )
    fields = {"زبان": "Persian; fa-IR; de", "شهر": "گلبیشه", "دسترسی": "عمومی", "واحد": "آمار", "نامه": "a@s.example"}
    fields |= {"صفحه": "https://s.example/q", "استاندارد": "https://standard.example/", "روش": "از سامانه"}
    given = {f"column:{name}": [text] for name, text in fields.items()}
    given |= {"row css:a@href": ["/a.csv", "/b.csv"], "row css:u": ["CC BY 4.0", ""], "row css:s": ["STABLE", "نو"]}
    given |= {"row css:p": ["یک", "دو"]}
    record, issues = made(tmp_path, "dataset", rules, given)
    assert issues == ["word-unknown"]  # «نو» is no availability
    assert record["language"] == ["de", "fa"]
    assert record["places"] == [{"level": "city", "raw": "گلبیشه"}]
    assert record["access"] == {"code": "public", "raw": "عمومی"}
    assert record["contact"] == {"unit": "آمار", "email": "a@s.example", "url": "https://s.example/q"}
    assert (record["conforms_to"], record["origin_note"]) == (["https://standard.example/"], "از سامانه")
    first, second = record["distributions"]
    assert (first["licence"]["basis"], first["availability"], first["description"]) == ("stated", "stable", "یک")
    assert "licence" not in second and "availability" not in second


def test_a_notice_has_draft_deadline_promise_steps_and_complaint_route(tmp_path: Path) -> None:
    rules = (
        "title: {const: آگهی}\ntype: {column: نوع}\ndraft: {column: متن}\ndates.deadline: {column: مهلت}\n"
        "dates.promised: {column: وعده}\nsteps: {column: گام}\ncomplaint_route: {column: شکایت}"
    )
    fields = {
        "نوع": "نظرخواهی عمومی",
        "متن": "/draft.pdf",
        "مهلت": "تا ۵ تیر ۱۴۰۲",
        "وعده": "مهر ۱۴۰۲",
        "گام": "یک\nدو",
    }
    given = {f"column:{name}": [text] for name, text in (fields | {"شکایت": "به شورا"}).items()}
    record, issues = made(tmp_path, "notice", rules, given)
    assert issues == []
    assert (record["type"], record["draft"]) == ("consultation", "https://shora.example/draft.pdf")
    assert (record["dates"]["deadline"]["iso"], record["dates"]["promised"]["precision"]) == ("2023-06-26", "month")
    assert (record["steps"], record["complaint_route"]) == ("یک\nدو", "به شورا")


def test_a_notice_whose_type_nobody_knows_stays(tmp_path: Path) -> None:
    rules = "title: {const: آگهی}\ntype: {column: نوع}"
    record, issues = made(tmp_path, "notice", rules, {"column:نوع": ["گوناگون"]})
    assert (record["type"], issues) == ("other", ["word-unknown"])


def test_an_address_that_is_none_is_told_and_left_out(tmp_path: Path) -> None:
    rules = "title: {const: آگهی}\ntype: {const: announcement}\ndraft: {column: متن}\ncontact.url: {column: صفحه}"
    given = {"column:متن": ["javascript:x()"], "column:صفحه": ["mailto:a@s.example"]}
    record, issues = made(tmp_path, "notice", rules, given)
    assert not {"draft", "contact"} & set(record)
    assert issues == ["url-refused", "url-refused"]


def test_amounts_with_two_readings_are_kept_without_a_value_and_told(tmp_path: Path) -> None:
    rules = "title: {const: مصوبه ۱}\namount: {css: i, many: true}"
    record, issues = made(tmp_path, "decision", rules, {"row css:i": ["500.000 ریال", "حداکثر ۵ ریال", "۵ تا ۶ ریال"]})
    assert [amount.get("value") for amount in record["amounts"]] == [None, "5"]
    assert issues == ["amount-ambiguous", "amount-uncertain", "amount-unreadable"]


@pytest.mark.parametrize(
    ("keys", "rule", "wrong"),
    [
        ("", "{column: x, type: date, form: d/m/yy}", "fields.adopted_on.century"),
        ("", "{column: x, type: date, form: epoch-s}", "fields.adopted_on.form"),
        ("", "{column: x, type: instant, form: d/m/yy, century: 13}", "fields.adopted_on.century"),
        ("", "{column: x, type: date, form: y-m-d}", "fields.adopted_on.form"),
        ("timezone: Asia/Teheran\n", "{column: x}", "timezone"),
        ("timezone: ../../etc/passwd\n", "{column: x}", "timezone"),
        ("calendar: solar\n", "{column: x}", "calendar"),
        ("calendar: gregorian\n", "{column: x, century: 13}", "calendar"),
        ("", "{column: x, century: 20}", "calendar"),
    ],
)
def test_a_source_file_says_of_dates_only_what_holds_together(tmp_path: Path, keys: str, rule: str, wrong: str) -> None:
    text = f"{LISTING[:FIELDS]}{keys}fields: {{title: {{const: x}}, adopted_on: {rule}}}\n"
    mistakes = load_text(tmp_path, text)
    assert isinstance(mistakes, list)
    assert wrong in [mistake.path for mistake in mistakes if isinstance(mistake, Mistake)]


def test_the_calendar_and_zone_of_a_source_reach_its_dates(tmp_path: Path) -> None:
    head = LISTING[:FIELDS] + "calendar: gregorian\ntimezone: Asia/Kabul\n"
    rules = "title: {const: x}\nadopted_on: {column: a, century: 20, form: m/d/y}\nnotified_on: {column: b}"
    normalised = normalise(tmp_path, rules, {"column:a": ["7/23/23"], "column:b": ["2023-07-23 10:00"]}, head)
    assert normalised.record is not None
    dates = normalised.record["dates"]
    assert (dates["adopted"]["iso"], dates["notified"]["at"]) == ("2023-07-23", "2023-07-23T05:30:00Z")
