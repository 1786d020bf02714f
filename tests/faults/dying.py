"""Death from inside, where no system call can be traced: this process kills itself at the n-th event of a kind.

Coarser than system calls: SQLite's own writes are not seen, only the statements and commits around them, and each file
that Python opens for writing, renames or removes. It dies before the event takes place.
"""

from __future__ import annotations

import os
import signal
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

KINDS = ("open", "rename", "remove", "statement", "commit")

_AUDITED = {"os.rename": "rename", "os.remove": "remove", "os.rmdir": "remove"}


def die_at(kind: str, number: int, events: Path) -> None:
    """Kill this process at the n-th event of a kind (0: never); `events` gets a line with the name of each event."""
    handle = os.open(events, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    met: Counter[str] = Counter()

    def meet(what: str) -> None:
        met[what] += 1
        if what == kind and met[what] == number:
            os.kill(os.getpid(), signal.SIGKILL)
        os.write(handle, f"{what}\n".encode())

    def audit(name: str, arguments: tuple[Any, ...]) -> None:
        if name in _AUDITED:
            meet(_AUDITED[name])
        elif name == "open" and arguments[2] & (os.O_WRONLY | os.O_RDWR):
            meet("open")

    sys.addaudithook(audit)
    event.listen(Engine, "before_cursor_execute", lambda *_: meet("statement"))
    event.listen(Engine, "commit", lambda *_: meet("commit"))
