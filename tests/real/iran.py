"""One catalogue of all recorded Iranian inputs, harvested as a server would have given them.

The inputs lie in ../shared/data and never ship. Where one holds many records in a form of its own (volumes of
minutes, tables by province), its rows are rewritten here as JSON; votes, laws of the cabinet and pages are
harvested as they are.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from catalogue.vocab import JobState
from harvesters.agencies import AgencyRegister, load_agencies
from harvesters.config import load_source
from harvesters.fetch import Getter
from harvesters.keeping import Keeping
from harvesters.replay import FolderFetcher, RecordedFetcher
from harvesters.source import Source
from tests.harvesters.making import now, run_source
from tests.making import Store, open_fresh
from tests.real.harvesting import Answer, record
from tests.real.recording import SEED_PAGES, SHARED, SOURCES, make_recording

INPUTS = SHARED / "sources"
FOLDERS = (
    "ir-majlis-votes", "ir-qavanin-pages", "ir-law-articles", "ir-constitution-debates",
    "ir-administrative-divisions", "ir-county-name-history", "ir-majlis-session-catalogue",
)  # fmt: skip
PAGES = ("ir-qavanin", "seed-page-000", "seed-page-001", "seed-page-002", "seed-page-003", "seed-page-004")
VOTES = "ir-majlis-votes"

LONGEST_SESSION = 20_000
"""Characters of a session that are kept, its agenda among them: whole ones would take most of a minute to index."""

OpenFetcher = Callable[[Keeping, int], Getter]
"""Where documents are kept and the most bytes of one -> what gives them."""

Row = Mapping[str, str]

_SESSION = re.compile(r'(?=<section type="session")')
_TAG = re.compile(r"<[^>]*>|^Majlis:.*$", re.MULTILINE)
_REVISION = re.compile(r"(?m)^\s*جلس\w*\s+([\w\u200f ]+?)\s*\n\s*(?=صورت مشروح مذاکرات شوراى بازنگرى)")


def is_here() -> bool:
    """Whether the inputs lie beside the repository."""
    return SEED_PAGES.is_dir() and all((INPUTS / name).is_dir() for name in FOLDERS)


def open_catalogue(folder: Path) -> Store:
    """The store of a folder, harvested there unless that was done to its end before; the caller closes it."""
    done = folder / "harvested"
    if not done.exists():
        shutil.rmtree(folder / "store", ignore_errors=True)
    store = open_fresh(folder / "store")
    if not done.exists():
        with tempfile.TemporaryDirectory() as recordings:
            _harvest_all(store, Path(recordings))
        done.touch()
    return store


def _harvest_all(store: Store, folder: Path) -> None:
    register = load_agencies(SOURCES / "agencies")
    store.catalogue.intake.register(list(register.files.values()))
    make_recording(folder)
    _harvest(store, VOTES, register, _recorded(folder / VOTES))
    for name in PAGES:
        _harvest(store, name, register, lambda keeping, cap: FolderFetcher(SHARED, keeping, now(), cap))
    for name, rows in ROWS.items():
        body = json.dumps(list(rows()), ensure_ascii=False).encode()
        recording = record(folder / name, {f"https://iran.example/{name}.json": Answer(body)})
        _harvest(store, name, register, _recorded(recording))
    store.follower.catch_up()


def _recorded(folder: Path) -> OpenFetcher:
    return lambda keeping, cap: RecordedFetcher(folder, keeping, cap)


def _harvest(store: Store, name: str, register: AgencyRegister, open_fetcher: OpenFetcher) -> None:
    source = load_source(SOURCES / f"{name}.yaml", register)
    if not isinstance(source, Source):
        raise ValueError([str(mistake) for mistake in source])
    report = run_source(store, source, lambda keeping: open_fetcher(keeping, source.limits.document_bytes))
    if report.state is not JobState.SUCCEEDED:
        raise ValueError(f"{name}: {report.state}, {report.reason}")


def _text(*path: str) -> str:
    file = INPUTS.joinpath(*path)
    content = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
    return content.decode("utf-8-sig")


def _table(*path: str) -> Iterator[Row]:
    return csv.DictReader(io.StringIO(_text(*path), newline=""))


def _row(key: str, title: str, **more: str) -> Row:
    return {"key": key, "title": title, "address": f"https://iran.example/{key}", **more}


def law_articles() -> Iterator[Row]:
    """law-article -> «ماده 1 قانون کار»; the constitution has اصل instead of ماده."""
    names = {row["law_index"]: row["law_name"] for row in _table("ir-law-articles", "law_name.csv")}
    for row in _table("ir-law-articles", "madeh_df.csv.gz"):
        law, number = row["law_index"], row["madeh_index"]
        word = "اصل" if "قانون اساسی" in names[law] else "ماده"
        yield _row(f"{law}-{number}", f"{word} {number} {names[law]}", text=row["madeh_text"])


def debates() -> Iterator[Row]:
    """1-32 is the 32nd session of the assembly of 1358, 2-5 the 5th of the council of 1368; no tags, and cut."""
    assembly = "صورت مشروح مذاکرات مجلس بررسی نهایی قانون اساسی جمهوری اسلامی ایران"
    for volume in ("Majlis1-J1", "Majlis1-J2"):
        for part in _SESSION.split(_text("ir-constitution-debates", f"{volume}.xml.gz"))[1:]:
            told = dict(re.findall(r'([\w-]+)="([^"]*)"', part[: part.index(">")]))
            day = "-".join(reversed(told["date"].split("-")))
            yield _row(
                f"1-{told['number']}",
                f"{assembly} - {told['title']}",
                day=day,
                text=_TAG.sub("", part)[:LONGEST_SESSION],
            )
    council = "صورت مشروح مذاکرات شوراى بازنگرى قانون اساسى جمهورى اسلامى ایران"
    number = 0
    for volume in ("Majlis2-J1", "Majlis2-J2"):
        parts = _REVISION.split(_TAG.sub("", _text("ir-constitution-debates", f"{volume}.xml.gz")))
        for name, text in zip(parts[1::2], parts[2::2], strict=True):
            number += 1
            yield _row(f"2-{number}", f"{council} - جلسه {name}", text=text[:LONGEST_SESSION])


def divisions() -> Iterator[Row]:
    """Provinces, counties and the cities of the filtered list."""
    for word, name in (("استان", "provinces"), ("شهرستان", "counties"), ("شهر", "cities-filtered")):
        for row in _table("ir-administrative-divisions", f"{name}.csv"):
            yield _row(row["id"], f"{word} {row['name']}")


def county_names() -> Iterator[Row]:
    """0103 -> the names of the county by census year, the newest in the title."""
    for path in sorted((INPUTS / "ir-county-name-history").glob("??_counties_versions.csv")):
        for row in _table("ir-county-name-history", path.name):
            names = {year: name.strip() for year, name in row.items() if year != "ID" and name and name.strip()}
            text = "، ".join(f"{year} {name}" for year, name in names.items())
            if names:
                yield _row(row["ID"], f"نام‌های شهرستان {list(names.values())[-1]} در سرشماری‌ها", text=text)


def sessions() -> Iterator[Row]:
    """Every recording of a session of all snapshots, as it was shown last."""
    shown: dict[str, Row] = {}
    for path in sorted((INPUTS / "ir-majlis-session-catalogue").glob("*.json.gz")):
        for channel in json.loads(_text("ir-majlis-session-catalogue", path.name))["Channels"]:
            for one in channel["Sessions"]:
                day = one["Date"] if isinstance(one["Date"], str) else one["Date"]["DateTime"]
                key = one["Url"].rpartition("e=")[2]
                title = one.get("Description") or "پخش زنده مذاكرات نمایندگان در مجلس شورای اسلامی"
                hours = "، ".join(part["Description"] for part in one.get("FileInfos", ()))
                shown[key] = _row(key, title, day=day[:10], text=hours)
    yield from shown.values()


ROWS: Mapping[str, Callable[[], Iterator[Row]]] = {
    "ir-law-articles": law_articles,
    "ir-constitution-debates": debates,
    "ir-administrative-divisions": divisions,
    "ir-county-name-history": county_names,
    "ir-majlis-sessions": sessions,
}
"""Source -> its rows: key, title, address, and more as its file says."""
