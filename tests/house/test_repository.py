"""What lies in the repository besides code: lock files, templates, README, changelog."""

from __future__ import annotations

import configparser
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.reading import ROOT

TEMPLATES = ROOT / "api" / "pages" / "templates"
TOOLS = {"data", "build", "dist"}
"""Folders that tools make, beside those that begin with a dot."""
PLACES_OF_A_MACHINE = re.compile(r"(?<![\w./}-])/(?:work|root|home|tmp)/\w")
RECORDED = ROOT / "harvesters" / "sources" / "recorded"


def test_every_template_has_lang_and_dir() -> None:
    found = sorted(TEMPLATES.rglob("*.html"))
    assert found
    for path in found:
        for tag in re.findall(r"<html[^>]*>", path.read_text(encoding="utf-8")):
            assert 'lang="{{ language() }}"' in tag and re.search(r'\bdir="\{\{ "rtl" if', tag), path


def test_every_page_stands_in_the_frame_that_has_them() -> None:
    """A template is the frame, extends it, or is a part that another one takes in."""
    texts = {path.name: path.read_text(encoding="utf-8") for path in TEMPLATES.rglob("*.html")}
    taken = {name for text in texts.values() for name in re.findall(r'(?:import|include|from)\s+"([^"]+)"', text)}
    alone = {name for name, text in texts.items() if "<html" not in text and "{% extends" not in text}
    assert alone <= taken


def test_no_file_names_a_place_of_one_machine() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{number} {line.strip()[:80]}"
        for path in _text_files()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if PLACES_OF_A_MACHINE.search(line)
    ]
    assert not wrong, "\n".join(wrong)


def test_the_lock_files_hold_what_setup_cfg_asks_for() -> None:
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg", encoding="utf-8")
    extras = setup["options.extras_require"]
    run, test = (_pins(ROOT / name) for name in ("requirements.txt", "requirements-test.txt"))
    assert _asked(setup["options"]["install_requires"]).items() <= run.items()
    assert _asked(extras["test"]).items() <= test.items()
    assert run.items() <= test.items()


def test_the_lock_files_have_hashes_and_no_address_of_an_index() -> None:
    for name in ("requirements.txt", "requirements-test.txt"):
        lines = [line for line in (ROOT / name).read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
        assert all(line.endswith("\\") or line.strip().startswith("--hash=sha256:") for line in lines)
        assert not any("://" in line or "--index" in line or "--find-links" in line for line in lines)


def test_the_readme_can_be_read_at_a_sitting() -> None:
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 100
    assert max(map(len, lines)) <= 200
    text = "\n".join(lines)
    assert all(f"make {target}" in text for target in ("run", "test", "check", "bench"))


def test_the_changelog_tells_what_is_not_released_yet() -> None:
    lines = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").splitlines()
    assert "## [Unreleased]" in lines
    assert max(map(len, lines)) <= 200


def _text_files() -> Iterator[Path]:
    suffixes = {".py", ".md", ".cfg", ".toml", ".txt", ".html", ".css", ".yaml", ".yml", ".svg", ".mako", ""}
    for path in sorted(ROOT.rglob("*")):
        parts = path.relative_to(ROOT).parts
        hidden = any(part in TOOLS or part.endswith(".egg-info") or part.startswith(".") for part in parts[:-1])
        if path.is_file() and not hidden and path.suffix in suffixes and not path.is_relative_to(RECORDED):
            yield path


def _pins(path: Path) -> dict[str, str]:
    """name -> version, names as PEP 503 writes them and without extras."""
    pins = re.findall(r"^([\w.-]+)(?:\[[\w,-]+\])?==([^\s;]+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[-_.]+", "-", name).lower(): version for name, version in pins}


def _asked(lines: str) -> dict[str, str]:
    """The exact ones; a range (tantivy) is what the lock is for."""
    exact = [line.strip().split("==") for line in lines.splitlines() if "==" in line]
    return {re.sub(r"[-_.]+", "-", name.partition("[")[0]).lower(): version for name, version in exact}
