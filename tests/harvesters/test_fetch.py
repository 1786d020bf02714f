from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import mkdtemp
from urllib.parse import urlsplit

import pytest

from catalogue.archive import Document
from harvesters.door import Door
from harvesters.errors import (
    AddressRefused,
    BadStatus,
    CutShort,
    FetchError,
    TooLarge,
    TooManyRedirects,
    TooSlow,
    Unreachable,
)
from harvesters.fetch import content_type, to_address
from harvesters.grants import Grants
from harvesters.network import Fetcher
from harvesters.slots import HostSlots
from tests.harvesters.making import Keeper, hasty, now


class Script(BaseHTTPRequestHandler):
    """Answers by the path that is asked."""

    def do_GET(self) -> None:
        seen.append(self.path)
        agents.append(self.headers.get("User-Agent", ""))
        kind = self.path.strip("/")
        if kind == "hop":
            self.answer(302, b"x" * 1000, Location="/page")
        elif kind == "loop":
            self.answer(301, b"", Location="/loop")
        elif kind == "file":
            self.answer(302, b"", Location="file:///etc/passwd")
        elif kind == "gzip":
            self.answer(200, gzip.compress(b"page"), **{"Content-Encoding": "gzip"})
        elif kind == "bomb":
            self.answer(200, gzip.compress(b"0" * 10_000_000), **{"Content-Encoding": "gzip"})
        elif kind == "cut-gzip":
            self.answer(200, gzip.compress(b"page" * 1000)[:-10], **{"Content-Encoding": "gzip"})
        elif kind == "brotli":
            self.answer(200, b"page", **{"Content-Encoding": "br"})
        elif kind == "large":
            self.answer(200, b"x" * 5000)
        elif kind == "short":
            self.answer(200, b"page", **{"Content-Length": "100"})
        elif kind == "drip":
            self.drip_slowly()
        elif kind == "drip-headers":
            self.drip_slowly(b"HTTP/1.1 200 OK\r\nX-Long: ")
        elif kind == "drip-to-the-end":
            self.drip_slowly(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
        elif kind == "drip-chunks":
            self.drip_slowly(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\npage\r\n1;")
        elif kind == "bad-hop":
            self.answer(302, b"", Location="http://[::1/x")
        elif kind == "error":
            self.answer(500, b"<h1>error</h1>")
        else:
            self.answer(200, b"page", **{"Content-Type": "text/html; charset=UTF-8"})

    def answer(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = True

    def drip_slowly(self, begun: bytes = b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n") -> None:
        self.wfile.write(begun)
        try:
            for _ in range(100):
                self.wfile.write(b"x")
                time.sleep(0.05)
        except OSError:
            pass

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


seen: list[str] = []
agents: list[str] = []


@contextmanager
def serving() -> Iterator[str]:
    seen.clear()
    agents.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Script)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with serving() as address:
        yield address


def granting(site: str) -> Grants:
    """This address and no other of this machine."""
    parts = urlsplit(site)
    return Grants(frozenset({(str(parts.hostname), int(parts.port or 0))}))


def a_fetcher(site: str, kept: list[Document] | None = None) -> Fetcher:
    keeping = Keeper(kept if kept is not None else [])
    return Fetcher(
        keeping, Door("data@shora.example", 4_000, granting(site)), HostSlots(Path(mkdtemp())), hasty(site), now
    )


def test_a_document_is_kept_before_it_is_returned_and_we_say_who_we_are(site: str) -> None:
    kept: list[Document] = []
    document = a_fetcher(site, kept).get(f"{site}/page")
    assert kept == [document]
    assert (document.body, document.media_type, document.charset) == (b"page", "text/html", "utf-8")
    assert (document.fetched_at, document.recorded) == ("2026-11-25T09:00:00Z", False)
    assert agents[-1] == "Dastras (+mailto:data@shora.example)"


def test_a_redirect_is_followed_by_hand_and_the_final_address_stands(site: str) -> None:
    assert a_fetcher(site).get(f"{site}/hop").address == f"{site}/page"


def test_gzip_is_read(site: str) -> None:
    assert a_fetcher(site).get(f"{site}/gzip").body == b"page"


@pytest.mark.parametrize(
    ("path", "error"),
    [
        ("loop", TooManyRedirects),
        ("file", AddressRefused),
        ("bomb", TooLarge),
        ("large", TooLarge),
        ("cut-gzip", CutShort),
        ("brotli", CutShort),
        ("short", CutShort),
        ("error", BadStatus),
    ],
)
def test_what_is_no_whole_plain_answer_is_a_fetch_error(site: str, path: str, error: type[FetchError]) -> None:
    kept: list[Document] = []
    with pytest.raises(error):
        a_fetcher(site, kept).get(f"{site}/{path}")
    assert kept == []


def test_a_redirect_to_no_address_says_where_it_led(site: str) -> None:
    with pytest.raises(AddressRefused) as caught:
        a_fetcher(site).get(f"{site}/bad-hop")
    assert caught.value.facts == {"url": "http://[::1/x"}


@pytest.mark.parametrize("path", ["drip", "drip-headers", "drip-to-the-end", "drip-chunks"])
def test_an_answer_that_drips_ends_at_the_total_deadline_wherever_it_does(site: str, path: str) -> None:
    begun = time.monotonic()
    with pytest.raises(TooSlow), Door("", 4_000, granting(site), seconds=0.3) as door:
        door.get(f"{site}/{path}")
    assert time.monotonic() - begun < 2


def test_a_session_goes_on_after_an_answer_that_was_too_slow(site: str) -> None:
    with Door("", 4_000, granting(site), seconds=0.3) as door:
        with pytest.raises(TooSlow):
            door.get(f"{site}/drip")
        assert door.get(f"{site}/page").content == b"page"


def test_whatever_the_contact_is_we_can_say_who_we_are(site: str) -> None:
    for contact in ("نشانی@نمونه.example", "a@b.example\r\nX: y", "\udc80@b.example"):
        Door(contact, 4_000, granting(site)).get(f"{site}/page")
        assert agents[-1].startswith("Dastras (+mailto:") and agents[-1].isascii()


def test_a_port_where_nobody_listens_is_unreachable() -> None:
    with serving() as gone:
        pass
    with pytest.raises(Unreachable):
        a_fetcher(gone).get(f"{gone}/page")


@pytest.mark.parametrize(
    "url",
    [
        "ftp://a.example/",
        "file:///etc/passwd",
        "https://user@a.example/",
        "//a.example",
        "javascript:alert(1)",
        "http://[",
        "",
    ],
)
def test_only_plain_web_addresses_are_asked(url: str) -> None:
    with pytest.raises(AddressRefused):
        to_address(url)


def test_content_types_are_read_as_publishers_write_them() -> None:
    assert content_type('Text/HTML; charset="Windows-1256"') == ("text/html", "windows-1256")
    assert content_type("") == ("", None)
    assert content_type("text/html;charset=") == ("text/html", None)
