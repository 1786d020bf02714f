"""A recorded answer of the Brazilian catalogue, replayed by a server of this machine: 480 of 13,786 data sets."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from catalogue.store import currents
from catalogue.vocab import JobState
from harvesters.agencies import AgencyRegister
from harvesters.config import load_source
from harvesters.door import Door
from harvesters.grants import Grants
from harvesters.links import host_and_port
from harvesters.network import Fetcher
from harvesters.slots import HostSlots
from harvesters.source import Source
from tests.harvesters.making import hasty, now, run_source
from tests.harvesters.sites import Said, Site
from tests.making import Store
from tests.real.recording import SHARED, SOURCES

pytestmark = pytest.mark.shared
RECORDED = SHARED / "sources" / "ckan-dados-gov-br" / "002-package_search-480.json.gz"


class Replay(Site):
    """Gives the recorded page whatever is asked: its first 480 packages are all that was kept of it."""

    def __init__(self, body: bytes) -> None:
        super().__init__()
        self._said = Said(body, headers={"Content-Type": "application/json;charset=utf-8"})

    def answer(self, path: str) -> Said:
        return self._said if "package_search" in path else super().answer(path)


@pytest.fixture
def body() -> bytes:
    if not RECORDED.is_file():
        pytest.skip(f"{RECORDED.name} of ../shared/data is missing")
    return gzip.decompress(RECORDED.read_bytes())


@pytest.fixture
def site(body: bytes) -> Iterator[Replay]:
    with Replay(body).running() as running:
        assert isinstance(running, Replay)
        yield running


@pytest.fixture
def source(register: AgencyRegister, site: Replay, tmp_path: Path) -> Source:
    text = (SOURCES / "ckan-dados-gov-br.yaml").read_text(encoding="utf-8")
    path = tmp_path / "ckan-dados-gov-br.yaml"
    path.write_text(text.replace("https://legado.dados.gov.br", site.address), encoding="utf-8")
    loaded = load_source(path, register)
    assert isinstance(loaded, Source), loaded
    return loaded


def test_480_of_13786_are_stored_and_the_job_is_partial(
    store: Store, source: Source, site: Replay, body: bytes, tmp_path: Path
) -> None:
    store.intake.register(list(source.register.files.values()))
    allow = Grants(frozenset({host_and_port(site.address)}))
    door, slots = Door("", source.limits.document_bytes, allow, 30.0), HostSlots(tmp_path / "hosts")
    report = run_source(store, source, lambda keeping: Fetcher(keeping, door, slots, hasty(site.address), now))
    packages: list[dict[str, Any]] = json.loads(body)["result"]["results"]
    codes = Counter(issue.code for issue in store.catalogue.issues(report.number))

    assert report.state is JobState.PARTIAL and report.reason in ("listing-shifted", "total-differs")
    assert (report.counts["read"], report.counts["withdrawn"]) == (480, 0)
    assert report.counts["added"] + report.counts["refused"] == 480 and report.counts["refused"] == 0
    assert codes["total-differs"] == 1

    with store.catalogue.read() as session:
        records = [json.loads(current.canonical) for current in currents(session, store.ids())]
    given = {package["id"]: package for package in packages}
    stored = {one["source_ids"][0]["raw"]: one for one in records}
    assert set(stored) == set(given)
    assert sum(len(one.get("distributions", ())) for one in records) == sum(len(p["resources"]) for p in packages)
    assert max(len(one.get("distributions", ())) for one in records) > 100
    with_html = [key for key, package in given.items() if "<" in (package["notes"] or "")]
    assert with_html and all("<" in stored[key]["texts"][0]["text"] for key in with_html)
    assert not any(
        value == "nan" for one in records for form in one.get("distributions", ()) for value in form.values()
    )
