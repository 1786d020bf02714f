"""`dastras dump`, and what `dastras work` does by itself: a dump each night, and none with what was taken out."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import click

from api.exports.dumping import Check, Writer
from catalogue.connection import StoreError
from catalogue.copying import Copies
from catalogue.dumps import Dump
from catalogue.errors import FollowerBusy, StoreUnusable
from catalogue.persian.calendar import TEHRAN, instant
from deploy import opening
from deploy.opening import WrongUse, utc_now
from deploy.progress import Progress
from deploy.settings import Settings

LOG = logging.getLogger(__name__)

LOOK_SECONDS = 15.0
"""Between two looks at the clock, and at what was taken out."""
TROUBLE_SECONDS = 300.0
"""After a dump could not be written: a full disk is not hammered."""


class Stopped(Exception):
    """The worker shall end; what is half written goes."""


@dataclass(frozen=True, slots=True)
class Keeper:
    """Brings the folder of dumps to what it shall hold. `now` gives a UTC time."""

    copies: Copies
    writer: Writer
    days: int
    now: Callable[[], datetime]

    def keep(self, *, with_new: bool) -> Iterator[Dump]:
        """Remove what is too old, build anew what may hold something that was taken out, and add a dump of today where
        the log has gone on. What was built, one by one; raises FollowerBusy while another process does this."""
        with self.copies.folder.writing():
            self._forget()
            for dump in self.copies.dumps():
                if self.copies.is_stale(dump):
                    yield self.writer.write(dump)
            new = self._plan() if with_new else None
            if new is not None:
                yield self.writer.write(new)

    def _forget(self) -> None:
        """The newest stays, however old it is; those of another log go."""
        oldest = instant(self.now() - timedelta(days=self.days))
        own = self.copies.dumps()
        kept = [dump for dump in own if dump.made_at >= oldest or dump is own[0]]
        for dump in self.copies.folder.all():
            if dump not in kept:
                self.copies.folder.remove(dump)

    def _plan(self) -> Dump | None:
        """The dump of the head of the log; None when there is one, or nothing to copy."""
        head, newest = self.copies.last_entry(), next(iter(self.copies.dumps()), None)
        if head is None or (newest is not None and newest.log_index == head.log_index):
            return None
        since = newest.log_index if newest else 0
        facts = head.log_index, head.recorded_at, head.commitment, since, head.log_index
        return Dump(*facts, made_at=instant(self.now()), records=0, sha256="", files=())

    def is_due(self, slot: datetime) -> bool:
        """Whether none was made since the last slot, a UTC time."""
        newest = next(iter(self.copies.dumps()), None)
        return newest is None or newest.made_at < instant(slot)

    def has_stale(self) -> bool:
        """Whether a dump may hold what was taken out."""
        return any(map(self.copies.is_stale, self.copies.dumps()))

    def look(self, slot: datetime) -> Iterator[Dump]:
        """What is to do now, where the last dump was due at `slot`; as `keep`."""
        is_due = self.is_due(slot)
        if is_due or self.has_stale():
            yield from self.keep(with_new=is_due)


def last_slot(settings: Settings, now: datetime) -> datetime:
    """When the last nightly dump was due."""
    here = now.astimezone(TEHRAN)
    today = here.replace(hour=settings.dump_at.hour, minute=settings.dump_at.minute, second=0, microsecond=0)
    return today if today <= here else today - timedelta(days=1)


def keeper_of(settings: Settings, copies: Copies, check: Check) -> Keeper:
    """The keeper of the dumps of these settings."""
    return Keeper(copies, Writer(copies, settings.public_url, check), settings.dump_days, utc_now)


def keep_dumps(settings: Settings, copies: Copies, stop: threading.Event) -> None:
    """Keep the dumps until `stop` is set."""

    def check(_done: int) -> None:
        if stop.is_set():
            raise Stopped

    keeper, wait = keeper_of(settings, copies, check), LOOK_SECONDS
    while not stop.wait(wait):
        wait = LOOK_SECONDS
        try:
            for made in keeper.look(last_slot(settings, utc_now())):
                click.echo(told(made))
        except FollowerBusy:
            pass  # another worker does it
        except Stopped:
            return
        except (StoreUnusable, StoreError, OSError) as error:
            LOG.warning("the dumps could not be written, and are tried again in five minutes: %s", error)
            wait = TROUBLE_SECONDS


def told(dump: Dump) -> str:
    """A line about a dump that was built."""
    body_bytes = sum(file.body_bytes for file in dump.files)
    return f"رونوشت تا ردیف {dump.log_index} | dump of log {dump.log_index}: records {dump.records}, bytes {body_bytes}"


@click.command()
@click.pass_obj
def dump(settings: Settings) -> None:
    """Write a dump of all published records, and build older ones anew where something was taken out since."""
    opening.require_store(settings)
    copies = opening.open_to_act(settings, "dump").copies
    began, made = time.monotonic(), []
    with Progress() as progress:
        try:
            for one in keeper_of(settings, copies, progress.count).keep(with_new=True):
                made.append(one)
                progress.say(told(one))
        except FollowerBusy:
            raise WrongUse(
                "فرمان یا کارگر دیگری رونوشت می‌نویسد؛ کمی بعد دوباره بکوشید",
                "another command or worker is writing dumps; try again in a while",
            ) from None
        except OSError as error:
            folder = settings.data / "dumps"
            raise WrongUse(
                f"رونوشت در {folder} نوشته نشد: {error.strerror}",
                f"the dump could not be written into {folder}: {error.strerror}",
            ) from None
    if not made:
        click.echo("از رونوشت پیش چیزی عوض نشده است | nothing has changed since the last dump")
    click.echo(f"dumps {len(made)}, seconds {time.monotonic() - began:.1f}")
