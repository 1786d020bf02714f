"""The classes of questions that search.md names, each with what a right answer must hold.

A class is made by asking the running site first: only what finds as many records as the class should is asked again,
and then the total must be the one that was told. Deep pages are entered by a cursor made by hand, as their readers
would reach them only after hundreds of questions.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import combinations, islice
from random import Random
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from catalogue.cursor import read_cursor
from catalogue.persian.words import analyse
from tests.bench.asking import WARM_UP, Question, get
from tests.bench.made.records import SEED, Records
from tests.bench.words import Sampled, sample

FACETS = {"facets": "kind,type,agency,jalali_year"}
PAGE = 20
LAST_PAGE = 10_000 - PAGE
YEARS = range(1375, 1405)
LARGE_AGENCIES = 40
FEW = 5
"""Questions that are asked again and again: what was counted for them is remembered."""
FIRST_KEY, NUMBER_BITS = date(1600, 1, 1), 28
"""A sort key by date: seconds since then, and the number of the record (catalogue/searchable.py)."""
MOST_TRIED = 6
"""Times the wanted number of candidates are tried at most."""
RARE, MID, COMMON = (0.0, 0.00012), (0.0004, 0.0016), (0.1, 0.45)
"""Least and largest share of the records that a class finds; of a small store a rare word is in three at most."""

Parameters = Mapping[str, str]
Accepts = Callable[[dict[str, Any]], bool]


@dataclass(frozen=True, slots=True)
class Asked:
    """Parameters of a search, and how many records they found when they were chosen."""

    parameters: Parameters
    total: int

    def beside(self, **more: str) -> Asked:
        """The same with more parameters that change no total."""
        return Asked({**self.parameters, **more}, self.total)


class Chooser:
    """Chooses questions at a running site over so many records."""

    def __init__(self, address: str, size: int, wanted: int) -> None:
        self._address, self._size = address, size
        self._wanted = wanted + WARM_UP

    def with_share(self, texts: Iterable[str], share: tuple[float, float]) -> list[Asked]:
        """Those texts that find such a share of the records, as typed and with all their words."""
        least, most = max(1, round(share[0] * self._size)), max(3, round(share[1] * self._size))
        wanted = ({"q": text, "repair": "off", "match": "all"} for text in texts)
        return self.accepted(wanted, lambda answer: least <= answer["total"] <= most)

    def accepted(self, candidates: Iterable[Parameters], accepts: Accepts) -> list[Asked]:
        """Those whose answer is accepted, as many as are wanted."""
        found: list[Asked] = []
        for parameters in islice(candidates, MOST_TRIED * self._wanted):
            answer = self.answer({**parameters, "limit": "0"})
            if accepts(answer):
                found.append(Asked(parameters, answer["total"]))
            if len(found) == self._wanted:
                break
        return found

    def at(self, asked: Asked, place: int) -> Asked:
        """The same question, entered behind a place: a sort key, or for relevance an offset."""
        link = self.answer(asked.parameters)["next"]
        cursor = read_cursor(parse_qs(urlsplit(link).query)["cursor"][0])
        return asked.beside(cursor=replace(cursor, place=place).write())

    def ids(self, count: int) -> list[str]:
        """Ids of some records, from all over the store."""
        pages = (self.answer({"jalali_year": str(year), "limit": "100"})["items"] for year in YEARS)
        found = [item["id"] for page in pages for item in page]
        return Random(SEED).sample(found, min(count + WARM_UP, len(found)))

    def answer(self, parameters: Parameters) -> dict[str, Any]:
        """An answer of the site."""
        return dict(json.loads(get(self._address, search_path(parameters))))


def search_path(parameters: Parameters) -> str:
    """The address of a search."""
    return f"/api/v1/search?{urlencode(parameters)}"


def questions(address: str, records: Records, size: int, wanted: int) -> Iterator[tuple[str, list[Asked]]]:
    """(class, its questions), one after the other: up to `wanted`, and some more to warm up."""
    chooser = Chooser(address, size, wanted)
    words = sample(records, size)
    random = Random(SEED)
    yield "rare word", chooser.with_share(words.rare, RARE)
    mid = chooser.with_share(words.mid, MID)
    yield "mid word", mid
    yield "mid word, 4 facets", _with_facets(mid)
    common = chooser.with_share(_pairs(words.common), COMMON)
    yield "common AND", common
    yield "common AND, 4 facets", _with_facets(common)
    yield "common AND, facets again", _with_facets(common[n % FEW] for n in range(wanted + WARM_UP))
    yield "phrase", chooser.accepted(_phrases(words), _finds)
    yield "prefix", chooser.accepted(({"q": f"{word[:4]}*"} for word in words.mid), _finds)
    filters = _years_of_agencies(records.agencies, random)
    yield "filters, 4 facets", _with_facets(chooser.accepted(filters, _finds))
    yield "newest, deep keyset", [_deep(chooser, one, random) for one in common]
    yield "relevance, page 500", [_last_page(chooser, one) for one in common]
    everything = chooser.answer({"limit": "0"})["total"]
    yield "browse", [Asked({}, everything)] * (wanted + WARM_UP)
    yield "nearly everything, 4 facets", _with_facets(chooser.accepted(_from_days(), _finds))
    yield "most words", chooser.accepted(_two_subjects(words), _is_most)
    yield "a repaired word", chooser.accepted(_slips(words, random), _is_repaired)


def _with_facets(asked: Iterable[Asked]) -> list[Asked]:
    return [one.beside(**FACETS) for one in asked]


def to_question(asked: Asked) -> Question:
    """The question over HTTP and what its answer must hold."""
    return Question(search_path(asked.parameters), partial(is_right, asked))


def is_right(asked: Asked, body: bytes) -> bool:
    """The total that was told, a full page of whole cards, marked words, facets that add up."""
    answer = json.loads(body)
    items = answer["items"]
    has_page = len(items) == min(PAGE, asked.total) or ("cursor" in asked.parameters and 0 < len(items) <= PAGE)
    is_marked = "q" not in asked.parameters or _shows_words(answer)
    kinds = answer["facets"]["kind"]["values"] if "facets" in asked.parameters else [{"count": asked.total}]
    return (
        answer["total"] == asked.total
        and has_page
        and all(item["title"] for item in items)
        and is_marked
        and sum(value["count"] for value in kinds) == asked.total
    )


def _shows_words(answer: Mapping[str, Any]) -> bool:
    """Whether a word that was asked for is marked in a snippet or stands in a title: snippets are of texts alone."""
    query, items = answer["effective_query"], answer["items"]
    words = {*query["terms"], *(word for repaired in query["repaired"] for word in repaired["read"])}
    may_be_part = len(items) < PAGE  # of few, all may hold it in a name or number that no list shows
    return may_be_part or any("<mark>" in item["snippet"] or _has(item["title"], words) for item in items)


def _has(title: str, words: Iterable[str]) -> bool:
    """Whether a title is found by one of these words or beginnings of words: «مکتب لواى» by «لوای» and «لوا*»."""
    analysis = analyse(title)
    tokens = {*analysis.exact_tokens(), *analysis.stem_tokens()}
    beginnings = tuple(word.removesuffix("*") for word in words if word.endswith("*"))
    return not tokens.isdisjoint(words) or any(token.startswith(beginnings) for token in tokens)


def _pairs(common: Sequence[str]) -> Iterator[str]:
    """Every two common words, the commonest first."""
    ranked = ((a + b, common[a], common[b]) for a, b in combinations(range(len(common)), 2))
    return (f"{first} {second}" for _, first, second in sorted(ranked))


def _phrases(words: Sampled) -> Iterator[Parameters]:
    """Three words of a text as they stand in it."""
    for body in words.bodies:
        three = [word.strip("،.؛:«»()!؟") for word in body.split()[10:13]]
        yield {"q": f'"{" ".join(three)}"', "repair": "off", "match": "all"}


def _years_of_agencies(agencies: Iterable[str], random: Random) -> Iterator[Parameters]:
    pairs = [(agency, year) for agency in islice(agencies, LARGE_AGENCIES) for year in YEARS]
    random.shuffle(pairs)
    return ({"agency": agency, "jalali_year": str(year)} for agency, year in pairs)


def _from_days() -> Iterator[Parameters]:
    """All but the few records of the first days; each of these facets is counted anew."""
    return ({"from": f"{YEARS[0]}-{month:02}-{day:02}"} for month in range(1, 13) for day in range(1, 29))


def _deep(chooser: Chooser, asked: Asked, random: Random) -> Asked:
    """By date, entered behind a day in the middle of the years."""
    seconds = (date(2008 + random.randrange(10), 1 + random.randrange(12), 1) - FIRST_KEY).days * 86_400
    return chooser.at(asked.beside(sort="-date"), seconds << NUMBER_BITS)


def _last_page(chooser: Chooser, asked: Asked) -> Asked:
    """By relevance, the last page that may be asked for, or the last there is."""
    return chooser.at(asked, min(LAST_PAGE, (asked.total - 1) // PAGE * PAGE))


def _two_subjects(words: Sampled) -> Iterator[Parameters]:
    """Three words of one text and three of another."""
    for first, second in zip(words.bodies, words.bodies[1:], strict=False):
        yield {"q": " ".join(_telling(first) + _telling(second))}


def _telling(body: str) -> list[str]:
    return sorted({word for word in body.split() if word.isalpha()}, key=lambda word: (-len(word), word))[:3]


def _slips(words: Sampled, random: Random) -> Iterator[Parameters]:
    """Words with two neighbouring letters in each other's place."""
    for word in words.mid:
        place = random.randrange(1, max(2, len(word) - 1))
        yield {
            "q": word[:place] + word[place + 1 : place + 2] + word[place] + word[place + 2 :] if len(word) > 4 else word
        }


def _finds(answer: Mapping[str, Any]) -> bool:
    return bool(answer["total"])


def _is_most(answer: Mapping[str, Any]) -> bool:
    return bool(answer["total"]) and answer["effective_query"]["matching"] == "most"


def _is_repaired(answer: Mapping[str, Any]) -> bool:
    return bool(answer["total"] and answer["effective_query"]["repaired"])
