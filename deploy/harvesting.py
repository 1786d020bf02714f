"""What the commands about sources do: choose source files, open the right fetcher, harvest, preview. No click here."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from catalogue.errors import SourceBusy
from catalogue.service import Catalogue
from catalogue.vocab import JobState
from deploy.opening import WrongUse, utc_now
from deploy.progress import Progress
from deploy.settings import Settings
from harvesters.agencies import AgencyRegister, load_agencies
from harvesters.config import load_sources
from harvesters.fetch import Fetcher, Getter, Keep
from harvesters.replay import FolderFetcher, RecordedFetcher
from harvesters.run import run_job
from harvesters.source import Folder, Source
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


def open_fetcher(settings: Settings, source: Source, recording: Path | None, keep: Keep) -> Getter:
    """Where the documents of a source come from: its recording, the operator's folder, or the network."""
    cap = source.limits.document_bytes
    if recording is not None:
        return RecordedFetcher(_recorded_folder(recording, source), keep, cap)
    if not isinstance(source.reading, Folder):
        return Fetcher(keep, settings.contact or source.contact or "", cap, utc_now)
    if settings.files_root is None:
        raise WrongUse(
            f"{source.id}: برای خواندن پوشه، DASTRAS_FILES_ROOT را تنظیم کنید",
            f"{source.id}: set DASTRAS_FILES_ROOT to read a folder",
        )
    return FolderFetcher(settings.files_root, keep, utc_now(), cap)


def harvest(
    settings: Settings, catalogue: Catalogue, names: Sequence[str], recording: Path | None, progress: Progress
) -> bool:
    """Harvest these sources one after the other; whether all succeeded without an issue.

    Every mistake of every file is raised (SourceInvalid) before anything is harvested.
    """
    register = register_of(settings)
    sources = load_sources(files_of(settings, names), register)
    fetchers = [open_fetcher(settings, source, recording, catalogue.keep) for source in sources]
    catalogue.put_agencies(list(register.files.values()))
    clean = True
    for source, fetcher in zip(sources, fetchers, strict=True):
        progress.show(source.id)
        clean = _harvest_one(source, fetcher, catalogue, progress) and clean
    return clean


def _harvest_one(source: Source, fetcher: Getter, catalogue: Catalogue, progress: Progress) -> bool:
    try:
        report = run_job(source, fetcher, catalogue, utc_now)
    except SourceBusy:
        progress.say(f"{source.id}: کار دیگری از آن در جریان است | another job of it is running")
        return False
    progress.say(str(report))
    return report.state is JobState.SUCCEEDED and not report.counts["issues"]


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
