"""Three pages of the site of national laws as text: Arabic yeh and kaf throughout, which patterns and labels meet."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from catalogue.store import currents
from catalogue.vocab import JobState
from harvesters.agencies import AgencyRegister
from harvesters.config import load_source
from harvesters.replay import FolderFetcher
from harvesters.source import Source
from tests.harvesters.making import now, run_source
from tests.making import Store
from tests.real.figures import named
from tests.real.recording import SHARED, SOURCES

pytestmark = pytest.mark.shared


def test_three_pages_are_three_decisions_with_their_days(
    store: Store, register: AgencyRegister, record_property: Callable[[str, object], None]
) -> None:
    if not (SHARED / "sources" / "ir-qavanin-pages").is_dir():
        pytest.skip("ir-qavanin-pages of ../shared/data is missing")
    source = load_source(SOURCES / "ir-qavanin.yaml", register)
    assert isinstance(source, Source), [str(mistake) for mistake in source]
    store.catalogue.intake.register(list(register.files.values()))
    report = run_source(store, source, lambda keeping: FolderFetcher(SHARED, keeping, now(), 2**20))
    issues = [(issue.code, issue.native_id) for issue in store.catalogue.issues(report.number)]
    with store.catalogue.read() as session:
        records = [json.loads(current.canonical) for current in currents(session, store.ids())]
    record_property(named("ir-qavanin-pages", "records, issues"), (len(records), issues))
    assert report.state is JobState.SUCCEEDED
    assert len(records) == 3
    assert all(record["dates"]["adopted"]["jalali"].startswith("14") for record in records)
    assert all("ي" in record["title"] for record in records)
