"""`make test-services`: starts PostgreSQL and an Elasticsearch node and runs the tests of the house on them.

Three runs: contract suite, API and harvest tests on PostgreSQL with Elasticsearch; what else knows the store, on
PostgreSQL; and the tests of the services themselves, which start their own. What is not here is named with its reason,
and its tests skip. Options go to pytest.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from tests.running import ROOT
from tests.services import elasticsearch, postgres
from tests.services.conftest import ASKED

ON_BOTH = (
    "tests/contract",
    "tests/api",
    "tests/harvesters/test_run.py",
    "tests/harvesters/test_shipped_sources.py",
)
ON_THE_STORE = (
    "tests/catalogue",
    "tests/deploy/test_migrations.py",
    "tests/harvesters/test_worker.py",
    "tests/harvesters/test_keeping.py",
    "tests/harvesters/test_replay.py",
)
NOT_OF_A_STORE = (
    "tests/api/pages/test_english.py",
    "tests/api/pages/test_style.py",
    "tests/api/pages/test_valid.py",
    "tests/api/shown",
    "tests/api/test_errors.py",
    "tests/api/test_every_date.py",
    "tests/api/test_openapi.py",
    "tests/catalogue/persian",
    "tests/catalogue/personal",
    "tests/catalogue/search",
)
"""They know no store, or the embedded engine alone, or ask nothing that depends on it."""
OF_THE_SERVICES = ("tests/services",)


@dataclass(frozen=True, slots=True)
class Run:
    """One run of pytest: what for, which tests, and where they find which service."""

    name: str
    paths: Sequence[str]
    environment: dict[str, str]


def main() -> int:
    """Run all; the exit code of the worst."""
    with ExitStack() as stack:
        store, search = start_postgres(stack), start_elasticsearch(stack)
        codes = [run(Run("PostgreSQL and Elasticsearch", ON_BOTH, {**store, **search}))] if store or search else []
        codes += [run(Run("PostgreSQL", ON_THE_STORE, store))] if store else []
    codes.append(run(Run("the services themselves", OF_THE_SERVICES, {ASKED: "1"})))
    return max(codes)


def start_postgres(stack: ExitStack) -> dict[str, str]:
    """Where tests find it; nothing when it cannot be started here."""
    try:
        server = stack.enter_context(postgres.running())
    except postgres.NoPostgres as reason:
        say(f"PostgreSQL is left out: {reason}")
        return {}
    say(f"PostgreSQL {postgres.version(server.address)} on {server.address}")
    return {"TEST_DASTRAS_STORE": server.address}


def start_elasticsearch(stack: ExitStack) -> dict[str, str]:
    """Where tests find it; nothing when it cannot be started here."""
    try:
        (node,) = stack.enter_context(elasticsearch.running())
    except elasticsearch.NotHere as reason:
        say(f"Elasticsearch is left out: {reason}")
        return {}
    say(f"Elasticsearch {elasticsearch.VERSION} on {node.address}")
    return {"TEST_DASTRAS_SEARCH": node.address}


def run(one: Run) -> int:
    """The exit code of pytest; results go beside those of `make test` when RESULTS names a folder."""
    say(f"tests on {one.name}")
    ignored = [f"--ignore={path}" for path in NOT_OF_A_STORE]
    results = os.environ.get("RESULTS")
    report = [f"--junit-xml={Path(results) / f'junit-{one.name.replace(chr(32), chr(45))}.xml'}"] if results else []
    command = [sys.executable, "-m", "pytest", *one.paths, *ignored, *report, "-n", "2", "--dist", "worksteal"]
    return subprocess.run([*command, *sys.argv[1:]], cwd=ROOT, env={**os.environ, **one.environment}).returncode


def say(line: str) -> None:
    """At once, before what pytest says."""
    print(f"== {line}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
