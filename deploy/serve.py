"""`dastras serve`: a parent that keeps its children running: web server, search follower, and a worker that harvests.

All end with the parent, however that ends: by signal, by Ctrl-C, or killed.
"""

from __future__ import annotations

import logging
import signal
import sys
import threading
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from types import FrameType
from typing import Any

from gunicorn.app.base import BaseApplication

from deploy.opening import open_catalogue, open_followers, synonyms_of
from deploy.parent import end_with_parent
from deploy.quiet_log import QuietLogger
from deploy.settings import Settings
from deploy.work import work
from deploy.wsgi import open_app

LOG = logging.getLogger(__name__)

PAUSE_SECONDS = 0.2  # between two looks at the log: a change is found within 2 s
Target = Callable[[Settings], None]

RESTART_SECONDS = 1.0
STOP_SECONDS = 10.0


class WebServer(BaseApplication):  # type: ignore[misc]  # gunicorn ships no types
    """gunicorn with our settings; the catalogue is opened in each worker, after the fork."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._synonyms = synonyms_of(settings)
        super().__init__()

    def load_config(self) -> None:
        """The options that gunicorn asks for."""
        options: dict[str, Any] = {
            "bind": self._settings.bind,
            "workers": self._settings.web_workers,
            "worker_class": "gthread",
            "threads": 16,  # 20 exports at once on 4 threads made other readers wait seconds (libraries.md)
            "limit_request_line": 8190,  # 4094 holds about 650 percent-encoded Persian letters
            "graceful_timeout": 5,  # a worker caught while it starts may miss the word to stop
            "control_socket_disable": True,  # else a socket in the home folder
            "logger_class": QuietLogger,
            "accesslog": None,  # readers leave no trace
            "loglevel": "warning",
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """The application of one worker."""
        return open_app(self._settings, self._synonyms)


def run_web(settings: Settings) -> None:
    """The web server, until it is told to stop."""
    end_with_parent()
    WebServer(settings).run()


def run_follower(settings: Settings, place: int = 0) -> None:
    """One of the search followers, until it is told to stop."""
    end_with_parent()
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: stop.set())
    open_followers(settings, open_catalogue(settings))[place].follow(stop, PAUSE_SECONDS)


def run_second_follower(settings: Settings) -> None:
    """Where the engine is a cluster: the one that counts the words on this machine."""
    run_follower(settings, 1)


def run_work(settings: Settings) -> None:
    """The worker that harvests, until it is told to stop."""
    end_with_parent()
    sys.exit(0 if work(settings) else 1)


def serve(settings: Settings, *, with_work: bool) -> int:
    """Run all until a signal or until the web server ends; the exit code."""
    fork = get_context("fork")  # nothing is open yet: no thread, no index, no connection
    stopping = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopping.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)

    def start(target: Target) -> BaseProcess:
        child = fork.Process(target=target, args=(settings,), name=target.__name__)
        child.start()
        return child

    def start_again(target: Target, child: BaseProcess) -> BaseProcess:
        if child.is_alive() or stopping.wait(RESTART_SECONDS):
            return child
        LOG.warning("%s ended (%s) and is started again", target.__name__, child.exitcode)
        return start(target)

    web = start(run_web)
    others = {target: start(target) for target in _beside(settings, with_work)}
    try:
        while not stopping.is_set() and web.is_alive():
            wait([web.sentinel, *(child.sentinel for child in others.values())], timeout=0.5)
            others = {target: start_again(target, child) for target, child in others.items()}
        return 0 if stopping.is_set() else web.exitcode or 1
    finally:
        _end([web, *others.values()])


def _beside(settings: Settings, with_work: bool) -> list[Target]:
    """What runs beside the web server."""
    followers: list[Target] = [run_follower, run_second_follower] if settings.search else [run_follower]
    return [*followers, run_work] if with_work else followers


def _end(children: list[BaseProcess]) -> None:
    for child in children:
        child.terminate()
    for child in children:
        child.join(STOP_SECONDS)
        if child.is_alive():
            child.kill()
