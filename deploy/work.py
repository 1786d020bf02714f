"""`dastras work`: one worker in this process, until it is told to stop."""

from __future__ import annotations

import signal
import threading
from types import FrameType

import click

from catalogue.leases import Hold
from catalogue.queue import JobHandle
from deploy.dumping import keep_dumps
from deploy.harvesting import fetcher_for_job
from deploy.opening import open_catalogue, utc_now
from deploy.settings import Settings
from harvesters.fetch import Getter
from harvesters.source import Source
from harvesters.source_folder import SourceFolder
from harvesters.worker import Worker

STOP_SECONDS = 8.0
"""So long a job may take to come to a halt; then it goes back to the queue as it is."""


def work(settings: Settings) -> bool:
    """Queue what is due, run jobs and keep the dumps until SIGTERM or SIGINT; jobs that run then go back to the queue.

    Whether it ended in order; see Worker.work.
    """
    catalogue = open_catalogue(settings)
    intake = catalogue.intake

    def fetcher_of(source: Source, job: JobHandle, hold: Hold) -> Getter:
        return fetcher_for_job(settings, intake, None, source, (job, hold))

    worker = Worker(intake, SourceFolder(settings.sources), fetcher_of, utc_now, click.echo)

    def stop(_number: int, _frame: FrameType | None) -> None:
        worker.stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    nightly = threading.Thread(
        target=keep_dumps, args=(settings, catalogue.copies, worker.stop), name="dumps", daemon=True
    )
    nightly.start()
    is_orderly = worker.work(STOP_SECONDS)
    nightly.join(STOP_SECONDS)
    return is_orderly
