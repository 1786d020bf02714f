"""TLS as a faulty source speaks it: certificates that no client should take, and handshakes that never end."""

from __future__ import annotations

import socket
import ssl
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tests.faults.source.answer import LONGEST_SILENCE, Wait

RECORD = bytes([22, 3, 3, 0x3F, 0xFF])
"""The beginning of a message of a handshake that says it is 16 KiB long."""


@dataclass(frozen=True, slots=True)
class Handshake:
    """How connections begin: with this certificate and key (PEM, chain included), or with one that never ends."""

    pem: Path | None = None
    odd: Literal["", "silent", "drip"] = ""
    gap: float = 1.0

    def shake(self, connection: socket.socket, wait: Wait) -> socket.socket:
        """The connection to talk on; raises OSError when there is none."""
        if self.odd == "drip":
            connection.sendall(RECORD)
            while not wait(self.gap):
                connection.sendall(b"\x02")
        elif self.odd == "silent":
            wait(LONGEST_SILENCE)
        if self.pem is None:
            raise ConnectionError("nothing more is said")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.pem)
        return context.wrap_socket(connection, server_side=True)


def certificates(folder: Path) -> Mapping[str, Path]:
    """Files of certificates, made now by `openssl`: `ca` to trust, `good`, and what is to be refused by its name."""
    folder.mkdir(parents=True, exist_ok=True)
    made = _Office(folder)
    made.authority("ca", None)
    made.authority("middle", "ca")
    made.leaf("good", "ca", "IP:127.0.0.1")
    made.leaf("bad-host", "ca", "DNS:elsewhere.example")
    made.leaf("expired", "ca", "IP:127.0.0.1", ("-startdate", "20200101000000Z", "-enddate", "20200201000000Z"))
    made.leaf("not-yet", "ca", "IP:127.0.0.1", ("-startdate", "20900101000000Z", "-enddate", "20910101000000Z"))
    made.leaf("incomplete-chain", "middle", "IP:127.0.0.1")
    made.leaf("self-signed", None, "IP:127.0.0.1")
    names = ("good", "bad-host", "expired", "not-yet", "incomplete-chain", "self-signed")
    return {"ca": folder / "ca.crt", **{name: made.chain(name) for name in names}}


class _Office:
    """Signs certificates in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        (folder / "index").write_text("", encoding="ascii")
        (folder / "ca.cnf").write_text(
            "[ca]\ndefault_ca=d\n[d]\ndatabase=index\nnew_certs_dir=.\nrand_serial=yes\ndefault_md=sha256\n"
            "default_days=30\nunique_subject=no\npolicy=p\n[p]\ncommonName=supplied\n",
            encoding="ascii",
        )

    def authority(self, name: str, issuer: str | None) -> None:
        """A certificate that may sign others."""
        self._make(name, issuer, "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\n", ())

    def leaf(self, name: str, issuer: str | None, host: str, days: tuple[str, ...] = ()) -> None:
        """A certificate of a server."""
        self._make(name, issuer, f"subjectAltName={host}\nbasicConstraints=CA:FALSE\n", days)

    def chain(self, name: str) -> Path:
        """Key and certificate in one file; of those in between nothing, which a complete chain would have."""
        path = self._folder / f"{name}.pem"
        path.write_text("".join((self._folder / f"{name}.{part}").read_text() for part in ("key", "crt")))
        return path

    def _make(self, name: str, issuer: str | None, extensions: str, days: tuple[str, ...]) -> None:
        (self._folder / f"{name}.ext").write_text(extensions, encoding="ascii")
        key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", f"{name}.key")
        self._run("req", "-new", *key, "-out", f"{name}.csr", "-subj", f"/CN={name}")
        by = (
            ("-cert", f"{issuer}.crt", "-keyfile", f"{issuer}.key")
            if issuer
            else ("-selfsign", "-keyfile", f"{name}.key")
        )
        options = ("-config", "ca.cnf", "-batch", "-notext", "-extfile", f"{name}.ext", *days)
        self._run("ca", *options, *by, "-in", f"{name}.csr", "-out", f"{name}.crt")

    def _run(self, *arguments: str) -> None:
        subprocess.run(["openssl", *arguments], cwd=self._folder, check=True, capture_output=True, timeout=30)
