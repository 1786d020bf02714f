"""What a command shows while it works, and what a preview counts."""

from __future__ import annotations

from io import StringIO

from rich.console import Console

from deploy.previewing import filled_fields
from deploy.progress import Progress


def test_a_followed_line_is_asked_for_anew_and_only_on_a_terminal() -> None:
    terminal, pipe, count = StringIO(), StringIO(), 7
    for file, is_terminal in ((terminal, True), (pipe, False)):
        with Progress(Console(file=file, force_terminal=is_terminal)) as progress:
            progress.follow(lambda: f"acts: {count} answers")
    assert "acts: 7 answers" in terminal.getvalue() and not pipe.getvalue()


def test_a_date_without_a_day_is_not_filled() -> None:
    dates = {"adopted": {"raw": "۱۴۰۲/۰۵/۰۱", "iso": "2023-07-23"}, "published": {"raw": "December 14, 202311:30"}}
    assert list(filled_fields({"dates": dates, "title": "یک"})) == ["dates.adopted", "title"]
