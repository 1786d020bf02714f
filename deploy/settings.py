"""Settings: read once from the environment into a frozen Settings. Nothing else reads the environment."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import time
from importlib.resources import files
from pathlib import Path

from catalogue.connection import is_store_address
from deploy.secrets import read_secrets
from harvesters.grants import Secret
from harvesters.guard import Pair

PREFIX = "DASTRAS_"
NODE = re.compile(r"https?://(?:[^\s/@:]+:[^\s/@]+@)?(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+):[0-9]{1,5}/?")
TIME = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")
PAIR = re.compile(r"(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9._-]+)):([0-9]{1,5})")


class SettingsError(Exception):
    """All mistakes of the environment at once, one line each in Persian and English."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


@dataclass(frozen=True, slots=True)
class Settings:
    """One field for each variable DASTRAS_<NAME>; every one has a default that runs on one machine."""

    data: Path  # folder of store, archive and index
    bind: str  # host:port that `serve` listens on
    public_url: str  # address under which readers know the site, without a slash at the end
    store: str = field(repr=False)  # address of an SQLite file or a PostgreSQL database; empty: the file in `data`
    search: tuple[str, ...]  # addresses of the nodes of an Elasticsearch cluster; empty: the embedded engine
    sources: Path  # folder of source and agency files, with recorded/ inside
    files_root: Path | None  # root of `folder` sources; empty: none may be read
    contact: str  # mail address of the operator, shown to readers and publishers
    web_workers: int  # processes that answer readers
    allow: frozenset[Pair]  # what sources may ask although it is not public: host:port, separated by commas
    dump_at: time  # when the nightly dump is made, in Asia/Tehran
    dump_days: int  # days that dumps are kept
    secrets: Mapping[str, Secret]  # name -> secret of sources, from the file that the variable names

    @staticmethod
    def from_env(environment: Mapping[str, str]) -> Settings:
        """The settings that these variables give; raises SettingsError with every mistake."""
        given = {name: value.strip() for name, value in environment.items() if name.startswith(PREFIX)}
        mistakes = [_unknown(name) for name in given if name not in NAMES]
        workers = given.get("DASTRAS_WEB_WORKERS") or "2"
        if not workers.isdigit() or not 1 <= int(workers) <= 64:
            mistakes.append(
                f"DASTRAS_WEB_WORKERS: باید عددی از ۱ تا ۶۴ باشد | must be a number from 1 to 64: {workers!r}"
            )
        bind = given.get("DASTRAS_BIND") or "127.0.0.1:8000"
        host, _, port = bind.rpartition(":")
        if not host or not port.isdigit() or int(port) > 65535:
            mistakes.append(f"DASTRAS_BIND: باید host:port باشد | must be host:port: {bind!r}")
        if given.get("DASTRAS_STORE") and not is_store_address(given["DASTRAS_STORE"]):
            mistakes.append(
                "DASTRAS_STORE: باید نشانی پایگاه دادهٔ PostgreSQL یا پروندهٔ SQLite باشد | must be the address of "
                "a PostgreSQL database or of an SQLite file: postgresql://user:password@host/database, sqlite:///…"
            )
        search = tuple(filter(None, map(str.strip, given.get("DASTRAS_SEARCH", "").split(","))))
        if not all(map(NODE.fullmatch, search)):
            mistakes.append(
                "DASTRAS_SEARCH: باید نشانی گره‌ها باشد، با درگاه و با ویرگول میانشان | "
                "must be addresses of nodes with their ports, separated by commas: https://[user:password@]host:9200"
            )
        dump_at, dump_days = given.get("DASTRAS_DUMP_AT") or "02:30", given.get("DASTRAS_DUMP_DAYS") or "14"
        if not TIME.fullmatch(dump_at):
            mistakes.append(f"DASTRAS_DUMP_AT: باید ساعتی مانند 02:30 باشد | must be a time like 02:30: {dump_at!r}")
        if not dump_days.isdigit() or not 1 <= int(dump_days) <= 3650:
            mistakes.append(
                f"DASTRAS_DUMP_DAYS: باید عددی از ۱ تا ۳۶۵۰ باشد | must be a number from 1 to 3650: {dump_days!r}"
            )
        allow, wrong = _pairs(given.get("DASTRAS_ALLOW", ""))
        secrets, broken = read_secrets(Path(given["DASTRAS_SECRETS"])) if given.get("DASTRAS_SECRETS") else ({}, [])
        mistakes += wrong + [f"DASTRAS_SECRETS: {line}" for line in broken]
        if mistakes:
            raise SettingsError(mistakes)
        return Settings(
            data=Path(given.get("DASTRAS_DATA") or "data").resolve(),
            bind=bind,
            public_url=(given.get("DASTRAS_PUBLIC_URL") or f"http://localhost:{port}").rstrip("/"),
            store=given.get("DASTRAS_STORE", ""),
            search=search,
            sources=Path(given.get("DASTRAS_SOURCES") or shipped_sources()).resolve(),
            files_root=Path(given["DASTRAS_FILES_ROOT"]).resolve() if given.get("DASTRAS_FILES_ROOT") else None,
            contact=given.get("DASTRAS_CONTACT", ""),
            web_workers=int(workers),
            allow=allow,
            dump_at=time.fromisoformat(dump_at),
            dump_days=int(dump_days),
            secrets=secrets,
        )


NAMES = tuple(PREFIX + field.name.upper() for field in fields(Settings))


def shipped_sources() -> Path:
    """The folder of the example sources that come with the product."""
    return Path(str(files("harvesters") / "sources"))


def _pairs(given: str) -> tuple[frozenset[Pair], list[str]]:
    """The pairs of DASTRAS_ALLOW, and a mistake for each part that is none."""
    allowed: set[Pair] = set()
    mistakes: list[str] = []
    for part in filter(None, map(str.strip, given.split(","))):
        found = PAIR.fullmatch(part)
        if found is None or not 1 <= int(found[3]) <= 65_535:
            mistakes.append(
                "DASTRAS_ALLOW: باید host:port باشد، با ویرگول میان آن‌ها | "
                f"must be host:port, separated by commas, IPv6 in brackets: {part!r}"
            )
        else:
            allowed.add(((found[1] or found[2]).lower(), int(found[3])))
    return frozenset(allowed), mistakes


def _unknown(name: str) -> str:
    near = difflib.get_close_matches(name, NAMES, n=1)
    persian, english = (f"؛ شاید {near[0]}؟", f"; did you mean {near[0]}?") if near else ("", "")
    return f"{name}: این تنظیم شناخته نیست{persian} | unknown setting{english}"
