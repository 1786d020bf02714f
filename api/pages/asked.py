"""A search of the website as its reader asked it: what the forms, chips and links of its pages are made from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from markupsafe import Markup, escape

from api.queries import address, arguments_of, matching_pairs, narrowed, other_readings, replaced
from api.shown import wording
from api.shown.language import gettext, isolated
from catalogue.answers import Facet, FacetValue, Offer, Page
from catalogue.asking import NO_ANSWER
from catalogue.errors import QueryRefused
from catalogue.labels import label
from catalogue.persian.sorting import sort_key
from catalogue.service import Catalogue
from schemas.search import EXCLUDED, FACETS, load_search

PAGE_FACETS = ("kind", "type", "agency", "jalali_year", "topic", "format", "tag")
SHOWN_VALUES = 8
"""More values of one facet have a page of their own (site.md section 6)."""
LOOSENED = 3
QUOTES = str.maketrans("", "", '«»"“”')

Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Way:
    """A link to another search: a chip that takes a filter off, or a looser query with its count."""

    label: Markup
    href: str
    count: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """`pairs`: names and values of the query without cursor and facets; q, from and to in the reader's own spelling."""

    parameters: Mapping[str, Any]
    pairs: Pairs

    @property
    def q(self) -> str:
        """The words as typed."""
        return self.value("q")

    def value(self, name: str) -> str:
        """The value of a parameter that stands once, or nothing."""
        return next((value for key, value in self.pairs if key == name), "")

    def chosen(self, name: str) -> tuple[str, ...]:
        """The values of a filter."""
        return tuple(value for key, value in self.pairs if key == name)

    def without(self, *names: str) -> Pairs:
        """The query without these parameters."""
        return [pair for pair in self.pairs if pair[0] not in names]

    @property
    def filters(self) -> list[str]:
        """The names of what limits the query beside its words, each once."""
        limits = (*FACETS, *EXCLUDED.values(), "status", "from", "to")
        return list(dict.fromkeys(name for name, _ in self.pairs if name in limits))

    def as_answered(self, page: Page) -> Asked:
        """The search as it was answered: fields that its words named are filters."""
        if page.parameters["q"] == self.parameters["q"]:
            return self
        own = {name: value for name, value in self.pairs if name in ("from", "to")}
        return _asked({**page.parameters, "limit": self.parameters["limit"]}, own)

    def narrowed(self, page: Page, offer: Offer) -> str:
        """The address of the search limited to what some of its words mean."""
        return search_address([pair for pair in narrowed(page, offer) if pair[0] != "facets"])

    def others(self, page: Page) -> dict[str, str]:
        """Addresses of the other readings of the same words (api.queries.other_readings)."""
        return {name: search_address(replaced(self.pairs, pair)) for name, pair in other_readings(page).items()}

    def meant(self, page: Page) -> str | None:
        """The address of the search that may have been meant."""
        return search_address([("q", page.did_you_mean.text), *self.without("q")]) if page.did_you_mean else None

    def with_value(self, page: Page, name: str, value: str) -> str:
        """The address of the same search with one value alone in a filter: what a facet counts."""
        return search_address([*self.without(name, "match"), *matching_pairs(page), (name, value)])

    def facet_address(self, name: str) -> str:
        """The address of the page with all values of a facet."""
        return facet_address(name, self.pairs)


def read_asked(given: Mapping[str, Sequence[str]], facets: Iterable[str]) -> Asked:
    """The search in the query part of an address, with these facets. Raises InvalidInput."""
    parameters = load_search({**given, "facets": [",".join(facets)]})
    own = {name: values[0].strip() for name, values in given.items() if name in ("from", "to") and values}
    return _asked(parameters, own)


def _asked(parameters: Mapping[str, Any], own: Mapping[str, str]) -> Asked:
    """`own`: from and to as the reader wrote them."""
    pairs = [(name, own.get(name, value)) for name, value in arguments_of(parameters) if name != "facets"]
    return Asked(parameters, pairs)


def search_address(pairs: Pairs) -> str:
    """The address of the page of a search."""
    return address(url_for("pages.search"), pairs)


def facet_address(name: str, pairs: Pairs) -> str:
    """The address of the page with all values of a facet of a search."""
    return address(url_for("pages.facet", name=name), pairs)


def chips(asked: Asked, page: Page, agencies: Mapping[str, str]) -> list[Way]:
    """One for each value that limits the search; its link is the search without it. `agencies` are names by slug."""
    labels = {(facet.name, value.value): value.label for facet in page.facets for value in facet.values}
    found = []
    for pair in asked.pairs:
        name, value = pair
        if name in asked.filters:
            rest = [other for other in asked.pairs if other != pair]
            own = name.removeprefix("not.")
            called = labels.get((own, value)) or label(own, value, agencies)
            found.append(Way(_chip_label(name, wording.value_word(own, value, called)), search_address(rest)))
    return found


def _chip_label(name: str, value: str) -> Markup:
    if name == "status":
        return escape(gettext("وضعیت: %s")) % wording.STATUSES[value]
    form = {"from": gettext("از %s"), "to": gettext("تا %s")}.get(name, "%s")
    return escape(gettext("نه «%s»") if name.startswith("not.") else form) % isolated(value)


def shown_values(facet: Facet, most: int = SHOWN_VALUES) -> list[FacetValue]:
    """The checked values and the most frequent others; names in alphabetical order, years newest first."""
    most_frequent = sorted(facet.values, key=lambda value: not value.checked)
    cut = most_frequent[: max(most, sum(value.checked for value in facet.values))]
    if facet.name in ("jalali_year", "jalali_month"):
        return sorted(cut, key=lambda value: value.value, reverse=True)
    if facet.name in ("kind", "format"):
        return sorted(cut, key=lambda value: -value.count)
    return sorted(cut, key=lambda value: sort_key(wording.value_word(facet.name, value.value, value.label)))


def unseen_filters(asked: Asked, page: Page) -> Pairs:
    """Chosen values without a checkbox in the form; they must not be lost when it is sent."""
    unseen = [pair for pair in asked.pairs if pair[0] in (*EXCLUDED.values(), "tree")]
    for facet in page.facets:
        seen = {value.value for value in facet.values if value.checked}
        chosen = asked.chosen(facet.name)
        if len(seen) < len(chosen):
            unseen += [(facet.name, value) for value in chosen if value not in seen]
    return unseen


def loosened(catalogue: Catalogue, asked: Asked, page: Page) -> list[Way]:
    """Up to three looser searches that find something, with their totals; for a search that found nothing."""
    found = []
    for words, pairs in _looser(asked, page):
        try:
            total = total_of(catalogue, pairs)
        except QueryRefused:  # made of a query that is as long as one may be
            continue
        except NO_ANSWER:
            break
        if total:
            found.append(Way(words, search_address(pairs), total))
    return found[:LOOSENED]


def total_of(catalogue: Catalogue, pairs: Pairs) -> int:
    """How many records a search finds."""
    given: dict[str, list[str]] = {"limit": ["0"]}
    for name, value in pairs:
        given.setdefault(name, []).append(value)
    return catalogue.find(load_search(given)).total


def _looser(asked: Asked, page: Page) -> Iterable[tuple[Markup, Pairs]]:
    filters = asked.filters
    if len(filters) > 1:
        for name in filters:
            yield escape(gettext("بدون پالایش «%s»")) % _limit(name), asked.without(name)
    if filters:
        yield escape(gettext("بدون هیچ پالایش")), asked.without(*filters)
    plain = asked.q.translate(QUOTES)
    if plain != asked.q:
        yield escape(gettext("بدون گیومه: %s")) % isolated(plain), [("q", plain), *asked.without("q")]
    if len(page.terms) > 1:
        yield escape(gettext("هر یک از این واژه‌ها")), [("q", " OR ".join(page.terms)), *asked.without("q", *filters)]


def _limit(name: str) -> str:
    if name.startswith("not."):
        return gettext("نه %s") % wording.FACETS[name.removeprefix("not.")]
    return wording.BOUNDS[name] if name in wording.BOUNDS else wording.FACETS[name]
