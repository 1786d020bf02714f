"""Files of any query: the set of the list, whole, in every form, and a file that was cut off is noticed."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook

from api.exports.tables import harmless
from catalogue.vocab import WithdrawReason
from catalogue.whole import PART
from tests.api.asking import get
from tests.making import Store, a_date, a_decision, new_record

EXPORTS = "/api/v1/exports/search"
WORDS = "?q=" + quote("بودجه")
DANGEROUS = '=HYPERLINK("http://x.example";"بودجه")'


@pytest.fixture
def filled(store: Store) -> Store:
    """More records than a part holds, most of them with one word, and one that is withdrawn."""
    many = [new_record(f"n{i}", a_decision(f"مصوبه {i}", "بودجه" if i % 5 else "آب")) for i in range(PART + PART // 2)]
    odd = new_record(
        "odd",
        a_decision(
            DANGEROUS,
            "بودجه",
            number={"raw": "12/3", "folded": "12/3"},
            dates={"adopted": {"raw": "۱۴۰۲", "iso": "2023-03-21/2024-03-19", "jalali": "1402", "precision": "year"}},
            tags=["آب", "برق"],
        ),
    )
    store.put(*many, odd, new_record("gone", a_decision("رفته", "بودجه")))
    gone = next(one for one in store.ids() if store.catalogue.get(one).record()["title"] == "رفته")
    store.catalogue.withdraw(gone, WithdrawReason.MISTAKE, None)
    store.follower.catch_up()
    return store


def listed(client: FlaskClient, query: str) -> set[str]:
    """The ids of the list, page by page."""
    page = get(client, f"/api/v1/search{query}&limit=100&sort=-date")
    found = [item["id"] for item in page["items"]]
    while page["next"]:
        page = get(client, page["next"])
        found += [item["id"] for item in page["items"]]
    assert len(found) == len(set(found)) == page["total"]
    return set(found)


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


@pytest.mark.parametrize(
    "query", [WORDS, "?kind=decision", WORDS + "&sort=relevance", "?status=all", WORDS + "&sort=id"]
)
def test_every_form_holds_the_set_of_the_list(filled: Store, client: FlaskClient, query: str) -> None:
    expected = listed(client, query.replace("&sort=relevance", "").replace("&sort=id", ""))
    lines = client.get(f"{EXPORTS}.jsonl{query}")
    objects = [json.loads(line) for line in lines.text.splitlines()]
    table = rows(client.get(f"{EXPORTS}.csv{query}").text)
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get(f"{EXPORTS}.xlsx{query}").data))
    sheet = book.get_sheet_by_index(0).to_python()
    assert [one["id"] for one in objects] == [row["id"] for row in table] == [row[0] for row in sheet[1:]]
    assert {one["id"] for one in objects} == expected and len(objects) == len(expected)
    assert lines.headers["Dastras-Total"] == str(len(expected))
    manifest = get(client, f"{EXPORTS}.manifest.json{query}")
    names = sorted(f"{one['id']} {one['version_no']} {one['sha256']}\n" for one in objects)
    assert manifest["sha256"] == hashlib.sha256("".join(names).encode()).hexdigest()
    assert manifest["total"] == manifest["count"] == len(expected)
    assert get(client, manifest["effective_query"]["url"])["total"] == len(expected)
    assert lines.headers["Dastras-As-Of"] == f"log:{manifest['as_of']['log_index']}"


def test_a_line_of_json_is_the_record_as_it_is_served_alone(filled: Store, client: FlaskClient) -> None:
    for line in client.get(f"{EXPORTS}.jsonl{WORDS}").text.splitlines()[:20]:
        assert client.get(f"/api/v1/records/{json.loads(line)['id']}").text == line


def test_a_table_is_harmless_and_says_both_dates(filled: Store, client: FlaskClient) -> None:
    text = client.get(f"{EXPORTS}.csv{WORDS}").text
    assert text.startswith("\ufeffid,kind,type,number,title,")
    odd = next(row for row in rows(text) if row["number"])
    assert (odd["title"], odd["number"]) == (f"'{DANGEROUS}", "'12/3")
    assert (odd["adopted_iso"], odd["adopted_jalali"]) == ("2023-03-21/2024-03-19", "1402")
    plain = next(row for row in rows(text) if not row["number"])
    assert (plain["adopted_iso"], plain["adopted_jalali"]) == ("2023-07-23", "1402/05/01 ش")
    assert plain["permalink"] == f"https://dastras.example/{plain['id']}"
    assert plain["source_address"].startswith("https://shora.example/")
    exact = [json.loads(line) for line in client.get(f"{EXPORTS}.jsonl{WORDS}").text.splitlines()]
    assert DANGEROUS in {one["record"]["title"] for one in exact}


def test_columns_and_codes_are_told_in_words(filled: Store, client: FlaskClient) -> None:
    persian = rows(client.get(f"{EXPORTS}.csv{WORDS}&labels=fa").text)[0]
    assert (persian["نوع"], persian["گونه"]) == ("تصمیم و سند", "مصوبه")
    assert persian["تاریخ تصویب"] == "1402/05/01 ش"


def test_a_spreadsheet_holds_text_days_and_no_formula(filled: Store, client: FlaskClient) -> None:
    data = client.get(f"{EXPORTS}.xlsx{WORDS}&labels=en").data
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    head, *found = book.get_sheet_by_index(0).to_python()
    odd = next(row for row in found if row[head.index("number")])
    assert (odd[head.index("title")], odd[head.index("number")]) == (DANGEROUS, "12/3")
    plain = next(row for row in found if not row[head.index("number")])
    assert str(plain[head.index("adopted_iso")]) == "2023-07-23"
    assert plain[head.index("adopted_jalali")] == "1402/05/01"
    about = {row[0]: row[1] for row in book.get_sheet_by_name("درباره").to_python()}
    assert about["شمار رکوردها"] == len(found)
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        sheets = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) == 2 and all('rightToLeft="1"' in sheet and "<f>" not in sheet for sheet in sheets)


def test_a_file_that_the_client_has_is_not_made_again(
    filled: Store, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    for form in ("jsonl", "csv", "xlsx", "manifest.json"):
        etag = client.get(f"{EXPORTS}.{form}{WORDS}").headers["ETag"]
        with monkeypatch.context() as patch:
            patch.setattr(type(filled.catalogue), "part", None)
            again = client.get(f"{EXPORTS}.{form}{WORDS}", headers={"If-None-Match": etag})
            assert (again.status_code, again.data) == (304, b"")
        filled.put(new_record(f"new{form}", a_decision("تازه", "بودجه")))
        assert client.get(f"{EXPORTS}.{form}{WORDS}", headers={"If-None-Match": etag}).status_code == 200


@pytest.mark.parametrize("parameter", ["limit=3", "cursor=x", "facets=kind", "view=ids", "highlight=off", "labels=fa"])
def test_a_file_is_complete_so_no_page_of_it_can_be_asked_for(client: FlaskClient, parameter: str) -> None:
    answer = client.get(f"{EXPORTS}.jsonl?{parameter}")
    assert answer.status_code == 422
    assert answer.json["errors"][0]["name"] == parameter.partition("=")[0]  # type: ignore[index]


def test_an_empty_set_is_a_file_with_no_records(client: FlaskClient) -> None:
    assert client.get(f"{EXPORTS}.jsonl{WORDS}").text == ""
    assert rows(client.get(f"{EXPORTS}.csv{WORDS}").text) == []
    assert get(client, f"{EXPORTS}.manifest.json{WORDS}")["sha256"] == hashlib.sha256(b"").hexdigest()


def test_a_file_that_cannot_be_gone_on_with_is_cut_off(
    filled: Store, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Raised to the server, which ends the connection without the mark that ends an answer (tests/e2e)."""
    part, asked = filled.catalogue.part, []

    def failing(parameters: dict[str, object]) -> object:
        asked.append(parameters)
        if len(asked) > 1:
            raise MemoryError(parameters["q"])
        return part(parameters)

    monkeypatch.setattr(filled.catalogue, "part", failing)
    with pytest.raises(BrokenPipeError):
        client.get(f"{EXPORTS}.csv{WORDS}")
    assert "search.csv was cut off: MemoryError" in caplog.text
    assert "بودجه" not in caplog.text


def test_records_that_come_and_change_meanwhile_double_nothing(
    filled: Store, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = listed(client, WORDS)
    part = filled.catalogue.part
    done: list[object] = []

    def changing(parameters: dict[str, object]) -> object:
        found = part(parameters)
        if not done:
            done.append(found)
            newer = a_decision("تازه", "بودجه", dates={"adopted": a_date("2023-07-24", "1402-05-02", "۱۴۰۲/۰۵/۰۲")})
            filled.put(
                new_record("newer", newer), new_record("n1", a_decision("مصوبه 1 تازه", "بودجه"), document="e" * 64)
            )
        return found

    monkeypatch.setattr(filled.catalogue, "part", changing)
    found = [json.loads(line)["id"] for line in client.get(f"{EXPORTS}.jsonl{WORDS}").text.splitlines()]
    assert len(found) == len(set(found))
    assert before <= set(found)


FORMULAS = ("=1+1", "+98 21", "-5", "@SUM(A1)", "\t=1", "＝1+1", " =1", "|cmd", "%x")
DAYS = ("12/3", "1402-05-01", "Mar 5", "5-MAR", "10:30")
NUMBERS = ("007", "1.50", "1e5", "1,234", "12345678901234567", "TRUE")
OTHERS = ("5-", "(5)", "(5)%", "1E+5", "1 1/2", "10 AM", "10am", ".5", "5.", "50%", "$5", "€5")
TEXTS = (
    "12345",
    "مصوبه ۱۲/۳",
    "۱۴۰۲/۰۵/۰۱",
    "https://x.example/1",
    "متن = ۲",
    "A-12",
    "۱۲۳",
    "5",
    "0",
    "184/ش",
    "5 ت",
    "",
)


@pytest.mark.parametrize("text", [*FORMULAS, *DAYS, *NUMBERS, *OTHERS])
def test_what_a_spreadsheet_would_read_as_something_else_stands_behind_an_apostrophe(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", TEXTS)
def test_other_text_stands_as_it_is(text: str) -> None:
    assert harmless(text) == text
