"""What the pages beside the record say: changes, paper, corrections, coverage, types and topics."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient

from api.app import create_app
from api.shown.charts import Bar, columns_chart, step_of
from api.shown.comparing import Passage, field_name, field_value, passages, words_changed
from api.shown.filters import report_address, send_address
from catalogue.diff.sequences import Work
from catalogue.diff.texts import Op, compare_texts
from catalogue.edges import with_found_edges
from catalogue.personal.labels import Personal
from catalogue.vocab import WithdrawReason
from tests.api.asking import get
from tests.api.pages.conftest import AGENCY
from tests.making import Clock, Store, a_date, a_decision, new_record

OLD = "مادهٔ ۱. انتشار.\n\nمادهٔ ۲. پانزده روز.\nمادهٔ ۳. اجرا.\nمادهٔ ۴. پایان."
NEW = OLD.replace("پانزده", "سی")


@pytest.fixture
def edited(store: Store) -> str:
    """A decision whose text and dates changed once."""
    store.put(new_record("1", a_decision("انتشار", OLD)))
    dates = {"adopted": a_date(), "notified": a_date("2023-08-01", "1402-05-10", "۱۴۰۲/۰۵/۱۰")}
    store.put(new_record("1", a_decision("انتشار", NEW, dates=dates), document="b" * 64))
    return store.ids()[0]


def read(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.get_data(as_text=True)


def test_a_change_is_folded_to_the_paragraphs_that_changed() -> None:
    found = passages(compare_texts(OLD, NEW, Work()))
    assert [one.unchanged for one in found] == [1, 0, 2]
    assert "".join(run.text for run in found[1].runs if run.op is not Op.DELETE) == "مادهٔ ۲. سی روز."
    assert words_changed([compare_texts(OLD, NEW, Work())]) == {Op.INSERT: 1, Op.DELETE: 1}
    assert passages(compare_texts("یک", "یک", Work())) == [Passage((), 1)]
    assert passages(compare_texts("", "یک\nدو", Work()))[0].runs[0].op is Op.INSERT


def test_fields_are_named_and_told_in_words() -> None:
    assert field_name("dates.notified.iso") == "تاریخ ابلاغ" and field_name("tags[2]") == "برچسب"
    assert field_name("something.new") == "something.new"
    assert field_value("dates.adopted", a_date()) == "۱ مرداد ۱۴۰۲ (۲۳ ژوئیه ۲۰۲۳)"
    assert field_value("roles[0]", {"role": "issuer", "raw": "شورا"}) == "شورا"
    assert field_value("row_count", 12) == "12" and field_value("tags[0]", "آب") == "آب"


def test_a_record_shows_what_its_version_changed(client: FlaskClient, edited: str) -> None:
    text = read(client, f"/{edited}")
    for words in ("آنچه عوض شد", "پانزده</del>", "سی</ins>", "۱ بند بدون تغییر", "۲ بند بدون تغییر", "تاریخ ابلاغ"):
        assert words in text
    assert f'href="/{edited}/diff?from=v1&amp;to=v2"' in text
    assert "آنچه عوض شد" not in read(client, f"/{edited}/v1") and "آنچه با این نسخه" not in read(
        client, f"/{edited}/v1"
    )
    assert read(client, f"/{edited}/diff?from=v2&to=v1").count("سی</del>") == 1


def test_a_version_that_was_sealed_is_compared_with_nothing(store: Store, client: FlaskClient, edited: str) -> None:
    store.catalogue.redact(edited, "پایان", Personal.WORDS)
    text = read(client, f"/{edited}")
    assert "آنچه عوض شد" not in text and "/diff?" not in text and "پایان" not in text
    assert client.get(f"/{edited}/diff").status_code == 410


def test_a_version_on_paper_has_its_address_and_hash(client: FlaskClient, edited: str) -> None:
    text = read(client, f"/{edited}/v1/print")
    view = client.get(f"/api/v1/records/{edited}/versions/1").json
    assert view is not None and view["sha256"] in text and f"https://dastras.example/{edited}/v1" in text
    assert f'src="/qr/{edited}/v1.svg"' in text and "پانزده روز" in text and "۱ از ۲" in text
    assert f'href="/{edited}/v1/print"' in read(client, f"/{edited}/v1")


def test_a_record_is_followed_by_a_feed_of_its_own(client: FlaskClient, edited: str) -> None:
    address = re.findall(r'href="(/feeds/changes\.atom\?[^"]+)"', read(client, f"/{edited}"))[0]
    entries = client.get(address).get_data(as_text=True)
    assert entries.count("<entry>") == 2 and f"{edited}/v2" in entries
    changes = get(client, f"/api/v1/changes?record={edited.upper()}")["items"]
    assert [line["version_no"] for line in changes] == [1, 2]
    assert client.get("/feeds/changes.atom?record=d-7k3m-9x2z-3").status_code == 404
    mistyped = client.get("/api/v1/changes?record=d-7k3m-9x2z-4")
    assert (mistyped.status_code, mistyped.json and mistyped.json["type"]) == (404, "/problems/bad-id")


def test_a_mistake_is_reported_with_address_and_hash(store: Store, client: FlaskClient, edited: str) -> None:
    view = store.catalogue.get(edited)
    letter = report_address("data@dastras.example", view, "https://dastras.example")
    assert letter.startswith("mailto:data@dastras.example?subject=") and view.sha256 in letter
    assert f"https://dastras.example/{edited}/v2\r\n" in unquote(letter)
    assert "a%26b%3Fc" in send_address("a&b?c", "https://dastras.example/x")
    no_mail = create_app(store.catalogue, "https://dastras.example/contact", "https://dastras.example", "test", Clock())
    assert 'href="https://dastras.example/contact"' in read(no_mail.test_client(), f"/{edited}")


def test_the_log_of_corrections_says_when_and_why(store: Store, client: FlaskClient, edited: str) -> None:
    assert "هنوز چیزی اصلاح" in read(client, "/corrections")
    store.catalogue.redact(edited, "پایان", Personal.WORDS)
    text = read(client, "/corrections?limit=1")
    assert "پوشاندن بخشی از متن" in text and f'href="/{edited}"' in text and "rel=" not in text.split("<ol")[1]


def test_coverage_counts_what_its_links_find(store: Store, client: FlaskClient, edited: str) -> None:
    text = read(client, "/coverage")
    assert "در ۲۳ ماه از ۲۳ ماه گذشته" in text  # its date is older than the chart
    assert 'همهٔ <data value="1">۱</data> سند' in text and 'href="/facets/jalali_year"' in text
    store.catalogue.intake.register([AGENCY])
    assert "هنوز سندی نیست" in read(client, "/coverage?agency=shora-nemouneh&kind=notice")
    assert 'همهٔ <data value="1">۱</data> سند' in read(client, "/coverage?agency=shora-nemouneh&kind=decision")


def test_months_of_a_chart_are_named_and_the_largest_is_labelled() -> None:
    bars = [Bar("1403-12", 3), Bar("1404-01", 11), Bar("1404-02", 0, is_open=True)]
    drawn = str(columns_chart(bars, "name"))
    assert "<title>فروردین ۱۴۰۴: ۱۱</title>" in drawn and drawn.count("<rect") == 3
    assert 'class="c-late"' in drawn and ">۱۱</text>" in drawn and drawn.count(">۱۴۰۴</text>") == 1
    assert 'aria-labelledby="name"' in drawn and "viewBox" not in drawn
    assert columns_chart([], "name")
    assert [step_of(one) for one in (0, 1, 4, 5, 21, 90, 4_001)] == [
        1,
        1,
        1,
        2,
        10,
        50,
        2_000,
    ]


def test_types_and_topics_lead_to_their_records(client: FlaskClient, edited: str) -> None:
    text = read(client, "/types")
    assert 'href="/search?type=resolution"' in text and "مصوبه" in text
    assert "هنوز سندی با موضوع نیست" in read(client, "/topics")


def test_several_relations_are_drawn_beside_the_record_that_they_meet(store: Store, client: FlaskClient) -> None:
    roads = a_decision("آیین‌نامهٔ راه‌ها", number={"raw": "41207/ت70315", "folded": "41207/ت70315"})
    roads["dates"] = {"adopted": a_date("2024-06-24", "1403-04-04")}
    amending = [
        with_found_edges(a_decision(f"اصلاح {number} تصویب‌نامه شماره 41207/ت70315هـ مورخ 4/4/1403"))[0]
        for number in range(7)
    ]
    store.put(new_record("first", amending[0]), new_record("roads", roads))
    one = store.ids()[:2]
    assert not any('<figure class="graph"' in client.get(f"/{record_id}").text for record_id in one)
    store.put(*(new_record(f"more {number}", record) for number, record in enumerate(amending[1:])))
    page = client.get(f"/{one[1]}").text
    figure = page.partition('<figure class="graph"')[2].partition("</figure>")[0]
    assert figure.count("اصلاح‌شده با") == 5 and "۲</data> پیوند دیگر" in figure
    assert "نام می‌برند" in figure and "این سند از این‌ها نام می‌برد" not in figure


def test_the_paper_of_a_withdrawn_record_says_so_and_names_an_agency_once(store: Store, client: FlaskClient) -> None:
    roles = [{"role": role, "raw": "شورای نمونه"} for role in ("issuer", "publisher")]
    store.put(new_record("1", a_decision(roles=roles)))
    (record_id,) = store.ids()
    assert client.get(f"/{record_id}/v1/print").text.count("شورای نمونه") == 1
    store.catalogue.withdraw(record_id, WithdrawReason.GONE_AT_SOURCE, None)
    assert "این سند برداشته شده است." in client.get(f"/{record_id}/v1/print").text
