"""The index follows the log in a process of its own while a command harvests: indexing costs as much as harvesting."""

from __future__ import annotations

import logging
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection

from catalogue.connection import StoreError
from catalogue.errors import FollowerBusy, IndexUnavailable, StoreUnusable
from catalogue.search.follower import BATCH, SearchFollower
from deploy.opening import open_catalogue, open_followers
from deploy.parent import end_with_parent
from deploy.settings import Settings

PAUSE_SECONDS = 1.0
"""Between two looks at the log: a harvest shorter than this needs no help."""
STOP_SECONDS = 10.0
"""So long it may go on with what it has begun; the command does the rest by itself."""

_log = logging.getLogger(__name__)


@contextmanager
def followed(settings: Settings) -> Iterator[None]:
    """The index follows while the context lasts; nothing runs and no lock is held after it.

    Enter it before anything is opened. What it leaves undone is for opening.follow, which also tells what is wrong.
    """
    fork = get_context("fork")  # nothing is open yet: no thread, no index, no connection
    told, tell = fork.Pipe(duplex=False)
    child = fork.Process(target=_follow, args=(settings, told, tell), name="follow", daemon=True)
    child.start()
    told.close()
    try:
        yield
        tell.close()
        child.join(STOP_SECONDS)
    finally:
        tell.close()
        child.kill()  # at any instant, see follower.py
        child.join()


def _follow(settings: Settings, told: Connection, tell: Connection) -> None:
    """Catch up now and then until the other end is closed. An index or store that cannot be used ends it."""
    end_with_parent(signal.SIGKILL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the command too, and it knows what to do
    tell.close()
    followers = open_followers(settings, open_catalogue(settings))
    while not told.poll(PAUSE_SECONDS):
        try:
            _catch_up(followers)
        except (IndexUnavailable, StoreError, StoreUnusable) as error:
            _log.info("the index stopped following: %s", type(error).__name__)
            return


def _catch_up(followers: Sequence[SearchFollower]) -> None:
    for follower in followers:
        with suppress(FollowerBusy):  # `serve` or another command is writing: it reads the same log
            follower.catch_up(BATCH)
