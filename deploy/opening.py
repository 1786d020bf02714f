"""Puts the rooms together: settings -> a catalogue, its follower, its store brought up to date."""

from __future__ import annotations

import os
import pwd
import secrets
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from importlib.resources import files
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError

from catalogue.connection import (
    StoreAddress,
    StoreEngine,
    encoding,
    holds_tables,
    is_server,
    open_engine,
    sqlite_file,
    sqlite_url,
    unhurried,
)
from catalogue.errors import FollowerBusy, IndexUnavailable
from catalogue.follower_lock import follower_lock
from catalogue.search.engines import Search, open_search
from catalogue.search.follower import SearchFollower
from catalogue.search.together import Together
from catalogue.service import Catalogue
from deploy.progress import Progress
from deploy.settings import Settings, shipped_sources
from harvesters.synonyms import Groups, load_synonyms

ALL_WELL, TO_LOOK_AT, WRONG_USE = 0, 1, 2
"""Exit codes of every command."""
FOLLOW_SECONDS = 10.0
PAUSE_SECONDS = 0.1
SYNONYMS = Path("words", "synonyms.yaml")
"""In the folder of sources."""


class WrongUse(Exception):
    """What a person asked for cannot be done; `lines` say why, in Persian and English."""

    def __init__(self, *lines: str) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


def utc_now() -> datetime:
    """The time by this machine's clock."""
    return datetime.now(UTC)


def open_store(settings: Settings) -> StoreEngine:
    """The store of these settings; the data folder is made when it is missing."""
    settings.data.mkdir(parents=True, exist_ok=True)
    return open_engine(store_address(settings))


def store_address(settings: Settings) -> StoreAddress:
    """Where the store of these settings is; it may hold a password."""
    return settings.store or sqlite_url(settings.data)


def open_catalogue(settings: Settings) -> Catalogue:
    """The catalogue over store, archive and index. Open it after any fork."""
    engine = open_store(settings)
    return Catalogue(engine, settings.data, search_of(settings, engine).index, utc_now, secrets.token_bytes)


def search_of(settings: Settings, engine: StoreEngine) -> Search:
    """The search engine of these settings; its follower's lock is in the store where that is shared."""
    return open_search(settings.data, settings.search, partial(follower_lock, engine, settings.data / "locks"))


def synonyms_of(settings: Settings) -> Groups:
    """Words of equal meaning: the operator's, else those that ship. Raises SourceInvalid with the file's mistakes."""
    own = settings.sources / SYNONYMS
    return load_synonyms(own if own.is_file() else shipped_sources() / SYNONYMS)


def open_to_act(settings: Settings, command: str, subject: str = "") -> Catalogue:
    """The catalogue, for a command that changes something or takes something out: the audit has its line first."""
    opened = open_catalogue(settings)
    opened.note(operator(), command, subject)
    return opened


def operator() -> str:
    """The account under which this command runs; its number where it has no name."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())


def open_followers(settings: Settings, catalogue: Catalogue) -> tuple[SearchFollower, ...]:
    """What brings the index up to the log: one for each build that this machine reads."""
    search = search_of(settings, open_store(settings))
    return tuple(SearchFollower(generations, catalogue.read) for generations in search.generations)


def open_rebuilder(settings: Settings, catalogue: Catalogue) -> SearchFollower:
    """What builds the index anew: every build of this machine in one pass."""
    builds = search_of(settings, open_store(settings)).generations
    return SearchFollower(Together(builds) if len(builds) > 1 else builds[0], catalogue.read)


def require_store(settings: Settings) -> None:
    """Bring the store up to date; raises WrongUse when there is none, for then there is nothing to look at."""
    if is_server(store_address(settings)):
        _require_tables(settings)
    else:
        require_store_file(settings)
    migrate(settings)


def _require_tables(settings: Settings) -> None:
    engine = open_store(settings)
    try:
        if not holds_tables(engine):
            raise WrongUse(
                "پایگاه دادهٔ DASTRAS_STORE خالی است؛ نخست «dastras harvest» یا «dastras serve» را اجرا کنید",
                "the database of DASTRAS_STORE is empty; run `dastras harvest` or `dastras serve` first",
            )
    finally:
        engine.dispose()


def require_store_file(settings: Settings) -> Path:
    """The SQLite file of these settings; raises WrongUse when there is none, or the store is PostgreSQL."""
    file = store_file(settings)
    if not file.is_file():
        raise WrongUse(
            f"در {file.parent} چیزی نیست؛ نخست «dastras harvest» یا «dastras serve» را اجرا کنید",
            f"there is no store in {file.parent}; run `dastras harvest` or `dastras serve` first",
        )
    return file


def store_file(settings: Settings) -> Path:
    """The SQLite file of these settings, be it there or not; raises WrongUse when the store is PostgreSQL."""
    if is_server(store_address(settings)):
        raise WrongUse(
            "انباره روی PostgreSQL است: پشتیبان آن را pg_dump می‌گیرد و pg_restore بازمی‌گرداند، "
            "و پس از آن پوشهٔ archive؛ docs/operators.md را ببینید",
            "the store is on PostgreSQL: pg_dump makes its backup and pg_restore puts it back, and the folder archive "
            "after it; see docs/operators.md",
        )
    return sqlite_file(store_address(settings))


def migrate(settings: Settings) -> None:
    """Bring an empty or older store up to the newest tables; an up-to-date one is left alone.

    Whoever comes while another one does so waits, and finds it done.
    """
    config = Config()
    config.set_main_option("script_location", str(files("deploy") / "migrations"))
    engine = open_store(settings)
    try:
        with unhurried(engine).connect() as connection, connection.begin():
            _refuse_encoding(encoding(connection))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except CommandError as error:
        raise WrongUse(
            f"جدول‌های این انباره از نسخهٔ دیگری است؛ دسترس را تازه کنید: {error}",
            f"the tables of this store are of another version; update Dastras: {error}",
        ) from None
    finally:
        engine.dispose()


def _refuse_encoding(name: str) -> None:
    if name != "UTF8":
        raise WrongUse(
            f"پایگاه داده متن را به {name} می‌نویسد و فارسی در آن نمی‌گنجد؛ آن را با ENCODING 'UTF8' بسازید",
            f"the database writes texts in {name}, which holds no Persian; create it with ENCODING 'UTF8'",
        )


def follow(settings: Settings, progress: Progress) -> bool:
    """Bring the index up to the log, after whoever is doing that now. Whether it is there."""
    followers = open_followers(settings, open_catalogue(settings))
    try:
        if all(patiently(follower.catch_up, FOLLOW_SECONDS) for follower in followers):
            return True
        progress.say("نمایه هنوز عقب است | the index is still behind")
    except IndexUnavailable as error:
        progress.say("داده‌ها ثبت شده‌اند ولی نمایه هنوز عقب است | the data are stored, but the index is still behind")
        progress.say(f"  {error.reason}")
    return False


def patiently(act: Callable[[], object], seconds: float) -> bool:
    """Write the index as soon as no other follower, of `serve` or of a command, does; False when one does so long."""
    end = time.monotonic() + seconds
    while True:
        try:
            act()
            return True
        except FollowerBusy:
            if time.monotonic() > end:
                return False
            time.sleep(PAUSE_SECONDS)
