"""robots.txt: what it forbids, how slowly it wants to be asked, and what happens when it does not come."""

from __future__ import annotations

import gzip
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from harvesters.door import Door
from harvesters.errors import AskedToWait, CrawlDelayTooLong, RobotsForbid, RobotsUnreachable
from harvesters.grants import Grants
from harvesters.keeping import ForNobody
from harvesters.links import host_and_port
from harvesters.network import Fetcher
from harvesters.politeness import Manners
from harvesters.readers import robots
from harvesters.robots import KEPT, MOST_BYTES, Robots
from harvesters.slots import HostSlots
from tests.harvesters.making import now
from tests.harvesters.sites import Said, Site, polite


@pytest.fixture
def site() -> Iterator[Site]:
    with Site().running() as running:
        yield running


def rules(text: str, **more: str) -> Said:
    return Said(f"User-agent: *\n{text}".encode(), headers={"Content-Type": "text/plain", **more})


def judged(text: str, path: str) -> bool:
    said = robots.read(text.encode(), {"agent": "Dastras", "url": f"https://a.example{path}"})
    assert isinstance(said["allowed"], bool)
    return said["allowed"]


# ---------- what it says ----------


def test_what_is_forbidden_is_not_asked_for_and_the_rest_is(site: Site, tmp_path: Path) -> None:
    site.says("/robots.txt", rules("Disallow: /private"))
    fetcher = polite(site.address, tmp_path)
    assert fetcher.get(f"{site.address}/page").body == b"page"
    with pytest.raises(RobotsForbid) as caught:
        fetcher.get(f"{site.address}/private/1")
    assert site.paths() == ["/robots.txt", "/page"]
    assert caught.value.facts == {"url": f"{site.address}/private/1"} and not caught.value.may_pass


def test_where_a_redirect_leads_is_judged_too(site: Site, tmp_path: Path) -> None:
    site.says("/robots.txt", rules("Disallow: /private"))
    site.says("/page", Said(b"", status=302, headers={"Location": "/private"}))
    with pytest.raises(RobotsForbid):
        polite(site.address, tmp_path).get(f"{site.address}/page")
    assert site.paths() == ["/robots.txt", "/page"]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_a_host_without_rules_is_free(site: Site, tmp_path: Path, status: int) -> None:
    site.says("/robots.txt", Said(b"User-agent: *\nDisallow: /", status=status))
    assert polite(site.address, tmp_path).get(f"{site.address}/page").body == b"page"


@pytest.mark.parametrize("said", [Said(status=500), Said(status=502), Said(broken=True), Said(status=206)])
def test_while_nobody_knows_the_rules_nothing_is_asked_for(site: Site, tmp_path: Path, said: Said) -> None:
    site.says("/robots.txt", said)
    with pytest.raises(RobotsUnreachable) as caught:
        polite(site.address, tmp_path).get(f"{site.address}/page")
    assert caught.value.may_pass and set(site.paths()) == {"/robots.txt"}
    site.says("/robots.txt", Said(status=404))  # such an answer is not kept
    assert polite(site.address, tmp_path).get(f"{site.address}/page").body == b"page"


def test_a_robots_txt_that_hangs_costs_its_deadline(site: Site, tmp_path: Path) -> None:
    site.says("/robots.txt", Said(silent=True))
    begun = time.monotonic()
    with pytest.raises(RobotsUnreachable) as caught:
        polite(site.address, tmp_path, seconds=0.3).get(f"{site.address}/page")
    assert caught.value.facts["why"] == "too-slow" and time.monotonic() - begun < 1


def test_a_host_that_wants_to_be_left_alone_is(site: Site, tmp_path: Path) -> None:
    site.says("/robots.txt", Said(status=503, headers={"Retry-After": "600"}))
    with pytest.raises(AskedToWait):
        polite(site.address, tmp_path).get(f"{site.address}/page")


@pytest.mark.parametrize("coding", ["", "gzip"])
def test_of_a_huge_one_the_beginning_counts(site: Site, tmp_path: Path, coding: str) -> None:
    text = b"User-agent: *\nDisallow: /first\n" + b"#" * 10_000_000 + b"\nDisallow: /last\n"
    headers = {"Content-Encoding": coding} if coding else {}
    site.says("/robots.txt", Said(gzip.compress(text) if coding else text, headers=headers))
    fetcher = polite(site.address, tmp_path)
    assert fetcher.get(f"{site.address}/last").body == b"page"
    with pytest.raises(RobotsForbid):
        fetcher.get(f"{site.address}/first")
    (kept,) = (tmp_path / "robots").iterdir()
    assert kept.stat().st_size < MOST_BYTES + 200


def test_five_redirects_are_followed_and_a_circle_is_no_rule(site: Site, tmp_path: Path) -> None:
    for number in range(5):
        path = f"/hop/{number}" if number else "/robots.txt"
        site.says(path, Said(b"", status=301, headers={"Location": f"/hop/{number + 1}"}))
    site.says("/hop/5", rules("Disallow: /private"))
    with pytest.raises(RobotsForbid):
        polite(site.address, tmp_path).get(f"{site.address}/private")
    site.says("/hop/4", Said(b"", status=301, headers={"Location": "/robots.txt"}))
    assert polite(site.address, tmp_path / "anew").get(f"{site.address}/private").body == b"page"


# ---------- how slowly ----------


@pytest.mark.parametrize("wish", ["Crawl-delay: 0.3", "Request-rate: 10/3"])
def test_the_slower_one_wins(site: Site, tmp_path: Path, wish: str) -> None:
    site.says("/robots.txt", rules(wish))
    fetcher = polite(site.address, tmp_path, 0.05)
    for number in range(3):
        fetcher.get(f"{site.address}/{number}")
    assert min(site.pauses()) >= 0.299, site.pauses()


def test_an_hour_between_two_requests_fails_and_says_what_to_do(site: Site, tmp_path: Path) -> None:
    site.says("/robots.txt", rules("Crawl-delay: 3600"))
    begun = time.monotonic()
    with pytest.raises(CrawlDelayTooLong) as caught:
        polite(site.address, tmp_path).get(f"{site.address}/page")
    assert (caught.value.facts["given"], caught.value.facts["allowed"]) == ("3600", "120")
    assert time.monotonic() - begun < 1 and site.paths() == ["/robots.txt"]


@pytest.mark.parametrize(
    ("lines", "delay"),
    [
        ("Crawl-delay: 2\nRequest-rate: 1/10", 10),
        ("Crawl-delay: 1e300", 86_400),
        ("Request-rate: 1/" + "9" * 400, 86_400),
        ("Request-rate: " + "9" * 400 + "/1", 0),
        ("Crawl-delay: nan", None),
        ("Crawl-delay: -1", None),
        ("Crawl-delay: soon", None),
    ],
)
def test_absurd_delays_are_bounded(lines: str, delay: float | None) -> None:
    said = robots.read(f"User-agent: *\n{lines}".encode(), {"agent": "Dastras", "url": "https://a.example/"})
    assert said["delay"] == (pytest.approx(delay) if delay is not None else None)


# ---------- kept for all jobs ----------


def test_it_is_asked_for_once_a_day_for_all_jobs(site: Site, tmp_path: Path) -> None:
    def later(hours: float) -> Fetcher:
        slots = HostSlots(tmp_path / "hosts")
        kept = Robots(tmp_path / "robots", slots, lambda: now() + timedelta(hours=hours))
        allow = frozenset({host_and_port(site.address)})
        return Fetcher(ForNobody(), Door("", 10_000, Grants(allow)), slots, Manners(0, allow, kept), now)

    for hours in (0, 1, 23.9):
        later(hours).get(f"{site.address}/page")
    assert site.paths().count("/robots.txt") == 1
    later(KEPT / timedelta(hours=1) + 0.1).get(f"{site.address}/page")
    assert site.paths().count("/robots.txt") == 2
    later(0).get(f"{site.address}/page")  # a clock was set back: nobody knows how old it is
    assert site.paths().count("/robots.txt") == 3


def test_its_requests_are_counted_for_the_job(site: Site, tmp_path: Path) -> None:
    fetcher = polite(site.address, tmp_path)
    fetcher._exchange(f"{site.address}/page", None)
    assert fetcher.take_requests() == 2


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"fetched_at": "x", "status": 200, "text": ""}', b"\xff\xfe"])
def test_a_damaged_file_is_fetched_anew(site: Site, tmp_path: Path, damage: bytes) -> None:
    site.says("/robots.txt", rules("Disallow: /private"))
    polite(site.address, tmp_path).get(f"{site.address}/page")
    (kept,) = (tmp_path / "robots").iterdir()
    kept.write_bytes(damage)
    with pytest.raises(RobotsForbid):
        polite(site.address, tmp_path).get(f"{site.address}/private")
    assert site.paths().count("/robots.txt") == 2


def test_each_origin_has_its_own(site: Site, tmp_path: Path) -> None:
    site.says("/robots.txt", rules("Disallow: /"))
    with Site().running() as other:
        fetcher = polite(site.address, tmp_path, 0, None, 5.0, other.address)
        assert fetcher.get(f"{other.address}/page").body == b"page"
        with pytest.raises(RobotsForbid):
            fetcher.get(f"{site.address}/page")


def test_an_agreement_takes_its_place(site: Site, tmp_path: Path) -> None:
    site.says("/robots.txt", rules("Disallow: /"))
    fetcher = polite(site.address, tmp_path)
    fetcher._manners = replace(fetcher._manners, robots=None)
    assert fetcher.get(f"{site.address}/page").body == b"page"
    assert site.paths() == ["/page"]


# ---------- the reader ----------


@pytest.mark.parametrize(
    ("line", "path", "allowed"),
    [
        ("Disallow: /محرمانه", "/%D9%85%D8%AD%D8%B1%D9%85%D8%A7%D9%86%D9%87/1", False),
        ("Disallow: /%D9%85%D8%AD%D8%B1%D9%85%D8%A7%D9%86%D9%87", "/محرمانه/1", False),
        ("Disallow: /%d9%85%d8%ad%d8%b1%d9%85%d8%a7%d9%86%d9%87", "/%D9%85%D8%AD%D8%B1%D9%85%D8%A7%D9%86%D9%87", False),
        ("Disallow: /محرمانه", "/%D9%85%D8%B5%D9%88%D8%A8%D8%A7%D8%AA", True),
        ("Disallow: /*.pdf$", "/a/b.pdf", False),
        ("Disallow: /*.pdf$", "/a/b.pdf?x=1", True),
        ("Disallow: /*?print=", "/a?print=1", False),
        ("Disallow: /\nAllow: /public", "/public/1", True),
        ("Disallow: /\nAllow: /public", "/1", False),
        ("Disallow:", "/1", True),
    ],
)
def test_persian_paths_and_wildcards_are_compared_as_the_standard_says(line: str, path: str, allowed: bool) -> None:
    assert judged(f"User-agent: *\n{line}", path) is allowed


def test_the_group_of_our_name_counts_before_that_of_all() -> None:
    text = "User-agent: *\nDisallow: /\n\nUser-agent: dastras\nDisallow: /private\n"
    assert judged(text, "/page") and not judged(text, "/private")
    assert not judged("User-agent: Dastras\nDisallow: /\n\nUser-agent: *\nAllow: /", "/page")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xef\xbb\xbfUser-agent: *\nDisallow: /x",
        b"\xff\xfe\x00\x00",
        b"<!doctype html><html><p>404</p></html>",
        b"User-agent: *\r\nDisallow: /x\r\rDisallow: /y",
        b"Disallow: /",
        b"User-agent: *\nDisallow: " + b"/" * 100_000,
    ],
)
def test_whatever_stands_there_is_read(body: bytes) -> None:
    assert robots.read(body, {"agent": "Dastras", "url": "https://a.example/page"})["allowed"] is True


def test_a_byte_order_mark_does_not_hide_the_first_line() -> None:
    body = b"\xef\xbb\xbfUser-agent: *\nDisallow: /"
    assert robots.read(body, {"agent": "Dastras", "url": "https://a.example/"})["allowed"] is False
