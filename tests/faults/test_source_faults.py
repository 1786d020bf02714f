"""The faults of the source as a plain client meets them: bytes on a socket, and the errors of a TLS client."""

from __future__ import annotations

import gzip
import json
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.faults.source import Answer, Decisions, Publisher, publisher
from tests.faults.source.script import ANSWERS, CONTENTS, fault, read_script
from tests.faults.source.server import every, running
from tests.faults.source.statuses import FORBIDDEN_PLACES
from tests.faults.source.tls import Handshake, certificates
from tests.faults.source.validators import TAGGINGS, with_validators
from tests.running import ROOT

ACT = "/acts/acts/1"
PATIENCE = 0.4
SILENT, RESET = b"(silence)", b"(reset)"


@pytest.fixture
def source() -> Iterator[Publisher]:
    with publisher(acts=Decisions(3)) as source:
        yield source


def raw(source: Publisher, path: str = ACT, most: int = 300_000, headers: str = "") -> bytes:
    """All bytes that come for one request, with how they ended."""
    came = b""
    with socket.create_connection(("127.0.0.1", source.port), timeout=PATIENCE) as connection:
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{headers}\r\n".encode())
        end = time.monotonic() + 10 * PATIENCE
        try:
            while (piece := connection.recv(65_536)) and len(came) < most and time.monotonic() < end:
                came += piece
        except TimeoutError:
            return came + SILENT
        except ConnectionResetError:
            return came + RESET
    return came


def played(source: Publisher, name: str) -> tuple[bytes, bytes]:
    """(head, body) of a fault at the page of the first decision."""
    fault(source, ACT, name)
    head, _, body = raw(source).partition(b"\r\n\r\n")
    return head, body


def test_a_good_page_is_whole_and_each_request_is_noted(source: Publisher) -> None:
    begun = time.monotonic()
    head, _, body = raw(source, headers="X-Mark: یک\r\n").partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 OK\r\n") and body.decode() == source.page(ACT)
    raw(source, "/nowhere")
    first, second = source.asked
    assert (first.path, second.path, first.connection, second.connection) == (ACT, "/nowhere", 1, 2)
    assert begun <= first.at <= second.at and "x-mark" in first.headers


def test_silence_is_silence_wherever_it_begins(source: Publisher) -> None:
    fault(source, ACT, "never_answers")
    assert raw(source) == SILENT
    source.script("/robots.txt", Answer(silent=True))
    assert raw(source, "/robots.txt") == SILENT, "also where no page stands"
    head, body = played(source, "silence_after_headers")
    assert head.startswith(b"HTTP/1.1 200") and body == SILENT
    _, body = played(source, "silence_in_the_body")
    assert body.endswith(SILENT) and 100 < len(body) < len(source.page(ACT) or "")


@pytest.mark.parametrize("part", ["head", "body"])
def test_a_drip_is_one_byte_after_the_other(source: Publisher, part: str) -> None:
    source.script(ACT, Answer(drip="head" if part == "head" else "body", gap=0.3))
    began, pieces = time.monotonic(), []
    with socket.create_connection(("127.0.0.1", source.port), timeout=2) as connection:
        connection.sendall(f"GET {ACT} HTTP/1.1\r\n\r\n".encode())
        while time.monotonic() - began < 1.0:
            pieces.append(connection.recv(4_096))
    assert {len(piece) for piece in pieces[1:]} == {1} and 3 <= len(pieces) <= 6


def test_connections_end_as_the_fault_says(source: Publisher) -> None:
    page = (source.page(ACT) or "").encode()
    fault(source, ACT, "no_answer_at_all")
    assert raw(source) == b""
    fault(source, ACT, "reset_at_once")
    assert raw(source) == RESET
    assert played(source, "reset_in_the_body")[1].endswith(RESET)
    head, body = played(source, "body_shorter_than_said")
    assert f"Content-Length: {len(page)}".encode() in head and len(body) < len(page)
    head, body = played(source, "body_longer_than_said")
    assert f"Content-Length: {len(page) // 2}".encode() in head and body == page
    assert played(source, "broken_chunks")[1].startswith(b"4\r\n<htm\r\nzzz\r\n")
    assert not played(source, "cut_chunks")[1].endswith(b"0\r\n\r\n")
    fault(source, ACT, "no_http")
    assert raw(source).startswith(b"SSH-2.0")


@pytest.mark.parametrize("name", ["endless_body", "endless_chunks", "endless_headers", "endless_redirect"])
def test_what_has_no_end_goes_on(source: Publisher, name: str) -> None:
    fault(source, ACT, name)
    assert len(raw(source, most=5_000_000)) >= 5_000_000


def test_a_port_refuses_and_takes_connections_again(source: Publisher) -> None:
    source.refuse()
    with pytest.raises(ConnectionRefusedError):
        raw(source)
    source.accept_again()
    assert raw(source).startswith(b"HTTP/1.1 200")


def test_the_last_answer_of_a_script_may_repeat_and_rules_come_after_scripts(source: Publisher) -> None:
    source.script(ACT, Answer("a", status=500), Answer("b", status=503), repeat=True)
    assert [raw(source)[9:12] for _ in range(4)] == [b"500", b"503", b"503", b"503"]
    source.heal()
    source.rules.append(every(2, "/acts/acts/", Answer("", status=502)))
    paths = [f"/acts/acts/{number}" for number in (1, 2, 3, 4, 2, 1)]
    assert [raw(source, path)[9:12] for path in paths] == [b"200", b"502", b"200", b"502", b"502", b"200"]


def test_redirects_lead_where_nobody_may_go(source: Publisher) -> None:
    for name, place in FORBIDDEN_PLACES.items():
        head, _ = played(source, f"redirect_to_{name}")
        assert f"Location: {place}".encode() in head and head.startswith(b"HTTP/1.1 302")


def test_a_bomb_is_small_on_the_wire(source: Publisher) -> None:
    for name in ("gzip_bomb", "gzip_bomb_in_a_redirect"):
        head, body = played(source, name)
        assert b"Content-Encoding: gzip" in head and len(body) < 100_000
        assert len(gzip.decompress(body)) == 64 * 2**20


def test_validators_are_304_for_who_sends_them_back(source: Publisher) -> None:
    source.rules.append(with_validators(source, TAGGINGS["frozen"]))
    assert b'ETag: "1"' in raw(source)
    assert raw(source, headers='If-None-Match: "1"\r\n').startswith(b"HTTP/1.1 304")


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_every_named_answer_can_be_played(source: Publisher, name: str) -> None:
    answer = ANSWERS[name](ACT, source.page(ACT) or "")
    assert answer.silent or answer.bytes_of_head(0) is not None


@pytest.mark.parametrize("name", sorted(CONTENTS))
def test_every_named_fault_of_contents_shows_in_the_pages(name: str) -> None:
    def pages(acts: Decisions) -> list[str]:
        shown = [acts.listing(page) for page in range(1, 8)]
        return [*shown, *(acts.act(key) for key in acts.all_keys()[:60])]

    good, bad = Decisions(30), Decisions(30)
    CONTENTS[name](bad)
    assert (pages(good) == pages(bad)) == (name == "returned")


# ---------- TLS ----------


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return dict(certificates(tmp_path_factory.mktemp("tls")))


def shaken(handshake: Handshake, trusted: Path) -> str:
    """What a client that trusts our authority says of a handshake."""
    context = ssl.create_default_context(cafile=str(trusted))
    with running(Publisher({"acts": Decisions(1)}, handshake)) as source, _dialled(source) as plain:
        try:
            with context.wrap_socket(plain, server_hostname="127.0.0.1") as connection:
                connection.sendall(f"GET {ACT} HTTP/1.1\r\n\r\n".encode())
                return connection.recv(15).decode()
        except ssl.SSLCertVerificationError as error:
            return error.verify_message
        except TimeoutError:
            return "silence"


def _dialled(source: Publisher) -> socket.socket:
    return socket.create_connection(("127.0.0.1", source.port), timeout=PATIENCE)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("good", "HTTP/1.1 200 OK"),
        ("bad-host", "IP address mismatch, certificate is not valid for '127.0.0.1'."),
        ("expired", "certificate has expired"),
        ("not-yet", "certificate is not yet valid"),
        ("incomplete-chain", "unable to get local issuer certificate"),
        ("self-signed", "self-signed certificate"),
    ],
)
def test_certificates_are_refused_for_what_they_are(papers: dict[str, Path], name: str, said: str) -> None:
    assert shaken(Handshake(papers[name]), papers["ca"]) == said


def test_a_handshake_may_be_silent_or_drip(papers: dict[str, Path]) -> None:
    assert shaken(Handshake(odd="silent"), papers["ca"]) == "silence"
    with running(Publisher({}, Handshake(odd="drip", gap=0.1))) as source, _dialled(source) as connection:
        came = [connection.recv(100) for _ in range(5)]
    assert [len(piece) for piece in came[1:]] == [1] * 4 and came[0][:1] == b"\x16"


# ---------- the script as a file ----------


def status_of(port: int, path: str) -> int:
    with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
        connection.sendall(f"GET {path} HTTP/1.1\r\n\r\n".encode())
        return int(connection.recv(12)[9:12])


def test_a_script_is_played_by_a_program_of_its_own(tmp_path: Path) -> None:
    script = {
        "sources": {"acts": {"count": 4, "per_page": 2, "faults": ["doubled_ids"]}},
        "answers": {ACT: [{"status": 503, "body": "", "headers": {"Retry-After": "7"}}, {"fault": "not_found"}]},
        "robots": "forbids_all",
        "every": [{"step": 2, "prefix": "/acts/list", "answer": {"status": 500, "body": "x"}}],
    }
    file = tmp_path / "script.json"
    file.write_text(json.dumps(script), encoding="utf-8")
    command = [sys.executable, "-m", "tests.faults.source", str(file)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as program:
        try:
            assert program.stdout is not None
            port = int(program.stdout.readline().strip().rpartition(":")[2])
            asked = (ACT, ACT, ACT, "/robots.txt", "/acts/list?page=2")
            assert [status_of(port, path) for path in asked] == [503, 404, 200, 200, 200]
            assert json.loads(program.stdout.readline())[2] == ACT
        finally:
            with suppress(ProcessLookupError):
                program.send_signal(signal.SIGINT)
    assert program.returncode == 0


def test_a_word_that_a_script_does_not_know_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        read_script({"sources": {"acts": {"count": 1, "faults": ["no_such_fault"]}}}, tmp_path)
