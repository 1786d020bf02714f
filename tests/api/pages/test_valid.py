"""Every page in both languages before the Nu HTML checker; it needs Java, and is fetched once."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.api.pages.test_pages import PAGES
from tests.e2e.checkers import checker_path

JAVA = shutil.which("java")


@pytest.mark.timeout(300)
def test_no_page_has_an_error_or_a_warning(reader: FlaskClient, ids: dict[str, str], tmp_path: Path) -> None:
    if JAVA is None:
        pytest.skip("no Java on this machine (apt install default-jre-headless)")
    checker = checker_path("nu")
    paths: dict[str, str] = {}
    for prefix in ("", "/en"):
        for path, _ in PAGES:
            file = tmp_path / f"{len(paths)}.html"
            paths[file.name] = prefix + path
            file.write_bytes(reader.get(prefix + path.format(**ids)).data)
    command = [JAVA, "-jar", str(checker), "--format", "json", "--stdout", *map(str, sorted(tmp_path.iterdir()))]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
    messages = json.loads(done.stdout)["messages"]
    found = {(paths[one["url"].rpartition("/")[2]], one["message"], one.get("extract", "")) for one in messages}
    assert found == set()
    assert done.returncode == 0
