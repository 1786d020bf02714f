"""The API's agencies, coverage and vocabularies."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from catalogue.vocab import WithdrawReason
from tests.api.asking import get
from tests.making import SOURCE, Store, a_date, a_decision, new_record


def an_agency(slug: str, name: str, **more: Any) -> dict[str, Any]:
    return {"slug": slug, "names": [{"text": name, "lang": "fa"}], "type": "state", **more}


@pytest.fixture
def offices(store: Store) -> Store:
    """A ministry with an organization and an office below it, and two that stand in a circle."""
    files = [
        an_agency("vezarat", "وزارت راه نمونه"),
        an_agency("sazman", "سازمان راهداری نمونه", parent="vezarat", aliases=["راهداري"]),
        an_agency("edareh", "ادارهٔ راه نارنج‌زار", parent="sazman", type="municipal"),
        an_agency("yek", "یک", parent="do"),
        an_agency("do", "دو", parent="yek"),
    ]
    store.intake.register(files, [SOURCE])
    return store


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("", ["edareh", "do", "sazman", "vezarat", "yek"]),
        ("?q=راهداری", ["sazman"]),
        ("?q=راه", ["edareh", "sazman", "vezarat"]),
        ("?type=municipal", ["edareh"]),
        ("?parent=vezarat", ["sazman"]),
        ("?parent=وزارت راه نمونه", ["sazman"]),
        ("?q=راه&type=state&parent=vezarat", ["sazman"]),
        ("?parent=nobody", []),
    ],
)
def test_agencies_are_asked_for_by_words_type_and_parent(
    offices: Store, client: FlaskClient, query: str, slugs: list[str]
) -> None:
    found = get(client, f"/api/v1/agencies{query}")
    assert [agency["slug"] for agency in found["items"]] == slugs
    assert found["total"] == len(slugs)


def test_a_tree_has_all_below_an_agency_and_ends_in_a_circle(offices: Store, client: FlaskClient) -> None:
    def tree(slug: str) -> Any:
        return client.get(f"/api/v1/agencies/{slug}?tree=1").json

    (organization,) = tree("vezarat")["subordinates"]
    (office,) = organization["subordinates"]
    assert (organization["slug"], office["slug"], office["subordinates"]) == ("sazman", "edareh", [])
    (one,) = tree("yek")["subordinates"]
    assert (one["slug"], one["subordinates"]) == ("do", [])
    assert "subordinates" not in client.get("/api/v1/agencies/vezarat").json  # type: ignore[operator]


def test_coverage_counts_each_month_and_names_those_without_a_record(store: Store, client: FlaskClient) -> None:
    days = [("2023-03-21", "1402-01-01"), ("2023-04-20", "1402-01-31"), ("2023-06-22", "1402-04-01")]
    records = [
        new_record(str(number), a_decision(title=str(number), dates={"adopted": a_date(*day)}))
        for number, day in enumerate(days)
    ]
    store.put(
        *records, new_record("9", a_decision(title="بی‌تاریخ", dates={"adopted": {"raw": "؟", "precision": "none"}}))
    )
    years = {"1401": "2022-03-21/2023-03-20", "": "2022-01-01/2022-12-31"}
    for number, (jalali, iso) in enumerate(years.items()):
        dual = {"raw": "سال", "iso": iso, "precision": "year", **({"jalali": jalali} if jalali else {})}
        store.put(new_record(f"y{number}", a_decision(title=f"سال {number}", dates={"adopted": dual})))
    store.put(new_record("10", a_decision(title="برداشته", dates={"adopted": a_date("2020-01-01", "1398-10-11")})))
    gone = next(one for one in store.ids() if store.catalogue.get(one).record()["title"] == "برداشته")
    store.catalogue.withdraw(gone, WithdrawReason.MISTAKE, None)
    assert client.get("/api/v1/sources/src/coverage").json == {
        "source": "src",
        "found": 6,
        "expected": None,
        "undated": 1,
        "year_only": 2,
        "months": [
            {"month": "1402-01", "found": 2},
            {"month": "1402-02", "found": 0},
            {"month": "1402-03", "found": 0},
            {"month": "1402-04", "found": 1},
        ],
        "gaps": ["1402-02", "1402-03"],
    }
    for month, found in (("1402-01", 2), ("1402-04", 1), ("1401-01", 0)):
        assert get(client, f"/api/v1/search?source=src&jalali_month={month}&limit=0")["total"] == found
    assert client.get("/api/v1/sources/nobody/coverage").status_code == 404


def test_vocabularies_hold_the_words_of_their_codes(client: FlaskClient) -> None:
    names = get(client, "/api/v1/vocabularies")["items"]
    for line in names:
        terms = get(client, line["links"]["self"])
        assert terms["total"] == line["terms"] == len(terms["items"])
        assert all(term["fa"] and term["en"] for term in terms["items"])
    assert "decision_types" in {line["name"] for line in names}
    assert client.get("/api/v1/vocabularies/personal").status_code == 404
