"""The commands about jobs: work, pause, resume, abort, approve."""

from __future__ import annotations

import sys

import click

from catalogue.errors import NotFound, NothingWithheld
from catalogue.intake import Intake
from deploy import opening
from deploy import work as working
from deploy.opening import ALL_WELL, TO_LOOK_AT, WrongUse
from deploy.progress import Progress
from deploy.settings import Settings


@click.command()
@click.pass_obj
def work(settings: Settings) -> None:
    """Harvest sources by their schedules until Ctrl-C or SIGTERM."""
    if not settings.sources.is_dir():
        raise WrongUse(f"پوشهٔ منبع‌ها نیست: {settings.sources} | no folder of sources: {settings.sources}")
    opening.migrate(settings)
    opening.open_to_act(settings, "work").close()
    click.echo("در حال کار (Ctrl-C برای پایان) | working (Ctrl-C ends it)")
    sys.exit(ALL_WELL if working.work(settings) else TO_LOOK_AT)


@click.command()
@click.argument("source", metavar="SOURCE")
@click.pass_obj
def pause(settings: Settings, source: str) -> None:
    """Begin no more jobs of a source; one that runs goes on to its end."""
    intake = _intake(settings, "pause", source)
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
    intake = _intake(settings, "resume", source)
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
        ended = _intake(settings, "abort", str(number)).abort(number)
    except NotFound:
        raise WrongUse(f"چنین کاری نیست: {number} | no such job: {number}") from None
    if ended:
        click.echo(f"کار {number} پایان یافت | job {number} is aborted")
    else:
        click.echo(f"کار {number} از پیش پایان یافته بود | job {number} had ended already")


@click.command()
@click.argument("number", metavar="JOB", type=click.IntRange(min=1))
@click.pass_obj
def approve(settings: Settings, number: int) -> None:
    """Withdraw the records that a job found gone and withheld because they were so many."""
    opening.require_store(settings)
    catalogue = opening.open_to_act(settings, "approve", str(number))
    try:
        withdrawn, shown = catalogue.approve(number)
    except NotFound:
        raise WrongUse(f"چنین کاری نیست: {number} | no such job: {number}") from None
    except NothingWithheld as error:
        raise WrongUse(_nothing_withheld(error)) from None
    with Progress() as progress:
        is_followed = opening.follow(settings, progress)
    click.echo(f"{withdrawn} رکورد برداشته شد | withdrawn: {withdrawn}")
    if shown:
        click.echo(f"{shown} رکورد دوباره در منبع است و ماند | shown again by its source, so kept: {shown}")
    sys.exit(ALL_WELL if is_followed else TO_LOOK_AT)


def _nothing_withheld(error: NothingWithheld) -> str:
    if error.newest is None:
        return f"کار {error.job} چیزی نگه نداشته است | job {error.job} withholds nothing"
    return (
        f"کار {error.newest} پس از آن منبع را دیده است؛ آن را ببینید و بپذیرید | "
        f"job {error.newest} has looked at the source since: look at that one and approve it"
    )


COMMANDS = (work, pause, resume, abort, approve)


def _intake(settings: Settings, command: str, subject: str) -> Intake:
    opening.require_store(settings)
    return opening.open_to_act(settings, command, subject).intake


def _unknown(source: str) -> WrongUse:
    return WrongUse(
        f"منبع {source} هنوز گردآوری یا زمان‌بندی نشده است | source {source} has not been harvested or scheduled yet"
    )
