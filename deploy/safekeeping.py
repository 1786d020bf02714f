"""Commands that keep the store safe: migrate, verify, reindex."""

from __future__ import annotations

import sys

import click

from catalogue.errors import FollowerBusy
from catalogue.search.local import LocalIndex
from catalogue.search.verify import verify as compare
from deploy import opening
from deploy.opening import ALL_WELL, TO_LOOK_AT, WrongUse
from deploy.progress import Progress
from deploy.settings import Settings


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
    """Let the index catch up, compare it with the store, and the store with its own hashes."""
    opening.require_store(settings)
    catalogue = opening.open_catalogue(settings)
    with Progress() as progress:
        opening.follow(settings, progress)
    drift = compare(catalogue.read, LocalIndex(settings.data / "search"))
    faults = list(catalogue.faults())
    click.echo(f"index: missing {drift.missing}, extra {drift.extra}, stale {drift.stale}")
    click.echo(f"store: faults {len(faults)}")
    for line in faults:
        click.echo(f"  {line}", err=True)
    sys.exit(TO_LOOK_AT if faults or drift.missing or drift.extra or drift.stale else ALL_WELL)


COMMANDS = (migrate, reindex, verify)
