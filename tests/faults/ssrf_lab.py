"""The inside of the laboratory of test_ssrf_lab.py: one machine with no network but its own loopback.

Run it as `unshare -n -m python -m tests.faults.ssrf_lab FOLDER`. On the loopback stand an address that counts as
public, where a publisher answers, and forbidden ones, where canaries count who comes. Names are answered by a server
of ours. The real command harvests links to all of it; nothing in the product knows that this is a laboratory.
"""

from __future__ import annotations

import html
import json
import os
import socket
import struct
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any

import requests

from catalogue.service import Catalogue
from deploy.opening import open_catalogue
from deploy.settings import Settings
from tests.faults.source import AGENCY, SOURCE
from tests.running import dastras

PUBLIC, PUBLIC_V6 = "93.184.216.34", "2a00:1450::34"
FORBIDDEN = [
    "127.0.0.1",
    "127.0.0.2",
    "10.0.0.1",
    "10.1.2.3",
    "100.64.0.1",
    "169.254.169.254",
    "172.16.0.1",
    "192.0.0.8",
    "192.168.1.1",
    "192.88.99.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "240.0.0.1",
]
FORBIDDEN_V6 = [
    "fd00::1",
    "fd00:ec2::254",
    "fec0::1",
    "fe80::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "64:ff9b::7f00:1",
    "3fff::1",
    "100::1",
]
PORTS = (80, 443, 22, 6379, 8080)

HOSTS = [
    "127.0.0.1",
    "127.0.0.2",
    "127.1",
    "127.0.1",
    "127.000.000.001",
    "0",
    "0.0.0.0",
    "2130706433",
    "017700000001",
    "0x7f000001",
    "0x7f.1",
    "0x7F.0.0.1",
    "0177.0.0.1",
    "0177.0.0.01",
    "0x7f.0x0.0x0.0x1",
    "localhost",
    "LocalHost",
    "localhost.",
    "127.0.0.1.",
    "10.0.0.1",
    "10.1",
    "167772161",
    "0x0a000001",
    "012.0.0.1",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "192.168.257",
    "3232235777",
    "100.64.0.1",
    "169.254.169.254",
    "169.254.43518",
    "2852039166",
    "0xa9fea9fe",
    "0251.0376.0251.0376",
    "0xa9.0xfe.0xa9.0xfe",
    "192.0.0.8",
    "192.88.99.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "240.0.0.1",
    "[::1]",
    "[::]",
    "[0:0:0:0:0:0:0:1]",
    "[0000::0001]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::ffff:a00:1]",
    "[::ffff:169.254.169.254]",
    "[::127.0.0.1]",
    "[64:ff9b::127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[64:ff9b::a9fe:a9fe]",
    "[2002:7f00:1::]",
    "[2001:db8::1]",
    "[fd00::1]",
    "[fd00:ec2::254]",
    "[fe80::1]",
    "[fe80::1%lo]",
    "[fe80::1%25lo]",
    "[fec0::1]",
    "[3fff::1]",
    "[100::1]",
    "１２７.０.０.１",
    "127。0。0。1",
    "①②⑦.⓪.⓪.①",
    "%31%32%37.0.0.1",
    "127%2e0%2e0%2e1",
    "::1",
    "good.lab.example@127.0.0.1",
    "good.lab.example:80@127.0.0.1:80",
    "a:b@127.0.0.1",
    "good.lab.example%40127.0.0.1",
    "127.0.0.1\\@good.lab.example",
    "127.0.0.1#@good.lab.example",
    "127.0.0.1?@good.lab.example",
    "127.0.0.1%00.lab.example",
    "127.0.0.1:443",
    "127.0.0.1:22",
    "127.0.0.1:8080",
    "good.lab.example:22",
    "good.lab.example:6379",
    "good.lab.example:8080",
    "loop.lab.example",
    "private.lab.example",
    "metadata.lab.example",
    "loop6.lab.example",
    "ula6.lab.example",
    "mapped6.lab.example",
    "nat64.lab.example",
    "zero.lab.example",
    "alias.lab.example",
    "mixed.lab.example",
    "mixed2.lab.example",
    "mixed6.lab.example",
]
"""Hosts as links give them; each is asked directly, and led to by a redirect of the publisher."""

SCHEMES = ("file:///etc/passwd", "gopher://127.0.0.1:80/_x", "ftp://127.0.0.1/x", "dict://127.0.0.1:80/x")
REBINDING = 8
"""Look-ups of a name that is public and forbidden by turns."""

NAMES = {
    "loop": ["127.0.0.1"],
    "localhost": ["127.0.0.1"],  # with a dot at its end
    "127": ["127.0.0.1"],
    "private": ["10.0.0.1"],
    "metadata": ["169.254.169.254"],
    "zero": ["0.0.0.0"],
    "alias": ["127.0.0.2"],
    "loop6": ["::1"],
    "ula6": ["fd00::1"],
    "mapped6": ["::ffff:127.0.0.1"],
    "nat64": ["64:ff9b::7f00:1"],
    "mixed": [PUBLIC, "127.0.0.1"],
    "mixed2": ["10.0.0.1", PUBLIC],
    "mixed6": [PUBLIC, "::1"],
}


class Names:
    """A server of names: those above, `rebind` by turns, `hang` never, all others are the publisher."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 53))
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            question, whom = self._socket.recvfrom(4_096)
            labels, place = [], 12
            while length := question[place]:
                labels.append(question[place + 1 : place + 1 + length].decode("latin-1").lower())
                place += length + 1
            (kind,) = struct.unpack("!H", question[place + 1 : place + 3])
            if labels[0] != "hang":
                self._socket.sendto(_reply(question[: place + 5], kind, self._addresses(labels[0], kind)), whom)

    def _addresses(self, name: str, kind: int) -> list[str]:
        if name.startswith("rebind"):
            self.asked[f"{name} {kind}"] += 1
            return [PUBLIC] if self.asked[f"{name} {kind}"] % 2 else ["127.0.0.1"]
        return NAMES.get(name, [PUBLIC])


def _reply(question: bytes, kind: int, addresses: list[str]) -> bytes:
    """The answer of a server of names (RFC 1035), with the addresses of the kind that was asked for."""
    family, of_kind = {1: (socket.AF_INET, "."), 28: (socket.AF_INET6, ":")}.get(kind, (None, "-"))
    found = [address for address in addresses if family and (":" in address) == (of_kind == ":")]
    records = b"".join(
        b"\xc0\x0c" + struct.pack("!HHIH", kind, 1, 0, len(packed)) + packed
        for packed in (socket.inet_pton(family, address) for address in found if family)
    )
    head = question[:2] + struct.pack("!HHHHH", 0x8580, 1, len(found), 0, 0)
    return head + question[12:] + records


class Canaries:
    """Count every connection to a forbidden address."""

    def __init__(self) -> None:
        self.came: Counter[str] = Counter()
        self._ended = threading.Event()
        for address in FORBIDDEN:
            for port in PORTS:
                self._listen(socket.AF_INET, address, port)
        for port in PORTS:
            self._listen(socket.AF_INET6, "::", port)
        for port in (22, 6379, 8080):
            self._listen(socket.AF_INET, PUBLIC, port)
        self._listen(socket.AF_INET, "127.0.0.1", 3128)

    def _listen(self, family: socket.AddressFamily, address: str, port: int) -> None:
        listening = socket.socket(family, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            listening.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        listening.bind((address, port))
        listening.listen(64)
        threading.Thread(target=self._count, args=(listening, f"{address} {port}"), daemon=True).start()

    def _count(self, listening: socket.socket, name: str) -> None:
        while True:
            opened, _ = listening.accept()
            self.came[name] += 1
            with suppress(OSError), opened:
                opened.settimeout(2)
                opened.recv(65_536)
                opened.sendall(b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n<html>CANARY</html>")


class LabPublisher:
    """The publisher at the public address: a listing of all links, and redirects to each host."""

    def __init__(self, links: list[str]) -> None:
        self.links = links
        self.asked: list[str] = []
        listening = socket.create_server((PUBLIC, 80), backlog=64)
        threading.Thread(target=self._serve, args=(listening,), daemon=True).start()

    def _serve(self, listening: socket.socket) -> None:
        while True:
            opened, _ = listening.accept()
            with suppress(OSError, IndexError, ValueError), opened:
                opened.settimeout(5)
                path = opened.recv(65_536).split(b" ")[1].decode()
                self.asked.append(path)
                opened.sendall(self._answer(path))

    def _answer(self, path: str) -> bytes:
        if path.startswith("/hop/"):
            location = f"http://{HOSTS[int(path.split('/')[2])]}/acts/{path.split('/')[3]}"
            return b"HTTP/1.0 302 Found\r\nLocation: " + location.encode() + b"\r\n\r\n"
        body = self._listing() if "/list" in path else _act(path.rstrip("/").rpartition("/")[2])
        return b"HTTP/1.0 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body.encode()

    def _listing(self) -> str:
        rows = "".join(
            f'<tr class=row><td><a id="acts/k{n}" href="{html.escape(link)}">مصوبهٔ {n}</a></td></tr>'
            for n, link in enumerate(self.links)
        )
        return _page(f"<table><tr><th>عنوان</th></tr>{rows}</table>")


def _act(key: str) -> str:
    return _page(
        f"<h1>مصوبهٔ {html.escape(key)}</h1><dl><dt>شماره مصوبه</dt><dd>۱</dd>"
        "<dt>تاریخ تصویب</dt><dd>۱۴۰۲/۰۵/۰۱</dd></dl>"
        "<div class=body><p>متن مصوبه.</p></div>"
    )


def _page(body: str) -> str:
    return f'<!doctype html><html lang=fa><head><meta charset="utf-8"></head><body>{body}</body></html>'


# ---------- the machine ----------


def furnish(folder: Path) -> None:
    """Addresses on the loopback; names are asked of our server."""
    run = [["ip", "link", "set", "lo", "up"]]
    run += [["ip", "addr", "add", f"{address}/32", "dev", "lo"] for address in (PUBLIC, *FORBIDDEN)]
    run += [["ip", "-6", "addr", "add", f"{address}/128", "dev", "lo"] for address in (PUBLIC_V6, *FORBIDDEN_V6)]
    for command in run:
        done = subprocess.run(command, capture_output=True, check=False, text=True)
        if done.returncode and "exists" not in done.stderr and command[1] == "link":
            raise SystemExit(f"{' '.join(command)}: {done.stderr}")
    for name, text in {
        "resolv.conf": "nameserver 127.0.0.1\noptions timeout:30 attempts:1\n",
        "nsswitch.conf": "hosts: files dns\n",
        "hosts": "127.0.0.1 localhost\n::1 localhost\n",
    }.items():
        (folder / name).write_text(text)
        subprocess.run(["mount", "--bind", str(folder / name), f"/etc/{name}"], check=True)


def links() -> list[str]:
    """What the listing links to: a good page, each host, a redirect to each, other schemes, and the two bad names."""
    direct = [f"http://{host}/acts/d{n}" for n, host in enumerate(HOSTS)]
    led = [f"http://r{n}.lab.example/hop/{n}/r{n}" for n in range(len(HOSTS))]
    rebinding = [f"http://rebind.lab.example/acts/b{n}" for n in range(REBINDING)]
    return ["http://good.lab.example/acts/good", *direct, *led, *SCHEMES, *rebinding, "http://hang.lab.example/acts/h"]


def write_sources(folder: Path) -> Path:
    """The source of all links, and two whose own address is forbidden."""
    (folder / "agencies").mkdir(parents=True)
    (folder / "agencies" / "azmayeshgah.yaml").write_text(AGENCY, encoding="utf-8")
    text = SOURCE.replace("native_id: {css: a, attr: href,", "native_id: {css: a, attr: id,")
    text = text.replace("list?page={page}", "list").replace("{style: page, start: 1, max_pages: 200}", "{style: none}")
    text += "robots: {agreed: the laboratory}\n"  # or each host is asked twice, a second apart
    roots = {"all": "http://good.lab.example", "decimal": "http://2130706433", "name": "http://mixed.lab.example"}
    for name, root in roots.items():
        (folder / f"{name}.yaml").write_text(text.replace("ROOT", root).replace("ID", name), encoding="utf-8")
    return folder


def unguarded(addresses: list[str]) -> int:
    """How many of these addresses lead a plain client to a canary: the counter-proof that they are alive."""
    reached = 0
    for address in addresses:
        with suppress(requests.RequestException, ValueError):
            reached += "CANARY" in requests.get(address, timeout=2, proxies={"http": ""}).text
    return reached


def main(folder: Path) -> None:
    """Print what happened as JSON."""
    furnish(folder)
    everything = links()
    names, canaries, publisher = Names(), Canaries(), LabPublisher(everything)
    sources, data = write_sources(folder / "sources"), folder / "data"
    proxy = "http://127.0.0.1:3128"
    os.environ.update(http_proxy=proxy, https_proxy=proxy, HTTP_PROXY=proxy, ALL_PROXY=proxy)
    began = time.monotonic()
    done = dastras(data, "harvest", "--all", DASTRAS_SOURCES=str(sources))
    settings = {"DASTRAS_DATA": str(data), "DASTRAS_SOURCES": str(sources)}
    catalogue = open_catalogue(Settings.from_env(settings))
    told: dict[str, Any] = {
        "output": done.stdout + done.stderr,
        "seconds": round(time.monotonic() - began, 1),
        "hosts": len(HOSTS),
        "links": everything,
        "canaries": sum(canaries.came.values()),
        "came": dict(canaries.came),
        "asked": list(publisher.asked),
        "looked_up": dict(names.asked),
        "jobs": {job.source: [job.state, job.reason] for job in catalogue.jobs().jobs},
        "issues": issues_of(catalogue, "all"),
    }
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "ALL_PROXY"):
        os.environ.pop(name)
    told["unguarded"] = unguarded([link for link in everything if link.startswith("http") and "hang" not in link])
    sys.stdout.write(json.dumps(told, ensure_ascii=False))


def issues_of(catalogue: Catalogue, source: str) -> dict[str, str]:
    """native id -> code, of the issues of a source's job that stand for a page that was not read."""
    (job,) = (job for job in catalogue.jobs().jobs if job.source == source)
    return {str(issue.native_id): issue.code for issue in catalogue.issues(job.number) if issue.native_id}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
