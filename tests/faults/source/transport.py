"""Faults of a connection, by name. Each is made of the path asked and the page that stands there."""

from __future__ import annotations

from tests.faults.source.answer import Answer

CHUNKED = {"Transfer-Encoding": "chunked"}


def never_answers(_path: str, _page: str) -> Answer:
    """The request is taken, and nothing comes."""
    return Answer(silent=True)


def silence_after_headers(_path: str, page: str) -> Answer:
    """Status and headers, then nothing."""
    return Answer(page, sent=0, then="silence")


def silence_in_the_body(_path: str, page: str) -> Answer:
    """Half the body, then nothing."""
    return Answer(page, sent=len(page) // 2, then="silence")


def drip_of_headers(_path: str, page: str) -> Answer:
    """One byte a second, from the first on."""
    return Answer(page, drip="head")


def drip_of_body(_path: str, page: str) -> Answer:
    """The headers at once, then one byte a second."""
    return Answer(page, drip="body")


def drip_of_chunks(_path: str, page: str) -> Answer:
    """A chunk whose extension never ends, one byte a second."""
    return Answer("1;", headers=CHUNKED, forever=b"x", drip="body")


def no_answer_at_all(_path: str, _page: str) -> Answer:
    """The connection ends where an answer should be."""
    return Answer("", head=b"", then="close")


def reset_at_once(_path: str, _page: str) -> Answer:
    """The connection is reset where an answer should be."""
    return Answer("", head=b"", then="reset")


def reset_in_the_body(_path: str, page: str) -> Answer:
    """Half the body, then a reset."""
    return Answer(page, sent=len(page) // 2, then="reset")


def body_shorter_than_said(_path: str, page: str) -> Answer:
    """Half of what Content-Length says, then the end."""
    return Answer(page, sent=len(page) // 2)


def body_longer_than_said(_path: str, page: str) -> Answer:
    """Content-Length says half of what comes."""
    return Answer(page, headers={"Content-Length": str(len(page.encode()) // 2)}, then="close")


def broken_chunks(_path: str, page: str) -> Answer:
    """A chunk whose length is no number."""
    return Answer(f"4\r\n<htm\r\nzzz\r\n{page}", headers=CHUNKED, then="close")


def cut_chunks(_path: str, page: str) -> Answer:
    """A chunk that is whole, and no last one."""
    body = page.encode()
    return Answer(f"{len(body):x}\r\n".encode() + body + b"\r\n", headers=CHUNKED, then="close")


def endless_body(_path: str, _page: str) -> Answer:
    """A body without length and without end."""
    return Answer("<!doctype html><html>", headers={"Connection": "close"}, forever=b"<p>" * 20_000)


def endless_chunks(_path: str, _page: str) -> Answer:
    """The same in chunks."""
    return Answer("", headers=CHUNKED, forever=b"ffff\r\n" + b"x" * 0xFFFF + b"\r\n")


def endless_headers(_path: str, _page: str) -> Answer:
    """Header after header."""
    return Answer("", head=b"HTTP/1.1 200 OK\r\n", forever=b"X-More: and more\r\n" * 1_000)


def many_headers(_path: str, page: str) -> Answer:
    """A hundred and one."""
    return Answer(page, headers={f"X-{number}": "1" for number in range(99)})


def a_long_header(_path: str, page: str) -> Answer:
    """One line of a megabyte."""
    return Answer(page, headers={"X-Long": "x" * 2**20})


def no_http(_path: str, _page: str) -> Answer:
    """Something else speaks at this port."""
    return Answer("", head=b"SSH-2.0-OpenSSH_9.2\r\n", then="close")


FAULTS = (
    never_answers,
    silence_after_headers,
    silence_in_the_body,
    drip_of_headers,
    drip_of_body,
    drip_of_chunks,
    no_answer_at_all,
    reset_at_once,
    reset_in_the_body,
    body_shorter_than_said,
    body_longer_than_said,
    broken_chunks,
    cut_chunks,
    endless_body,
    endless_chunks,
    endless_headers,
    many_headers,
    a_long_header,
    no_http,
)
