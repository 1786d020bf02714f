"""The `dastras` command. Exit codes: 0 all well, 1 something to look at, 2 wrong use."""

from __future__ import annotations

import json
import logging
import os
import sys
from importlib.metadata import version
from pathlib import Path
from typing import NoReturn

import click

from catalogue.connection import StoreError
from catalogue.errors import IndexUnavailable, StoreUnusable
from deploy import harvesting, job_commands, onboarding, opening, previewing, relating, safekeeping, serve, takedown
from deploy.checking import Checked
from deploy.dumping import dump
from deploy.following import followed
from deploy.mirroring import mirror
from deploy.moving import migrate_store
from deploy.opening import ALL_WELL, TO_LOOK_AT, WRONG_USE, WrongUse
from deploy.progress import Progress
from deploy.settings import Settings, SettingsError
from harvesters.errors import HarvestError, SourceInvalid
from schemas.messages import message
from schemas.source_json_schema import source_json_schema


class Commands(click.Group):
    """The group of all commands; what a person did wrong is told in lines, never as a trace."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command that was named."""
        try:
            return super().invoke(ctx)
        except (SettingsError, WrongUse) as error:
            stop(*error.lines)
        except SourceInvalid as error:
            stop(*map(str, error.mistakes))
        except HarvestError as error:
            stop(" | ".join(message(error.code, error.facts)))
        except StoreError as error:
            stop(f"انباره نوشتنی یا خواندنی نیست: {error.orig} | the store cannot be used: {error.orig}")
        except StoreUnusable as error:
            stop(f"انباره نوشتنی نیست یا پاسخ نمی‌دهد: {error.reason} | the store takes no write: {error.reason}")
        except OSError as error:
            reason = ": ".join(filter(None, (str(error.filename or ""), error.strerror or str(error))))
            stop(f"خوانده یا نوشته نشد: {reason} | could not be read or written: {reason}")
        except IndexUnavailable as error:
            stop(
                f"نمایه در دسترس نیست؛ «dastras reindex» آن را از نو می‌سازد: {error.reason}",
                f"no usable index; `dastras reindex` builds it: {error.reason}",
            )


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(version("dastras"), prog_name="dastras")
@click.pass_context
def main(context: click.Context) -> None:
    """دسترس: فهرست داده‌ها و تصمیم‌های دستگاه‌ها | Dastras: a catalogue of what public agencies publish."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    context.obj = Settings.from_env(os.environ)


def stop(*lines: str) -> NoReturn:
    """Say what is wrong and leave with the code of wrong use."""
    for line in lines:
        click.echo(line, err=True)
    sys.exit(WRONG_USE)


recorded_option = click.option(
    "--recorded",
    is_flag=False,
    flag_value="",
    default=None,
    metavar="[=FOLDER]",
    help="Read a recording instead of the network; by default the one beside the source files. A folder is joined "
    "with `=`; a word after a blank is a source.",
)


@main.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.pass_obj
def check(settings: Settings, files: tuple[Path, ...]) -> None:
    """Tell every mistake of source and agency files, what is still a guess, or what was understood; no network."""
    checked = Checked(settings)
    checked.look_at(files)
    for line in checked.understood:
        click.echo(line)
    if checked.mistakes:
        stop(*map(str, (*checked.mistakes, *checked.guesses)))
    for guess in checked.guesses:
        click.echo(guess)
    sys.exit(TO_LOOK_AT if checked.guesses else ALL_WELL)


@main.command()
@click.argument("file", required=False, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--records", default=20, show_default=True, type=click.IntRange(1, 1000), help="How many to show.")
@click.option("--record", is_flag=True, help="Keep what the source says as its recording, with the expected records.")
@recorded_option
@click.pass_obj
def preview(settings: Settings, file: Path | None, records: int, record: bool, recorded: str | None) -> None:
    """Show what a source would give, and a summary; writes nothing but the recording that --record asks for."""
    if file is None and recorded and Path(recorded).is_file():
        file, recorded = Path(recorded), ""  # `preview --recorded FILE`
    if file is None or (record and recorded is not None):
        raise WrongUse(
            "چنین بنویسید: dastras preview FILE، و تنها یکی از --record و --recorded | "
            "say `dastras preview FILE`, with one of --record and --recorded at most"
        )
    beside = file.absolute().parent / "recorded"
    recording = beside if recorded == "" and beside.is_dir() else _recording(settings, recorded)
    try:
        for line in previewing.show(settings, file, previewing.Wish(records, recording, record)):
            click.echo(line)
    except previewing.ThingsToLookAt:
        sys.exit(TO_LOOK_AT)


@main.command(name="new-source")
@click.argument("url")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="The file to write; none is overwritten.")
@click.pass_obj
def new_source(settings: Settings, url: str, out: Path | None) -> None:
    """Look at an address and write the draft of its source file, and of its agency's, with what is to fill in."""
    for line in onboarding.begin(settings, url, out):
        click.echo(line)


@main.command()
@click.argument("what", type=click.Choice(["source"]))
def schema(what: str) -> None:
    """Print the JSON Schema of source files, for editors."""
    click.echo(json.dumps(source_json_schema(), ensure_ascii=False, indent=1))


@main.command()
@click.argument("sources", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="All sources of the folder.")
@recorded_option
@click.pass_obj
def harvest(settings: Settings, sources: tuple[str, ...], everything: bool, recorded: str | None) -> None:
    """Harvest sources by their ids, and bring the index up to date."""
    sources, recorded = _apart(settings, sources, recorded)
    if everything == bool(sources):
        raise WrongUse("نام منبع‌ها یا --all را بنویسید | name sources, or say --all")
    recording = _recording(settings, recorded)
    opening.migrate(settings)
    with followed(settings), Progress() as progress:
        catalogue = opening.open_to_act(settings, "harvest", " ".join(sources) or "--all")
        clean = harvesting.harvest(settings, catalogue.intake, sources, recording, progress)
    with Progress() as progress:
        clean = opening.follow(settings, progress) and clean
    sys.exit(ALL_WELL if clean else TO_LOOK_AT)


@main.command(name="serve")
@click.option("--no-work", is_flag=True, help="Harvest nothing: `dastras work` runs elsewhere, or not at all.")
@click.pass_obj
def serve_command(settings: Settings, no_work: bool) -> None:
    """Serve the site, keep the search index up to date and harvest by the schedules, until Ctrl-C."""
    opening.synonyms_of(settings)  # its mistakes are told before anything starts
    opening.migrate(settings)
    catalogue = opening.open_to_act(settings, "serve")
    catalogue.intake.fail_lost_jobs()
    catalogue.close()  # no connection is carried across the fork
    if not settings.contact:
        click.echo(
            "DASTRAS_CONTACT خالی است: خوانندگان نشانی شما را نمی‌بینند و security.txt نیست | "
            "DASTRAS_CONTACT is empty: readers see no address of yours, and there is no security.txt",
            err=True,
        )
    click.echo(
        f"دسترس در {settings.public_url} (Ctrl-C برای پایان) | Dastras on {settings.public_url} (Ctrl-C ends it)"
    )
    sys.exit(serve.serve(settings, with_work=not no_work))


def _apart(settings: Settings, sources: tuple[str, ...], recorded: str | None) -> tuple[tuple[str, ...], str | None]:
    """`--recorded SOURCE` names a source, `--recorded FOLDER` a folder; raises WrongUse when it may be both."""
    if not recorded or not (settings.sources / f"{recorded}.yaml").is_file():
        return sources, recorded
    if Path(recorded).is_dir():
        raise WrongUse(
            f"{recorded} هم منبع است و هم پوشه؛ بنویسید: harvest {recorded} --recorded یا --recorded=./{recorded} | "
            f"{recorded} is a source and a folder; say `harvest {recorded} --recorded`, or `--recorded=./{recorded}`"
        )
    return (recorded, *sources), ""


def _recording(settings: Settings, recorded: str | None) -> Path | None:
    """The folder of recordings: none, the one beside the sources, or the one named."""
    if recorded is None:
        return None
    folder = Path(recorded) if recorded else settings.sources / "recorded"
    if not folder.is_dir():
        raise WrongUse(
            f"{folder} نه منبع است و نه پوشهٔ ضبط؛ بنویسید: dastras harvest SOURCE --recorded یا --recorded=FOLDER | "
            f"{folder} is neither a source nor a folder of recordings; say `dastras harvest SOURCE --recorded`, or "
            "--recorded=FOLDER"
        )
    return folder


for command in (
    *job_commands.COMMANDS,
    *takedown.COMMANDS,
    *relating.COMMANDS,
    *safekeeping.COMMANDS,
    migrate_store,
    dump,
    mirror,
):
    main.add_command(command)


if __name__ == "__main__":
    main()
