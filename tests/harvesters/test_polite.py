"""The pause between two requests to a host, Retry-After, and trouble on the way; over real sockets."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from catalogue.errors import JobStopped
from harvesters.errors import AskedToWait, BadStatus, OutOfTime, TooManyRedirects, Unreachable
from harvesters.keeping import ForNobody
from harvesters.politeness import LONGEST_POSTPONING, Manners, Patience, seconds_asked
from harvesters.slots import HostSlots
from tests.harvesters.making import now
from tests.harvesters.sites import Said, Site, polite

ADDRESS = "http://a.example/"
DATE = "Wed, 25 Nov 2026 09:00:00 GMT"

IN_A_PROCESS = """
import sys
from pathlib import Path
from tests.harvesters.sites import polite
fetcher = polite(sys.argv[1], Path(sys.argv[2]), 0.1)
for number in range(3):
    fetcher.get(f"{sys.argv[1]}/{sys.argv[3]}/{number}")
"""

HOLD = """
import sys, time
from pathlib import Path
from harvesters.slots import HostSlots
with HostSlots(Path(sys.argv[1])).slot("http://a.example/x", 0, lambda: None):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def site() -> Iterator[Site]:
    with Site().running() as running:
        yield running


def nothing() -> None:
    """Go on."""


# ---------- the pause ----------


def test_a_pause_lies_between_the_requests_of_one_job(site: Site, tmp_path: Path) -> None:
    fetcher = polite(site.address, tmp_path, 0.15)
    for number in range(4):
        fetcher.get(f"{site.address}/{number}")
    assert site.paths() == ["/robots.txt", "/0", "/1", "/2", "/3"]
    assert all(0.149 <= pause < 0.5 for pause in site.pauses()), site.pauses()


def test_two_jobs_keep_the_pause_together(site: Site, tmp_path: Path) -> None:
    def job(name: str) -> None:
        fetcher = polite(site.address, tmp_path, 0.1)
        for number in range(3):
            fetcher.get(f"{site.address}/{name}/{number}")

    with ThreadPoolExecutor(2) as jobs:
        list(jobs.map(job, "ab"))
    assert len(site.asked) == 7 and site.paths().count("/robots.txt") == 1
    assert min(site.pauses()) >= 0.099, site.pauses()


def test_two_processes_keep_the_pause_together(site: Site, tmp_path: Path) -> None:
    jobs = [subprocess.Popen([sys.executable, "-c", IN_A_PROCESS, site.address, str(tmp_path), name]) for name in "ab"]
    assert [job.wait(30) for job in jobs] == [0, 0]
    assert len(site.asked) == 7 and site.paths().count("/robots.txt") == 1
    assert min(site.pauses()) >= 0.099, site.pauses()


def test_less_than_a_second_counts_only_for_hosts_that_the_operator_allowed() -> None:
    manners = Manners(0.2, frozenset({("a.example", 443)}), None)
    assert manners.gap_of("https://A.example/x") == 0.2
    assert manners.gap_of("https://a.example:8443/x") == manners.gap_of("http://a.example/x") == 1
    assert Manners(7.5, frozenset(), None).gap_of("http://a.example/") == 7.5


def test_one_host_and_port_has_one_slot_however_it_is_written(tmp_path: Path) -> None:
    slots = HostSlots(tmp_path)
    for address in ("http://a.example/", "http://A.EXAMPLE:80/x"):
        with slots.slot(address, 0, nothing):
            pass
    assert len(list(tmp_path.iterdir())) == 1
    with slots.slot("https://a.example/", 0, nothing):
        assert len(list(tmp_path.iterdir())) == 2


def test_who_waits_for_the_pause_is_asked_whether_to_go_on(tmp_path: Path) -> None:
    slots, begun = HostSlots(tmp_path), time.monotonic()
    with slots.slot(ADDRESS, 60, nothing):
        pass

    def stop() -> None:
        if time.monotonic() - begun > 0.3:
            raise JobStopped

    with pytest.raises(JobStopped), slots.slot(ADDRESS, 60, stop):
        pass
    assert time.monotonic() - begun < 1


def test_a_wait_that_would_pass_the_time_of_the_job_ends_at_once(tmp_path: Path) -> None:
    slots, begun = HostSlots(tmp_path), time.monotonic()
    with slots.slot(ADDRESS, 60, nothing):
        pass
    with pytest.raises(OutOfTime), slots.slot(ADDRESS, 60, nothing, begun + 30):
        pass
    assert time.monotonic() - begun < 0.5


def test_others_may_ask_while_one_waits_for_a_longer_pause(tmp_path: Path) -> None:
    slots = HostSlots(tmp_path)
    with slots.slot(ADDRESS, 0, nothing):
        pass
    with ThreadPoolExecutor(1) as patient:
        waiting = patient.submit(lambda: slots.slot(ADDRESS, 0.5, nothing).__enter__())
        time.sleep(0.1)
        begun = time.monotonic()
        with slots.slot(ADDRESS, 0.05, nothing):
            assert time.monotonic() - begun < 0.3 and not waiting.done()
        waiting.result(5)


@pytest.mark.parametrize(
    "kept",
    [
        b"",
        b"0123456789abcdef not a time",
        b"0123456789abcdef nan nan",
        b"0123456789abcdef 9e99 9e99",
        b"0123456789abcdef inf inf",
        b"\xff" * 64,
    ],
)
def test_times_that_cannot_be_right_hold_nobody_up(tmp_path: Path, kept: bytes) -> None:
    slots, begun = HostSlots(tmp_path), time.monotonic()
    (tmp_path / hashlib.sha256(b"a.example:80").hexdigest()[:32]).write_bytes(kept)
    with slots.slot(ADDRESS, 0.2, nothing):
        assert time.monotonic() - begun < 0.5


def test_after_a_killed_process_the_pause_is_kept(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None and process.stdout.readline() == "held\n"
        process.kill()
    begun = time.monotonic()
    with HostSlots(tmp_path).slot(ADDRESS, 0.3, nothing):
        assert 0.29 <= time.monotonic() - begun < 1


# ---------- trouble on the way ----------


def test_a_broken_connection_is_tried_twice_more_with_the_pause(site: Site, tmp_path: Path) -> None:
    site.says("/page", Said(broken=True), Said(broken=True), Said())
    fetcher = polite(site.address, tmp_path, 0.2)
    assert fetcher.get(f"{site.address}/page").body == b"page"
    assert site.paths() == ["/robots.txt", "/page", "/page", "/page"]
    assert min(site.pauses()) >= 0.199, site.pauses()
    site.says("/page", Said(broken=True))
    with pytest.raises(Unreachable):
        fetcher.get(f"{site.address}/page")
    assert site.paths().count("/page") == 6 and fetcher.take_requests() == 3


# ---------- answers that are none ----------


@pytest.mark.parametrize("status", [204, 206, 300, 304, 305, 404, 500])
def test_other_answers_than_a_whole_document_are_never_read(site: Site, tmp_path: Path, status: int) -> None:
    site.says("/page", Said(b"" if status in (204, 304) else b"page", status=status))
    with pytest.raises(BadStatus) as caught:
        polite(site.address, tmp_path).get(f"{site.address}/page")
    assert caught.value.facts["status"] == status


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_without_a_place_to_go_is_the_end(site: Site, tmp_path: Path, status: int) -> None:
    site.says("/page", Said(b"", status=status))
    with pytest.raises(TooManyRedirects):
        polite(site.address, tmp_path).get(f"{site.address}/page")
    assert site.paths() == ["/robots.txt", "/page"]


# ---------- Retry-After ----------


@pytest.mark.parametrize(
    ("retry_after", "date", "seconds"),
    [
        ("7", "", 7),
        (" 0 ", "", 0),
        ("99999999999999999999999999", "", LONGEST_POSTPONING),
        ("Wed, 25 Nov 2026 09:02:00 GMT", "", 120),  # by our clock
        ("Wed, 25 Nov 2025 09:02:00 GMT", "Wed, 25 Nov 2025 09:01:30 GMT", 30),  # by its own, a year off
        ("Wed, 25 Nov 2026 08:00:00 GMT", DATE, 0),
        ("Wed, 25 Nov 9999 09:00:00 GMT", DATE, LONGEST_POSTPONING),
        ("Wednesday, 25-Nov-26 09:00:10 GMT", DATE, 10),
        ("-5", "", None),
        ("1.5", "", None),
        ("۷", "", None),
        ("soon", DATE, None),
        ("", "", None),
        ("99 Nov 99999999999 99:99:99", DATE, None),
    ],
)
def test_a_retry_after_is_read_in_all_its_forms(retry_after: str, date: str, seconds: float | None) -> None:
    assert seconds_asked(retry_after, date, now()) == seconds


@pytest.mark.parametrize("status", [429, 503])
def test_a_server_that_asks_to_wait_is_asked_again_after_that_time(site: Site, tmp_path: Path, status: int) -> None:
    site.says("/page", Said(status=status, headers={"Retry-After": "1"}), Said())
    assert polite(site.address, tmp_path).get(f"{site.address}/page").body == b"page"
    assert site.paths() == ["/robots.txt", "/page", "/page"]
    assert 0.99 <= site.pauses()[-1] < 1.5


def test_nobody_else_asks_that_host_meanwhile(site: Site, tmp_path: Path) -> None:
    site.says("/page", Said(status=503, headers={"Retry-After": "1"}), Said())
    with ThreadPoolExecutor(2) as jobs:
        first = jobs.submit(polite(site.address, tmp_path).get, f"{site.address}/page")
        while "/page" not in site.paths():
            time.sleep(0.01)
        jobs.submit(polite(site.address, tmp_path).get, f"{site.address}/other").result(10)
        first.result(10)
    assert site.pauses()[1] >= 0.99, site.asked


def test_a_longer_wait_is_left_to_the_queue(site: Site, tmp_path: Path) -> None:
    site.says("/page", Said(status=429, headers={"Retry-After": "3600"}))
    begun = time.monotonic()
    with pytest.raises(AskedToWait) as caught:
        polite(site.address, tmp_path).get(f"{site.address}/page")
    assert caught.value.seconds == 3600 and caught.value.may_pass
    assert time.monotonic() - begun < 1 and site.paths() == ["/robots.txt", "/page"]
    other = polite(site.address, tmp_path)
    other.until = time.monotonic() + 60
    with pytest.raises(OutOfTime):  # others keep away from that host as well
        other.get(f"{site.address}/other")


def test_waiting_in_one_place_ends_after_two_times_and_two_minutes() -> None:
    patience = Patience(ADDRESS, now)
    patience.wait(60)
    patience.wait(60)
    with pytest.raises(AskedToWait):
        patience.wait(0)
    with pytest.raises(AskedToWait):
        Patience(ADDRESS, now).wait(121)


def test_a_server_that_does_not_say_how_long_is_waited_for_five_and_ten_seconds() -> None:
    patience, waits = Patience(ADDRESS, now), []
    while (wanted := patience.after_refusal("", "")) is not None:
        waits.append(wanted)
        patience.wait(wanted)
    assert waits == [5, 10]


def test_an_abort_ends_the_wait(site: Site, tmp_path: Path) -> None:
    class Aborted(ForNobody):
        def check(self) -> None:
            if "/page" in site.paths():
                raise JobStopped

    site.says("/page", Said(status=503, headers={"Retry-After": "60"}))
    begun = time.monotonic()
    with pytest.raises(JobStopped):
        polite(site.address, tmp_path, keeping=Aborted()).get(f"{site.address}/page")
    assert time.monotonic() - begun < 1
