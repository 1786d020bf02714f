"""`dastras mirror`: keeps a whole copy of another Dastras in a folder, by its log."""

from __future__ import annotations

import sqlite3
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import click

from catalogue.errors import FollowerBusy
from deploy.opening import ALL_WELL, TO_LOOK_AT, WrongUse
from deploy.progress import Progress
from deploy.settings import Settings
from harvesters.door import Door
from harvesters.errors import HarvestError
from harvesters.grants import Grants
from harvesters.links import host_and_port
from harvesters.mirror.copy import Copy, Manifest
from harvesters.mirror.following import MOST_BYTES, MirrorStopped, Other, follow, is_equal
from harvesters.sandbox import Sandbox
from schemas.messages import message

COMPARISONS, PAUSE_SECONDS = 5, 2.0
"""The index there follows its log within seconds; and whoever writes there all the time is never at rest."""


@click.command()
@click.argument("address", metavar="URL")
@click.argument("folder", metavar="FOLDER", type=click.Path(path_type=Path, file_okay=False))
@click.pass_obj
def mirror(settings: Settings, address: str, folder: Path) -> None:
    """Bring a whole copy of another Dastras up to date, and compare both by their hashes.

    FOLDER gets copy.sqlite (every version), records.jsonl (the published records) and manifest.json. Run it again, as
    by cron: it goes on from where it stands.
    """
    address = _plain(address)
    began = time.monotonic()
    try:
        with Copy(folder) as copy, Sandbox() as sandbox, Progress() as progress:
            _refuse_other_address(copy, address, folder)
            before = copy.head()[0]
            other = Other(address, _door(settings, address), sandbox)
            manifest, equal = _brought_up(copy, other, progress)
    except FollowerBusy:
        raise WrongUse(
            f"فرمان دیگری در {folder} می‌نویسد؛ تا پایان آن بمانید",
            f"another command writes into {folder}; wait for its end",
        ) from None
    except MirrorStopped as stopped:
        raise WrongUse(" | ".join(message(stopped.code, stopped.facts))) from None
    except (sqlite3.Error, OSError) as error:
        raise WrongUse(f"{folder}: رونوشت نوشته نشد: {error}", f"{folder}: the copy was not written: {error}") from None
    click.echo(
        f"رونوشت تا ردیف {manifest.log_index} | copy of log {manifest.log_index}: "
        f"entries {manifest.log_index - before} new, records {manifest.count}, seconds {time.monotonic() - began:.1f}"
    )
    click.echo(TOLD[equal])
    sys.exit(ALL_WELL if equal else TO_LOOK_AT)


TOLD = {
    True: "اثر انگشت دو سو یکی است | both sides have the same hash",
    False: "اثر انگشت دو سو یکی نیست | THE HASHES OF BOTH SIDES DIFFER",
    None: "سنجیده نشد: آن سو پیوسته نوشته می‌شود یا پاسخ نمی‌دهد؛ دوباره اجرا کنید | not compared: the other side goes "
    "on, or does not answer; run it again",
}


def _brought_up(copy: Copy, other: Other, progress: Progress) -> tuple[Manifest, bool | None]:
    """The copy as it stands in the end, and whether both sides are equal; None when that cannot be told."""
    equal: bool | None = None
    for last in reversed(range(COMPARISONS)):
        for index, head in follow(copy, other):
            progress.show(f"{index} / {head}")
        manifest = copy.write_files(other.address)
        equal = _compared(manifest, other)
        if equal or not last:
            break
        other.wait(PAUSE_SECONDS)
    return manifest, equal


def _compared(manifest: Manifest, other: Other) -> bool | None:
    """As is_equal; None also where the search there does not answer: the copy is whole all the same."""
    try:
        return is_equal(manifest, other)
    except (HarvestError, MirrorStopped):
        return None


def _door(settings: Settings, address: str) -> Door:
    """Whom the operator names is asked, wherever that is; nobody else is: no redirect is followed."""
    return Door(settings.contact, MOST_BYTES, Grants(settings.allow | {host_and_port(address)}))


def _plain(address: str) -> str:
    """The address of a site without the slash at its end; raises WrongUse for what is none."""
    plain = address.rstrip("/")
    try:
        parts = urlsplit(plain)
        is_site = parts.scheme in ("http", "https") and bool(parts.hostname) and not (parts.query or parts.fragment)
        is_site = is_site and parts.username is None and parts.port != 0
    except ValueError:
        is_site = False
    if not is_site:
        raise WrongUse(
            f"نشانی سایت باید مانند https://dastras.example باشد: {address}",
            f"the address of a site looks like https://dastras.example: {address}",
        )
    return plain


def _refuse_other_address(copy: Copy, address: str, folder: Path) -> None:
    known = copy.belongs_to(address)
    if known != address:
        raise WrongUse(
            f"{folder} رونوشت {known} است؛ پوشهٔ دیگری نام ببرید",
            f"{folder} is a copy of {known}; name another folder",
        )
