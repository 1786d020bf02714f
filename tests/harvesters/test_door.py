"""The session: what it takes for a whole answer, whom it believes, and to whom it gives the key of its source."""

from __future__ import annotations

import gzip
import socket
import threading
import time
import zlib
from base64 import b64encode
from contextlib import suppress
from pathlib import Path
from tempfile import mkdtemp
from urllib.parse import quote

import pytest

from catalogue.archive import Document
from harvesters.door import Door
from harvesters.errors import (
    CertificateRefused,
    CutShort,
    SecretAtRisk,
    StructureBroken,
    TooLarge,
    TooManyRedirects,
    TooSlow,
)
from harvesters.grants import Grants, Key, Secret, grants_for
from harvesters.network import Fetcher
from harvesters.politeness import Manners
from harvesters.slots import HostSlots
from harvesters.source import Source
from tests.harvesters.answering import AUTHORITY, CERTIFICATES, Answering, answer, answering, ok, redirect
from tests.harvesters.making import LISTING, Keeper, a_source, now

SECRET = "s3cret-Value-0123456789"
PAGE = gzip.compress(b"page")
CODED = {
    "says gzip and is plain": (b"<html>page</html>", "Content-Encoding: gzip"),
    "two codings": (gzip.compress(PAGE), "Content-Encoding: gzip, gzip"),
    "two codings in two lines": (gzip.compress(PAGE), "Content-Encoding: gzip\r\nContent-Encoding: gzip"),
    "unknown coding": (b"page", "Content-Encoding: zstd"),
    "cut": (PAGE[:-1], "Content-Encoding: gzip"),
    "cut in its checksum": (PAGE[:-6], "Content-Encoding: gzip"),
    "a changed byte": (PAGE[:-8] + bytes([PAGE[-8] ^ 1]) + PAGE[-7:], "Content-Encoding: gzip"),
    "garbage behind": (PAGE + b"garbage", "Content-Encoding: gzip"),
    "one byte behind": (PAGE + b"\x1f", "Content-Encoding: gzip"),
    "a cut member behind": (PAGE + PAGE[:-3], "Content-Encoding: gzip"),
    "empty": (b"", "Content-Encoding: gzip"),
    "packed for the way": (PAGE, "Transfer-Encoding: gzip"),
}


@pytest.mark.parametrize("coded", CODED.values(), ids=CODED)
def test_a_body_that_is_not_packed_as_it_says_is_no_body(coded: tuple[bytes, str]) -> None:
    with answering({"/": ok(*coded)}) as server, pytest.raises(CutShort):
        Door("", 10_000, granting(server)).get(f"{server.address}/")


def test_no_cookie_is_kept_and_none_sent() -> None:
    said = ok(b"page", "Set-Cookie: a=b; Path=/")
    with answering({"/": said}) as server, Door("", 10_000, granting(server)) as door:
        for _ in range(2):
            door.get(f"{server.address}/")
        assert len(door.cookies) == 0


def test_headers_are_bounded_in_all() -> None:
    lines = [f"X-{number}: {'x' * 20_000}" for number in range(4)]
    with answering({"/": ok(b"page", *lines)}) as server, pytest.raises(TooLarge):
        a_fetcher(granting(server)).get(f"{server.address}/")


def test_a_body_that_ends_before_its_length_is_cut_short() -> None:
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\npage"
    with answering({"/": answer}) as server, pytest.raises(CutShort):
        a_fetcher(granting(server)).get(f"{server.address}/")


def test_members_of_gzip_one_behind_the_other_are_one_body() -> None:
    with answering({"/": ok(PAGE + PAGE, "Content-Encoding: x-gzip")}) as server:
        assert a_fetcher(granting(server)).get(f"{server.address}/").body == b"pagepage"


@pytest.mark.parametrize(
    ("lines", "is_read"), [(97, True), (98, False), (5_000, False)], ids=["100 in all", "101", "very many"]
)
def test_more_than_a_hundred_header_lines_are_refused_and_asked_for_once(lines: int, is_read: bool) -> None:
    """Two are of the answer itself, and the blank one at the end is counted too."""
    with answering({"/": ok(b"page", *(f"X-{n}: x" for n in range(lines)))}) as server:
        fetcher = a_fetcher(granting(server))
        if is_read:
            assert len(fetcher.get(f"{server.address}/").headers) == 99
        else:
            with pytest.raises(TooLarge) as caught:
                fetcher.get(f"{server.address}/")
            assert caught.value.url == f"{server.address}/"
        assert server.connections == 1


def test_a_header_line_without_end_is_refused() -> None:
    with answering({"/": ok(b"page", "X: " + "x" * 70_000)}) as server, pytest.raises(TooLarge):
        a_fetcher(granting(server)).get(f"{server.address}/")


def test_the_body_of_a_redirect_is_not_read() -> None:
    bomb = zlib.compress(b"0" * 50_000_000, 9)
    with answering() as server:
        server.answers["/"] = answer("302 Found", bomb, "Location: /page", "Content-Encoding: deflate")
        assert a_fetcher(granting(server)).get(f"{server.address}/").body == b"page"


# ---------- TLS ----------


def test_a_handshake_that_drips_ends_at_the_deadline() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=drip_handshake, args=(server,), daemon=True).start()
        port, began = int(server.getsockname()[1]), time.monotonic()
        with pytest.raises(TooSlow), Door("", 1_000, Grants(frozenset({("127.0.0.1", port)})), seconds=0.4) as door:
            door.get(f"https://127.0.0.1:{port}/")
        assert 0.3 < time.monotonic() - began < 2


@pytest.mark.parametrize(
    ("certificate", "why"), [("localhost", "self-signed"), ("expired", "expired"), ("elsewhere", "not valid for")]
)
def test_a_certificate_that_proves_nothing_is_refused_without_a_request(certificate: str, why: str) -> None:
    trusting = tls_of(AUTHORITY) if certificate != "localhost" else Grants()
    with answering(certificate=certificate) as server:
        began = time.monotonic()
        with pytest.raises(CertificateRefused) as caught:
            a_fetcher(Grants(granting(server).allow, None, trusting.tls)).get(f"{server.address}/")
        assert why in str(caught.value.facts["why"]) or "local issuer" in str(caught.value.facts["why"])
        assert (server.requests, server.connections) == ([], 1)
        assert time.monotonic() - began < 5


def test_an_extra_certificate_is_believed_by_its_source_beside_the_usual_list() -> None:
    grants = tls_of(AUTHORITY)
    assert grants.tls is not None
    with answering(certificate="localhost") as server:
        with Door("", 1_000, Grants(granting(server).allow, None, grants.tls)) as door:
            assert door.get(f"{server.address}/").content == b"page"
        assert len(grants.tls.get_ca_certs()) > 50  # the usual list came to it
        with pytest.raises(CertificateRefused):
            a_fetcher(granting(server)).get(f"{server.address}/")


@pytest.mark.parametrize("file", ["none.pem", "empty.pem", "text.pem", "link.pem", ".", "acts.yaml"])
def test_an_extra_certificate_that_cannot_be_read_is_told_before_a_job(tmp_path: Path, file: str) -> None:
    root = tmp_path / "root"
    root.mkdir()
    (root / "empty.pem").touch()
    (root / "text.pem").write_text("-----BEGIN CERTIFICATE-----\nno\n-----END CERTIFICATE-----\n")
    (root / "link.pem").symlink_to(AUTHORITY)  # leaves the root
    source = a_source(tmp_path, LISTING + f"tls: {{ca: {file}}}\n")
    with pytest.raises(StructureBroken) as caught:
        grants_for(source, frozenset(), {}, root)
    assert (caught.value.code, caught.value.facts["file"]) == ("ca-unusable", file)
    with pytest.raises(StructureBroken, match="acts"):
        grants_for(source, frozenset(), {}, None)


# ---------- the key of a source ----------


def test_a_key_is_sent_to_its_own_host_and_port_and_to_nobody_else() -> None:
    with answering() as other, answering() as server:
        server.answers["/away"] = redirect(f"{other.address}/")
        server.answers["/name"] = redirect(f"http://localhost:{server.port}/by-name")
        fetcher = a_fetcher(granting(server, other, key=key_of(server)))
        for path in ("/acts", "/away", "/name"):
            fetcher.get(f"{server.address}{path}")
        fetcher.get(f"{other.address}/direct")
        sent = {head.split(b" ")[1]: SECRET.encode() in head for head in (*server.requests, *other.requests)}
        assert sent == {
            b"/acts": True,
            b"/away": True,
            b"/name": True,
            b"/by-name": False,
            b"/": False,
            b"/direct": False,
        }


def test_a_job_with_a_key_never_goes_from_https_to_http() -> None:
    with answering() as plain, answering(certificate="localhost") as server:
        server.answers["/"] = redirect(f"{plain.address}/")
        granted = granting(server, plain, key=key_of(server))
        with pytest.raises(SecretAtRisk):
            a_fetcher(Grants(granted.allow, granted.key, tls_of(AUTHORITY).tls)).get(f"{server.address}/")
        assert plain.connections == 0
        assert a_fetcher(Grants(granted.allow, None, tls_of(AUTHORITY).tls)).get(f"{server.address}/").body == b"page"


@pytest.mark.parametrize(
    "repeating",
    [
        ok(f"you sent {SECRET}".encode()),
        ok(gzip.compress(SECRET.encode()), "Content-Encoding: gzip"),
        ok(b"page", f"X-Echo: {SECRET}"),
        answer(f"200 {SECRET}", b"page"),
        redirect(f"/page?key={SECRET}"),
        answer("500 Error", SECRET.encode()),
    ],
)
def test_an_answer_that_repeats_the_key_is_not_kept_and_the_error_does_not_show_it(repeating: bytes) -> None:
    kept: list[Document] = []
    with answering({"/": repeating}) as server, pytest.raises(SecretAtRisk) as caught:
        a_fetcher(granting(server, key=key_of(server)), kept).get(f"{server.address}/")
    assert kept == [] and SECRET not in f"{caught.value!r} {caught.value.facts}"


def test_a_key_shows_in_no_repr() -> None:
    key = Key("X-Api-Key", ("https", "api.example", 443), SECRET)
    secret = Secret("api.example", 443, SECRET)
    with Door("", 1_000, Grants(key=key)) as door:
        assert not any(SECRET in repr(one) for one in (key, secret, {"a": secret}, Grants(key=key), door, vars(door)))


def test_a_key_is_for_the_host_and_port_of_its_source_alone(tmp_path: Path) -> None:
    def key(url: str, secret: Secret) -> Key | None:
        granted = frozenset({("api.example", 80)})  # in clear only where the operator says so
        return grants_for(with_key(tmp_path, url), granted, {"example_api": secret}, None).key

    for url, host, port in (
        ("https://API.example/list?page={page}", "api.example", 443),
        ("https://api.example:8443/{page}", "api.example", 8443),
        ("http://api.example/{page}", "api.example", 80),
        ("https://نمونه.example/{page}", "نمونه.example", 443),
        ("https://نمونه.example/{page}", "xn--hhbbbed.example", 443),
    ):
        granted = key(url, Secret(host, port, SECRET))
        assert granted is not None and granted.origin[2] == port
    for url, host, port in (
        ("https://api.example.evil.example/{page}", "api.example", 443),
        ("https://evil.example/{page}", "api.example", 443),
        ("http://api.example/{page}", "api.example", 443),
        ("https://api.example:8443/{page}", "api.example", 443),
        ("https://api.example./{page}", "api.example", 443),
        ("https://{page}.example/", "api.example", 443),
    ):
        with pytest.raises(StructureBroken, match="api") as caught:
            key(url, Secret(host, port, SECRET))
        assert caught.value.code == "secret-elsewhere" and SECRET not in str(caught.value.facts)


def test_a_key_is_not_sent_in_clear(tmp_path: Path) -> None:
    secrets = {"example_api": Secret("api.example", 80, SECRET)}
    with pytest.raises(StructureBroken) as caught:
        grants_for(with_key(tmp_path, "http://api.example/{page}"), frozenset(), secrets, None)
    assert caught.value.code == "secret-in-clear"


@pytest.mark.parametrize(
    "said",
    [
        SECRET.encode(),
        quote(SECRET, safe="").encode(),
        b64encode(SECRET.encode()),
        SECRET.encode("utf-16-le"),
        f"<p>{SECRET}</p>".encode(),
    ],
)
def test_an_answer_that_says_the_key_in_any_form_is_not_kept(said: bytes) -> None:
    with answering({"/": ok(b"<p>" + said + b"</p>")}) as server:
        key = Key("X-Api-Key", ("http", "127.0.0.1", server.port), f"Bearer {SECRET}")
        with Door("", 10_000, Grants(granting(server).allow, key)) as door, pytest.raises(SecretAtRisk):
            door.get(f"{server.address}/")


def test_a_source_whose_secret_nobody_put_down_is_told(tmp_path: Path) -> None:
    with pytest.raises(StructureBroken) as caught:
        grants_for(with_key(tmp_path, "https://api.example/{page}"), frozenset(), {}, None)
    assert (caught.value.code, caught.value.facts["name"]) == ("secret-unknown", "example_api")


def test_a_redirect_without_a_place_to_go_ends() -> None:
    with answering({"/": answer("302 Found", b"")}) as server, pytest.raises(TooManyRedirects):
        a_fetcher(granting(server, key=key_of(server))).get(f"{server.address}/")


def drip_handshake(server: socket.socket) -> None:
    """The head of a long record of TLS, then a byte now and then."""
    with suppress(OSError), server.accept()[0] as opened:
        opened.sendall(b"\x16\x03\x03\x3f\xff")
        for _ in range(100):
            opened.sendall(b"x")
            time.sleep(0.05)


def with_key(folder: Path, url: str) -> Source:
    text = LISTING.replace("https://shora.example/list?page={page}", f'"{url}"')
    return a_source(folder, text + "auth: {header: X-Api-Key, secret: example_api}\n")


def key_of(server: Answering) -> Key:
    scheme = server.address.partition(":")[0]
    return Key("X-Api-Key", (scheme, "127.0.0.1", server.port), SECRET)


def granting(*servers: Answering, key: Key | None = None) -> Grants:
    """The pairs of these servers, by address and by name."""
    return Grants(frozenset((host, server.port) for server in servers for host in ("127.0.0.1", "localhost")), key)


def tls_of(file: Path) -> Grants:
    """What a source is granted whose tls.ca is this file."""
    source = a_source(Path(mkdtemp()), LISTING + f"tls: {{ca: {file.name}}}\n")
    return grants_for(source, frozenset(), {}, CERTIFICATES)


def a_fetcher(grants: Grants, kept: list[Document] | None = None) -> Fetcher:
    keeping = Keeper(kept if kept is not None else [])
    return Fetcher(keeping, Door("", 10_000, grants), HostSlots(Path(mkdtemp())), Manners(0, grants.allow, None), now)
