"""Edges between records: what versions say, where it leads, and what operators said of it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import func, select

from catalogue.edges import MOST_FOUND, with_found_edges, without_found_edges
from catalogue.errors import NotFound, Withdrawn
from catalogue.log import log_head
from catalogue.models import KnownAs, Relation, Verdict
from catalogue.personal.labels import Personal
from catalogue.relation_pages import RelationPage, RelationQuery, RelationView
from catalogue.service import Catalogue
from catalogue.vocab import Direction, Said, WithdrawReason
from tests.making import Store, a_date, a_decision, new_record

NAMED = "تصویب‌نامه شماره 41207/ت70315هـ مورخ 4/4/1403"
ADOPTED = a_date("2024-06-24", "1403-04-04", "۱۴۰۳/۰۴/۰۴")


def amending(title: str = f"اصلاح {NAMED}", **more: Any) -> dict[str, Any]:
    """A decision with the edges of its texts."""
    return with_found_edges(a_decision(title, **more))[0]


def roads(number: str = "۴۱۲۰۷/ت۷۰۳۱۵ک", **more: Any) -> dict[str, Any]:
    """The act that is amended."""
    dates = {"adopted": a_date(), "notified": ADOPTED}
    return a_decision("آیین‌نامهٔ راه‌ها", number={"raw": number, "folded": number}, dates=dates, **more)


def page(store: Store, record_id: str, **query: Any) -> RelationPage:
    return store.catalogue.relations(record_id, RelationQuery(**query))


def only(store: Store, record_id: str, **query: Any) -> RelationView:
    (one,) = page(store, record_id, **query).relations
    return one


def other(store: Store, record_id: str) -> str | None:
    end = only(store, record_id, direction=Direction.OUT).other
    return end.id if end else None


def count(catalogue: Catalogue, table: type[Relation | KnownAs | Verdict]) -> int:
    with catalogue.read() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


# ---------- found in texts ----------


def test_what_is_found_stands_behind_what_the_publisher_says_and_doubles_nothing() -> None:
    stated = [{"type": "repeals", "to_raw": "مصوبهٔ شمارهٔ ۱۲/ش مورخ ۱۴۰۱/۱/۲۰"}]
    body = f"لغو مصوبه شماره 12/ش مورخ 20 فروردین 1401 و طبق {NAMED} و نیز مصوبه شماره ۱۳/ش مورخ ۱۴۰۱/۱/۲۱"
    record = amending(text=body, relations=stated)
    assert [(one["type"], one.get("evidence", {}).get("path")) for one in record["relations"]] == [
        ("repeals", None),
        ("amends", "title"),
        ("cites", "texts[0].text"),
    ]
    for one in record["relations"][1:]:
        text = {"title": record["title"], "texts[0].text": body}[one["evidence"]["path"]]
        assert text[slice(*one["evidence"]["span"])] == one["evidence"]["quote"]
    assert without_found_edges(record)["relations"] == stated
    assert with_found_edges(record) == (record, 0)


def test_a_record_says_nothing_of_itself_and_a_dataset_nothing_at_all() -> None:
    number = {"raw": "41207/ت70315", "folded": "41207/ت70315"}
    assert "relations" not in amending(f"متن {NAMED}", number=number)
    council = a_decision("متن مصوبه شماره ۷/ش مورخ ۱۴۰۲/۵/۱", number={"raw": "۷/ش", "folded": "7/ش"})
    assert "relations" not in with_found_edges(council)[0]
    last_year = a_decision("متن مصوبه شماره ۷/ش مورخ ۱۴۰۱/۵/۱", number={"raw": "۷/ش", "folded": "7/ش"})
    assert len(with_found_edges(last_year)[0]["relations"]) == 1
    assert "relations" not in with_found_edges({"kind": "dataset", "title": f"لغو {NAMED}"})[0]


def test_more_edges_than_are_kept_are_counted() -> None:
    text = " ".join(f"مصوبه شماره {number} مورخ ۱۴۰۱/۱/۲۰" for number in range(MOST_FOUND + 7))
    record, left_out = with_found_edges(a_decision(text=text))
    assert (len(record["relations"]), left_out) == (MOST_FOUND, 7)


# ---------- where they lead ----------


def test_an_edge_waits_for_its_target_and_leads_there_without_a_version_or_an_entry(store: Store) -> None:
    store.put(new_record("later", amending()))
    (later,) = store.ids()
    waiting = only(store, later)
    assert (waiting.type, waiting.direction, waiting.other, waiting.candidates) == ("amends", "out", None, ())
    assert (waiting.to_raw, waiting.evidence and waiting.evidence["pattern"]) == (NAMED, "cabinet_number")
    before = store.catalogue.get(later)
    store.put(new_record("roads", roads()))
    earlier = store.ids()[1]
    assert other(store, later) == earlier
    assert store.catalogue.get(later) == before
    with store.catalogue.read() as session:
        assert log_head(session)[0] == 2
    seen = only(store, earlier)
    assert (seen.direction, seen.said_by, seen.version_no, seen.to_raw) == ("in", later, 1, NAMED)
    assert seen.other is not None and seen.other.card["title"] == f"اصلاح {NAMED}"
    assert page(store, earlier, direction=Direction.OUT).relations == ()
    assert page(store, earlier, type="repeals").total == 0


def test_a_target_that_changes_its_number_or_day_is_left_and_found_again(store: Store) -> None:
    store.put(new_record("later", amending()), new_record("roads", roads()))
    later, earlier = store.ids()
    assert other(store, later) == earlier
    store.put(new_record("roads", roads("۴۱۲۰۸/ت۷۰۳۱۵ک"), "2", "e" * 64))
    assert other(store, later) is None
    store.put(new_record("roads", roads() | {"dates": {"adopted": a_date()}}, "3", "f" * 64))
    unfit = only(store, later, direction=Direction.OUT)
    assert unfit.other is None
    assert ([end.id for end in unfit.candidates], unfit.candidate_count) == ([earlier], 1)
    store.put(new_record("roads", roads(), "4", "a" * 64))
    assert other(store, later) == earlier


def test_two_records_of_one_number_and_day_are_candidates_and_nobody_guesses(store: Store) -> None:
    store.put(new_record("later", amending()), new_record("one", roads()), new_record("two", roads()))
    later, one, two = store.ids()
    found = only(store, later)
    assert (found.other, [end.id for end in found.candidates], found.candidate_count) == (None, [one, two], 2)
    assert page(store, one).total == 0
    store.catalogue.withdraw(two, WithdrawReason.DUPLICATE, None)
    assert other(store, later) == one


def test_a_number_of_a_council_is_looked_for_within_its_agency_and_on_its_day(store: Store) -> None:
    named = "مصوبهٔ شمارهٔ ۴۷۲/ش مورخ ۱ مرداد ۱۴۰۲"
    number = {"raw": "472/ش", "folded": "472/ش"}
    elsewhere = [{"role": "issuer", "agency": "shora-digar", "raw": "شورای دیگر"}]
    store.put(
        new_record("later", a_decision(relations=[{"type": "amends", "to_raw": named}])),
        new_record("elsewhere", a_decision(number=number, roles=elsewhere)),
        new_record("last year", a_decision(number=number, dates={"adopted": a_date("2022-07-23", "1401-05-01")})),
    )
    later = store.ids()[0]
    assert other(store, later) is None
    store.put(new_record("meant", a_decision(number=number)))
    assert other(store, later) == store.ids()[3]
    assert only(store, later).evidence is None


def test_ids_and_addresses_of_sources_are_found_too(store: Store) -> None:
    edges = [{"type": "part_of_series", "to_raw": raw} for raw in ("https://rah.example/series/1", "series-2")]
    ids = [
        {"scheme": "url", "raw": edges[0]["to_raw"], "folded": "x"},
        {"scheme": "other", "raw": "series-2", "folded": "x"},
    ]
    store.put(new_record("part", a_decision(relations=edges)), new_record("whole", a_decision(source_ids=ids)))
    part, whole = store.ids()
    assert [one.other and one.other.id for one in page(store, part).relations] == [whole, whole]
    assert page(store, whole, direction=Direction.IN).total == 2


# ---------- what goes and comes back ----------


def test_an_edge_that_is_no_longer_said_goes_and_one_that_stays_keeps_its_time(store: Store) -> None:
    stays = {"type": "cites", "to_raw": "قانون شهرداری"}
    store.put(new_record("a", a_decision(relations=[{"type": "amends", "to_raw": "الف"}, stays])))
    (record_id,) = store.ids()
    first = page(store, record_id).relations[1]
    store.put(new_record("a", a_decision(relations=[stays]), "2", "e" * 64))
    left = only(store, record_id)
    assert (left.to_raw, left.first_seen_at, left.version_no) == ("قانون شهرداری", first.first_seen_at, 2)


def test_a_withdrawn_record_says_nothing_and_shows_no_title_at_the_other_end(store: Store) -> None:
    store.put(new_record("later", amending()), new_record("roads", roads()))
    later, earlier = store.ids()
    store.catalogue.withdraw(earlier, WithdrawReason.MISTAKE, None)
    end = only(store, later).other
    assert end is not None and (end.id, end.status, dict(end.card)) == (earlier, "withdrawn", {})
    with pytest.raises(Withdrawn):
        page(store, earlier)
    store.catalogue.withdraw(earlier, WithdrawReason.COURT_OR_LAW, None)
    assert (other(store, later), count(store.catalogue, KnownAs)) == (None, 0)
    store.catalogue.withdraw(later, WithdrawReason.MISTAKE, None)
    assert count(store.catalogue, Relation) == 0


def test_a_record_that_returns_says_its_edges_again(store: Store) -> None:
    store.put(new_record("later", amending()), new_record("roads", roads()))
    later, earlier = store.ids()
    store.catalogue.withdraw(later, WithdrawReason.GONE_AT_SOURCE, None)
    assert page(store, earlier).total == 0
    store.put(new_record("later", amending(), "2", "e" * 64))
    assert (other(store, later), page(store, earlier).total) == (earlier, 1)


# ---------- what operators say ----------


def test_a_refused_edge_is_in_no_answer_after_the_next_version_either_and_can_come_back(store: Store) -> None:
    store.put(new_record("later", amending()), new_record("roads", roads()))
    later, earlier = store.ids()
    assert store.catalogue.judge(later, "amends", NAMED.replace("ی", "ي"), Said.REFUSED) == 1
    assert [page(store, one).total for one in (later, earlier)] == [0, 0]
    store.put(new_record("later", amending(text="متن دیگر"), "2", "e" * 64))
    assert page(store, later).relations == ()
    assert NAMED in store.catalogue.get(later).canonical
    store.catalogue.judge(later, "amends", earlier, Said.CONFIRMED)
    assert (only(store, later).confirmed_at, other(store, later)) == (only(store, earlier).confirmed_at, earlier)
    assert only(store, later).confirmed_at is not None
    store.catalogue.judge(later, "amends", earlier, Said.REFUSED)
    assert page(store, earlier).total == 0
    for kind, to in (("repeals", NAMED), ("amends", "چیز دیگر")):
        with pytest.raises(NotFound):
            store.catalogue.judge(later, kind, to, Said.REFUSED)


def test_a_redaction_leaves_edges_that_fit_the_text_and_what_was_said_of_them(store: Store) -> None:
    stated = [{"type": "cites", "to_raw": "نامهٔ پرویز نمونه‌ای"}]
    store.put(new_record("later", amending(f"نظر پرویز نمونه‌ای و اصلاح {NAMED}", relations=stated)))
    (later,) = store.ids()
    store.catalogue.judge(later, "cites", stated[0]["to_raw"], Said.REFUSED)
    store.catalogue.redact(later, "پرویز نمونه‌ای", Personal.NAME)
    found = only(store, later)
    title = json.loads(store.catalogue.get(later).canonical)["title"]
    assert found.evidence is not None and title[slice(*found.evidence["span"])] == found.evidence["quote"]
    assert found.type == "amends"


def test_pages_follow_each_other_and_meet_each_edge_once(store: Store) -> None:
    edges = [{"type": "cites", "to_raw": f"سند {number}"} for number in range(5)]
    store.put(new_record("a", a_decision(relations=edges)))
    (record_id,) = store.ids()
    met, after = [], 0
    while True:
        part = page(store, record_id, after=after, most=2)
        met += [one.to_raw for one in part.relations]
        assert part.total == 5
        if part.next_after is None:
            break
        after = part.next_after
    assert met == [edge["to_raw"] for edge in edges]
