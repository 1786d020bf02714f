"""The commands about jobs: work, pause, resume, abort."""

from __future__ import annotations

import sys

import click

from catalogue.errors import NotFound
from catalogue.intake import Intake
from deploy import opening
from deploy import work as working
from deploy.opening import ALL_WELL, TO_LOOK_AT, WrongUse
from deploy.settings import Settings


@click.command()
@click.pass_obj
def work(settings: Settings) -> None:
    """Harvest sources by their schedules until Ctrl-C or SIGTERM."""
    if not settings.sources.is_dir():
        raise WrongUse(f"پوشهٔ منبع‌ها نیست: {settings.sources} | no folder of sources: {settings.sources}")
    opening.migrate(settings)
    click.echo("در حال کار (Ctrl-C برای پایان) | working (Ctrl-C ends it)")
    sys.exit(ALL_WELL if working.work(settings) else TO_LOOK_AT)


@click.command()
@click.argument("source", metavar="SOURCE")
@click.pass_obj
def pause(settings: Settings, source: str) -> None:
    """Begin no more jobs of a source; one that runs goes on to its end."""
    intake = _intake(settings)
    try:
        paused = intake.pause(source)
    except NotFound:
        raise _unknown(source) from None
    if paused:
        click.echo(f"{source}: نگه داشته شد؛ «dastras resume» آن را بیدار می‌کند | paused; `dastras resume` wakes it")
    else:
        click.echo(f"{source}: از پیش نگه داشته بود | was paused already")


@click.command()
@click.argument("source", metavar="SOURCE")
@click.pass_obj
def resume(settings: Settings, source: str) -> None:
    """Wake a paused source; its next job is queued at once, before all scheduled ones."""
    intake = _intake(settings)
    try:
        woken = intake.resume(source)
    except NotFound:
        raise _unknown(source) from None
    if woken:
        click.echo(f"{source}: بیدار شد و در صف است | awake, and in the queue")
    else:
        click.echo(f"{source}: نگه داشته نبود | was not paused")


@click.command()
@click.argument("number", metavar="JOB", type=click.IntRange(min=1))
@click.pass_obj
def abort(settings: Settings, number: int) -> None:
    """End a job that waits or runs; what it has put stays, and it writes nothing more."""
    try:
        ended = _intake(settings).abort(number)
    except NotFound:
        raise WrongUse(f"چنین کاری نیست: {number} | no such job: {number}") from None
    if ended:
        click.echo(f"کار {number} پایان یافت | job {number} is aborted")
    else:
        click.echo(f"کار {number} از پیش پایان یافته بود | job {number} had ended already")


COMMANDS = (work, pause, resume, abort)


def _intake(settings: Settings) -> Intake:
    opening.require_store(settings)
    return opening.open_catalogue(settings).intake


def _unknown(source: str) -> WrongUse:
    return WrongUse(
        f"منبع {source} هنوز گردآوری یا زمان‌بندی نشده است | source {source} has not been harvested or scheduled yet"
    )
