"""What holds for all of the API: nothing is ignored, dates in any writing, walks without end, hashes that fit."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from catalogue.ingest import NewRecord
from catalogue.persian.calendar import jalali
from catalogue.vocab import WithdrawReason
from tests.making import Store, a_date, a_decision, new_record

PLACES = {
    "record_id": "d-7k3m-9x2z-3",
    "version_no": "1",
    "number": "1",
    "sha256": "0" * 64,
    "key": "x",
    "name": "kinds",
    "log_index": "1",
}
MANY = 10_400


def rules(client: FlaskClient) -> list[Rule]:
    """All routes of the API."""
    return [rule for rule in client.application.url_map.iter_rules() if rule.rule.startswith("/api/v1/")]


def address_of(rule: Rule) -> str:
    """A route with something in each of its places."""
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda place: PLACES.get(place[1], "src"), rule.rule)


def test_no_route_ignores_a_parameter(client: FlaskClient) -> None:
    met = []
    for rule in rules(client):
        answer = client.get(f"{address_of(rule)}?hamamooshi=1")
        met.append((rule.rule, answer.status_code, (answer.json or {}).get("type")))
    assert len(met) > 20
    assert {line[1:] for line in met} == {(422, "/problems/unknown-parameter")}, met


@pytest.mark.parametrize(
    ("path", "near"),
    [
        ("search?jalali_yaer=1402", "jalali_year"),
        ("search?not.knd=notice", "not.kind"),
        ("changes?sinse=1", "since"),
        ("corrections?change_kinds=return", "change_kind"),
        ("log/entries?strat=1", "start"),
        ("agencies?typ=state", "type"),
        ("agencies/x?trees=1", "tree"),
        ("search?NOT.kind=notice", "not.kind"),
        ("search?Q=آب", "q"),
        ("jobs?sourse=x", "source"),
    ],
)
def test_the_nearest_name_is_told(client: FlaskClient, path: str, near: str) -> None:
    answer = client.get(f"/api/v1/{path}")
    assert answer.status_code == 422
    assert answer.json["errors"][0]["did_you_mean"] == near  # type: ignore[index]


def on(day: date, title: str, **more: Any) -> dict[str, Any]:
    """A decision adopted on a day."""
    year, month, number = jalali(day)
    return a_decision(title=title, dates={"adopted": a_date(day.isoformat(), f"{year}-{month:02}-{number:02}")}, **more)


def test_one_year_in_any_writing_is_the_same_days(store: Store, client: FlaskClient) -> None:
    first, last = date(2023, 3, 21), date(2024, 3, 19)
    days = [first - timedelta(days=1), first, date(2023, 7, 1), last, last + timedelta(days=1)]
    store.put(*(new_record(str(number), on(day, f"روز {day}")) for number, day in enumerate(days)))
    store.follower.catch_up()
    asked = ["from=1402&to=1402", "from=۱۴۰۲&to=۱۴۰۲", "from=2023-03-21&to=2024-03-19", "from=1402/1/1&to=۱۴۰۲-۱۲-۲۹"]
    found = [client.get(f"/api/v1/search?{query}").json for query in (*asked, "jalali_year=1402")]
    titles = [{item["title"] for item in answer["items"]} for answer in found if answer]
    assert titles == [{f"روز {day}" for day in days[1:4]}] * 5


def test_every_version_that_may_be_read_gives_its_hash(store: Store, client: FlaskClient) -> None:
    for edit in range(4):
        titles = [f"متن «{number}» ویرایش {edit if number % 3 else 0}\u200c" for number in range(60)]
        made = [new_record(str(n), a_decision(title=title), document=f"{edit:064}") for n, title in enumerate(titles)]
        store.put(*made)
    ids = store.ids()
    store.catalogue.withdraw(ids[0], WithdrawReason.GONE_AT_SOURCE, None)
    read = 0
    for record_id in ids:
        for line in client.get(f"/api/v1/records/{record_id}/versions").json["items"]:  # type: ignore[index]
            answer = client.get(f"/api/v1/records/{record_id}/versions/{line['version_no']}/canonical")
            if answer.status_code == 200:
                read += 1
                assert hashlib.sha256(answer.data).hexdigest() == line["sha256"]
                assert json.loads(answer.data)["kind"] == "decision"
            else:
                assert (answer.status_code, line["change_kind"]) == (410, "withdrawal")
    assert read == 60 + 40 * 3


@pytest.mark.long
@pytest.mark.timeout(900)
def test_ten_years_are_walked_while_records_come_and_change(store: Store, client: FlaskClient) -> None:
    """Past ten thousand, newest first: each record whose date did not change is met exactly once."""
    random, begin = Random(7), date(2014, 3, 21)
    days = {str(number): begin + timedelta(days=random.randrange(3_650)) for number in range(MANY)}
    names = list(days)
    for first in range(0, MANY, 400):
        store.put(*(decided(name, days[name]) for name in names[first : first + 400]))
    met: list[str] = []
    moved: set[str] = set()
    address: str | None = "/api/v1/search?from=1393&to=1402&sort=-date&limit=100"
    while address:
        page = client.get(address).json
        assert page is not None
        met += [item["title"].split()[1] for item in page["items"]]
        address = page["next"]
        if len(met) % 1_000 == 0:
            place = str(len(met))
            others = random.sample(names, 5)
            moved.update(others)
            store.put(
                *(decided(name, days[name], edit=place) for name in random.sample(names, 20) if name not in moved)
            )
            store.put(*(decided(f"new-{place}-{n}", begin + timedelta(days=n * 90)) for n in range(20)))
            store.put(*(decided(name, begin, edit=f"{place}0") for name in others))
    stayed = [name for name in met if name in days and name not in moved]
    assert len(met) > 10_000
    assert len(stayed) == len(set(stayed)) == len(days) - len(moved)
    assert [days[name] for name in stayed] == sorted((days[name] for name in stayed), reverse=True)


def decided(name: str, day: date, edit: str = "") -> NewRecord:
    """The record of this name as it stands after an edit."""
    return new_record(name, on(day, f"تصمیم {name} {edit}".rstrip()), document=edit.zfill(64))
