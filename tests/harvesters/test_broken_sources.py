"""Twelve broken source files: all mistakes of each in one run, at their lines, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.running import dastras

FOLDER = Path(__file__).parent / "broken_sources"
FILES = sorted(FOLDER.glob("*.yaml"))
PERSIAN = re.compile(r"[آ-ی]")


def told(data: Path, path: Path) -> tuple[int, list[str]]:
    """The exit code and the lines of `dastras check`, without the folder."""
    done = dastras(data, "check", str(path))
    assert "Traceback" not in done.stderr
    return done.returncode, [line.removeprefix(f"{path}:") for line in done.stderr.splitlines()]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_mistake_is_told_in_one_run(tmp_path: Path, path: Path) -> None:
    code, lines = told(tmp_path, path)
    assert code == 2
    assert lines == path.with_suffix(".txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_language_has_its_own_commas(path: Path) -> None:
    for line in path.with_suffix(".txt").read_text(encoding="utf-8").splitlines():
        persian, _, english = line.partition(" | ")
        assert PERSIAN.search(persian) and english and "،" not in english


def test_there_are_twelve_of_them_and_each_line_exists() -> None:
    assert len(FILES) >= 12
    for path in FILES:
        lines = len(path.read_text(encoding="utf-8").splitlines())
        numbers = [int(line.partition(":")[0]) for line in path.with_suffix(".txt").read_text("utf-8").splitlines()]
        assert numbers == sorted(numbers) and max(numbers) <= lines


def test_a_good_file_is_told_with_what_was_understood(tmp_path: Path) -> None:
    agencies = tmp_path / "agencies"
    agencies.mkdir()
    agency = agencies / "shora.yaml"
    agency.write_text((FOLDER / "agencies" / "shora.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    source = tmp_path / "acts.yaml"
    source.write_text(GOOD, encoding="utf-8")
    done = dastras(tmp_path / "data", "check", str(source), str(agency))
    assert (done.returncode, done.stderr) == (0, "")
    of_source, of_agency = done.stdout.splitlines()
    assert "protocol json, kind decision, agency shora, only from ir, 1 fields: title" in of_source
    assert "پروتکل json، نوع decision، دستگاه shora، تنها از ir" in of_source
    assert "no mistakes: agency shora, type municipal" in of_agency


def test_an_agency_file_is_checked_with_the_agencies_beside_it(tmp_path: Path) -> None:
    agencies = tmp_path / "agencies"
    agencies.mkdir()
    text = (FOLDER / "agencies" / "shora.yaml").read_text(encoding="utf-8")
    (agencies / "shora.yaml").write_text(text, encoding="utf-8")
    wrong = agencies / "sazman.yaml"
    wrong.write_text(text.replace("slug: shora", "slug: sazmann").replace("municipal", "municpal"), encoding="utf-8")
    slug, kind = (line.partition(" | ")[2] for line in told(tmp_path / "data", wrong)[1])
    assert slug == "Must be the name of the file: sazman"
    assert kind.startswith("'municpal' is not accepted; did you mean 'municipal'? One of: state, municipal, ")
    wrong.write_text("slug: sazman\nnames: [{text: سازمان}]\ntype: state\nparent: shor\n", encoding="utf-8")
    assert told(tmp_path / "data", wrong)[1] == [
        "4: parent: دستگاهی با نام «shor» ثبت نشده است؛ شاید «shora»؟ | No agency 'shor'; did you mean 'shora'?"
    ]


def test_a_secret_is_known_by_its_name_and_never_repeated(tmp_path: Path) -> None:
    secrets = tmp_path / "secrets.toml"
    secrets.write_text('[example_api]\nhost = "api.example"\nvalue = "0123456789"\n', encoding="utf-8")
    secrets.chmod(0o600)
    done = dastras(tmp_path, "check", str(FOLDER / "secrets.yaml"), DASTRAS_SECRETS=str(secrets))
    assert "did you mean 'example_api'?" in done.stderr
    assert "abcDEF123" not in done.stderr and "c2VjcmV0" not in done.stderr


GOOD = """\
format: 1
id: acts
name: مصوبات نمونه
agency: shora
kind: decision
protocol: json
url: https://shora.example/acts.json
reachable_from: ir
list: {rows: items, native_id: {path: id}}
fields:
  title: {path: subject}
"""
