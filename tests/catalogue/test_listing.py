"""Lists from the store are those of the engine: records, order, totals and cursors."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

import pytest
from sqlalchemy import event

from catalogue.errors import QueryRefused
from catalogue.jobs import SourceRow
from catalogue.listing import can_list, list_records
from catalogue.personal.labels import Personal
from catalogue.search.index import DateRange, Filters, Hit, Hits, Order, SearchQuery, Window, Word
from catalogue.search.local import LocalIndex
from catalogue.vocab import WithdrawReason
from tests.making import Store, a_date, a_decision, embedded, needs_sqlite, new_record, open_fresh

DATASETS = SourceRow("data", "داده‌های نمونه", "shahr", "dataset", "html", "all", "https://data.example/", "1" * 64)
DAYS = (None, "2023-07-23", "2023-07-23", "1599-12-31", "1600-01-01", "1600-01-02", "1970-01-01", "2024-02-29")
"""Some twice; none, and some that have no key of their own."""

FILTERS: tuple[dict[str, tuple[str, ...]], ...] = (
    {},
    {"status": ("published",)},
    {"status": ("withdrawn",)},
    {"kind": ("decision",)},
    {"kind": ("decision", "dataset"), "status": ("published",)},
    {"kind": ("notice",)},
    {"kind": ("decision", "decision"), "agency": ("shahr", "shahr")},
    {"agency": ("shora-nemouneh",), "status": ("published",)},
    {"agency": ("shahr",)},
    {"agency": ("shahr",), "kind": ("decision",)},
    {"agency": ("shahr", "vezarat", "nowhere"), "status": ("published",)},
    {"agency": ("vezarat",), "source": ("data",)},
    {"agency": ("shahr", "shora-nemouneh"), "source": ("src",), "kind": ("decision",)},
    {"agency": ("shahr",), "status": ("withdrawn",)},
    {"agency": ("shora-nemouneh",), "source": ("src",), "status": ("withdrawn",)},
    {"source": ("src",), "status": ("published",)},
    {"source": ("src", "data"), "kind": ("dataset",)},
    {"source": ("nowhere",)},
)


def a_dataset(**more: Any) -> dict[str, Any]:
    """A valid dataset."""
    roles = [{"role": "publisher", "agency": "shahr", "raw": "شهرداری نمونه"}]
    texts = [{"role": "description", "text": "جدول نمونه."}]
    return {"kind": "dataset", "title": "دادهٔ نمونه", "roles": roles, "texts": texts, **more}


def to(*agencies: str) -> list[dict[str, str]]:
    """Roles: the council issues, these receive."""
    own = {"role": "issuer", "agency": "shora-nemouneh", "raw": "شورای شهر نمونه"}
    return [own, *({"role": "addressee", "agency": agency, "raw": agency} for agency in agencies)]


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Records of two kinds and sources, some changed, withdrawn, redacted; read and never changed."""
    store = embedded(open_fresh(tmp_path_factory.mktemp("listed")))
    fill(store)
    yield store
    store.close()


def fill(store: Store) -> None:
    """All that moves a record in a list, or into one and out again."""
    days: list[dict[str, Any]] = [{"dates": {"adopted": a_date(day)} if day else {}} for day in DAYS]
    store.put(*(new_record(f"d{place}", a_decision(**dates)) for place, dates in enumerate(chain(days, days))))
    store.put(*(new_record(f"t{place}", a_dataset()) for place in range(4)), source=DATASETS)
    store.put(*(new_record(f"to{place}", a_decision(roles=to("shahr", "vezarat"))) for place in range(3)))
    store.put(new_record("to0", a_decision(roles=to("vezarat")), "another"))
    store.put(new_record("to1", a_decision(roles=to("shahr"), dates={"adopted": a_date("1971-01-01")}), "another"))
    store.put(new_record("t0", a_dataset(roles=[*to("vezarat")]), "another"), source=DATASETS)
    store.put(new_record("taken", a_decision(roles=to("shahr"))))
    store.put(new_record("secret", a_decision(text="راز نمونه.", roles=to("shahr"))))
    ids = store.ids()
    for place in (0, 1, 17):
        store.catalogue.withdraw(ids[place], WithdrawReason.DUPLICATE, None)
    store.catalogue.redact(ids[-1], "راز", Personal.WORDS)
    store.catalogue.withdraw(ids[-2], WithdrawReason.COURT_OR_LAW, None)
    store.follower.catch_up()


def of_engine(store: Store, query: SearchQuery) -> Hits:
    """What the index answers."""
    return LocalIndex(store.folder / "search").find(query)


def of_store(store: Store, query: SearchQuery) -> Hits:
    """What the store answers."""
    assert can_list(query)
    with store.catalogue.read() as session:
        return list_records(session, query)


@pytest.mark.parametrize("order", [Order.NEWEST, Order.OLDEST, Order.CHANGED])
@pytest.mark.parametrize("values", FILTERS, ids=str)
def test_a_list_of_the_store_is_that_of_the_engine(
    listed: Store, values: dict[str, tuple[str, ...]], order: Order
) -> None:
    for limit in (0, 1, 7, 1000):
        query = SearchQuery(filters=Filters(values), order=order, window=Window(limit))
        found, listing = of_engine(listed, query), of_store(listed, query)
        assert (listing.hits, listing.total, listing.more, listing.log_index) == (
            found.hits,
            found.total,
            found.more,
            found.log_index,
        )


@pytest.mark.parametrize("order", [Order.NEWEST, Order.OLDEST, Order.CHANGED])
@pytest.mark.parametrize("values", FILTERS, ids=str)
def test_a_walk_may_change_between_engine_and_store_at_every_page(
    listed: Store, values: dict[str, tuple[str, ...]], order: Order
) -> None:
    filters = Filters(values)
    whole = of_engine(listed, SearchQuery(filters=filters, order=order, window=Window(1000)))
    for answers in ((of_engine, of_store), (of_store, of_engine)):
        met: list[Hit] = []
        after, pages = None, 0
        while True:
            query = SearchQuery(filters=filters, order=order, window=Window(3, after=after))
            page = answers[pages % 2](listed, query)
            met += page.hits
            assert page.total == whole.total
            if not page.more:
                break
            after, pages = page.hits[-1].key, pages + 1
        assert tuple(met) == whole.hits


@pytest.mark.parametrize("order", [Order.NEWEST, Order.OLDEST, Order.CHANGED])
@pytest.mark.parametrize("key", [0, 1, (3 << 28) + 5, 86_400 << 28, 2**63 - 1])
def test_a_key_that_no_record_has_stands_at_the_same_place(listed: Store, order: Order, key: int) -> None:
    query = SearchQuery(order=order, window=Window(1000, after=key))
    assert of_store(listed, query).hits == of_engine(listed, query).hits


@pytest.mark.parametrize(
    "query",
    [
        SearchQuery(Word("w")),
        SearchQuery(filters=Filters({"type": ("circular",)})),
        SearchQuery(filters=Filters(dates=(DateRange("leading", None, None),))),
        SearchQuery(order=Order.ID),
        SearchQuery(order=Order.RELEVANCE),
        SearchQuery(facets=("kind",), window=Window(0)),
    ],
    ids=str,
)
def test_what_needs_an_engine_is_left_to_it(query: SearchQuery) -> None:
    assert not can_list(query)


def test_limits_hold_without_an_engine_too(listed: Store) -> None:
    with pytest.raises(QueryRefused):
        of_store(listed, SearchQuery(filters=Filters({"agency": tuple(map(str, range(1001)))})))


@needs_sqlite
@pytest.mark.parametrize("values", [{}, {"kind": ("decision",)}, {"agency": ("a",)}, {"source": ("src",)}])
def test_a_page_is_read_in_the_order_of_an_index(listed: Store, values: dict[str, tuple[str, ...]]) -> None:
    """No plan scans the records, and only what names an agency beside its own is sorted."""
    plans = plans_of(listed, SearchQuery(filters=Filters({"status": ("published",), **values})))
    assert plans
    for plan in plans:
        assert all(not step.startswith("SCAN record") for step in plan), plan
        assert ("USE TEMP B-TREE" in " ".join(plan)) <= ("named_agency" in " ".join(plan)), plan


def plans_of(store: Store, query: SearchQuery) -> list[list[str]]:
    """The plan of each statement that reads records for a list."""
    statements: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, values: Any, *_: object) -> None:
        statements.append((statement, values))

    event.listen(store.engine, "before_cursor_execute", note)
    of_store(store, query)
    event.remove(store.engine, "before_cursor_execute", note)
    of_records = [(statement, values) for statement, values in statements if "FROM record" in statement]
    with store.engine.connect() as connection:
        return [
            [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)]
            for statement, values in of_records
        ]
