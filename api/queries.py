"""A query as an address: the one way to write it back, for links of facets, pages and effective queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, TypedDict
from urllib.parse import quote_plus, urlencode

from catalogue.answers import Offer, Page
from catalogue.persian.calendar import jalali
from catalogue.reports import JOBS_PER_PAGE, JobQuery
from catalogue.vocab import ChangeKind, Kind, Matching
from schemas.search import DEFAULT_LIMIT, EXCLUDED, FACETS

USUAL = {"match": "auto", "repair": "on", "view": "card", "highlight": "on"}
"""Parameters of one word, and what each is when nothing is said."""
USUAL_PAGE: Mapping[str, Any] = {"limit": DEFAULT_LIMIT, "view": "card", "highlight": "on", "facets": ()}
"""How a page looks where nothing is said: so the query of a file or a feed, which is no page, is written down."""


def arguments_of(parameters: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The parameters as name and value pairs, without cursor and without what is the default anyway."""
    pairs = [("q", parameters["q"])] if parameters["q"] else []
    pairs += [(name, value) for name in FACETS for value in parameters.get(name, ())]
    pairs += [(name, value) for key, name in EXCLUDED.items() for value in parameters.get(key, ())]
    if parameters.get("tree"):
        pairs.append(("tree", parameters["tree"]))
    if parameters["status"] != "published":
        pairs.append(("status", parameters["status"]))
    if parameters["date"] != "leading":
        pairs.append(("date", parameters["date"]))
    pairs += [(name, written(parameters[key])) for name, key in (("from", "from_"), ("to", "to")) if key in parameters]
    if parameters.get("sort"):
        pairs.append(("sort", str(parameters["sort"])))
    pairs += [(name, parameters[name]) for name, usual in USUAL.items() if parameters[name] != usual]
    if parameters["facets"]:
        pairs.append(("facets", ",".join(parameters["facets"])))
    if parameters["limit"] != DEFAULT_LIMIT:
        pairs.append(("limit", str(parameters["limit"])))
    return pairs


def address(path: str, pairs: Sequence[tuple[str, str]]) -> str:
    """The path with these pairs; letters are percent-encoded."""
    return f"{path}?{urlencode(pairs, quote_via=_quoted)}" if pairs else path


_quoted = lru_cache(maxsize=256)(quote_plus)
"""An answer holds dozens of addresses that write the same words and names."""


def value_addresses(path: str, page: Page, name: str, values: Sequence[str]) -> list[str]:
    """The same query with each value alone in the filter `name`: what the counts of its facet count."""
    dropped = {name, "match", "facets", "limit"} | ({"tree"} if name == "agency" else set())  # it counts each one alone
    kept = [pair for pair in arguments_of(page.parameters) if pair[0] not in dropped]
    pairs = [*kept, *matching_pairs(page)]
    beginning = f"{address(path, pairs)}{'&' if pairs else '?'}{name}="  # written once: there may be hundreds of values
    return [beginning + _quoted(value) for value in values]


def matching_pairs(page: Page) -> list[tuple[str, str]]:
    """What keeps a narrower query, which finds fewer records, from asking for fewer words."""
    return [("match", page.matching.value)] if len(page.terms) > 1 else []


def narrowed(page: Page, offer: Offer) -> list[tuple[str, str]]:
    """The query without the words of an offer and limited to what they mean."""
    names = ("from", "to") if offer.kind == "date" else (offer.kind,)
    kept = [pair for pair in arguments_of({**page.parameters, "q": offer.rest}) if pair[0] not in names]
    return [*kept, *((name, offer.value) for name in names)]


def other_readings(page: Page) -> dict[str, tuple[str, str]]:
    """The same query with all of its words (`all`), and exactly as it was typed (`typed`), where they differ."""
    found: dict[str, tuple[str, str]] = {}
    if page.matching == Matching.MOST and page.with_all:
        found["all"] = ("match", Matching.ALL.value)
    if page.repaired or page.same:
        found["typed"] = ("repair", "off")
    return found


def replaced(pairs: Sequence[tuple[str, str]], pair: tuple[str, str]) -> list[tuple[str, str]]:
    """The pairs with this one in place of another of its name."""
    return [*(other for other in pairs if other[0] != pair[0]), pair]


def meant_pairs(page: Page) -> list[tuple[str, str]] | None:
    """The query of what may have been meant (`did_you_mean`)."""
    rest = [pair for pair in arguments_of(page.parameters) if pair[0] != "q"]
    return [("q", page.did_you_mean.text), *rest] if page.did_you_mean else None


def unfiltered_pairs(page: Page) -> list[tuple[str, str]] | None:
    """The query without its filters, where it finds nothing with them and something without."""
    kept = ("q", "status", "match", "repair", "sort", "facets", "limit")
    return [pair for pair in arguments_of(page.parameters) if pair[0] in kept] if page.unfiltered else None


def next_pairs(page: Page) -> list[tuple[str, str]] | None:
    """The query of the next page, or None at the end."""
    return [*arguments_of(page.parameters), ("cursor", page.next_cursor)] if page.next_cursor else None


def job_query(arguments: Mapping[str, Any], most: int = JOBS_PER_PAGE) -> JobQuery:
    """The jobs that loaded parameters (schemas.arguments.JobsArguments) ask for."""
    return JobQuery(
        source=arguments.get("source"),
        state=arguments.get("state"),
        first=arguments["from_"][0] if "from_" in arguments else None,
        last=arguments["to"][1] if "to" in arguments else None,
        before=arguments.get("before"),
        most=most,
    )


class Chosen(TypedDict):
    """What ChangesQuery and LatestQuery have in common."""

    kinds: tuple[Kind, ...]
    change_kinds: tuple[ChangeKind, ...]
    record: str | None


def chosen_of_log(arguments: Mapping[str, Any], usual: tuple[ChangeKind, ...]) -> Chosen:
    """Which entries loaded parameters of the log ask for; `usual` kinds of change where none are named."""
    return {
        "kinds": tuple(map(Kind, arguments.get("kind", ()))),
        "change_kinds": tuple(map(ChangeKind, arguments.get("change_kind", usual))),
        "record": arguments.get("record"),
    }


def older(arguments: Mapping[str, Any], next_before: int | None) -> list[tuple[str, str]] | None:
    """The query of the next page of a list that goes back by `before`, or None at the end."""
    kept = {name: value for name, value in arguments.items() if name != "before"}
    return [*pairs_of(kept), ("before", str(next_before))] if next_before else None


def pairs_of(arguments: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Loaded arguments of a list that is no search, as they can be read again."""
    pairs: list[tuple[str, str]] = []
    for name, value in arguments.items():
        if name in ("from_", "to"):
            pairs.append((name.rstrip("_"), written(value)))
        elif isinstance(value, tuple):
            pairs += [(name, str(one)) for one in value]
        else:
            pairs.append((name, str(value)))
    return pairs


def written(bound: tuple[date, date]) -> str:
    """A bound as it can be read again: one day, or a Jalali or Gregorian month or year."""
    first, last = bound
    if first == last:
        return first.isoformat()
    year, month, _ = jalali(first)
    if jalali(last)[:2] == (year, month):
        return f"{year}-{month:02}"
    if jalali(first)[1:] == (1, 1):
        return str(year)
    return f"{first:%Y-%m}" if first.month == last.month else f"{first:%Y}"


def both_calendars(day: date) -> dict[str, str]:
    """A day as a query was read."""
    year, month, jalali_day = jalali(day)
    return {"iso": day.isoformat(), "jalali": f"{year}-{month:02}-{jalali_day:02}"}
