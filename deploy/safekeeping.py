"""Commands that keep what there is safe: migrate, backup, restore, reindex, verify."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from pathlib import Path

import click

from catalogue.archive import Archive
from catalogue.archive_integrity import document_faults
from catalogue.backup import Place, back_up
from catalogue.backup_file import BackupRefused
from catalogue.connection import StoreError
from catalogue.errors import FollowerBusy, StoreUnusable
from catalogue.persian.calendar import instant
from catalogue.restore import restore as put_back
from catalogue.search.follower import SearchFollower
from catalogue.service import Catalogue
from deploy import opening
from deploy.opening import ALL_WELL, TO_LOOK_AT, WrongUse
from deploy.progress import Progress
from deploy.settings import Settings
from schemas.messages import message

INDEXES = ("index", "words")
"""What follows the log: with an engine in files, words are a part of its index."""

MOST_NAMED = 100
"""So many faults are named one by one, the rest counted."""


@click.command()
@click.pass_obj
def migrate(settings: Settings) -> None:
    """Bring the store up to the newest tables."""
    opening.migrate(settings)
    opening.open_to_act(settings, "migrate").close()
    click.echo("آماده است | the store is up to date")


@click.command()
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.pass_obj
def backup(settings: Settings, file: Path) -> None:
    """Write store and documents into one new file; everything else may go on meanwhile."""
    began = time.monotonic()
    place = Place(opening.require_store_file(settings), Archive(settings.data / "archive"))
    with Progress() as progress, _told("backup-not-written"):
        progress.show("رونوشت انباره … | a snapshot of the store …")
        made = back_up(place, file.absolute(), version("dastras"), instant(opening.utc_now()), _show_bytes(progress))
    _note_backup(settings, file)
    held = made.manifest
    figures = f"log {held.log_index}, documents {held.documents}, bytes {file.stat().st_size}"
    click.echo(f"پشتیبان در {file} | backup in {file}: {figures}, seconds {time.monotonic() - began:.1f}")
    if made.left_out:
        click.echo("سندهای آسیب‌دیده کنار ماندند | damaged documents were left out:", err=True)
        _name_some(made.left_out[:MOST_NAMED], len(made.left_out))
    sys.exit(TO_LOOK_AT if made.left_out else ALL_WELL)


def _note_backup(settings: Settings, file: Path) -> None:
    """A backup takes everything out, so the audit says so; a full or an older store gets its backup all the same."""
    try:
        opening.open_to_act(settings, "backup", str(file.absolute())).close()
    except (StoreUnusable, StoreError):
        click.echo("در دفتر بازرسی نوشته نشد | the audit could not be written", err=True)


@click.command()
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.pass_obj
def restore(settings: Settings, file: Path) -> None:
    """Put a backup into the data folder, where no store may be yet, and build the index."""
    began = time.monotonic()
    place = Place(opening.store_file(settings), Archive(settings.data / "archive"))
    with Progress() as progress:
        with _told("restore-stopped"):
            held = put_back(place, file, lambda folder: _make_ready(settings, folder), _show_bytes(progress))
        catalogue = opening.open_to_act(settings, "restore", str(file))
        _build_index(settings, catalogue, progress)
    status = catalogue.status()
    click.echo(
        f"بازگردانده شد | restored from {held.made_at}: records {sum(status.records.values())}, "
        f"versions {status.versions}, documents {held.documents}, bytes {held.store_bytes + held.document_bytes}, "
        f"seconds {time.monotonic() - began:.1f}"
    )


@contextmanager
def _told(code: str) -> Iterator[None]:
    """What goes wrong with a backup becomes WrongUse; `code` is the message for what the disk says."""
    try:
        yield
    except BackupRefused as error:
        raise WrongUse(" | ".join(message(error.code, error.facts))) from None
    except OSError as error:
        reason = f"{error.strerror}: {error.filename}" if error.filename else error.strerror or error
        raise WrongUse(" | ".join(message(code, {"reason": reason}))) from None


def _show_bytes(progress: Progress) -> Callable[[int], None]:
    return lambda done: progress.show(f"{done / 1e6:.0f} MB")


def _make_ready(settings: Settings, folder: Path) -> None:
    """Bring the store in a folder of its own up to the newest tables, and let go of jobs whose workers are not here."""
    alone = replace(settings, data=folder, store="")
    opening.migrate(alone)
    catalogue = opening.open_catalogue(alone)
    catalogue.intake.forget_workers()
    catalogue.close()


def _build_index(settings: Settings, catalogue: Catalogue, progress: Progress) -> None:
    """Build the index anew; where a `serve` that was just started does that already, wait for it."""
    try:
        opening.open_rebuilder(settings, catalogue).rebuild(progress.count)
    except FollowerBusy:
        opening.follow(settings, progress)


@click.command()
@click.pass_obj
def reindex(settings: Settings) -> None:
    """Build the search index anew beside the old one, then swap."""
    opening.require_store(settings)
    catalogue = opening.open_to_act(settings, "reindex")
    with Progress() as progress:
        try:
            opening.open_rebuilder(settings, catalogue).rebuild(progress.count)
        except FollowerBusy:
            raise WrongUse(
                "نمایه‌ساز دیگری در کار است؛ دوباره بکوشید",
                "another follower is writing the index; try again",
            ) from None
    click.echo("نمایه از نو ساخته شد | the index was built anew")


@click.command()
@click.pass_obj
def verify(settings: Settings) -> None:
    """Let the index catch up, compare it with the store, the store with its own hashes, the documents with theirs."""
    opening.require_store(settings)
    catalogue = opening.open_catalogue(settings)
    catalogue.scrub()  # what was sealed while others read
    with Progress() as progress:
        opening.follow(settings, progress)
        faults = list(catalogue.faults())
        documents = _check_documents(settings, catalogue, progress)
    drifts = tell_drifts(opening.open_followers(settings, catalogue))
    click.echo(f"store: faults {len(faults)}")
    for line in faults:
        click.echo(f"  {line}", err=True)
    click.echo(f"archive: missing {documents.missing}, damaged {documents.damaged}")
    _name_some(documents.named, documents.missing + documents.damaged)
    sys.exit(TO_LOOK_AT if faults or any(drifts) or documents.named else ALL_WELL)


def tell_drifts(followers: Sequence[SearchFollower]) -> list[bool]:
    """Say how far each index is from the store; whether there is something to look at."""
    drifts = [follower.drift() for follower in followers]
    for name, drift in zip(INDEXES, drifts, strict=False):
        click.echo(f"{name}: missing {drift.missing}, extra {drift.extra}, stale {drift.stale}")
    return [bool(drift) for drift in drifts]


@dataclass(slots=True)
class DocumentFaults:
    """How many rows of `document` have no file or another one, and the first of them by name."""

    missing: int = 0
    damaged: int = 0
    named: list[str] = field(default_factory=list)


def _check_documents(settings: Settings, catalogue: Catalogue, progress: Progress) -> DocumentFaults:
    found = DocumentFaults()
    for fault in document_faults(catalogue.read, Archive(settings.data / "archive"), progress.count):
        found.damaged += fault.is_damaged
        found.missing += not fault.is_damaged
        if len(found.named) < MOST_NAMED:
            found.named.append(str(fault))
    return found


def _name_some(named: Sequence[str], count: int) -> None:
    for line in named:
        click.echo(f"  {line}", err=True)
    if count > len(named):
        click.echo(f"  و {count - len(named)} تای دیگر | and {count - len(named)} more", err=True)


COMMANDS = (migrate, backup, restore, reindex, verify)
