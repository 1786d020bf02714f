"""`python -m tests.bench.profiling FOLDER`: where the time of a search goes, by rooms and by functions.

The application answers in this process, without a server, over the made records in FOLDER. The profiler slows calls of
Python, so shares are told, beside the milliseconds of the processor without it.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from flask.testing import FlaskClient

from api.app import create_app
from deploy.opening import open_catalogue, synonyms_of, utc_now
from tests.bench.load import queries
from tests.bench.made.records import Records
from tests.bench.place import Place
from tests.bench.questions import FACETS, search_path
from tests.bench.words import sample

TIMES, WARM_UP = 200, 50
STEPS = (
    ("finding.py", "find"),
    ("finding.py", "ask"),
    ("query.py", "read_query"),
    ("naming.py", "names"),
    ("reading.py", "find"),
    ("reading.py", "facets_of"),
    ("finding.py", "_items"),
    ("store.py", "shown_versions"),
    ("highlight.py", "snippet"),
    ("words.py", "analyse"),
    ("words.py", "joined"),
    ("finding.py", "_meant"),
    ("finding.py", "_offers"),
    ("finding.py", "coverage"),
    ("finding.py", "_facets"),
    ("service.py", "mark"),
    ("answers.py", "page_json"),
)
"""File and function, whose calls within calls are counted; some stand inside others."""


def main() -> int:
    """Profile the classes; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.profiling", description=__doc__)
    parser.add_argument("folder", type=Path, help="as `--folder` of the bench")
    parser.add_argument("--records", type=int, default=10_000, help="so many stand there (10,000)")
    asked = parser.parse_args()
    settings = Place(asked.folder / "data").settings
    catalogue = open_catalogue(settings)
    catalogue.learn(synonyms_of(settings))
    client = create_app(catalogue, "", "http://localhost", "bench", utc_now).test_client()
    words = sample(Records(), asked.records)
    pairs = [f"{first} {second}" for first in words.common[:30] for second in words.common[30:]]
    for name, texts in (("mid word", words.mid), ("common AND", pairs), ("words of a title", queries(words))):
        report(client, name, [search_path({"q": text, **FACETS}) for text in texts[: TIMES + WARM_UP]])
    return 0


def report(client: FlaskClient, name: str, paths: Sequence[str]) -> None:
    """One class: milliseconds, then the share of each step."""
    ask(client, paths[:WARM_UP])
    middle = (WARM_UP + len(paths)) // 2
    began = time.process_time()
    ask(client, paths[WARM_UP:middle])
    spent = (time.process_time() - began) * 1000 / (middle - WARM_UP)
    profile = cProfile.Profile()
    profile.runcall(ask, client, paths[middle:])
    print(f"\n{name}: {spent:.2f} ms of the processor, without server and profiler")
    for step, share in shares(pstats.Stats(profile)).items():
        print(f"  {step:<28} {share:6.1%}")


def ask(client: FlaskClient, paths: Sequence[str]) -> None:
    """Raises ValueError for any status but 200."""
    for path in paths:
        answer = client.get(path)
        if answer.status_code != 200:
            raise ValueError(f"{answer.status_code} for {path}")


def shares(stats: pstats.Stats) -> dict[str, float]:
    """Step -> its part of all time."""
    rows: dict[tuple[str, int, str], tuple[int, int, float, float, object]] = stats.stats  # type: ignore[attr-defined]
    total = sum(row[2] for row in rows.values())
    found = {(Path(file).name, function): row[3] for (file, _, function), row in rows.items()}
    return {f"{file} {name}": found[file, name] / total for file, name in STEPS if (file, name) in found}


if __name__ == "__main__":
    sys.exit(main())
