"""Where a connection may lead: our own table of public addresses, and the names that the operator allows besides.

The resolver is asked once, every address of its one answer must pass, and one of just these is dialled
(deadline.py), so no second answer can lead elsewhere. Judged is what the resolver says, never how it is written.
"""

from __future__ import annotations

import socket
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Network, ip_address
from queue import Empty, SimpleQueue
from threading import Thread

from harvesters.errors import AddressBlocked

REFUSED_V4 = tuple(
    IPv4Network(one)
    for one in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
)
GLOBAL_V6 = IPv6Network("2000::/3")
REFUSED_V6 = tuple(IPv6Network(one) for one in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"))
"""The IANA registries of special-purpose addresses (RFC 6890). Mapped, compatible, NAT64, ULA, link-local, multicast
addresses lie outside of 2000::/3. The flags of `ipaddress` miss some of these."""

PORTS = (80, 443)

Pair = tuple[str, int]
"""(host in lower case, port), an IPv6 address without its brackets."""

Found = tuple[int, int, int, str, tuple[str, int] | tuple[str, int, int, int] | tuple[int, bytes]]
"""(family, kind, protocol, name, where to dial) as getaddrinfo gives it."""


def is_public(address: str) -> bool:
    """Whether an address, as the resolver gives it, belongs to the public internet. One with a zone never does."""
    if "%" in address:
        return False
    known = ip_address(address)
    if isinstance(known, IPv4Address):
        return not any(known in network for network in REFUSED_V4)
    return known in GLOBAL_V6 and not any(known in network for network in REFUSED_V6)


class Guard:
    """Judges every connection of a session; the pairs that the operator allows pass as they are written."""

    def __init__(self, allowed: frozenset[Pair]) -> None:
        self._allowed = allowed

    def find(self, host: str, port: int, seconds: float) -> Sequence[Found]:
        """The addresses that may be dialled, asked for once; raises AddressBlocked, OSError (TimeoutError: no answer
        within this time)."""
        name = host.strip("[]")
        allowed = (name.lower(), port) in self._allowed
        if not allowed and port not in PORTS:
            raise blocked(name, port)
        found = _look_up(name, port, seconds)
        if not allowed and not all(is_public(str(where[0])) for *_, where in found):
            raise blocked(name, port)
        return found


def blocked(host: str, port: int) -> AddressBlocked:
    """The error for a host and port; the address that stands behind the name is nobody's business."""
    pair = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    return AddressBlocked(f"//{pair}", pair=pair)


def _look_up(host: str, port: int, seconds: float) -> Sequence[Found]:
    """What the resolver says. It knows no deadline, so it is asked in a thread that nobody waits for at the end."""
    answers: SimpleQueue[Sequence[Found] | OSError] = SimpleQueue()

    def ask() -> None:
        try:
            answers.put(socket.getaddrinfo(host, port, 0, socket.SOCK_STREAM))
        except OSError as error:
            answers.put(error)
        except ValueError as error:  # a label of the name is empty or too long, or holds a NUL
            answers.put(socket.gaierror(socket.EAI_NONAME, str(error)))

    if seconds <= 0:
        raise TimeoutError
    Thread(target=ask, name="look-up", daemon=True).start()
    try:
        answer = answers.get(timeout=seconds)
    except Empty:
        raise TimeoutError from None
    if isinstance(answer, OSError):
        raise answer
    return answer
