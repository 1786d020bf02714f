"""`dastras work`: one worker in this process, until it is told to stop."""

from __future__ import annotations

import signal
from types import FrameType

import click

from catalogue.leases import Hold
from catalogue.queue import JobHandle
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
    """Queue what is due and run jobs until SIGTERM or SIGINT; jobs that run then go back to the queue.

    Whether it ended in order; see Worker.work.
    """
    intake = open_catalogue(settings).intake

    def fetcher_of(source: Source, job: JobHandle, hold: Hold) -> Getter:
        return fetcher_for_job(settings, intake, None, source, (job, hold))

    worker = Worker(intake, SourceFolder(settings.sources), fetcher_of, utc_now, click.echo)

    def stop(_number: int, _frame: FrameType | None) -> None:
        worker.stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    return worker.work(STOP_SECONDS)
