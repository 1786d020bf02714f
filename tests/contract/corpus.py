"""A small deterministic corpus of index documents, and what every engine must answer, worked out the slow way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from catalogue.search.index import (
    AllOf,
    AnyOf,
    Field,
    Filters,
    IndexDocument,
    Match,
    Most,
    Not,
    Phrase,
    Prefix,
    SearchQuery,
    Word,
)

EPOCH = date(1970, 1, 1)
BEFORE_ALL = date(1600, 1, 1)
COUNT = 120
COMMON, MID, RARE = "w0", "w9", "rare"
WORDS = [f"w{number}" for number in range(40)]
WEIGHTS = [1 / (rank + 1) for rank in range(40)]


def document(number: int, title: Sequence[str] = (), text: Sequence[str] = (), **more: Any) -> IndexDocument:
    """An index document; `more` replaces any field, `day` is the leading day, `keywords` are merged."""
    day: date = more.pop("day", date(2020, 1, 1) + timedelta(days=number))
    keywords = {"kind": ["decision"], "status": ["published"], **more.pop("keywords", {})}
    fields: dict[str, Any] = {
        "id": f"d-{number:04}-0000-0",
        "version_no": 1,
        "sha_head": number,
        "title": tuple(title),
        "text": tuple(text),
        "title_stem": tuple(f"{token}s" for token in title),
        "text_stem": tuple(f"{token}s" for token in text),
        "keywords": keywords,
        "jalali_year": None,
        "jalali_month": None,
        "days": {"leading": ((day - EPOCH).days, (day - EPOCH).days)},
        "key_newest": key_of(day, number),
        "key_changed": key_of(date(2024, 1, 1) + timedelta(days=number % 7), number),
        "key_id": number * 7919 % 100_003,
    }
    return IndexDocument(**(fields | more))


def key_of(day: date, number: int) -> int:
    """The sort key of search.md section 2; a day before 1600 counts as none."""
    return max(0, (day - BEFORE_ALL).days) * 86_400 << 28 | number


def corpus() -> list[IndexDocument]:
    """COUNT documents: words of falling frequency, every filter, some without any day."""
    random = Random(7)
    made = []
    for number in range(1, COUNT + 1):
        title = random.choices(WORDS, WEIGHTS, k=random.randint(1, 5))
        text = random.choices(WORDS, WEIGHTS, k=random.randint(0, 20))
        if number in (5, 77):
            text.append(RARE)
        made.append(document(number, title, text, **_facts(random, number)))
    return made


def _facts(random: Random, number: int) -> dict[str, Any]:
    year = 1390 + number % 6
    return {
        "jalali_year": year if number % 11 else None,
        "jalali_month": year * 100 + number % 12 + 1 if number % 11 else None,
        "keywords": {
            "kind": [random.choice(["decision", "dataset", "notice"])],
            "type": [random.choice(["law", "vote", "rules"])],
            "agency": random.sample([f"agency-{place}" for place in range(70)], k=random.randint(1, 3)),
            "topic": [] if number % 3 else ["money"],
            "tag": random.sample(["آب و برق", "کتاب‌ها", "a b", "tag", "TAG"], k=2),
            "format": [random.choice(["CSV", "PDF"])],
            "language": ["fa"],
            "licence": ["not-stated"],
            "source": [f"source-{number % 4}"],
            "status": ["withdrawn" if number % 40 == 0 else "published"],
        },
    }


def expected(documents: Sequence[IndexDocument], query: SearchQuery) -> list[IndexDocument]:
    """The documents that match, in no particular order."""
    return [one for one in documents if is_match(one, query.match) and is_let_through(one, query.filters)]


def is_match(one: IndexDocument, match: Match | None) -> bool:
    """Whether a document matches a tree (phrases without slop only)."""
    match match:
        case None:
            return True
        case AllOf(parts):
            return all(is_match(one, part) for part in parts)
        case AnyOf(parts):
            return any(is_match(one, part) for part in parts)
        case Most(parts, least):
            return sum(is_match(one, part) for part in parts) >= least
        case Not(part):
            return not is_match(one, part)
        case Word(token, field, stem):
            return any(token in tokens for tokens in _fields(one, field, stem))
        case Prefix(token, field):
            return any(held.startswith(token) for tokens in _fields(one, field, stem=False) for held in tokens)
        case Phrase(tokens, field):
            wanted = " ".join(("", *tokens, ""))
            return any(wanted in " ".join(("", *held, "")) for held in _fields(one, field, stem=False))


def _fields(one: IndexDocument, field: Field, stem: bool) -> list[Sequence[str]]:
    title, text = (one.title_stem, one.text_stem) if stem else (one.title, one.text)
    return {Field.TITLE: [title], Field.TEXT: [text], Field.ALL: [title, text]}[field]


def is_let_through(one: IndexDocument, filters: Filters) -> bool:
    """Whether all filters let a document through."""
    held = keywords_of(one)
    if any(values and not set(values) & set(held.get(name, ())) for name, values in filters.values.items()):
        return False
    if any(set(values) & set(held.get(name, ())) for name, values in filters.excluded.items()):
        return False
    for asked in filters.dates:
        first, last = one.days.get(asked.name, (None, None))
        if first is None or last is None:
            return False
        if asked.last is not None and first > (asked.last - EPOCH).days:
            return False
        if asked.first is not None and last < (asked.first - EPOCH).days:
            return False
    return True


def keywords_of(one: IndexDocument) -> Mapping[str, Sequence[str]]:
    """All keywords, the Jalali ones as they are asked for."""
    found = dict(one.keywords)
    if one.jalali_year is not None:
        found["jalali_year"] = [str(one.jalali_year)]
    if one.jalali_month is not None:
        found["jalali_month"] = [f"{one.jalali_month // 100}-{one.jalali_month % 100:02}"]
    return found


def expected_facet(documents: Sequence[IndexDocument], query: SearchQuery, name: str) -> list[tuple[str, int]]:
    """All values of a facet with their counts, in the order of the seam."""
    hits = expected(documents, SearchQuery(query.match, query.filters.without(name)))
    counts = Counter(value for one in hits for value in set(keywords_of(one).get(name, ())))
    return sorted(counts.items(), key=lambda value: (-value[1], value[0]))
