"""Settings from an environment: defaults, and all mistakes at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from deploy.settings import Settings, SettingsError


def test_an_empty_environment_gives_settings_that_run_on_one_machine() -> None:
    settings = Settings.from_env({})
    assert (settings.bind, settings.store, settings.web_workers) == ("127.0.0.1:8000", "", 2)
    assert settings.public_url == "http://localhost:8000"
    assert settings.data == Path("data").resolve()
    assert (settings.sources / "agencies").is_dir()


def test_all_mistakes_are_told_at_once_in_both_languages() -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.from_env({"DASTRAS_BINT": "x", "DASTRAS_BIND": "nowhere", "DASTRAS_WEB_WORKERS": "many"})
    assert len(caught.value.lines) == 3
    assert "DASTRAS_BIND?" in caught.value.lines[0]
    assert all(" | " in line for line in caught.value.lines)


def test_other_programs_variables_are_none_of_ours() -> None:
    assert Settings.from_env({"PATH": "/bin", "DASTRA": "1"}).bind == "127.0.0.1:8000"
