"""The operator's file of secrets (TOML), read with suspicion: nobody else may read it, and no mistake shows a value."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from harvesters.grants import HTTPS_PORT, Secret

NAME = re.compile(r"[a-z][a-z0-9_-]{0,59}")
HOST = re.compile(r"[^\s/@\[\]?#%\\]+")
VALUE = re.compile(r"[!-~]([ -~]*[!-~])?")
"""What a header can carry unharmed."""

KEYS = ("host", "port", "value")


def read_secrets(path: Path) -> tuple[dict[str, Secret], list[str]]:
    """Name -> secret, and every mistake of the file as a line in Persian and English."""
    try:
        with path.open("rb") as file:
            if os.fstat(file.fileno()).st_mode & 0o077:
                return {}, [f"{path}: دیگران هم می‌توانند بخوانندش؛ chmod 600 | others may read it: chmod 600 {path}"]
            given = tomllib.loads(file.read().decode())
    except OSError as error:
        return {}, [f"{path}: خوانده نشد | cannot be read: {error.strerror}"]
    except UnicodeDecodeError:
        return {}, [f"{path}: باید UTF-8 باشد | must be UTF-8"]
    except tomllib.TOMLDecodeError as error:
        return {}, [f"{path}: TOML درستی نیست | not readable as TOML: {error}"]
    mistakes = [f"{path}: {line}" for name, entry in given.items() for line in _mistakes(name, entry)]
    if mistakes:
        return {}, mistakes
    return {name: _secret(entry) for name, entry in given.items()}, []


def _mistakes(name: str, entry: Any) -> Iterator[str]:
    if not NAME.fullmatch(name) or not isinstance(entry, Mapping):
        yield "هر کلید بخشی با نام خود است | each secret is a table with a name of its own, like [example_api]"
        return
    for key in entry.keys() - set(KEYS):
        yield f"[{name}] {key}: شناخته نیست | unknown key; known are: {', '.join(KEYS)}"
    host, port, value = entry.get("host"), entry.get("port", HTTPS_PORT), entry.get("value")
    if not isinstance(host, str) or not HOST.fullmatch(host):
        yield f"[{name}] host: نام میزبان باید باشد | the name of a host is required"
    if isinstance(port, bool) or not isinstance(port, int) or not 1 <= port <= 65_535:
        yield f"[{name}] port: عددی از ۱ تا ۶۵۵۳۵ | a number from 1 to 65535"
    if not isinstance(value, str) or not VALUE.fullmatch(value):
        yield f"[{name}] value: متنی از نویسه‌های ASCII باید باشد | a text of printable ASCII is required"


def _secret(entry: Mapping[str, Any]) -> Secret:
    return Secret(entry["host"].lower(), entry.get("port", HTTPS_PORT), entry["value"])
