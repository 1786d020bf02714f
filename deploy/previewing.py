"""What `dastras preview` does: some records on the way up to the door, a summary, and a recording when it is asked for.

The data folder is not written: pauses and robots.txt of the hosts are kept in a folder that is gone afterwards.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from catalogue.identity import canonical_json
from catalogue.outlook import Outlook, look_at_store
from deploy import harvesting
from deploy.checking import agency_folder, guesses_in
from deploy.opening import WrongUse, store_address
from deploy.settings import Settings
from harvesters.agencies import judge_agencies
from harvesters.config import judge_source
from harvesters.errors import SourceInvalid
from harvesters.keeping import ForNobody
from harvesters.network import Fetcher
from harvesters.recording import RecordingFetcher, write_recording
from harvesters.replay import INDEX
from harvesters.reports import Prepared
from harvesters.run import preview, raw_digest, reading_digest
from harvesters.source import Source

ROLED = ("texts", "roles", "links", "relations", "source_ids")
"""Members that are lists of {role, …}: each role is a field of its own."""
ROLE_KEYS = ("role", "rel", "type", "scheme")


@dataclass(frozen=True, slots=True)
class Wish:
    """What a preview shall do: how many records, from which recording (None: the source), and whether to record."""

    records: int
    recording: Path | None
    record: bool


def show(settings: Settings, path: Path, wish: Wish) -> Iterator[str]:
    """The lines of a preview; the last ones say whether there is something to look at (`Summary.is_clean`)."""
    source = _source_of(settings, path)
    into = _recording_folder(source, path) if wish.record else None
    summary = Summary(source, look_at_store(store_address(settings), source.id))
    with tempfile.TemporaryDirectory(prefix="dastras-preview-") as scratch:
        own = replace(settings, data=Path(scratch))
        kind = RecordingFetcher if wish.record else Fetcher
        fetcher = harvesting.open_fetcher(own, source, wish.recording, ForNobody(), kind)
        for found in preview(source, fetcher, wish.records):
            summary.take(found)
            yield str(found)
    yield from summary.lines()
    if into is not None and isinstance(fetcher, RecordingFetcher):
        write_recording(into, fetcher.exchanges, summary.canonical)
        count = len(fetcher.exchanges)
        yield f"ضبط شد در {into}: {count} پاسخ | recorded into {into}: {count} answers"
    guesses = guesses_in(path)
    yield from map(str, guesses)
    if guesses or not summary.is_clean:
        raise ThingsToLookAt


def _source_of(settings: Settings, path: Path) -> Source:
    """The source of a file; raises SourceInvalid with its mistakes and those of the agency files."""
    register, mistakes = judge_agencies(agency_folder(settings, path))
    judged = judge_source(path, register)
    if judged.source is None or mistakes:
        raise SourceInvalid([*judged.mistakes, *mistakes])
    return judged.source


class ThingsToLookAt(Exception):
    """A preview ended with issues, or without a record."""


class Summary:
    """What a preview met: records, how often each field is filled, leftovers, and what ingest would say."""

    def __init__(self, source: Source, outlook: Outlook | None) -> None:
        self._source, self._outlook = source, outlook
        self._reading = reading_digest(source)
        self._filled: Counter[str] = Counter()
        self._leftovers: Counter[str] = Counter()
        self._issues: Counter[str] = Counter()
        self._outcomes: Counter[str] = Counter()
        self._seen = 0
        self.canonical: list[str] = []

    @property
    def is_clean(self) -> bool:
        """Whether there were records, and nothing to look at."""
        return bool(self.canonical) and not self._issues and not self._leftovers

    def take(self, found: Prepared) -> None:
        """Count one."""
        self._seen += found.raw is not None
        for issue in found.issues:
            if issue.code == "leftover":
                self._leftovers[str(issue.place)] += 1
            else:
                self._issues[issue.code] += 1
        if found.record is None or found.raw is None:
            return
        text = canonical_json(found.record)
        self.canonical.append(text)
        self._filled.update(set(filled_fields(found.record)))
        if self._outlook is not None:
            digest = raw_digest(found.raw, self._reading)
            self._outcomes[self._outlook.outcome(found.raw.native_id, digest, text)] += 1

    def lines(self) -> Iterator[str]:
        """The summary, in both languages."""
        good = len(self.canonical)
        yield ""
        counts = f"{self._seen} رکورد دیده شد، {good} پذیرفته | records seen: {self._seen}, accepted: {good}"
        yield f"── {self._source.id}: {counts}"
        for path in sorted(self._filled):
            yield f"    {path}: {self._filled[path]}/{good} ({100 * self._filled[path] // good}%)"
        empty = sorted({_plain(rule.path) for rule in self._source.rules} - self._filled.keys()) if good else []
        if empty:
            yield f"    هرگز پر نشد: {'، '.join(empty)} | never filled: {', '.join(empty)}"
        yield from _counted(
            "بازمانده‌ها (به fields یا ignore بیفزایید)", "leftovers (add to fields or ignore)", self._leftovers
        )
        yield from _counted("یادداشت‌ها", "issues", self._issues)
        yield self._would()

    def _would(self) -> str:
        if self._outlook is None:
            return "    انباره‌ای نیست که با آن سنجیده شود | no store to compare with"
        told = ", ".join(f"{name} {self._outcomes[name]}" for name in ("added", "changed", "unchanged"))
        self._outlook.close()
        return f"    برداشت می‌گفت | ingest would say: {told}"


def _counted(persian: str, english: str, counts: Counter[str]) -> Iterator[str]:
    if counts:
        yield f"    {persian} | {english}:"
    for name, count in counts.most_common():
        yield f"      {name}: {count}"


def filled_fields(record: Mapping[str, Any]) -> Iterator[str]:
    """The paths of ours that a record has, as source files name them; members of lists by their list.

    A date without a day is not filled.
    """
    for key, part in record.items():
        if key in ROLED:
            role = next((name for name in ROLE_KEYS if name in part[0]), "")
            yield from (f"{key}.{one[role]}" for one in part if role in one)
        elif isinstance(part, Mapping) and key in ("dates", "coverage", "session"):
            yield from (f"{key}.{name}" for name, value in part.items() if not _is_unread_date(value))
        elif key not in ("kind", "language", "masks", "type_asserted_by"):
            yield key


def _is_unread_date(value: object) -> bool:
    """Whether this is a date of which no day was read, only what is printed."""
    return isinstance(value, Mapping) and "raw" in value and "iso" not in value


def _plain(path: str) -> str:
    """A path of ours as `filled_fields` names it."""
    head, _, rest = path.partition(".")
    if "[]" in head:
        return head.removesuffix("[]")
    return f"{head}.{rest.partition('.')[0]}" if rest else head


def _recording_folder(source: Source, path: Path) -> Path:
    """Where a recording of this source goes; raises WrongUse where one is already, or nothing can be recorded."""
    if source.reading.url is None:
        raise WrongUse(
            f"{source.id}: پوشه‌ای که خوانده می‌شود خود در دسترس است و ضبط نمی‌خواهد | "
            f"{source.id}: a folder lies at hand and needs no recording"
        )
    folder = path.absolute().parent / "recorded" / source.id
    if (folder / INDEX).exists():
        raise WrongUse(
            f"ضبطی در {folder} هست و رونویسی نمی‌شود؛ نخست آن را جابه‌جا کنید | "
            f"there is a recording in {folder}, and it is not overwritten; move it away first"
        )
    return folder
