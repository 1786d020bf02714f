"""DASTRAS_ALLOW and DASTRAS_SECRETS, and what commands say about sources that ask for more than they were granted."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from deploy.cli import main
from deploy.secrets import read_secrets
from deploy.settings import Settings, SettingsError
from harvesters.grants import Secret
from tests.faults.source import Answer, Decisions, publisher
from tests.harvesters.making import AGENCY, LISTING
from tests.running import allowing, dastras

VALUE = "s3cret-Value-0123456789"
GOOD = f'[example_api]\nhost = "API.example"\nvalue = "{VALUE}"\n'
AUTH = "auth: {header: X-Api-Key, secret: example_api}\n"


def test_allowed_pairs_are_read_in_small_letters_and_without_brackets() -> None:
    given = Settings.from_env({"DASTRAS_ALLOW": "Intranet.example:8080, [FD00::7]:443,127.0.0.1:1"})
    assert given.allow == {("intranet.example", 8080), ("fd00::7", 443), ("127.0.0.1", 1)}
    assert Settings.from_env({"DASTRAS_ALLOW": " , "}).allow == frozenset()


@pytest.mark.parametrize(
    "part",
    ["a", "a:", ":80", "a:0", "a:65536", "a:b", "*:80", "http://a:80", "a:80/x", "fd00::7:443", "u@a:80", "a b:1"],
)
def test_what_is_no_pair_is_told_with_itself(part: str) -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.from_env({"DASTRAS_ALLOW": f"good.example:80,{part}"})
    (line,) = caught.value.lines
    assert line.startswith("DASTRAS_ALLOW: ") and " | " in line and repr(part) in line


def test_a_good_file_gives_its_secrets_and_shows_them_nowhere(tmp_path: Path) -> None:
    path = a_file(tmp_path, GOOD + '[other]\nhost = "b.example"\nport = 8443\nvalue = "Bearer x y"\n')
    settings = Settings.from_env({"DASTRAS_SECRETS": str(path)})
    assert settings.secrets["example_api"] == Secret("api.example", 443, VALUE)
    assert settings.secrets["other"] == Secret("b.example", 8443, "Bearer x y")
    assert VALUE not in repr(settings) + str(settings)


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o602, 0o660, 0o601])
def test_a_file_that_others_may_touch_is_refused(tmp_path: Path, mode: int) -> None:
    path = a_file(tmp_path, GOOD)
    path.chmod(mode)
    secrets, (line,) = read_secrets(path)
    assert secrets == {} and "chmod 600" in line and " | " in line


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        (GOOD + "hosts = 1\n", "[example_api] hosts"),
        (GOOD.replace("host =", "hots ="), "[example_api] host"),
        (GOOD.replace("value =", "vale ="), "[example_api] value"),
        (GOOD.replace(f'"{VALUE}"', '""'), "[example_api] value"),
        (GOOD.replace(VALUE, VALUE + r"\r\nHost: evil"), "[example_api] value"),
        (GOOD.replace(VALUE, VALUE + "é"), "[example_api] value"),
        (GOOD.replace(VALUE, VALUE + " "), "[example_api] value"),
        (GOOD.replace('"API.example"', '"https://api.example/"'), "[example_api] host"),
        (GOOD + "port = 0\n", "[example_api] port"),
        (GOOD + 'port = "443"\n', "[example_api] port"),
        (f'example_api = "{VALUE}"\n', "[example_api]"),
        (GOOD.replace("[example_api]", "[Example Api]"), "TOML"),
        (GOOD.replace('value = "', "value = "), "TOML"),
        (GOOD + GOOD, "TOML"),
    ],
)
def test_a_mistake_in_the_file_is_told_without_any_value(tmp_path: Path, text: str, wrong: str) -> None:
    secrets, lines = read_secrets(a_file(tmp_path, text))
    told = "\n".join(lines)
    assert secrets == {} and wrong in told and all(" | " in line for line in lines)
    assert VALUE not in told and "s3cret" not in told


def test_a_file_that_is_missing_or_not_utf8_is_told(tmp_path: Path) -> None:
    assert "cannot be read" in read_secrets(tmp_path / "none.toml")[1][0]
    path = a_file(tmp_path, "")
    path.write_bytes(b"\xff")
    assert "UTF-8" in read_secrets(path)[1][0]


@pytest.mark.parametrize("command", ["check", "preview", "harvest"])
def test_every_command_refuses_a_source_without_its_secret_before_anything_is_asked(
    tmp_path: Path, command: str
) -> None:
    unknown = typed(tmp_path, command, LISTING + AUTH)
    assert unknown.exit_code == 2 and "example_api" in unknown.output and "DASTRAS_SECRETS" in unknown.output
    elsewhere = typed(tmp_path, command, LISTING + AUTH, DASTRAS_SECRETS=str(a_file(tmp_path, GOOD)))
    assert elsewhere.exit_code == 2 and "is for api.example and its port" in elsewhere.output
    no_file = typed(tmp_path, command, LISTING + "tls: {ca: none.pem}\n", DASTRAS_FILES_ROOT=str(tmp_path))
    assert no_file.exit_code == 2 and "none.pem is not under DASTRAS_FILES_ROOT" in no_file.output
    assert VALUE not in unknown.output + elsewhere.output + no_file.output


def test_check_takes_a_source_whose_secret_is_for_its_host(tmp_path: Path) -> None:
    text = LISTING.replace("https://shora.example/", "https://api.example/") + AUTH
    done = typed(tmp_path, "check", text, DASTRAS_SECRETS=str(a_file(tmp_path, GOOD)))
    assert done.exit_code == 0, done.output


def test_a_broken_file_of_secrets_stops_every_command(tmp_path: Path) -> None:
    path = a_file(tmp_path, GOOD)
    path.chmod(0o644)
    done = typed(tmp_path, "check", LISTING, DASTRAS_SECRETS=str(path))
    assert done.exit_code == 2 and "DASTRAS_SECRETS: " in done.output and "chmod 600" in done.output


def a_file(folder: Path, text: str) -> Path:
    path = folder / "secrets.toml"
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)
    return path


def typed(folder: Path, command: str, source: str, **more: str) -> Result:
    """The command, as somebody types it over a folder with this one source."""
    (folder / "agencies").mkdir(exist_ok=True)
    (folder / "agencies" / "shora.yaml").write_text(AGENCY, encoding="utf-8")
    path = folder / "acts.yaml"
    path.write_text(source, encoding="utf-8")
    settings = {"DASTRAS_DATA": str(folder / "data"), "DASTRAS_SOURCES": str(folder), **more}
    return CliRunner().invoke(main, [command, "acts" if command == "harvest" else str(path)], env=settings)


def test_a_secret_reaches_its_publisher_and_stands_nowhere_else(tmp_path: Path) -> None:
    with publisher(acts=Decisions(3)) as source:
        files = source.write_files(tmp_path / "sources", AUTH)
        port = source.address.rpartition(":")[2]
        path = a_file(tmp_path, GOOD.replace("API.example", "127.0.0.1") + f"port = {port}\n")
        settings = {"DASTRAS_SOURCES": str(files), "DASTRAS_SECRETS": str(path), **allowing(source.address)}
        source.script("/acts/acts/2", Answer(body=f"<html>X-Api-Key: {VALUE}</html>"))
        source.script("/acts/acts/3", Answer(body="<html>no</html>", status=500))
        done = dastras(tmp_path / "data", "harvest", "acts", **settings)
        assert done.returncode == 1 and "read 3, added 1" in done.stdout, done.stdout + done.stderr
        assert {asked.headers.get("x-api-key") for asked in source.asked} == {VALUE}
        shown = dastras(tmp_path / "data", "preview", str(files / "acts.yaml"), **settings)
    kept = [file for file in (tmp_path / "data").rglob("*") if file.is_file()]
    assert len(kept) > 4 and not [file for file in kept if VALUE.encode() in file.read_bytes()]
    assert VALUE not in done.stdout + done.stderr + shown.stdout + shown.stderr
