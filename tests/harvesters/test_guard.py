"""What is public, in every way an address can be written. That nobody is asked, tests/faults/test_ssrf_lab.py shows."""

from __future__ import annotations

import socket
import time
from ipaddress import ip_address

import pytest
from requests import RequestException

from harvesters.door import Door
from harvesters.errors import AddressBlocked, AddressRefused, FetchError
from harvesters.fetch import to_address
from harvesters.grants import Grants
from harvesters.guard import Guard, is_public
from schemas.messages import message
from tests.harvesters.answering import answering, redirect

EDGES = {  # first and last address of what is refused, and their neighbours outside
    "0.0.0.0/8": ("0.0.0.0", "0.255.255.255", "1.0.0.0"),
    "10/8": ("10.0.0.0", "10.255.255.255", "9.255.255.255", "11.0.0.0"),
    "100.64/10": ("100.64.0.0", "100.127.255.255", "100.63.255.255", "100.128.0.0"),
    "127/8": ("127.0.0.0", "127.255.255.255", "126.255.255.255", "128.0.0.0"),
    "169.254/16": ("169.254.0.0", "169.254.255.255", "169.253.255.255", "169.255.0.0"),
    "172.16/12": ("172.16.0.0", "172.31.255.255", "172.15.255.255", "172.32.0.0"),
    "192.0.0/24": ("192.0.0.0", "192.0.0.255", "191.255.255.255", "192.0.1.0"),
    "192.0.2/24": ("192.0.2.0", "192.0.2.255", "192.0.1.255", "192.0.3.0"),
    "192.88.99/24": ("192.88.99.0", "192.88.99.255", "192.88.98.255", "192.88.100.0"),
    "192.168/16": ("192.168.0.0", "192.168.255.255", "192.167.255.255", "192.169.0.0"),
    "198.18/15": ("198.18.0.0", "198.19.255.255", "198.17.255.255", "198.20.0.0"),
    "198.51.100/24": ("198.51.100.0", "198.51.100.255", "198.51.99.255", "198.51.101.0"),
    "203.0.113/24": ("203.0.113.0", "203.0.113.255", "203.0.112.255", "203.0.114.0"),
    "224/4 and 240/4": ("224.0.0.0", "255.255.255.255", "223.255.255.255"),
    "before 2000::/3": ("::", "1fff:ffff::", "2001:200::", "2606:4700::1111"),
    "after 2000::/3": ("4000::", "ffff::", "2a00:1450::1", "3fff:1000::"),
    "2001::/23": ("2001::1", "2001:1ff:ffff::", "2001:200::", "2000:ffff::"),
    "2001:db8::/32": ("2001:db8::", "2001:db8:ffff::", "2001:db7:ffff::", "2001:db9::"),
    "2002::/16": ("2002::", "2002:7f00:1::", "2001:ffff::", "2003::"),
    "3fff::/20": ("3fff::", "3fff:fff::", "3ffe:ffff::", "3fff:1000::"),
}
NEVER = (
    "::1 ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:8.8.8.8 ::ffff:0:7f00:1 64:ff9b::7f00:1 64:ff9b::808:808 64:ff9b:1::1 "
    "100::1 fc00::1 fd00:ec2::254 fe80::1 fe80::1%lo 2606:4700::1111%lo fec0::1 ff02::1 5f00::1 "
    "169.254.169.254 192.0.0.8"
)
HOSTS = (
    "127.0.0.1 127.1 127.0.1 0 0.0.0.0 2130706433 017700000001 0x7f000001 0x7f.1 0177.0.0.1 0x7f.0x0.0x0.0x1 "
    "localhost LOCALHOST 10.0.0.1 10.1 0x0a000001 172.16.0.1 192.168.1.1 100.64.0.1 169.254.169.254 "
    "2852039166 0xa9fea9fe 0251.0376.0251.0376 ::1 :: 0:0:0:0:0:0:0:1 ::ffff:127.0.0.1 ::ffff:7f00:1 "
    "::127.0.0.1 64:ff9b::7f00:1 2002:7f00:1:: fd00::1 fe80::1 fe80::1%lo [::1]"
)


@pytest.mark.parametrize("edges", EDGES.values(), ids=EDGES)
def test_our_table_begins_and_ends_where_the_registries_say(edges: tuple[str, ...]) -> None:
    first, last, *outside = edges
    assert not is_public(first) and not is_public(last)
    assert all(is_public(address) for address in outside)


@pytest.mark.parametrize("address", NEVER.split())
def test_what_carries_another_address_inside_or_has_a_zone_is_never_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("host", HOSTS.split())
def test_judged_is_what_the_resolver_says_however_it_is_written(host: str) -> None:
    with pytest.raises(AddressBlocked) as caught:
        Guard(frozenset()).find(host, 80, 5)
    assert host.strip("[]") in str(caught.value.facts["pair"])


@pytest.mark.parametrize("port", [0, 22, 25, 81, 444, 6379, 8080, 65_535])
def test_only_two_ports_are_asked_and_no_name_is_looked_up_for_another(port: int) -> None:
    with pytest.raises(AddressBlocked):
        Guard(frozenset()).find("no-such-name.invalid", port, 5)


def test_a_public_address_is_found_as_it_is() -> None:
    (found,) = Guard(frozenset()).find("93.184.216.34", 443, 5)
    assert found[4] == ("93.184.216.34", 443)


def test_an_allowed_pair_is_exactly_the_host_and_port_that_were_written() -> None:
    guard = Guard(frozenset({("localhost", 8080), ("::1", 80)}))
    assert all(ip_address(str(found[4][0])).is_loopback for found in guard.find("LocalHost", 8080, 5))
    assert guard.find("[::1]", 80, 5)
    for host, port in (("localhost", 80), ("127.0.0.1", 8080), ("localhost.", 8080), ("::1", 443), ("0:0::1", 80)):
        with pytest.raises(AddressBlocked):
            guard.find(host, port, 5)


@pytest.mark.parametrize("host", ["a..b", "x" * 64 + ".example", "a\0b"])
def test_a_name_that_cannot_be_looked_up_is_not_found(host: str) -> None:
    with pytest.raises(socket.gaierror):
        Guard(frozenset()).find(host, 80, 5)


def test_a_look_up_that_takes_too_long_is_given_up() -> None:
    began = time.monotonic()
    with pytest.raises(TimeoutError):
        Guard(frozenset()).find("93.184.216.34", 80, 0.0)
    assert time.monotonic() - began < 1


def test_a_blocked_address_is_told_by_its_name_with_what_an_operator_can_do() -> None:
    with answering() as server, pytest.raises(AddressBlocked) as caught, Door("", 1_000) as door:
        door.get(f"http://localhost:{server.port}/acts?page=1")
    persian, english = message(caught.value.code, caught.value.facts)
    assert caught.value.url == f"http://localhost:{server.port}/acts?page=1"
    assert f"localhost:{server.port}" in persian and f"localhost:{server.port}" in english
    assert "DASTRAS_ALLOW" in persian and "DASTRAS_ALLOW" in english and "127.0.0.1" not in english
    assert (server.connections, caught.value.may_pass) == (0, False)


def test_a_blocked_address_is_not_tried_again() -> None:
    with pytest.raises(AddressBlocked), Door("", 1_000) as door:
        door.get("http://127.0.0.1/")
    assert door.requests == 1


def test_a_proxy_is_refused_even_when_somebody_sets_one(monkeypatch: pytest.MonkeyPatch) -> None:
    with answering() as proxy, answering() as server:
        monkeypatch.setenv("http_proxy", proxy.address)
        monkeypatch.setenv("all_proxy", proxy.address)
        with Door("", 1_000, Grants(frozenset({("127.0.0.1", server.port)}))) as door:
            assert door.get(f"{server.address}/").content == b"page"
            with pytest.raises(FetchError):
                door.get(f"{server.address}/", proxies={"http": proxy.address})
        assert (proxy.connections, server.connections) == (0, 1)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]", "127.0.0.1:{other}", "[::1]"]
)
def test_a_redirect_is_judged_as_the_first_address_was(host: str) -> None:
    with answering() as canary, answering() as server, Door("", 1_000, granting(server.port)) as door:
        server.answers["/"] = redirect(f"http://{host.format(other=canary.port)}/secret")
        location = door.get(f"{server.address}/").headers["Location"]
        with pytest.raises(AddressBlocked):
            door.get(to_address(location))
        assert canary.connections == 0


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1@a.example/",
        "http://a.example@127.0.0.1/",
        "http://a.example:80@127.0.0.1:80/",
        "http://a.example\\@127.0.0.1/",
        "http://127.0.0.1\\@a.example/",
        "file:///etc/passwd",
        "gopher://127.0.0.1:80/_GET",
        "http:///127.0.0.1/",
        "http://１２７.０.０.１/",
        "http://127。0。0。1/",
        "http://[::1/",
    ],
)
def test_tricks_with_the_user_part_the_scheme_and_other_digits_are_no_addresses(url: str) -> None:
    with pytest.raises(AddressRefused):
        to_address(url)


def test_a_percent_encoded_host_is_judged_as_what_it_says() -> None:
    with pytest.raises(AddressBlocked), Door("", 1_000) as door:
        door.get(to_address("http://%31%32%37.0.0.1/"))
    with pytest.raises(RequestException), Door("", 1_000) as door:
        door.get(to_address("http://a.example%40127.0.0.1/"))


def test_a_persian_host_is_asked_in_its_ascii_form() -> None:
    assert to_address("http://نمونه.example:8080/راه") == "http://xn--hhbbbed.example:8080/%D8%B1%D8%A7%D9%87"


def granting(port: int) -> Grants:
    """This port of 127.0.0.1."""
    return Grants(frozenset({("127.0.0.1", port)}))
