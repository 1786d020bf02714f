"""The set on the screen is the set in the list, in the files and in the feed: also while a job writes into it."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from random import Random
from urllib.parse import quote

import feedparser
import pytest
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook

from catalogue.log_pages import ChangesQuery
from catalogue.vocab import WithdrawReason
from tests.api.asking import get
from tests.making import Store, a_date, a_decision, new_record

RECORDS = 300
TOPICS = ("بودجه", "آب", "شهرداری", "عوارض")
WORDS = [
    "q=بودجه",
    "q=آب",
    "q=شهرداری آب",
    'q="مصوبه شورا"',
    "q=بودجه -آب",
    "q=عوارض OR آب",
    "q=مصوب*",
    "q=عنوان:مصوبه",
    "q=شورا&agency=shora-nemouneh",
    "q=بودجه&jalali_year=1402",
    "q=آب&from=1402/02&to=1402/04",
]
FILTERS = [
    "",
    "kind=decision",
    "not.kind=dataset",
    "type=resolution",
    "source=src",
    "jalali_month=1402-05",
    "jalali_year=1402&kind=decision",
    "from=1402-03-01",
    "agency=shora-nemouneh&tree=1",
]
SORTS = ("-date", "date", "id", "-changed")
QUERIES = [
    "&".join(filter(None, [query, f"sort={SORTS[place % len(SORTS)]}"])) for place, query in enumerate(WORDS + FILTERS)
]
_HIT = re.compile(r'href="/([sdn]-[0-9a-z-]{11})"')
_NEXT = re.compile(r'href="([^"]+)" rel="next"')

Form = Callable[[FlaskClient, str], list[str]]


def made(number: int, edition: int = 0) -> dict[str, object]:
    """A decision with two topics, of some day in 1402; an edition has other words and the same topics."""
    month, day = number % 12 + 1, number % 28 + 1
    dates = {"adopted": a_date(f"2023-{month:02}-{day:02}", f"1402-{month:02}-{day:02}")}
    topics = f"{TOPICS[number % 4]} {TOPICS[number // 4 % 4]}"
    return a_decision(f"مصوبه شورا {number}", f"متن {topics} ویرایش {edition}", dates=dates)


def page(client: FlaskClient, query: str) -> list[str]:
    found, address = [], f"/search?{query}"
    while address:
        text = client.get(address).text
        listed = text[text.index('<ol class="bare">') :]
        found += list(dict.fromkeys(_HIT.findall(listed)))
        following = _NEXT.search(listed)
        address = following[1].replace("&amp;", "&") if following else ""
    return found


def listed(client: FlaskClient, query: str) -> list[str]:
    found, address = [], f"/api/v1/search?{query}&limit=40&view=ids"
    while address:
        answer = get(client, address)
        found += [item["id"] for item in answer["items"]]
        address = answer["next"]
    return found


def lines(client: FlaskClient, query: str) -> list[str]:
    return [json.loads(line)["id"] for line in client.get(f"/api/v1/exports/search.jsonl?{query}").text.splitlines()]


def table(client: FlaskClient, query: str) -> list[str]:
    text = client.get(f"/api/v1/exports/search.csv?{query}").text.removeprefix("\ufeff")
    return [row["id"] for row in csv.DictReader(io.StringIO(text, newline=""))]


def spreadsheet(client: FlaskClient, query: str) -> list[str]:
    data = client.get(f"/api/v1/exports/search.xlsx?{query}").data
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    return [str(row[0]) for row in sheet.to_python()[1:]]


def feed(client: FlaskClient, query: str) -> list[str]:
    found, address = [], "/feeds/search.atom?" + "&".join(p for p in query.split("&") if not p.startswith("sort="))
    while address:
        read = feedparser.parse(client.get(address.removeprefix("https://dastras.example")).data)
        assert not read.bozo
        found += [entry.id.rpartition("/")[2] for entry in read.entries]
        address = next((link.href for link in read.feed.links if link.rel == "next"), "")
    return found


FORMS: dict[str, Form] = {
    "page": page,
    "json": listed,
    "jsonl": lines,
    "csv": table,
    "xlsx": spreadsheet,
    "atom": feed,
}


@pytest.fixture
def filled(store: Store) -> Store:
    """Records of one source."""
    store.put(*(new_record(f"n{number}", made(number)) for number in range(RECORDS)))
    return store


@contextmanager
def writing(store: Store) -> Iterator[Counter[str]]:
    """A thread that edits, adds and withdraws records all the time; how many of each."""
    stop, done, random = threading.Event(), Counter[str](), Random(7)

    def write() -> None:
        ids = store.ids()
        while not stop.is_set():
            edition = done["edited"] + 1
            chosen = random.sample(range(RECORDS), 3)
            edits = [new_record(f"n{one}", made(one, edition), document=f"{edition:064}") for one in chosen]
            store.put(*edits, new_record(f"m{edition}", made(edition)))
            done.update(edited=3, added=1)
            if edition % 5 == 0 and len(ids) > RECORDS // 2:
                store.catalogue.withdraw(ids.pop(random.randrange(len(ids))), WithdrawReason.GONE_AT_SOURCE, None)
                store.follower.catch_up()
                done["withdrawn"] += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        yield done
    finally:
        stop.set()
        writer.join()


def touched(store: Store, since: int) -> set[str]:
    """The records that have an entry of the log after one."""
    return {change.id for change in store.catalogue.changes(ChangesQuery(since, most=100_000)).changes}


@pytest.mark.long
@pytest.mark.timeout(600)
def test_what_nothing_was_written_about_is_in_every_form_exactly_once(filled: Store, client: FlaskClient) -> None:
    assert len(QUERIES) == 20
    with writing(filled) as done:
        for query in map(quoted, QUERIES):
            head = get(client, f"/api/v1/search?{query}&limit=0")["as_of"]["log_index"]  # as far as the index has read
            found = {name: form(client, query) for name, form in FORMS.items()}
            moved = touched(filled, head)
            stood = {name: Counter(one for one in ids if one not in moved) for name, ids in found.items()}
            assert stood["json"] and all(stood[name] == stood["json"] for name in FORMS), query
            assert set(stood["json"].values()) == {1}, query
    assert done["edited"] > 20 and done["withdrawn"]
    assert_equal_at_rest(client)


def assert_equal_at_rest(client: FlaskClient) -> None:
    """Each form of each query gives the hash of the manifest."""
    for query in map(quoted, QUERIES):
        manifest = get(client, f"/api/v1/exports/search.manifest.json?{query}")
        named = {one["id"]: f"{one['id']} {one['version_no']} {one['sha256']}\n" for one in whole(client, query)}
        for name, form in FORMS.items():
            told = "".join(sorted(named[one] for one in form(client, query)))
            assert hashlib.sha256(told.encode()).hexdigest() == manifest["sha256"], (name, query)


def whole(client: FlaskClient, query: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in client.get(f"/api/v1/exports/search.jsonl?{query}").text.splitlines()]


def quoted(query: str) -> str:
    return quote(query, safe="=&*:/-.")
