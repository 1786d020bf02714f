"""Commands that keep the store safe: migrate, verify, reindex."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field

import click

from catalogue.archive import Archive
from catalogue.archive_integrity import document_faults
from catalogue.errors import FollowerBusy
from catalogue.search.local import LocalIndex
from catalogue.search.verify import verify as compare
from catalogue.service import Catalogue
from deploy import opening
from deploy.opening import ALL_WELL, TO_LOOK_AT, WrongUse
from deploy.progress import Progress
from deploy.settings import Settings

MOST_NAMED = 100
"""So many faults are named one by one, the rest counted."""


@click.command()
@click.pass_obj
def migrate(settings: Settings) -> None:
    """Bring the store up to the newest tables."""
    opening.migrate(settings)
    click.echo("آماده است | the store is up to date")


@click.command()
@click.pass_obj
def reindex(settings: Settings) -> None:
    """Build the search index anew beside the old one, then swap."""
    opening.require_store(settings)
    catalogue = opening.open_catalogue(settings)
    with Progress() as progress:
        try:
            opening.open_follower(settings, catalogue).rebuild(progress.count)
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
    with Progress() as progress:
        opening.follow(settings, progress)
        drift = compare(catalogue.read, LocalIndex(settings.data / "search"))
        faults = list(catalogue.faults())
        documents = _check_documents(settings, catalogue, progress)
    click.echo(f"index: missing {drift.missing}, extra {drift.extra}, stale {drift.stale}")
    click.echo(f"store: faults {len(faults)}")
    for line in faults:
        click.echo(f"  {line}", err=True)
    click.echo(f"archive: missing {documents.missing}, damaged {documents.damaged}")
    _name_some(documents.named, documents.missing + documents.damaged)
    sys.exit(TO_LOOK_AT if faults or drift or documents.named else ALL_WELL)


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


COMMANDS = (migrate, reindex, verify)
