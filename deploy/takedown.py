"""The commands that take down what must not be published, and show who did: withdraw, redact, audit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import click

from catalogue.errors import BadId, NotFound, NothingToRedact, Withdrawn
from catalogue.personal.labels import Personal
from catalogue.service import Catalogue
from catalogue.vocab import WithdrawReason
from catalogue.withdrawal import SEALING_REASONS
from deploy import opening
from deploy.opening import WrongUse
from deploy.progress import Progress
from deploy.settings import Settings

BUSY_SECONDS = 10.0
"""So long another writer of the index is waited for."""


@click.command()
@click.argument("record_id", metavar="ID")
@click.option(
    "--reason",
    required=True,
    type=click.Choice([str(reason) for reason in WithdrawReason]),
    help="Why; the last two also destroy the text of earlier versions.",
)
@click.option("--ground", help="The law or order, shown in the tombstone.")
@click.option("--asked-by", help="The office that asked for it, shown in the tombstone; never a person.")
@click.pass_obj
def withdraw(settings: Settings, record_id: str, reason: str, ground: str | None, asked_by: str | None) -> None:
    """Take a record down; a public tombstone stays."""
    opening.require_store(settings)
    subject = " · ".join(filter(None, (record_id, reason, ground, asked_by)))
    catalogue = opening.open_to_act(settings, "withdraw", subject)
    with _told(record_id):
        catalogue.withdraw(record_id, WithdrawReason(reason), ground, asked_by)
    _bring_index_up(settings, catalogue, WithdrawReason(reason) in SEALING_REASONS)
    click.echo(f"برداشته شد: {record_id} | withdrawn: {record_id}")


@click.command()
@click.argument("record_id", metavar="ID")
@click.option("--words", help="What to take out, as whole words; asked for when it is not given here.")
@click.option(
    "--what",
    default=str(Personal.WORDS),
    show_default=True,
    type=click.Choice([str(what) for what in Personal]),
    help="What it is: the mask says so.",
)
@click.pass_obj
def redact(settings: Settings, record_id: str, words: str | None, what: str) -> None:
    """Take words out of a record that stays, also when its source shows them again; a version says that it was done."""
    words = words or click.prompt("واژه‌ها | words", hide_input=True)
    if not words.strip():
        raise WrongUse("واژه‌ای داده نشد | no words were given")
    opening.require_store(settings)
    catalogue = opening.open_to_act(settings, "redact", f"{record_id} · {what}")
    with _told(record_id):
        sealed = catalogue.redact(record_id, words, Personal(what))
    _bring_index_up(settings, catalogue, True)
    click.echo(f"پوشانده شد: {record_id} | redacted: {record_id}; sealed versions: {sealed}")


@click.command()
@click.option("--lines", default=50, show_default=True, type=click.IntRange(1, 10_000), help="How many to show.")
@click.pass_obj
def audit(settings: Settings, lines: int) -> None:
    """Show what operators asked for: time (UTC), account, command and what for; the newest first."""
    opening.require_store(settings)
    for line in opening.open_catalogue(settings).audit_lines(lines):
        click.echo(f"{line.at}  {line.operator}  {line.command}  {line.subject}".rstrip())


@contextmanager
def _told(record_id: str) -> Iterator[None]:
    """Why nothing can be done with a record becomes WrongUse."""
    try:
        yield
    except BadId:
        raise WrongUse(f"شناسه درست نیست: {record_id} | mistyped id: {record_id}") from None
    except NotFound:
        raise WrongUse(f"چنین رکوردی نیست: {record_id} | no such record: {record_id}") from None
    except Withdrawn:
        raise WrongUse(f"پیش‌تر برداشته شده است: {record_id} | already withdrawn: {record_id}") from None
    except NothingToRedact:
        raise WrongUse(f"این واژه‌ها در {record_id} نیست | these words do not stand in {record_id}") from None


def _bring_index_up(settings: Settings, catalogue: Catalogue, words_must_go: bool) -> None:
    """Follow the log; where words must go, build the index anew, for its files keep what was in it for a while."""
    with Progress() as progress:
        if not words_must_go:
            opening.follow(settings, progress)
            return
        if not catalogue.scrub():
            progress.say(
                "پرونده‌های انباره هنوز متن پیشین را دارند؛ اندکی دیگر «dastras verify» را اجرا کنید | "
                "files of the store still hold the old text: run `dastras verify` in a while"
            )
        rebuilt = [
            opening.patiently(partial(follower.rebuild, progress.count), BUSY_SECONDS)
            for follower in opening.open_followers(settings, catalogue)
        ]
        if not all(rebuilt):
            progress.say(
                "پرونده‌های نمایه هنوز واژه‌های پیشین را دارند؛ «dastras reindex» را اجرا کنید | "
                "the files of the index still hold the old words: run `dastras reindex`"
            )


COMMANDS = (withdraw, redact, audit)
