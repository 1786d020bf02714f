"""Faults of the status, by name, and the places a redirect must not lead to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import partial

from tests.faults.source.answer import Answer

FORBIDDEN_PLACES: Mapping[str, str] = {
    "private": "http://10.0.0.1/",
    "link_local": "http://169.254.169.254/latest/meta-data/",
    "this_machine": "http://127.0.0.1/",
    "decimal": "http://2130706433/",
    "octal": "http://0177.0.0.1/",
    "hexadecimal": "http://0x7f000001/",
    "short": "http://127.1/",
    "mapped": "http://[::ffff:127.0.0.1]/",
    "file": "file:///etc/passwd",
    "another_port": "http://elsewhere.example:8080/",
    "user_part": "http://shora.example@127.0.0.1/",
}


def redirect(to: str, status: int = 302) -> Answer:
    """A redirect to this place."""
    return Answer("", status=status, headers={"Location": to})


def redirect_loop(path: str, _page: str) -> Answer:
    """A redirect to itself; to be repeated."""
    return redirect(path)


def redirect_without_a_place(_path: str, _page: str) -> Answer:
    """302 and no Location."""
    return Answer("", status=302)


def error_in_html(_path: str, page: str) -> Answer:
    """500 with a page that looks like any other."""
    return Answer(page, status=500)


def _with_retry_after(status: int, value: str, _path: str, _page: str) -> Answer:
    return Answer("بعداً", status=status, headers={"Retry-After": value})


def retry_at_a_date(_path: str, _page: str) -> Answer:
    """503 until a second from now."""
    now = datetime.now(UTC)
    headers = {"Retry-After": format_datetime(now + timedelta(seconds=1), usegmt=True)}
    return Answer("بعداً", status=503, headers={**headers, "Date": format_datetime(now, usegmt=True)})


def _plain(status: int, body: str, _path: str, _page: str) -> Answer:
    return Answer(body, status=status)


def nothing_inside(_path: str, _page: str) -> Answer:
    """204, as it should be: without a body."""
    return Answer("", status=204)


def a_part_unasked(_path: str, page: str) -> Answer:
    """206 to a request for the whole."""
    part = page.encode()[:50]
    return Answer(part, status=206, headers={"Content-Range": f"bytes 0-49/{len(page.encode())}"})


FAULTS: Mapping[str, Callable[[str, str], Answer]] = {
    "redirect_loop": redirect_loop,
    "redirect_without_a_place": redirect_without_a_place,
    **{
        f"redirect_to_{name}": partial(lambda to, _path, _page: redirect(to), to)
        for name, to in FORBIDDEN_PLACES.items()
    },
    "error_in_html": error_in_html,
    "busy_for_a_second": partial(_with_retry_after, 429, "1"),
    "away_for_a_second": partial(_with_retry_after, 503, "1"),
    "away_until_a_date": retry_at_a_date,
    "away_for_ever": partial(_with_retry_after, 503, "99999999999999999999"),
    "away_for_nonsense": partial(_with_retry_after, 503, "-soon, perhaps"),
    "not_found": partial(_plain, 404, "<h1>نیست</h1>"),
    "gone": partial(_plain, 410, "<h1>برداشته شد</h1>"),
    "not_modified_unasked": partial(_plain, 304, ""),
    "nothing_inside": nothing_inside,
    "a_part_unasked": a_part_unasked,
    "unknown_status": partial(_plain, 799, "?"),
}
