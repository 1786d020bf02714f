"""What a command tells while it works: lines that stay on stdout, and on a terminal a moving one on stderr."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType

import click
from rich.console import Console
from rich.status import Status
from rich.text import Text


class _Asked:
    """A line that rich makes anew each time it draws, so that nothing has to tell it what changed."""

    def __init__(self, say: Callable[[], str]) -> None:
        self._say = say

    def __rich__(self) -> Text:
        return Text(self._say())


class Progress:
    """Use it as a context; `show` and `count` may be called for every record."""

    def __init__(self, console: Console | None = None) -> None:
        console = console or Console(stderr=True, highlight=False, soft_wrap=True)
        self._status: Status | None = console.status("") if console.is_terminal else None

    def __enter__(self) -> Progress:
        if self._status:
            self._status.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._status:
            self._status.stop()

    def say(self, line: str) -> None:
        """One line that stays."""
        if self._status:
            self._status.stop()
        click.echo(line)
        if self._status:
            self._status.start()

    def show(self, line: str) -> None:
        """One line that the next one replaces; only on a terminal."""
        if self._status:
            self._status.update(line)

    def follow(self, say: Callable[[], str]) -> None:
        """A line that is asked for again as long as it is shown; only on a terminal."""
        if self._status:
            self._status.update(_Asked(say))

    def count(self, done: int) -> None:
        """So many records are done."""
        self.show(f"{done}")
