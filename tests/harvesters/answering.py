"""A server that answers each path with exactly the bytes a test gives it, over http or https, and notes what it got.

The certificates beside are of nobody: made for these tests, with their keys, valid until 2126 (one until 2021).
"""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

CERTIFICATES = Path(__file__).parent / "certificates"
AUTHORITY = CERTIFICATES / "authority.pem"


class Answering:
    """`requests` are the heads that came, `connections` counts every one that was accepted."""

    def __init__(self, answers: Mapping[str, bytes], certificate: str | None) -> None:
        self.answers = dict(answers)
        self.requests: list[bytes] = []
        self.connections = 0
        self._tls: ssl.SSLContext | None = None
        if certificate is not None:
            self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._tls.load_cert_chain(CERTIFICATES / f"{certificate}.pem")
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listening.getsockname()[1])
        self.address = f"{'http' if certificate is None else 'https'}://127.0.0.1:{self.port}"

    def serve(self) -> None:
        """Accept until the listening socket is closed."""
        with suppress(OSError):
            while True:
                opened, _ = self._listening.accept()
                self.connections += 1
                threading.Thread(target=self._answer, args=(opened,), daemon=True).start()

    def end(self) -> None:
        """Accept no more."""
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()

    def _answer(self, opened: socket.socket) -> None:
        with suppress(OSError), opened:
            opened.settimeout(10)
            talking = self._tls.wrap_socket(opened, server_side=True) if self._tls else opened
            with talking:
                head = b""
                while b"\r\n\r\n" not in head and (part := talking.recv(65_536)):
                    head += part
                self.requests.append(head)
                talking.sendall(self.answers.get(head.split(b" ")[1].decode(), ok(b"page")))


def ok(body: bytes, *lines: str) -> bytes:
    """An answer with these header lines."""
    return answer("200 OK", body, *lines)


def redirect(location: str, body: bytes = b"") -> bytes:
    """An answer that leads elsewhere."""
    return answer("302 Found", body, f"Location: {location}")


def answer(status: str, body: bytes, *lines: str) -> bytes:
    """An answer as bytes, with its length; the connection ends with it."""
    head = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *lines, "", ""]
    return "\r\n".join(head).encode() + body


@contextmanager
def answering(answers: Mapping[str, bytes] | None = None, certificate: str | None = None) -> Iterator[Answering]:
    """Such a server while the context lasts."""
    server = Answering(answers or {}, certificate)
    thread = threading.Thread(target=server.serve, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.end()
        thread.join(5)
