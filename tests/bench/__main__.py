"""`make bench`: harvest, search and memory of the real command over a made corpus; figures beside their bars.

A missed bar is told and changes nothing. A wrong answer, a lost record or a row written for an unchanged one: exit 1.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from deploy.settings import shipped_sources
from tests.bench import catalogue, machine
from tests.bench.asking import Question, Timing, ask, one_after_the_other, questions_about
from tests.bench.corpus import Corpus, create_corpus
from tests.running import ROOT, free_port, kill_group, site, start

KEPT_ROWS = ("record", "version", "log", "document", "agency")
"""Tables in which a harvest that finds nothing new may change nothing; its own job row is written, of course."""
PRODUCT_QUESTIONS = 300
FLOOR_SECONDS = 15.0
CATALOGUE_SECONDS = 120.0


class Sheet:
    """The lines of the report; remembers whether something was wrong."""

    def __init__(self) -> None:
        self.is_right = True

    def tell(self, name: str, figure: str, bar: str = "", met: bool = True) -> None:
        """One figure, with its bar where it has one."""
        verdict = "" if not bar else f"   bar {bar}: {'met' if met else 'MISSED'}"
        print(f"{name:<26} {figure}{verdict}", flush=True)

    def check(self, what: str, holds: bool) -> None:
        """Something that must hold whatever the speed."""
        self.is_right = self.is_right and holds
        print(f"{'' if holds else 'WRONG: '}{what}", flush=True)


def main() -> int:
    """Build, measure, report; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--records", type=int, default=10_000, help="at least so many (10,000)")
    wanted = parser.parse_args().records
    sheet = Sheet()
    with tempfile.TemporaryDirectory() as folder:
        corpus = create_corpus(shipped_sources(), Path(folder) / "sources", wanted)
        print("\n".join(machine.describe()))
        print(
            f"corpus     {corpus.records} records made of the shipped recordings, seed fixed; one client\n", flush=True
        )
        data = Path(folder) / "data"
        measure_harvest(sheet, corpus, data)
        measure_ckan(sheet, Path(folder), wanted)
        measure_search(sheet, corpus, data)
    return 0 if sheet.is_right else 1


def measure_harvest(sheet: Sheet, corpus: Corpus, data: Path) -> None:
    """New records, then the same again: rates are over the whole command, its start and the index included."""
    began = time.monotonic()
    begun = machine.wait_for(start(data, "--version"), began)
    sheet.tell("start of a command", f"{begun.seconds:8.1f} s, part of every figure below")
    first = harvest(corpus, data)
    rate = corpus.records / first.seconds
    sheet.tell("new records", f"{rate:8.0f} /s  ({first.seconds:.1f} s)", ">= 300 /s", rate >= 300)
    sheet.tell("harvest, largest memory", f"{first.peak_megabytes:8.0f} MB", "<= 500 MB", first.peak_megabytes <= 500)
    before, counted = rows(data), count(data, "record")
    sheet.check(f"records stored: {counted} of {corpus.records}", counted == corpus.records and first.code in (0, 1))
    again = harvest(corpus, data)
    rate = corpus.records / again.seconds
    sheet.tell("unchanged records", f"{rate:8.0f} /s  ({again.seconds:.1f} s)", ">= 3,000 /s", rate >= 3_000)
    sheet.tell("harvest again, memory", f"{again.peak_megabytes:8.0f} MB", "<= 500 MB", again.peak_megabytes <= 500)
    changed = [name for name, digest in rows(data).items() if digest != before[name]]
    sheet.check(f"tables changed by the second harvest: {changed or 'none'}", not changed and again.code in (0, 1))


def measure_ckan(sheet: Sheet, folder: Path, records: int) -> None:
    """New and unchanged packages of a CKAN on this machine, search index and all, beside the floor."""
    port = free_port()
    address = f"127.0.0.1:{port}"
    sources, data = folder / "ckan-sources", folder / "ckan-data"
    shutil.copytree(shipped_sources() / "agencies", sources / "agencies")
    (sources / "bench-ckan.yaml").write_text(catalogue.SOURCE.format(address=f"http://{address}/"), encoding="utf-8")
    lowest = catalogue.floor(folder, records)
    site_process = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.catalogue", str(records), str(port)], cwd=ROOT, start_new_session=True
    )
    try:
        wait_until_listening(port)
        for name, least in (("new", 500), ("unchanged", 5_000)):
            began = time.monotonic()
            ended = machine.wait_for(
                start(data, "harvest", "--all", DASTRAS_SOURCES=str(sources), DASTRAS_ALLOW=address), began
            )
            rate = records / ended.seconds
            figure = f"{rate:8.0f} /s  ({ended.seconds / lowest:.0f} times the floor)"
            sheet.tell(f"CKAN, {name}", figure, f">= {least:,} /s", rate >= least)
            memory = ended.peak_megabytes
            sheet.tell(f"CKAN, {name}: memory", f"{memory:8.0f} MB", "<= 500 MB", memory <= 500)
            spent = ", ".join(f"{process} {seconds:.1f}" for process, seconds in ended.cpu.items())
            sheet.tell(f"CKAN, {name}: processor", f"{records / sum(ended.cpu.values()):8.0f} /s of it ({spent} s)")
        counted = count(data, "record")
        sheet.check(f"packages stored: {counted} of {records}", counted == records)
    finally:
        kill_group(site_process)


def wait_until_listening(port: int) -> None:
    """Until somebody listens there; raises TimeoutError."""
    end = time.monotonic() + CATALOGUE_SECONDS
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except ConnectionError:
            time.sleep(0.2)
    raise TimeoutError("the catalogue did not start")


def measure_search(sheet: Sheet, corpus: Corpus, data: Path) -> None:
    """Every question passes the real server; the floor is measured right after it, with the same client."""
    with site(data, {"DASTRAS_SOURCES": str(corpus.sources)}) as (address, process):
        timings = {
            name: ask(address, asked) for name, asked in questions_about(corpus.titles, PRODUCT_QUESTIONS).items()
        }
        peaks = [machine.peak_megabytes(worker) for worker in machine.workers_of(process.pid)]
    floor = measure_floor()
    for name, timing in timings.items():
        sheet.tell(f"search: {name}", str(timing))
    searches = one_after_the_other(timing for name, timing in timings.items() if "HTML" not in name)
    sheet.tell("search: all but HTML", str(searches), "p50 <= 10 ms", searches.percentile(50) <= 10)
    sheet.tell("floor: Flask, 5 kB", str(floor))
    ratios = ", ".join(
        f"p{percent} {searches.percentile(percent) / floor.percentile(percent):.1f}" for percent in (50, 95, 99)
    )
    sheet.tell("search / floor", ratios)
    largest = max(peaks, default=0.0)
    sheet.tell(
        "web worker, largest memory", f"{largest:8.0f} MB of {len(peaks)} workers", "<= 300 MB", 0 < largest <= 300
    )
    asked = one_after_the_other(timings.values())
    sheet.check(f"right answers: {len(asked.milliseconds)} of {asked.asked}", len(asked.milliseconds) == asked.asked)


def harvest(corpus: Corpus, data: Path) -> machine.Ended:
    """`dastras harvest --all --recorded` to its end."""
    began = time.monotonic()
    process = start(data, "harvest", "--all", "--recorded", DASTRAS_SOURCES=str(corpus.sources))
    return machine.wait_for(process, began)


def measure_floor() -> Timing:
    """The same number of questions to the floor, through gunicorn with the product's workers and threads."""
    port = free_port()
    gunicorn = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", "16"]
    process = subprocess.Popen(
        [*gunicorn, "--no-control-socket", "--log-level", "error", "tests.bench.floor:create_app()"],
        cwd=ROOT,
        start_new_session=True,
    )
    try:
        question = Question("/floor", lambda body: len(body) > 5_000)
        wait_until_answered(port)
        return ask(f"http://127.0.0.1:{port}", [question] * PRODUCT_QUESTIONS)
    finally:
        kill_group(process)


def wait_until_answered(port: int) -> None:
    """Until the floor listens; raises TimeoutError."""
    end = time.monotonic() + FLOOR_SECONDS
    while time.monotonic() < end:
        try:
            ask(f"http://127.0.0.1:{port}", [Question("/floor", bool)])
            return
        except ConnectionError:
            time.sleep(0.1)
    raise TimeoutError("the floor did not start")


def rows(data: Path) -> dict[str, str]:
    """A digest of every row of the kept tables."""
    digests = {}
    with closing(sqlite3.connect(data / "dastras.sqlite")) as store:
        for name in KEPT_ROWS:
            digest = hashlib.sha256()
            for row in store.execute(f"select * from {name} order by 1, 2"):
                digest.update(repr(row).encode())
            digests[name] = digest.hexdigest()
    return digests


def count(data: Path, table: str) -> int:
    """The rows of a table."""
    with closing(sqlite3.connect(data / "dastras.sqlite")) as store:
        return int(store.execute(f"select count(*) from {table}").fetchone()[0])


if __name__ == "__main__":
    sys.exit(main())
