"""The folder of source files, as a worker reads it for months."""

from __future__ import annotations

import logging
import os
from pathlib import Path

import pytest

from harvesters.source_folder import SourceFolder
from tests.harvesters.making import AGENCY, LISTING


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "agencies").mkdir()
    (tmp_path / "agencies" / "shora.yaml").write_text(AGENCY, encoding="utf-8")
    (tmp_path / "acts.yaml").write_text(LISTING, encoding="utf-8")
    return tmp_path


def test_files_are_read_again_only_when_one_changed(folder: Path) -> None:
    sources = SourceFolder(folder)
    first = sources.read()
    assert list(first.sources) == ["acts"] and list(first.register.files) == ["shora"]
    assert sources.read() is first
    (folder / "acts.yaml").write_text(LISTING.replace("مصوبات نمونه", "مصوبه‌های نمونه"), encoding="utf-8")
    os.utime(folder / "acts.yaml", ns=(1, 1))
    assert sources.read().sources["acts"].name == "مصوبه‌های نمونه"


def test_a_file_with_mistakes_is_told_and_left_out_and_the_others_stay(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (folder / "broken.yaml").write_text("format: 1\nid: broken\nprotocol: html\n", encoding="utf-8")
    with caplog.at_level(logging.WARNING):
        assert list(SourceFolder(folder).read().sources) == ["acts"]
    assert "broken.yaml" in caplog.text


def test_a_file_that_cannot_be_read_hinders_no_other(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    (folder / "dangling.yaml").symlink_to(folder / "nowhere")
    (folder / "folder.yaml").mkdir()
    sources = SourceFolder(folder)
    with caplog.at_level(logging.WARNING):
        first = sources.read()
        assert list(first.sources) == ["acts"] and sources.read() is first
    assert "dangling.yaml" in caplog.text and "folder.yaml" in caplog.text


def test_broken_agency_files_leave_what_was_read_before(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    sources = SourceFolder(folder)
    before = sources.read()
    with caplog.at_level(logging.WARNING):
        (folder / "agencies" / "shora.yaml").write_text("slug: shora\n", encoding="utf-8")
        assert sources.read().sources == before.sources
    assert "shora.yaml" in caplog.text


def test_a_folder_that_is_gone_has_no_sources(tmp_path: Path) -> None:
    assert SourceFolder(tmp_path / "nowhere").read().sources == {}
