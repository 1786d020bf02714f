"""What the commands about sources do: choose source files, open the right fetcher, harvest, preview. No click here."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from catalogue.errors import JobLost, SourceBusy, SourcePaused
from catalogue.intake import Intake
from catalogue.leases import Hold
from catalogue.queue import JobHandle
from catalogue.vocab import JobState
from deploy.opening import WrongUse, utc_now
from deploy.progress import Progress
from deploy.settings import Settings
from harvesters.agencies import AgencyRegister, load_agencies
from harvesters.config import load_sources
from harvesters.door import Door
from harvesters.errors import StructureBroken
from harvesters.fetch import Getter
from harvesters.grants import Grants, grants_for
from harvesters.keeping import ForNobody, FromHand, FromNetwork, Keeping
from harvesters.network import Fetcher
from harvesters.politeness import Manners
from harvesters.replay import FolderFetcher, RecordedFetcher
from harvesters.reports import JobReport
from harvesters.robots import Robots
from harvesters.run import row_of, run_job
from harvesters.slots import HostSlots
from harvesters.source import Source
from schemas.fields import nearest


def register_of(settings: Settings) -> AgencyRegister:
    """The agency files of the operator; raises SourceInvalid with their mistakes."""
    return load_agencies(settings.sources / "agencies")


def files_of(settings: Settings, names: Sequence[str]) -> list[Path]:
    """The source files of these ids, all of them when none is named; raises WrongUse."""
    known = {path.stem: path for path in sorted(settings.sources.glob("*.yaml"))}
    unknown = [name for name in names if name not in known]
    if unknown or not known:
        raise WrongUse(*(_no_source(name, known) for name in unknown or ["*"]))
    return [known[name] for name in names] if names else list(known.values())


def open_fetcher(
    settings: Settings, source: Source, recording: Path | None, keeping: Keeping, network: type[Fetcher] = Fetcher
) -> Getter:
    """Where the documents of a source come from: its recording, the operator's folder, or the network."""
    cap = source.limits.document_bytes
    if recording is not None:
        return RecordedFetcher(_recorded_folder(recording, source), keeping, cap)
    if source.reading.url is not None:
        door = Door(settings.contact or source.contact or "", cap, grants_of(settings, source))
        slots = HostSlots(settings.data / "locks" / "hosts")
        robots = None if source.robots_agreed else Robots(settings.data / "robots", slots, utc_now)
        return network(keeping, door, slots, Manners(source.gap_seconds, settings.allow, robots), utc_now)
    if settings.files_root is None:
        raise StructureBroken("files-root-missing", source=source.id)
    return FolderFetcher(settings.files_root, keeping, utc_now(), cap)


def grants_of(settings: Settings, source: Source) -> Grants:
    """What the operator grants to a source; raises StructureBroken when its file asks for more."""
    return grants_for(source, settings.allow, settings.secrets, settings.files_root)


def fetcher_for_job(
    settings: Settings, intake: Intake, recording: Path | None, source: Source, running: tuple[JobHandle, Hold]
) -> Getter:
    """The fetcher of a running job, which keeps what it fetches."""
    job, hold = running
    at_hand = recording is not None or source.reading.folder is not None
    keeping = FromHand(intake, job, hold) if at_hand else FromNetwork(intake, job, hold, utc_now)
    return open_fetcher(settings, source, recording, keeping)


def harvest(
    settings: Settings, intake: Intake, names: Sequence[str], recording: Path | None, progress: Progress
) -> bool:
    """Harvest these sources one after the other; whether all succeeded without an issue.

    Every mistake of every file is raised (SourceInvalid) before anything is harvested.
    """
    register = register_of(settings)
    sources = load_sources(files_of(settings, names), register)
    for source in sources:
        open_fetcher(settings, source, recording, ForNobody())  # what cannot be read is told before any job begins
    intake.register(register.files.values())
    worker = intake.worker()
    clean = True
    with _ended_by_sigterm():
        for source in sources:
            progress.show(source.id)
            run = partial(_harvest_one, _Run(settings, intake, recording, progress), source)
            clean = _told(source, run, worker.name, progress) and clean
    worker.release()
    return clean


@contextmanager
def _ended_by_sigterm() -> Iterator[None]:
    """SIGTERM ends a harvest as Ctrl-C does: its job is not left running."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _told(source: Source, run: Callable[[str], JobReport], worker: str, progress: Progress) -> bool:
    try:
        report = run(worker)
    except SourceBusy as busy:
        progress.say(f"{source.id}: کار {busy.job} از آن باز است | job {busy.job} of it is open")
        progress.say(f"  «dastras abort {busy.job}» آن را پایان می‌دهد | `dastras abort {busy.job}` ends it")
        return False
    except SourcePaused:
        progress.say(
            f"{source.id}: نگه داشته شده است؛ «dastras resume» | paused; `dastras resume {source.id}` wakes it"
        )
        return False
    except JobLost:
        progress.say(f"{source.id}: این کار به فرمان پایان یافت یا به کارگری دیگر رسید | aborted, or taken over")
        return False
    progress.say(str(report))
    return report.state is JobState.SUCCEEDED and not report.counts["issues"]


@dataclass(frozen=True, slots=True)
class _Run:
    """What all jobs of one command need."""

    settings: Settings
    intake: Intake
    recording: Path | None
    progress: Progress


def _harvest_one(run: _Run, source: Source, worker: str) -> JobReport:
    intake = run.intake
    job = intake.begin_job(row_of(source), worker, recorded=run.recording is not None)
    with intake.hold(job.claim, threading.Event()) as hold:
        try:
            fetcher = fetcher_for_job(run.settings, intake, run.recording, source, (job, hold))
            run.progress.follow(lambda: f"{source.id}: {fetcher.keeping.documents} پاسخ | answers")
            return run_job(job, source, fetcher, intake, utc_now)
        except KeyboardInterrupt:
            intake.abort(job.number, "interrupted")
            raise


def _recorded_folder(recording: Path, source: Source) -> Path:
    folder = recording / source.id
    if not (folder / "index.jsonl").is_file():
        raise WrongUse(
            f"{source.id}: ضبطی در {recording} نیست",
            f"{source.id}: there is no recording of it in {recording}",
        )
    return folder


def _no_source(name: str, known: dict[str, Path]) -> str:
    near = nearest(name, list(known))
    persian, english = (f"؛ شاید {near}؟", f"; did you mean {near}?") if near else ("", "")
    return f"چنین منبعی نیست: {name}{persian} | no such source: {name}{english}"
