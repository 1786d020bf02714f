"""What a command tells while it works: lines that stay on stdout, and on a terminal a moving one on stderr."""

from __future__ import annotations

from types import TracebackType

import click
from rich.console import Console
from rich.status import Status


class Progress:
    """Use it as a context; `show` and `count` may be called for every record."""

    def __init__(self) -> None:
        console = Console(stderr=True, highlight=False, soft_wrap=True)
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

    def count(self, done: int) -> None:
        """So many records are done."""
        self.show(f"{done}")
