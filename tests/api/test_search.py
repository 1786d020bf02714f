"""The API's search: facets that are exact, cursors that end, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from catalogue.vocab import WithdrawReason
from tests.making import SOURCE, Store, a_date, a_decision, new_record

TITLES = ("بودجهٔ آب", "بودجهٔ راه", "نوسازی مدرسه", "روابط عمومی‌ها و رسانه", "کتابخانهٔ محله")


@pytest.fixture
def filled(store: Store) -> Store:
    """Twenty decisions of two types and years."""
    records = []
    for number in range(20):
        day = 1 + number
        year = 1401 + number % 2
        made = a_decision(
            title=f"{TITLES[number % 5]} {number}",
            type="circular" if number % 3 else "resolution",
            text=f"متن شمارهٔ {number} دربارهٔ هزینه‌کرد.",
            dates={"adopted": a_date(f"{year + 621}-04-{day:02}", f"{year}-01-{day:02}")},
        )
        records.append(new_record(str(number), made))
    store.put(*records)
    return store


def get(client: FlaskClient, address: str) -> dict[str, Any]:
    """A list that has the promised shape."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return dict(answer.json)  # type: ignore[arg-type]


def test_every_facet_count_equals_the_total_of_its_query(filled: Store, client: FlaskClient) -> None:
    for words in ("", "بودجه", "هزینه کرد"):
        page = get(client, f"/api/v1/search?q={quote(words)}&type=circular&facets=type,jalali_year,agency,kind,source")
        for facet in page["facets"].values():
            assert facet["values"]
            for value in facet["values"]:
                assert get(client, value["query"])["total"] == value["count"]


@pytest.mark.parametrize("sort", ["-date", "date", "-changed", "id", "relevance"])
def test_a_walk_by_cursor_meets_every_record_once(filled: Store, client: FlaskClient, sort: str) -> None:
    words = quote("هزینه‌کرد") if sort == "relevance" else ""
    address, met = f"/api/v1/search?q={words}&sort={sort}&limit=3", []
    while address:
        page = get(client, address)
        met += [item["id"] for item in page["items"]]
        address = page["next"]
    assert len(met) == 20 and set(met) == set(filled.ids())


def test_both_calendars_and_digit_sets_ask_the_same_days(filled: Store, client: FlaskClient) -> None:
    bounds = [
        "from=1402&to=1402",
        "from=۱۴۰۲&to=۱۴۰۲",
        "from=2023-03-21&to=2024-03-19",
        "jalali_year=۱۴۰۲",
        "from=1402/01&to=۱۴۰۲/۱۲",
    ]
    totals = {bound: get(client, f"/api/v1/search?{bound}")["total"] for bound in bounds}
    assert set(totals.values()) == {10}, totals


def test_a_cursor_of_another_query_is_refused(filled: Store, client: FlaskClient) -> None:
    cursor = get(client, "/api/v1/search?limit=3")["next"].split("cursor=")[1]
    for other in (
        f"/api/v1/search?limit=3&kind=decision&cursor={cursor}",
        "/api/v1/search?cursor=abc",
        "/api/v1/search?cursor=%5B%5D",
    ):
        answer = client.get(other)
        assert (answer.status_code, answer.json["type"]) == (400, "/problems/bad-cursor")  # type: ignore[index]


def test_an_unknown_parameter_is_refused_with_the_nearest_name(client: FlaskClient) -> None:
    answer = client.get("/api/v1/search?agancy=x")
    assert answer.status_code == 422 and answer.json is not None
    assert answer.json["type"] == "/problems/unknown-parameter"
    assert answer.json["errors"][0]["did_you_mean"] == "agency"
    for path in (
        "/api/v1/agencies",
        "/api/v1/status",
        "/api/v1/jobs",
        "/api/v1/sources",
        "/api/v1/records/d-7k3m-9x2z-3",
    ):
        assert client.get(f"{path}?nonsense=1").status_code == 422


@pytest.mark.parametrize(
    ("query", "status", "problem"),
    [
        ("q=" + quote("آ" * 600), 422, "query-too-long"),
        ("q=" + quote(" ".join(f"واژه{n}" for n in range(50))), 422, "too-many-terms"),
        ("q=" + quote("((((((بودجه))))))"), 422, "query-too-deep"),
        ("q=" + quote("بو*"), 422, "pattern-too-short"),
        ("q=" + quote("؟!"), 422, "no-words"),
        ("limit=5000", 422, "invalid-value"),
        ("limit=-1", 422, "invalid-value"),
        ("facets=nothing", 422, "invalid-value"),
        ("kind=law", 422, "invalid-value"),
        ("from=1445", 422, "invalid-value"),
        ("from=1402&to=1401", 422, "invalid-value"),
        ("q=a&q=b", 400, "malformed"),
        ("limit=10&limit=20", 400, "malformed"),
        ("q=%FF", 400, "malformed"),
        ("q=%00", 422, "invalid-value"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_both_languages(
    client: FlaskClient, query: str, status: int, problem: str
) -> None:
    answer = client.get(f"/api/v1/search?{query}")
    assert answer.status_code == status, answer.text
    assert answer.json is not None and answer.json["type"] == f"/problems/{problem}"
    assert answer.json["detail"] and answer.json["detail_fa"] and answer.json["title_fa"]


def test_a_conditional_search_costs_nothing_until_something_changes(filled: Store, client: FlaskClient) -> None:
    etag = client.get("/api/v1/search?q=1").headers["ETag"]
    assert client.get("/api/v1/search?q=1", headers={"If-None-Match": etag}).status_code == 304
    filled.put(new_record("new", a_decision(title="تازه")))
    assert client.get("/api/v1/search?q=1", headers={"If-None-Match": etag}).status_code == 200


def test_found_words_are_marked_in_escaped_text(store: Store, client: FlaskClient) -> None:
    store.put(new_record("1", a_decision(text="پیش <script>alert(1)</script> هزینه‌کرد شهرداری‌ها پس")))
    (item,) = get(client, "/api/v1/search?q=" + quote("شهرداری ها"))["items"]
    assert "<mark>شهرداری‌ها</mark>" in item["snippet"]
    assert "<script>" not in item["snippet"] and "&lt;script&gt;" in item["snippet"]


def test_withdrawn_records_are_found_only_when_asked_for_and_never_by_their_words(
    filled: Store, client: FlaskClient
) -> None:
    record_id = get(client, "/api/v1/search?limit=1")["items"][0]["id"]
    filled.catalogue.withdraw(record_id, WithdrawReason.MISTAKE, None)
    assert record_id not in [item["id"] for item in get(client, "/api/v1/search?limit=100")["items"]]
    filled.follower.catch_up()
    assert get(client, "/api/v1/search")["total"] == 19
    assert get(client, "/api/v1/search?status=withdrawn")["total"] == 1
    assert get(client, "/api/v1/search?status=withdrawn&q=" + quote("هزینه"))["total"] == 0


def test_an_agency_is_named_by_id_slug_name_or_alias_however_it_is_typed(filled: Store, client: FlaskClient) -> None:
    names = [{"text": "شورای شهر نمونه", "lang": "fa"}]
    filled.catalogue.intake.register([{"slug": "shora-nemouneh", "names": names, "aliases": ["شورای نمونه"]}])
    agency_id = filled.catalogue.agencies()[0].id
    typed = [agency_id, agency_id.upper(), agency_id.replace("-", ""), "SHORA-NEMOUNEH", "شوراي نمونه"]
    assert [get(client, f"/api/v1/search?agency={quote(name)}")["total"] for name in typed] == [20] * len(typed)
    assert get(client, "/api/v1/search?agency=nobody")["total"] == 0


def test_a_cursor_goes_on_when_facets_are_asked_for_too(filled: Store, client: FlaskClient) -> None:
    following = get(client, "/api/v1/search?limit=3")["next"]
    assert client.get(f"{following}&facets=kind").status_code == 200


def test_values_are_excluded_with_exact_counts(store: Store, client: FlaskClient) -> None:
    store.put(
        new_record("1", a_decision(title="آب یک", tags=["آب"])),
        new_record("2", a_decision(title="آب دو", type="circular")),
        new_record("3", a_decision(title="آب سه", type="law")),
    )
    store.follower.catch_up()
    found = client.get("/api/v1/search?q=آب&not.type=law&facets=type").json
    assert found is not None
    assert {item["title"] for item in found["items"]} == {"آب یک", "آب دو"}
    assert found["effective_query"]["filters"]["not.type"] == ["law"]
    for value in found["facets"]["type"]["values"]:
        assert client.get(value["query"]).json["total"] == value["count"]  # type: ignore[index]
    again = client.get(found["effective_query"]["url"]).json
    assert again is not None and again["items"] == found["items"]
    both = client.get("/api/v1/search?type=law&not.type=law").json
    assert both is not None and both["total"] == 0
    assert client.get("/api/v1/search?not.tag=آب&q=آب").json["total"] == 2  # type: ignore[index]
    assert client.get("/api/v1/search?not.status=withdrawn").status_code == 422


def test_an_agency_with_those_below_it(store: Store, client: FlaskClient) -> None:
    def an_agency(slug: str, **more: str) -> dict[str, Any]:
        return {"slug": slug, "names": [{"text": f"دستگاه {slug}", "lang": "fa"}], "type": "state", **more}

    parents = {"vezarat": "", "sazman": "vezarat", "edareh": "sazman", "digar": ""}
    files = [an_agency(slug, **({"parent": parent} if parent else {})) for slug, parent in parents.items()]
    sources = [replace(SOURCE, id=f"src-{slug}", agency=slug) for slug in parents]
    store.intake.register(files, sources)
    for source in sources:
        roles = [{"role": "issuer", "agency": source.agency, "raw": source.agency}]
        store.put(new_record(source.id, a_decision(title=source.agency, roles=roles)), source=source)
    store.follower.catch_up()

    def titles(query: str) -> set[str]:
        found = client.get(f"/api/v1/search?{query}").json
        assert found is not None
        return {item["title"] for item in found["items"]}

    assert titles("agency=vezarat") == {"vezarat"}
    assert titles("agency=vezarat&tree=1") == {"vezarat", "sazman", "edareh"}
    assert titles("agency=sazman&tree=1") == {"sazman", "edareh"}
    assert titles("not.agency=sazman&tree=1") == {"vezarat", "digar"}
    for query in ("tree=1", "agency=vezarat&tree=1", "agency=sazman&tree=1"):
        page = client.get(f"/api/v1/search?{query}&limit=0&facets=agency,kind").json
        for value in (value for facet in page["facets"].values() for value in facet["values"]):  # type: ignore[index]
            assert client.get(value["query"]).json["total"] == value["count"], (query, value)  # type: ignore[index]


@pytest.mark.parametrize(
    ("query", "unheld"),
    [
        ("agency=nobody", [("agency", "nobody")]),
        ("type=foo&type=resolution&q=بودجه&agency=x", [("type", "foo"), ("agency", "x")]),
        ("source=src&jalali_year=1300", [("jalali_year", "1300")]),
        ("source=src&q=ناپیدا", []),
        ("type=foo&type=resolution", []),
    ],
)
def test_values_that_no_record_has_are_told_where_nothing_is_found(
    store: Store, client: FlaskClient, query: str, unheld: list[tuple[str, str]]
) -> None:
    store.put(new_record("1", a_decision()))
    told = client.get(f"/api/v1/search?{query}").json["effective_query"]["unheld"]  # type: ignore[index]
    assert [(one["filter"], one["value"]) for one in told] == unheld
    page = client.get(f"/search?{query}").text
    assert all(f"مقدار «<bdi>{value}</bdi>» را ندارد" in page for _, value in unheld)


@pytest.mark.parametrize("query", ["type=مصوبه", "type=Resolution", "not.type=قانون"])
def test_a_code_may_be_given_by_what_it_is_called(store: Store, client: FlaskClient, query: str) -> None:
    store.put(new_record("1", a_decision()), new_record("2", a_decision(type="law")))
    page = client.get(f"/api/v1/search?{query}&facets=type").json
    assert page is not None
    assert page["total"] == 1
    assert client.get(page["effective_query"]["url"]).json["total"] == page["total"]  # type: ignore[index]


def test_months_stand_in_the_order_of_time(store: Store, client: FlaskClient) -> None:
    days = [("2023-08-23", "1402-06-01"), ("2023-03-21", "1402-01-01"), ("2023-08-24", "1402-06-02")]
    store.put(*(new_record(str(i), a_decision(dates={"adopted": a_date(*day)})) for i, day in enumerate(days)))
    facets = client.get("/api/v1/search?facets=jalali_month&limit=0").json["facets"]  # type: ignore[index]
    values = [(value["value"], value["count"]) for value in facets["jalali_month"]["values"]]
    assert values == [("1402-01", 1), ("1402-06", 2)]


def test_a_list_shows_as_much_as_is_asked(store: Store, client: FlaskClient) -> None:
    store.put(new_record("1", a_decision(title="بودجهٔ یک")), new_record("2", a_decision(title="بودجهٔ دو")))
    store.follower.catch_up()
    cards, ids, full, plain = (
        client.get(f"/api/v1/search?q=بودجه{more}").json for more in ("", "&view=ids", "&view=full", "&highlight=off")
    )
    assert cards and ids and full and plain
    for item in ids["items"]:
        assert set(item) == {"id", "status", "version_no", "sha256"}
    assert [item["id"] for item in ids["items"]] == [item["id"] for item in cards["items"]]
    for item in full["items"]:
        assert item["record"] == client.get(f"/api/v1/records/{item['id']}").json["record"]  # type: ignore[index]
    assert not any("<mark>" in item["snippet"] for item in plain["items"])
    assert client.get("/api/v1/search?view=cards").status_code == 422
    assert ids["effective_query"]["url"].endswith("view=ids")
