"""The command as a person types it: clear words, exit codes, nothing left behind by a mistake."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from deploy.settings import shipped_sources
from tests.running import dastras, site


@pytest.mark.parametrize("command", [("verify",), ("reindex",), ("withdraw", "d-7k3m-9x2z-3", "--reason", "mistake")])
def test_a_command_about_records_says_that_there_is_no_store(tmp_path: Path, command: tuple[str, ...]) -> None:
    done = dastras(tmp_path / "data", *command)
    assert done.returncode == 2
    assert "no store" in done.stderr and "Traceback" not in done.stderr
    assert not (tmp_path / "data").exists()


def test_a_mistyped_source_is_told_with_the_nearest_one(tmp_path: Path) -> None:
    done = dastras(tmp_path / "data", "harvest", "nemouneh-notice", "--recorded")
    assert done.returncode == 2
    assert "did you mean nemouneh-notices?" in done.stderr


def test_all_mistakes_of_a_source_file_are_told_with_their_lines(tmp_path: Path) -> None:
    text = (shipped_sources() / "nemouneh-notices.yaml").read_text(encoding="utf-8")
    wrong = tmp_path / "nemouneh-notices.yaml"
    wrong.write_text(text.replace("kind: notice", "kind: law").replace("rows:", "row:"), encoding="utf-8")
    done = dastras(tmp_path / "data", "check", str(wrong))
    lines = {int(line.split(":")[1]) for line in done.stderr.splitlines() if line.startswith(str(wrong))}
    expected = {
        n for n, line in enumerate(wrong.read_text(encoding="utf-8").splitlines(), 1) if "law" in line or "row:" in line
    }
    assert done.returncode == 2 and expected <= lines
    assert all(" | " in line for line in done.stderr.splitlines())


def test_an_unknown_id_and_a_second_withdrawal_are_told(examples: Path) -> None:
    assert "mistyped id" in dastras(examples, "withdraw", "d-7k3m-9x2z-4", "--reason", "mistake").stderr
    assert "no such record" in dastras(examples, "withdraw", "d-7k3m-9x2z-3", "--reason", "mistake").stderr


def test_what_a_reader_sends_stands_in_no_log(examples: Path, tmp_path: Path) -> None:
    log = tmp_path / "serve.log"
    with site(examples, log=log) as (address, _):
        host, port = address.removeprefix("http://").split(":")
        for request in (
            b"GET /search?q=secret-word HTTP/9\r\n\r\n",
            b"GET /secret word HTTP/1.1\r\n\r\n",
            b"secret\r\n\r\n",
        ):
            with socket.create_connection((host, int(port)), timeout=5) as connection:
                connection.sendall(request + b"\r\n\r\n")
                connection.recv(1000)
    assert "secret" not in log.read_text(encoding="utf-8")
    assert "127.0.0.1" not in log.read_text(encoding="utf-8").replace(address, "")


def test_a_damaged_store_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "dastras.sqlite").write_bytes(b"no database at all" * 100)
    done = dastras(tmp_path, "verify")
    assert done.returncode == 2
    assert "the store cannot be used" in done.stderr and "Traceback" not in done.stderr


def test_a_data_folder_that_cannot_be_made_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "data").write_bytes(b"")
    done = dastras(tmp_path / "data", "migrate")
    assert done.returncode == 2
    assert "data" in done.stderr and "Traceback" not in done.stderr
