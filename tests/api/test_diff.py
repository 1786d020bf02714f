"""What changed in a record, as JSON, as text and as a page to embed."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from catalogue.personal.labels import Personal
from catalogue.vocab import WithdrawReason
from tests.api.dated import put_versions
from tests.making import Store, a_decision, new_record

OLD = a_decision(title="بودجهٔ شهر", text="بند ۱: ده میلیارد ریال.\nبند ۲: پایان.", tags=["آب"])
NEW = a_decision(title="بودجهٔ شهر", text="بند ۱: دوازده میلیارد ریال.\nبند ۲: پایان.", tags=["آب", "<b>برق</b>"])


@pytest.fixture
def path(store: Store) -> str:
    """The address of the diff of a record with two versions."""
    return f"/api/v1/records/{put_versions(store, [OLD, NEW])}/diff"


def test_one_edited_word_is_that_word_and_nothing_else(client: FlaskClient, path: str) -> None:
    answer = client.get(path).json or {}
    assert answer["fields"] == [{"path": "tags[1]", "old": None, "new": "<b>برق</b>"}]
    (text,) = answer["texts"]
    assert {name: text[name] for name in ("path", "role", "letters_only", "truncated")} == {
        "path": "texts[0].text",
        "role": "body",
        "letters_only": False,
        "truncated": False,
    }
    assert [run for run in text["runs"] if run["op"] != "equal"] == [
        {"op": "delete", "text": "ده"},
        {"op": "insert", "text": "دوازده"},
    ]
    assert (answer["letters_only"], answer["truncated"], answer["as_of"]["log_index"]) == (False, False, 2)


def test_both_versions_are_named_and_lead_to_their_bytes(client: FlaskClient, path: str) -> None:
    answer = client.get(path).json or {}
    for side, version_no in (("from", 1), ("to", 2)):
        told = answer[side]
        kept = client.get(told["links"]["version"]).json or {}
        assert told["version_no"] == version_no
        assert {name: told[name] for name in ("sha256", "recorded_at", "log_index", "change_kind")} == {
            name: kept[name] for name in ("sha256", "recorded_at", "log_index", "change_kind")
        }
    for form, media_type in (("fields", "application/json"), ("text", "text/plain"), ("html", "text/html")):
        told = client.get(answer["links"][form])
        assert (told.status_code, told.mimetype) == (200, media_type)


@pytest.mark.parametrize(
    ("query", "versions"),
    [
        ("", (1, 2)),
        ("?to=v2", (1, 2)),
        ("?from=1405-07-09", (1, 2)),
        ("?from=1405-08-01&to=1405-08-30", (1, 2)),
        ("?from=log:1&to=2026", (1, 2)),
        ("?from=v2&to=v1", (2, 1)),
        ("?from=v2", (2, 2)),
        ("?from=1405-09&to=v2", (2, 2)),
    ],
)
def test_from_and_to_are_versions_or_times(
    client: FlaskClient, path: str, query: str, versions: tuple[int, int]
) -> None:
    answer = client.get(path + query).json or {}
    assert (answer["from"]["version_no"], answer["to"]["version_no"]) == versions
    assert bool(answer["texts"]) == (versions[0] != versions[1])


def test_before_the_first_version_there_is_nothing_to_compare(client: FlaskClient, path: str) -> None:
    answer = client.get(f"{path}?to=v1")
    assert (answer.status_code, answer.json["type"]) == (404, "/problems/nothing-before")  # type: ignore[index]
    record = path.removesuffix("/diff")
    assert "diff" not in client.get(f"{record}?as_of=v1").json["links"]  # type: ignore[index]
    assert client.get(client.get(record).json["links"]["diff"]).status_code == 200  # type: ignore[index]


def test_the_text_form_marks_what_went_and_what_came(client: FlaskClient, path: str) -> None:
    text = client.get(f"{path}?form=text").get_data(as_text=True)
    assert "متن:\nبند ۱: [-ده-]{+دوازده+} میلیارد ریال.\nبند ۲: پایان." in text
    assert "tags[1]: {+<b>برق</b>+}" in text
    assert "نسخهٔ ۱، ثبت در ۹ مهر ۱۴۰۵، ساعت ۰۹:۳۰، SHA-256: " in text
    assert "نسخهٔ ۲، ثبت در ۱۱ آبان ۱۴۰۵، ساعت ۰۹:۳۰، SHA-256: " in text


def test_long_stretches_that_stay_are_cut_in_the_text_form_and_say_so(store: Store, client: FlaskClient) -> None:
    long = "واژه " * 400
    path = put_versions(store, [a_decision(text=f"{long}ده {long}"), a_decision(text=f"{long}نه {long}")])
    text = client.get(f"/api/v1/records/{path}/diff?form=text").get_data(as_text=True)
    assert text.count("[…]") == 2 and "[-ده-]{+نه+}" in text
    assert len(text) < 1_500


def test_the_page_is_one_to_embed_and_runs_nothing(client: FlaskClient, path: str) -> None:
    answer = client.get(f"{path}?form=html")
    page = answer.get_data(as_text=True)
    assert "<del>ده</del><ins>دوازده</ins>" in page and 'dir="rtl"' in page
    assert "<ins>&lt;b&gt;برق&lt;/b&gt;</ins>" in page and "<b>" not in page
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=|<link|<img", page)
    policy = answer.headers["Content-Security-Policy"]
    assert policy == "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors *"
    assert "https://dastras.example/" in page


def test_a_change_of_letters_alone_is_told_in_every_form(store: Store, client: FlaskClient) -> None:
    record_id = put_versions(store, [a_decision(text="كتاب علي"), a_decision(text="کتاب علی")])
    path = f"/api/v1/records/{record_id}/diff"
    answer = client.get(path).json or {}
    assert answer["letters_only"] is True and answer["texts"][0]["letters_only"] is True
    for form in ("text", "html"):
        assert "تنها شکل حروف" in client.get(f"{path}?form={form}").get_data(as_text=True)


def test_what_did_not_change_says_so(client: FlaskClient, path: str) -> None:
    answer = client.get(f"{path}?from=v2&to=v2").json or {}
    assert (answer["fields"], answer["texts"], answer["letters_only"]) == ([], [], False)
    assert "چیزی فرق نکرده" in client.get(f"{path}?from=v2&to=v2&form=text").get_data(as_text=True)


def test_a_known_change_is_not_compared_again(store: Store, client: FlaskClient, path: str) -> None:
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    other = client.get(f"{path}?form=text", headers={"If-None-Match": first.headers["ETag"]})
    assert other.status_code == 200
    store.put(new_record("2", a_decision()))
    assert client.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200  # as_of has moved


def test_a_return_is_compared_with_the_text_before_the_withdrawal(store: Store, client: FlaskClient, path: str) -> None:
    record_id = store.only_record().id
    store.catalogue.withdraw(record_id, WithdrawReason.GONE_AT_SOURCE, None)
    store.put(new_record("1", NEW, document="9" * 64))
    answer = client.get(path).json or {}
    assert (answer["from"]["version_no"], answer["to"]["version_no"], answer["to"]["change_kind"]) == (2, 4, "return")
    assert client.get(f"{path}?from=v3").status_code == 410


def test_a_version_whose_text_was_destroyed_is_not_compared(store: Store, client: FlaskClient, path: str) -> None:
    store.catalogue.redact(store.only_record().id, "دوازده", Personal.WORDS)
    for query in ("", "?to=v2", "?from=v2&form=html"):
        answer = client.get(path + query)
        assert (answer.status_code, answer.json["type"]) == (410, "/problems/sealed")  # type: ignore[index]
    assert "دوازده" not in client.get(f"{path}?from=v1&to=v3").get_data(as_text=True)
