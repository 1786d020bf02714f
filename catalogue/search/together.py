"""Several builds of the same records as one, so that a rebuild reads and analyses each record once for all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager

from sqlalchemy.orm import Session

from catalogue.search.generations import Generations
from catalogue.search.index import IndexDocument, IndexWriter, Position, Written
from catalogue.search.verify import Drift

_BETWEEN_NAMES = "\n"


class Together:
    """A generation of it is one of each, and is as far as the one that is least far."""

    def __init__(self, builds: Sequence[Generations]) -> None:
        self._builds = tuple(builds)
        self.engine = " + ".join(build.engine for build in builds)
        self.is_shared = any(build.is_shared for build in builds)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """See Generations."""
        with ExitStack() as stack:
            for build in self._builds:
                stack.enter_context(build.locked())
            yield

    def current(self) -> str | None:
        """See Generations."""
        names = [build.current() for build in self._builds]
        return None if None in names else _BETWEEN_NAMES.join(map(str, names))

    def written(self, generation: str) -> Written | None:
        """See Generations."""
        all_written = [build.written(name) for build, name in self._parts(generation)]
        found = [written for written in all_written if written]
        return min(found, key=lambda written: written.log_index) if len(found) == len(all_written) else None

    def create(self) -> str:
        """See Generations."""
        return _BETWEEN_NAMES.join(build.create() for build in self._builds)

    def open_writer(self, generation: str) -> IndexWriter:
        """See Generations."""
        return _Writers([build.open_writer(name) for build, name in self._parts(generation)])

    def point_to(self, generation: str) -> None:
        """See Generations; one after the other."""
        for build, name in self._parts(generation):
            build.point_to(name)

    def remove_others(self) -> None:
        """See Generations."""
        for build in self._builds:
            build.remove_others()

    def is_damaged(self) -> bool:
        """See Generations."""
        return any(build.is_damaged() for build in self._builds)

    def drift(self, session: Session, generation: str) -> Drift:
        """See Generations; the worst of each kind, for a record that is refused is missing in all of them."""
        found = [build.drift(session, name) for build, name in self._parts(generation)]
        return Drift(
            max(one.missing for one in found), max(one.extra for one in found), max(one.stale for one in found)
        )

    def _parts(self, generation: str) -> Iterator[tuple[Generations, str]]:
        return zip(self._builds, generation.split(_BETWEEN_NAMES), strict=True)


class _Writers:
    """Their writers; a batch that one of them has and another one has not is repeated, which is harmless."""

    def __init__(self, writers: Sequence[IndexWriter]) -> None:
        self._writers = tuple(writers)

    def apply(self, documents: Sequence[IndexDocument], removed: Sequence[str], position: Position) -> None:
        """See IndexWriter."""
        for writer in self._writers:
            writer.apply(documents, removed, position)

    def position(self) -> Position:
        """See IndexWriter."""
        return min((writer.position() for writer in self._writers), key=lambda position: position.log_index)

    def close(self) -> None:
        """See IndexWriter."""
        with ExitStack() as stack:
            for writer in self._writers:
                stack.callback(writer.close)
