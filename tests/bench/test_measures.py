"""What measures is right itself: processor time, who listens where, and answers that are told from wrong ones."""

from __future__ import annotations

import json
import os
import socket
import sys
import time

import pytest

from tests.bench import machine
from tests.bench.questions import PAGE, Asked, is_right

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


@on_linux
def test_processor_seconds_are_those_of_the_system() -> None:
    began, told = time.process_time(), machine.processor_seconds([os.getpid()])
    sum(range(2_000_000))
    spent = machine.processor_seconds([os.getpid()]) - told
    assert spent == pytest.approx(time.process_time() - began, abs=0.01)


@on_linux
def test_a_process_that_has_ended_costs_nothing_more() -> None:
    assert machine.processor_seconds([2**22 + 1]) == 0.0


@on_linux
def test_who_listens_on_a_port_is_found() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert machine.listener(port) == os.getpid()
    assert machine.listener(port) is None


@pytest.mark.parametrize(
    ("change", "holds"),
    [
        ({}, True),
        ({"total": 41}, False),
        ({"items": []}, False),
        ({"items": [{"title": "", "snippet": "<mark>آب</mark>"}] * PAGE}, False),
        ({"items": [{"title": "شهر", "snippet": "آب"}] * PAGE}, False),
        ({"items": [{"title": "آب شهر", "snippet": "نهر"}] * PAGE}, True),
        ({"facets": {"kind": {"values": [{"count": 39}]}}}, False),
    ],
    ids=[
        "right",
        "another total",
        "no page",
        "no title",
        "nothing marked",
        "in titles alone",
        "facets that do not add up",
    ],
)
def test_a_wrong_answer_is_told_from_a_right_one(change: dict[str, object], holds: bool) -> None:
    answer: dict[str, object] = {
        "total": 40,
        "items": [{"title": "آب", "snippet": "<mark>آب</mark>"}] * PAGE,
        "facets": {"kind": {"values": [{"count": 30}, {"count": 10}]}},
        "effective_query": {"terms": ["آب"], "repaired": []},
    }
    asked = Asked({"q": "آب", "facets": "kind"}, 40)
    assert is_right(asked, json.dumps({**answer, **change}).encode()) is holds
