from __future__ import annotations

from pathlib import Path

import pytest

from harvesters.agencies import load_agencies
from harvesters.errors import SourceInvalid
from tests.harvesters.making import AGENCY, a_register


def test_names_and_aliases_find_the_agency_folded(tmp_path: Path) -> None:
    register = a_register(tmp_path)
    assert register.find("شوراي  شهر نمونه") == "shora"
    assert register.find("شورای نمونه") == "shora"
    assert register.find("شورای دیگر") is None
    assert register.name_of("shora") == "شورای شهر نمونه"


@pytest.mark.parametrize(
    "name", ["شورایشهرنمونه", "شورای‌شهر نمونه", "شورای شهر، نمونه", "شورای شهرنمونه", "SampleCity Council"]
)
def test_names_are_found_however_they_are_joined(tmp_path: Path, name: str) -> None:
    assert a_register(tmp_path).find(name) == "shora"


def test_an_ending_that_no_alias_declares_is_another_name(tmp_path: Path) -> None:
    assert a_register(tmp_path).find("شورای شهر نمونه جمهوری اسلامی ایران") is None


def test_an_unknown_name_has_a_nearest_one(tmp_path: Path) -> None:
    assert a_register(tmp_path).nearest("شورای شهر نمونة یک") == "شورای شهر نمونه"


def test_all_mistakes_of_all_agency_files_come_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(AGENCY.replace("municipal", "municipality"), encoding="utf-8")
    (tmp_path / "b.yaml").write_text("slug: c\nnames: []\ntype: state\nweb: x\n", encoding="utf-8")
    with pytest.raises(SourceInvalid) as caught:
        load_agencies(tmp_path)
    found = [(Path(mistake.file).name, mistake.line, mistake.path) for mistake in caught.value.mistakes]
    assert found == [
        ("a.yaml", 1, "slug"),
        ("a.yaml", 4, "type"),
        ("b.yaml", 1, "slug"),
        ("b.yaml", 2, "names"),
        ("b.yaml", 4, "web"),
    ]


def test_the_slug_is_the_name_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "other.yaml").write_text(AGENCY, encoding="utf-8")
    with pytest.raises(SourceInvalid, match="count=1"):
        load_agencies(tmp_path)


def test_two_agencies_never_share_a_name(tmp_path: Path) -> None:
    (tmp_path / "shora.yaml").write_text(AGENCY, encoding="utf-8")
    (tmp_path / "twin.yaml").write_text(AGENCY.replace("slug: shora", "slug: twin"), encoding="utf-8")
    with pytest.raises(SourceInvalid) as caught:
        load_agencies(tmp_path)
    assert "belongs to 'shora'" in str(caught.value.mistakes[0])


def test_the_digest_of_a_register_changes_with_any_of_its_names_even_when_they_fold_alike(tmp_path: Path) -> None:
    before = a_register(tmp_path)
    assert a_register(tmp_path).digest == before.digest
    path = tmp_path / "agencies" / "shora.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("شورای شهر", "شوراي شهر"), encoding="utf-8")
    after = load_agencies(tmp_path / "agencies")
    assert after.slugs == before.slugs and after.digest != before.digest
