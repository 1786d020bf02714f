"""The page for journalists: its commands and programs run as they stand there, over the shipped examples."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.running import ROOT, site

PAGE = (ROOT / "docs" / "journalists.md").read_text(encoding="utf-8")
BASE = "http://localhost:8000"
QUESTIONS = 10


def blocks(language: str) -> list[str]:
    """The programs of a language, in order."""
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)


def test_each_question_is_answered_in_three_languages() -> None:
    sections = re.split(r"^## \d+\. ", PAGE, flags=re.MULTILINE)[1:]
    assert len(sections) == QUESTIONS
    for section in sections:
        assert [f"```{language}\n" in section for language in ("sh", "python", "r")] == [True] * 3, section[:60]


def test_the_programs_run_as_they_stand_there(examples: Path) -> None:
    with site(examples) as (address, _):
        program = "\n".join(blocks("python")).replace(BASE, address)
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert "False" not in done.stdout.split()
    assert "next time:" in done.stdout


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed here")
def test_the_commands_run_as_they_stand_there(examples: Path) -> None:
    with site(examples) as (address, _):
        for command in ("\n".join(blocks("sh")[:3]), *blocks("sh")[2:]):  # the third sets what later ones use
            whole = "set -euo pipefail\n" + (blocks("sh")[2] + command).replace(BASE, address)
            done = subprocess.run(["bash", "-c", whole], capture_output=True, text=True, timeout=120, check=False)
            assert done.returncode == 0, done.stderr
            assert done.stdout and "/problems/" not in done.stdout, command
