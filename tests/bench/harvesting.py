"""Harvests by the real command over made publishers: recorded pages and a CKAN on this machine; the index included."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import text

from deploy.opening import open_store
from deploy.settings import shipped_sources
from tests.bench import catalogue, machine
from tests.bench.corpus import Corpus, create_corpus
from tests.bench.place import Place, empty_place, wait_until_listening
from tests.bench.sheet import Bar, Sheet, Value
from tests.running import ROOT, free_port, kill_group, start

PART = "harvest"
KEPT_ROWS = ("record", "version", "log", "document", "agency")
"""Tables in which a harvest that finds nothing new may change nothing; its own job row is written, of course."""
CATALOGUE_SECONDS = 120.0
MOST_MEGABYTES = 500
PAGES, CKAN = {"new": 300, "unchanged": 3_000}, {"new": 500, "unchanged": 5_000}
"""Records a second, at least."""


def measure(sheet: Sheet, place: Place, folder: Path, wanted: int) -> None:
    """Recorded pages, then a CKAN; each in an empty store, first everything new, then the same again."""
    began = time.monotonic()
    begun = machine.wait_for(start(folder, "--version"), began)
    sheet.tell(PART, "start of a command", {"took_s": begun.seconds})
    corpus = create_corpus(shipped_sources(), folder / "sources", wanted)
    with empty_place(place, folder / "pages") as pages:
        _measure_pages(sheet, corpus, pages)
    with empty_place(place, folder / "ckan") as ckan:
        _measure_ckan(sheet, ckan, folder, wanted)


def _measure_pages(sheet: Sheet, corpus: Corpus, place: Place) -> None:
    before: dict[str, str] = {}
    for name, least in PAGES.items():
        ended = harvest(place, "--recorded", DASTRAS_SOURCES=str(corpus.sources))
        _tell(sheet, f"pages, {name}", ended, (corpus.records, least))
        sheet.check(f"harvest of pages ended with {ended.code}", ended.code in (0, 1))
        found = rows(place)
        changed = [table for table in before if found[table] != before[table]]
        sheet.check(f"tables changed by what is {name}: {changed or 'none'}", not changed)
        before = found
    counted = count(place, "record")
    sheet.check(f"records stored: {counted} of {corpus.records}", counted == corpus.records)


def _measure_ckan(sheet: Sheet, place: Place, folder: Path, records: int) -> None:
    """Beside the same bytes read, hashed and put into SQLite."""
    sources = folder / "ckan-sources"
    shutil.copytree(shipped_sources() / "agencies", sources / "agencies")
    lowest = catalogue.floor(folder, records)
    with _ckan(records) as address:
        text_of_source = catalogue.SOURCE.format(address=f"http://{address}/")
        (sources / "bench-ckan.yaml").write_text(text_of_source, encoding="utf-8")
        for name, least in CKAN.items():
            ended = harvest(place, DASTRAS_SOURCES=str(sources), DASTRAS_ALLOW=address)
            _tell(sheet, f"CKAN, {name}", ended, (records, least), floors=ended.seconds / lowest)
    counted = count(place, "record")
    sheet.check(f"packages stored: {counted} of {records}", counted == records)


@contextmanager
def _ckan(records: int) -> Iterator[str]:
    """The address of a CKAN on this machine."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.catalogue", str(records), str(port)], cwd=ROOT, start_new_session=True
    )
    try:
        wait_until_listening(port, CATALOGUE_SECONDS)
        yield f"127.0.0.1:{port}"
    finally:
        kill_group(process)


def _tell(sheet: Sheet, name: str, ended: machine.Ended, records: tuple[int, int], **more: Value) -> None:
    """The rate, of which a part is the start of the command; milliseconds of each group of processes for a record."""
    size, least = records
    rate = size / ended.seconds
    cpu = {f"{group}_ms": seconds * 1000 / size for group, seconds in ended.cpu.items()}
    sheet.tell(
        PART, name, {"rate": rate, "took_s": ended.seconds, **more, **cpu}, Bar(f">= {least:,} /s", rate >= least)
    )
    peak = ended.peak_megabytes
    bar = Bar(f"peak <= {MOST_MEGABYTES} MB", peak <= MOST_MEGABYTES)
    sheet.tell("memory", f"harvest, {name}", {"peak_mb": peak}, bar)


def harvest(place: Place, *options: str, **more: str) -> machine.Ended:
    """`dastras harvest --all` to its end."""
    began = time.monotonic()
    return machine.wait_for(place.start("harvest", "--all", *options, **more), began)


def rows(place: Place) -> dict[str, str]:
    """A digest of every row of the kept tables."""
    digests = {}
    engine = open_store(place.settings)
    with engine.connect() as store:
        for name in KEPT_ROWS:
            digest = hashlib.sha256()
            for row in store.execute(text(f"select * from {name} order by 1, 2")):
                digest.update(repr(tuple(row)).encode())
            digests[name] = digest.hexdigest()
    engine.dispose()
    return digests


def count(place: Place, table: str) -> int:
    """The rows of a table."""
    engine = open_store(place.settings)
    with engine.connect() as store:
        counted = int(store.execute(text(f"select count(*) from {table}")).scalar_one())
    engine.dispose()
    return counted
