"""What tests of backups share: a store with documents, its backup, and backups that somebody has tampered with."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from catalogue.archive import Archive, Document
from catalogue.backup import BackedUp, Place, back_up
from catalogue.jobs import NOTHING_DONE
from catalogue.restore import restore
from catalogue.vocab import JobState
from tests.making import FETCHED_AT, Store, a_decision, new_record

MADE_AT = "2026-11-26T02:00:00Z"


def place_of(folder: Path) -> Place:
    """Store and archive of a data folder."""
    return Place(folder / "dastras.sqlite", Archive(folder / "archive"))


def backed_up(folder: Path, file: Path) -> BackedUp:
    """A backup of a data folder."""
    return back_up(place_of(folder), file, "1.2.3", MADE_AT, lambda _done: None)


def put_back(file: Path, folder: Path, prepare: Callable[[Path], None] = lambda _folder: None) -> None:
    """Restore into a data folder, without migrations and index."""
    restore(place_of(folder), file, prepare, lambda _done: None)


def a_document(number: int, text: str = "سند") -> Document:
    """A page as fetched."""
    body = f"<p>{text} {number}</p>".encode()
    return Document(f"https://shora.example/{number}", body, "text/html", None, 200, (), FETCHED_AT, recorded=False)


def put_with_document(store: Store, number: int) -> None:
    """One record, read from a document that was kept before; acknowledged on return."""
    document = a_document(number)
    job = store.begin()
    store.intake.keep(job, document.address, document, NOTHING_DONE)
    store.intake.put_records(job, [new_record(str(number), a_decision(f"مصوبهٔ {number}"), "", document.sha256)])
    store.finish(job, JobState.PARTIAL)


def tree(folder: Path) -> set[str]:
    """Everything under a folder."""
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


@dataclass
class Part:
    """A member of a tar before it is written."""

    header: tarfile.TarInfo
    body: bytes


def a_part(name: str, body: bytes = b"", kind: bytes = tarfile.REGTYPE, link: str = "") -> Part:
    """A member with any name and of any kind."""
    header = tarfile.TarInfo(name)
    header.size, header.type, header.linkname = len(body), kind, link
    return Part(header, body)


def parts_of(file: Path) -> list[Part]:
    """The members of a good backup: the store, the documents, the manifest."""
    with tarfile.open(file) as tar:
        return [a_part(member.name, (tar.extractfile(member) or io.BytesIO()).read()) for member in tar]


def written(file: Path, parts: Iterable[Part], form: int = tarfile.GNU_FORMAT) -> Path:
    """A tar of these members, whatever they are."""
    with tarfile.open(file, "w", format=form) as tar:
        for part in parts:
            tar.addfile(part.header, io.BytesIO(part.body))
    return file
