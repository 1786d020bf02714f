from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

from flask import Flask

from api.pages.asked import PAGE_FACETS, Asked, chips, loosened, read_asked, shown_values, unseen_filters
from catalogue.answers import Facet, FacetValue
from catalogue.answers import Page as Answer
from tests.making import Store


def asked_for(site: Flask, store: Store, given: dict[str, list[str]]) -> tuple[Asked, Answer]:
    """A search and its answer."""
    with site.test_request_context():
        asked = read_asked(given, PAGE_FACETS)
        return asked, store.catalogue.find(asked.parameters)


def pairs_of(address: str) -> list[tuple[str, str]]:
    """The query part."""
    return parse_qsl(urlsplit(address).query)


def test_filters_are_normalised_and_dates_keep_the_spelling(site: Flask, filled: Store) -> None:
    asked, _ = asked_for(site, filled, {"q": ["آب"], "jalali_year": ["۱۴۰۲"], "from": ["۱۴۰۲/۵"], "facets": ["kind"]})
    assert asked.pairs == [("q", "آب"), ("jalali_year", "1402"), ("from", "۱۴۰۲/۵")]
    assert asked.filters == ["jalali_year", "from"]


def test_each_chip_takes_its_own_value_off(site: Flask, filled: Store) -> None:
    given = {"q": ["مصوبه"], "kind": ["decision", "notice"], "from": ["1402"], "status": ["all"]}
    asked, page = asked_for(site, filled, given)
    with site.test_request_context():
        found = chips(asked, page, {})
    assert [chip.label for chip in found] == ["تصمیم و سند", "اطلاعیه", "وضعیت: همه", "از 1402"]
    assert ("kind", "decision") not in pairs_of(found[0].href) and ("kind", "notice") in pairs_of(found[0].href)
    assert [name for name, _ in pairs_of(found[3].href)] == ["q", "kind", "kind", "status"]


def test_a_search_without_hits_offers_looser_ones_that_have_some(site: Flask, filled: Store) -> None:
    asked, page = asked_for(site, filled, {"q": ["«آب محلهٔ»"], "kind": ["dataset"], "jalali_year": ["1402"]})
    assert page.total == 0
    with site.test_request_context():
        ways = loosened(filled.catalogue, asked, page)
        assert ways and len(ways) <= 3
        for way in ways:
            given: dict[str, list[str]] = {}
            for name, value in pairs_of(way.href):
                given.setdefault(name, []).append(value)
            assert filled.catalogue.find(read_asked(given, ()).parameters).total == way.count > 0


def test_checked_values_stay_in_sight_and_names_stand_in_alphabetical_order() -> None:
    labels = ("ژ", "گ", "ب", "پ", "چ", "ک", "ا", "ت", "ر", "ن")
    values = [FacetValue(str(n), label, 20 - n, n == 9) for n, label in enumerate(labels)]
    facet = Facet("agency", tuple(values), 0, False)
    assert [value.label for value in shown_values(facet, 4)] == ["ب", "ژ", "گ", "ن"]


def test_years_stand_newest_first() -> None:
    values = tuple(FacetValue(year, year, 1, False) for year in ("1400", "1403", "1401"))
    assert [value.value for value in shown_values(Facet("jalali_year", values, 0, False))] == ["1403", "1401", "1400"]


def test_a_chosen_value_without_a_checkbox_is_carried_along(site: Flask, filled: Store) -> None:
    asked, page = asked_for(site, filled, {"tag": ["نیست", "بودجه"]})
    assert ("tag", "نیست") in unseen_filters(asked, page)
    assert ("tag", "بودجه") not in unseen_filters(asked, page)


def test_an_agency_asked_by_another_name_is_not_carried_twice(site: Flask, filled: Store) -> None:
    asked, page = asked_for(site, filled, {"agency": ["شورای گلبیشه (نمونه)"]})
    assert page.total > 0
    assert unseen_filters(asked, page) == []
