"""The publisher of these tests itself: it gives what its script says, and its files harvest it."""

from __future__ import annotations

from pathlib import Path

import pytest
import requests

from tests.faults.source import Answer, Decisions, publisher
from tests.running import allowing, dastras


def test_its_files_harvest_it_without_an_issue(tmp_path: Path) -> None:
    with publisher(acts=Decisions(5, per_page=2), rules=Decisions(3)) as source:
        files = source.write_files(tmp_path / "sources")
        done = dastras(tmp_path / "data", "harvest", "--all", DASTRAS_SOURCES=str(files), **allowing(source.address))
        assert done.returncode == 0, done.stdout + done.stderr
        assert "acts: succeeded: read 5, added 5" in done.stdout
        source.sources["acts"].edited["3"] += 1
        again = dastras(tmp_path / "data", "harvest", "acts", DASTRAS_SOURCES=str(files), **allowing(source.address))
        assert "added 0, changed 1, unchanged 4" in again.stdout
        assert (source.most_open["acts"], source.most_open["rules"]) == (1, 1)
        assert source.paths()[:3] == ["/robots.txt", "/acts/list?page=1", "/acts/acts/1"]
        assert source.asked[0].headers["user-agent"] == "Dastras (+mailto:publisher@example.org)"


def test_an_address_gives_its_script_and_then_its_page() -> None:
    with publisher(acts=Decisions(1)) as source:
        address, path = f"{source.address}/acts/acts/1", "/acts/acts/1"
        source.script(
            path, Answer("اینجا نیست", status=503, headers={"Retry-After": "7"}), Answer(sent=20), Answer(wait=0.3)
        )
        refused = requests.get(address, timeout=5)
        assert (refused.status_code, refused.text, refused.headers["Retry-After"]) == (503, "اینجا نیست", "7")
        with pytest.raises(requests.exceptions.ChunkedEncodingError):
            requests.get(address, timeout=5)
        late = requests.get(address, timeout=5)
        assert late.elapsed.total_seconds() >= 0.3
        assert late.text == requests.get(address, timeout=5).text == source.page(path)
        assert requests.get(f"{source.address}/nobody", timeout=5).status_code == 404


def test_silence_ends_with_the_patience_of_who_asks() -> None:
    with publisher(acts=Decisions(1)) as source:
        source.script("/acts/acts/1", Answer(silent=True))
        with pytest.raises(requests.exceptions.ReadTimeout):
            requests.get(f"{source.address}/acts/acts/1", timeout=0.2)


def test_an_endless_listing_always_has_a_next_page() -> None:
    with publisher(acts=Decisions(0, per_page=2, endless=True)) as source:
        assert "acts/2001" in requests.get(f"{source.address}/acts/list?page=1001", timeout=5).text
