"""What a command tells while it works: a moving line on a terminal, plain lines elsewhere. All of it on stderr."""

from __future__ import annotations

from types import TracebackType

from rich.console import Console
from rich.status import Status


class Progress:
    """Use it as a context; `count` may be called for every record, it is shown a few times a second."""

    def __init__(self) -> None:
        self._console = Console(stderr=True, highlight=False, soft_wrap=True)
        self._status: Status | None = None

    def __enter__(self) -> Progress:
        if self._console.is_terminal:
            self._status = self._console.status("")
            self._status.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._status:
            self._status.stop()

    def say(self, line: str) -> None:
        """One line that stays."""
        self._console.print(line, markup=False)

    def show(self, line: str) -> None:
        """One line that the next one replaces; only on a terminal."""
        if self._status:
            self._status.update(line)

    def count(self, done: int) -> None:
        """So many records are done."""
        if done % 100 == 0:
            self.show(f"{done}")
