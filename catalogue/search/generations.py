"""The seam between the follower and the builds of an index: one that is read, and those that are made beside it.

Each engine has its own: folders (local/generations.py), indexes of a cluster (elastic/generations.py), the words alone
(folder_generations.py).
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Protocol

from sqlalchemy.orm import Session

from catalogue.search.index import IndexWriter, Written
from catalogue.search.verify import Drift

Lock = Callable[[], AbstractContextManager[None]]
"""Held by whoever writes; raises FollowerBusy at once when somebody else does."""


class Generations(Protocol):
    """The builds ("generations") of one index. Everything may raise IndexUnavailable."""

    engine: str
    """Engine and version of its schema; another one in what is written means: build anew."""

    is_shared: bool
    """Whether other machines may use it: its trouble passes by itself, and what is not of our log is not ours."""

    def locked(self) -> AbstractContextManager[None]:
        """One follower writes at a time; raises FollowerBusy at once."""
        ...

    def current(self) -> str | None:
        """The generation that is read; None before the first."""
        ...

    def written(self, generation: str) -> Written | None:
        """How far a generation has read the log, and what wrote it; None when that is missing or unreadable."""
        ...

    def create(self) -> str:
        """Begin a new, empty generation beside the others; its name."""
        ...

    def open_writer(self, generation: str) -> IndexWriter:
        """Its writer, clean whatever became of the one before."""
        ...

    def point_to(self, generation: str) -> None:
        """From now on this one is read: all at once, and durably."""
        ...

    def remove_others(self) -> None:
        """Under the lock: remove what is not read any more, and what killed rebuilds have left."""
        ...

    def is_damaged(self) -> bool:
        """Whether only building anew helps; an engine that cannot be asked is not damaged."""
        ...

    def drift(self, session: Session, generation: str) -> Drift:
        """How far a generation is from the store as the session sees it."""
        ...
