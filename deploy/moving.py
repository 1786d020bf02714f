"""The command that moves a catalogue to another store and another engine, while the site goes on being read."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial

import click

from catalogue.moving import COMMAND, MoveRefused, is_same_store
from catalogue.search.follower import SearchFollower
from catalogue.service import Catalogue
from deploy import opening
from deploy.opening import ALL_WELL, TO_LOOK_AT, WrongUse
from deploy.progress import Progress
from deploy.safekeeping import tell_drifts
from deploy.settings import Settings
from schemas.messages import message

PAUSE_SECONDS = 0.5
"""Between two looks at whether jobs still run."""
BUSY_SECONDS = 60.0
"""So long another writer of the index is waited for."""


@click.command(name=COMMAND)
@click.option(
    "--from",
    "address",
    default="",
    metavar="ADDRESS",
    help="The store to move from; by default the SQLite file in the data folder.",
)
@click.pass_obj
def migrate_store(settings: Settings, address: str) -> None:
    """Move everything from the store in the data folder to the one that DASTRAS_STORE names, and build its index.

    The site of the old one may be read meanwhile; its sources rest, and are awake in the new one.
    """
    began = time.monotonic()
    old_settings = replace(settings, store=address, search=())
    _refuse_same(settings, old_settings)
    opening.require_store(old_settings)
    opening.migrate(settings)
    old, new = opening.open_catalogue(old_settings), opening.open_catalogue(settings)
    begun = [follower.is_begun() for follower in opening.open_followers(settings, old)]  # asks every engine first
    with Progress() as progress:
        if old.is_moved_to(new):
            progress.say("رونوشت از پیش آنجاست؛ کار با نمایه ادامه می‌یابد | copied before: going on with the index")
        else:
            _copy(old, new, progress)
        for follower in _builders(settings, new, any(begun)):  # the old store rests by now, whatever happens
            _index(follower, progress)
    followers = opening.open_followers(settings, new)
    faults = [*_tell("old", old, opening.open_followers(old_settings, old)), *_tell("new", new, followers)]
    seconds = time.monotonic() - began
    click.echo(f"جابه‌جا شد؛ اکنون سایت را با نشانی‌های تازه آغاز کنید | moved, start the site anew: {seconds:.1f} s")
    sys.exit(TO_LOOK_AT if any(faults) else ALL_WELL)


def _refuse_same(settings: Settings, old_settings: Settings) -> None:
    try:
        is_same = is_same_store(opening.store_address(settings), opening.store_address(old_settings))
    except ValueError:
        raise WrongUse(" | ".join(message("move-bad-address", {}))) from None
    if is_same:
        raise WrongUse(" | ".join(message("move-onto-itself", {})))


@contextmanager
def _resting(old: Catalogue, progress: Progress) -> Iterator[None]:
    """No job begins in the old store, and none runs any more; when the move fails, its sources are woken."""
    old.rest(opening.operator())
    try:
        while numbers := old.running():
            progress.show(f"در انتظار پایان کارها | waiting for the end of jobs: {', '.join(map(str, numbers))}")
            time.sleep(PAUSE_SECONDS)
        yield
    except BaseException:
        old.wake()
        raise


def _copy(old: Catalogue, new: Catalogue, progress: Progress) -> None:
    try:
        new.refuse_filled()  # before a source rests
        with _resting(old, progress):
            moved = old.move_to(new, lambda rows: progress.show(f"{rows} rows"))
    except MoveRefused as refused:
        raise WrongUse(" | ".join(message(refused.code, refused.facts))) from None
    progress.say(f"رونوشت شد | copied: rows {moved.rows}, log {moved.log_index}")
    if moved.replaced:
        progress.say(f"نویسهٔ NUL در {moved.replaced} متن جایگزین شد | NUL replaced in texts: {moved.replaced}")


def _builders(settings: Settings, new: Catalogue, is_begun: bool) -> tuple[SearchFollower, ...]:
    """One for all builds of this machine where none is begun, for it reads and analyses each record once; else each."""
    return opening.open_followers(settings, new) if is_begun else (opening.open_rebuilder(settings, new),)


def _index(follower: SearchFollower, progress: Progress) -> None:
    """Build it anew, or let the one go on that this very log has already."""
    if not opening.patiently(partial(follower.catch_up, progress=progress.count), BUSY_SECONDS):
        raise WrongUse(" | ".join(message("move-index-busy", {})))


def _tell(side: str, catalogue: Catalogue, followers: tuple[SearchFollower, ...]) -> list[bool]:
    """Say how a side stands, as `verify` does; whether each part of it has something to look at."""
    click.echo(f"{side}:")
    faults = list(catalogue.faults())
    click.echo(f"store: faults {len(faults)}")
    return [*tell_drifts(followers), bool(faults)]
