"""When the engine is gone, hangs or fails in the middle, lists without words go on, and all that is no search."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from api.app import create_app
from catalogue.errors import IndexUnavailable, SearchTooSlow
from catalogue.search.index import Hits, Index, Indexed, IndexState, SearchQuery, Vocabulary
from catalogue.search.local import LocalIndex
from catalogue.service import Catalogue
from catalogue.vocab import WithdrawReason
from schemas.search import load_search
from tests.api.pages.wellformed import Page
from tests.making import Clock, Store, a_date, a_decision, embedded, needs_embedded, new_record, open_fresh

WITH_WORDS = "/api/v1/search?q=" + quote("بودجه")
LISTS = (
    "/api/v1/search?limit=4",
    "/api/v1/search?kind=decision&limit=4",
    "/api/v1/search?agency=shora-nemouneh&limit=4&sort=date",
    "/api/v1/search?source=src&limit=4",
    "/api/v1/search?status=withdrawn&limit=4",
    "/api/v1/search?status=all&limit=4",
    "/api/v1/search?sort=-changed&limit=4",
    "/api/v1/search?sort=-changed&agency=shora-nemouneh&status=all&limit=4",
)
OTHERS = ("type=circular", "from=1402", "sort=id", "jalali_year=1402", "limit=0&facets=kind", "q=" + quote("آب"))
"""What the store cannot list."""
AGENCY = {"slug": "shora-nemouneh", "names": [{"text": "شورای شهر نمونه", "lang": "fa"}]}


class FailingEngine:
    """An engine that waits and fails from its n-th search on; it stands for one that hangs, not for our code."""

    def __init__(self, behind: Index, *, answers: int = 0, seconds: float = 0.0, has_state: bool = True) -> None:
        self._behind = behind
        self._answers = answers
        self._seconds = seconds
        self._has_state = has_state
        self.failures = 0

    @property
    def vocabulary(self) -> Vocabulary:
        return self._behind.vocabulary

    def find(self, query: SearchQuery) -> Hits:
        self._answers -= 1
        if self._answers < 0:
            self._fail()
        return self._behind.find(query)

    def tags(self, beginning: str, limit: int) -> Sequence[tuple[str, int]]:
        return self._behind.tags(beginning, limit)

    def scan(self) -> Iterator[Indexed]:
        return self._behind.scan()

    def state(self) -> IndexState:
        if not self._has_state:
            self._fail()
        return self._behind.state()

    def _fail(self) -> None:
        self.failures += 1
        time.sleep(self._seconds)
        raise SearchTooSlow("the engine of this test hangs")


@pytest.fixture
def filled(store: Store) -> Store:
    """Twenty decisions of ten days, of which one is withdrawn, found by an engine whose folder can be taken away."""
    store = embedded(store)
    store.catalogue.intake.register([AGENCY])
    records = []
    for number in range(20):
        dates = {"adopted": a_date(f"2023-04-{1 + number % 10:02}", f"1402-01-{12 + number % 10:02}")}
        records.append(new_record(str(number), a_decision(f"بودجهٔ {number}", dates=dates)))
    store.put(*records)
    store.catalogue.withdraw(store.ids()[3], WithdrawReason.DUPLICATE, None)
    store.follower.catch_up()
    return store


@pytest.fixture
def asked_with(filled: Store) -> Callable[[Index], FlaskClient]:
    """Makes a reader of the same store through another index."""
    return lambda index: reader(Catalogue(filled.engine, filled.folder, index, Clock(), bytes))


@pytest.fixture
def client(filled: Store) -> FlaskClient:
    """A reader."""
    return reader(filled.catalogue)


def reader(catalogue: Catalogue) -> FlaskClient:
    """Somebody who reads a catalogue."""
    return create_app(catalogue, "a@dastras.example", "https://dastras.example", "test", Clock()).test_client()


def listed(client: FlaskClient, address: str) -> dict[str, Any]:
    """A page of the promised shape."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return dict(answer.json)  # type: ignore[arg-type]


def notes_of(page: Mapping[str, Any]) -> list[str]:
    """The codes of its notes."""
    return [note["code"] for note in page["effective_query"]["notes"]]


def walk(client: FlaskClient, address: str | None, between: Callable[[], object]) -> list[str]:
    """The ids of all pages; something is done after each."""
    met: list[str] = []
    while address:
        page = listed(client, address)
        met += [item["id"] for item in page["items"]]
        address = page["next"]
        between()
    return met


@pytest.mark.parametrize("address", LISTS)
def test_lists_go_on_while_the_index_is_gone(filled: Store, client: FlaskClient, address: str) -> None:
    before = listed(client, address)
    shutil.rmtree(filled.folder / "search")
    after = listed(client, address)
    assert (after["items"], after["total"], after["next"]) == (before["items"], before["total"], before["next"])
    assert after["as_of"] == before["as_of"]
    assert notes_of(after) == []


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize("is_gone_first", [False, True])
def test_a_walk_goes_on_when_the_index_goes_and_comes(
    filled: Store, client: FlaskClient, address: str, is_gone_first: bool
) -> None:
    here, away = filled.folder / "search", filled.folder / "away"

    def turn() -> None:
        here.rename(away) if here.exists() else away.rename(here)

    whole = walk(client, address, lambda: None)
    if is_gone_first:
        turn()
    assert walk(client, address, turn) == whole


def test_facets_are_not_counted_then_and_the_answer_says_so(filled: Store, client: FlaskClient) -> None:
    shutil.rmtree(filled.folder / "search")
    page = listed(client, "/api/v1/search?facets=kind,agency")
    assert page["facets"] == {}
    assert notes_of(page) == ["facets-not-counted"]


@pytest.mark.parametrize("query", OTHERS)
def test_what_only_an_engine_can_answer_is_refused_for_now(filled: Store, client: FlaskClient, query: str) -> None:
    shutil.rmtree(filled.folder / "search")
    answer = client.get(f"/api/v1/search?{query}")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert answer.json is not None and answer.json["type"] == "/problems/busy"


def test_a_list_is_still_refused_for_what_it_asks(filled: Store, client: FlaskClient) -> None:
    shutil.rmtree(filled.folder / "search")
    assert client.get("/api/v1/search?cursor=abc").status_code == 400


def test_validators_of_lists_hold_their_own_bodies(filled: Store, client: FlaskClient) -> None:
    address = "/api/v1/search?facets=kind"
    of_index = client.get(address).headers["ETag"]
    (filled.folder / "search").rename(filled.folder / "away")
    from_store = client.get(address, headers={"If-None-Match": of_index})
    assert from_store.status_code == 200
    again = client.get(address, headers={"If-None-Match": from_store.headers["ETag"]})
    assert (again.status_code, again.headers["ETag"]) == (304, from_store.headers["ETag"])
    filled.put(new_record("new", a_decision()))  # the follower builds the index anew
    back = client.get(address, headers={"If-None-Match": from_store.headers["ETag"]})
    assert back.status_code == 200 and back.json is not None and back.json["facets"]


def test_an_engine_that_fails_behind_a_good_state_gives_no_validator_of_that_state(
    filled: Store, asked_with: Callable[[Index], FlaskClient], client: FlaskClient
) -> None:
    failing = asked_with(FailingEngine(LocalIndex(filled.folder / "search")))
    address = "/api/v1/search?facets=kind"
    assert failing.get(address).headers["ETag"] != client.get(address).headers["ETag"]


@pytest.mark.parametrize("has_state", [False, True])
def test_an_engine_that_hangs_is_asked_once_a_request(
    filled: Store, asked_with: Callable[[Index], FlaskClient], has_state: bool
) -> None:
    """So a reader waits no longer than for one call, which its client ends after a second and a half."""
    engine = FailingEngine(LocalIndex(filled.folder / "search"), seconds=0.01, has_state=has_state)
    client = asked_with(engine)
    for path, status in ((WITH_WORDS, 503), ("/search?q=a", 503), ("/api/v1/suggest?q=" + quote("بود"), 503)):
        assert (client.get(path).status_code, engine.failures) == (status, 1)
        engine.failures = 0
    for path in ("/", "/search", "/search?kind=decision", "/agencies/shora-nemouneh", *LISTS, "/api/v1/status"):
        assert client.get(path).status_code == 200
        assert engine.failures <= 1, path
        engine.failures = 0


def test_a_good_answer_stands_without_what_stands_beside_it(
    filled: Store, asked_with: Callable[[Index], FlaskClient]
) -> None:
    """A search that finds nothing is followed by looks at other readings."""
    words = "/api/v1/search?kind=dataset&q=" + quote("بودجه مصوبه نمونه")
    engine = FailingEngine(LocalIndex(filled.folder / "search"), answers=1)
    page = listed(asked_with(engine), words)
    assert (page["total"], notes_of(page), engine.failures) == (0, ["offers-not-asked"], 1)
    engine = FailingEngine(LocalIndex(filled.folder / "search"), answers=1)
    answer = asked_with(engine).get("/search?kind=dataset&q=" + quote("بودجه مصوبه نمونه"))
    assert (answer.status_code, engine.failures) == (200, 1)
    assert "راه‌های دیگر" in answer.text


def test_everything_but_searches_goes_on_without_an_index(filled: Store, client: FlaskClient) -> None:
    shutil.rmtree(filled.folder / "search")
    one = filled.ids()[5]
    pages = ("/", "/search", f"/{one}", f"/{one}/v1", "/agencies", "/agencies/shora-nemouneh", "/sources", "/about")
    for path in (*pages, "/sources/src", "/jobs", "/jobs/1", "/jobs/1/records?outcome=added"):
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert Page(answer.text).faults == [], path
    of_record = f"/api/v1/records/{one}"
    for path in (of_record, f"{of_record}/versions", f"{of_record}/provenance", "/api/v1/agencies", "/api/v1/sources"):
        assert client.get(path).status_code == 200, path
    assert client.get("/api/v1/status").json["index"] == {"engine": "unavailable"}  # type: ignore[index]


def test_the_pages_say_what_is_missing_and_lead_to_what_goes_on(filled: Store, client: FlaskClient) -> None:
    shutil.rmtree(filled.folder / "search")
    listing = client.get("/search?agency=shora-nemouneh").text
    assert "شمارش دسته‌ها اکنون در دسترس نیست" in listing and "<bdi>شورای شهر نمونه</bdi>" in listing
    refused = client.get("/search?agency=shora-nemouneh&q=" + quote("بودجه"))
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "5")
    assert Page(refused.text).faults == []
    assert 'href="/search?agency=shora-nemouneh"' in refused.text and 'href="/search?kind=decision"' in refused.text
    assert 'value="بودجه"' in refused.text
    assert 'href="/search?type=' not in client.get("/search?type=circular&q=a").text
    assert client.get("/facets/kind").status_code == 503


@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_bytes(b"\0" * 5000)])
def test_without_the_vocabulary_words_are_searched_for_as_typed(
    filled: Store, client: FlaskClient, damage: Callable[[Path], object]
) -> None:
    as_read = listed(client, WITH_WORDS)
    (vocabulary,) = (filled.folder / "search").glob("*/vocabulary.sqlite")
    damage(vocabulary)
    page = listed(client, WITH_WORDS)
    assert (page["total"], notes_of(page)) == (as_read["total"], ["words-as-typed"])
    assert listed(client, LISTS[0])["total"] == 19
    assert client.get("/api/v1/suggest?q=" + quote("بود")).status_code == 503
    filled.follower.rebuild()
    assert notes_of(listed(client, WITH_WORDS)) == []


@needs_embedded
def test_an_index_of_another_store_finds_nothing_for_this_one(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.put(new_record("1", a_decision("بودجهٔ اینجا")))
    other = open_fresh(tmp_path / "other")
    titles = ("با شناسه‌ای که اینجا هم هست", "بودجهٔ آنجا", "بودجهٔ دیگر")  # ids of tests come in one order
    other.put(*(new_record(f"other {number}", a_decision(title)) for number, title in enumerate(titles)))
    monkeypatch.setattr(store.catalogue, "_index", other.catalogue._index)
    with pytest.raises(IndexUnavailable, match="of another one"):
        store.catalogue.find(load_search({"q": ["بودجه"]}))
    other.catalogue.withdraw(other.ids()[0], WithdrawReason.MISTAKE, None)
    other.follower.catch_up()
    page = store.catalogue.find(load_search({}))
    assert (page.total, page.is_whole, [item.id for item in page.items]) == (1, False, store.ids())
    other.close()
