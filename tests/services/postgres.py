"""A PostgreSQL server for tests: in a temporary folder, unprivileged, on a free loopback port; ends with its parent.

`running()` gives a server, `fresh(address)` the address of a new database on one, with our tables. Databases are made
with the collation of Persian (ICU), in which the order of texts is not that of their bytes: what relies on that shows.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, create_engine, make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.schema import CreateTable

from catalogue.connection import open_engine
from catalogue.models import Base
from deploy.parent import PR_SET_PDEATHSIG
from tests.running import free_port
from tests.services import memory

ACCOUNT = "postgres"
"""Under which a server runs when we are root, which PostgreSQL refuses."""
START_SECONDS = 60.0
TEMPLATE_LOCK = 4_711


class NoPostgres(Exception):
    """Why no server can be started here."""


class Server:
    """A cluster in a folder; it may be started, killed and started again on the same port."""

    def __init__(self, folder: Path, *, durable: bool = False) -> None:
        self.folder = folder
        self.port = free_port()
        self._programs = _programs()
        self._durable = durable
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """The address of its first database."""
        return f"postgresql://{ACCOUNT}@127.0.0.1:{self.port}/postgres"

    def create(self) -> None:
        """Make the cluster; everybody on this machine may connect to it, as suits a test."""
        self.folder.mkdir(parents=True, exist_ok=True)
        os.chmod(self.folder, 0o755)
        if os.geteuid() == 0:
            account = pwd.getpwnam(ACCOUNT)
            os.chown(self.folder, account.pw_uid, account.pw_gid)
        self._run("initdb", "-D", str(self._cluster), "-U", ACCOUNT, "-A", "trust", "-E", "UTF8", "--locale=C", "-N")

    def start(self) -> None:
        """Start it and wait until it answers."""
        settings = {"listen_addresses": "127.0.0.1", "port": self.port, "unix_socket_directories": self.folder}
        settings |= {"max_connections": 200, "logging_collector": "off", "timezone": "UTC"}
        if not self._durable:
            settings |= {"fsync": "off", "full_page_writes": "off"}
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        with (self.folder / "server.log").open("ab") as log:
            self._process = subprocess.Popen(
                [str(self._programs / "postgres"), "-D", str(self._cluster), *options],
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                cwd=self.folder,
                preexec_fn=_end_with_parent,  # after the change of account, which forgets it
                **_account(),
            )
        self._wait()

    def stop(self, number: signal.Signals = signal.SIGINT) -> None:
        """SIGINT ends sessions in order, SIGQUIT at once, as a crash does."""
        if self._process is not None:
            self._process.send_signal(number)
            self._process.wait(START_SECONDS)
            self._process = None

    @property
    def _cluster(self) -> Path:
        return self.folder / "cluster"

    def _wait(self) -> None:
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end and self._process is not None and self._process.poll() is None:
            try:
                execute(self.address, "SELECT 1")
            except OperationalError:
                time.sleep(0.05)
            else:
                return
        raise NoPostgres(f"the server did not start: {(self.folder / 'server.log').read_text()[-2000:]}")

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [str(self._programs / program), *arguments],
            capture_output=True,
            text=True,
            cwd=self.folder,
            timeout=START_SECONDS,
            check=False,
            **_account(),
        )
        if done.returncode:
            raise NoPostgres(f"{program}: {done.stderr[-2000:]}")


@contextmanager
def running(*, durable: bool = False) -> Iterator[Server]:
    """A server that lives as long as the context; raises NoPostgres with the reason when none can be started here."""
    folder = Path(tempfile.mkdtemp(prefix="dastras-postgres-", dir=None if durable else memory()))
    try:
        server = Server(folder, durable=durable)
        server.create()
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def fresh(address: str, *, empty: bool = False) -> str:
    """The address of a new database on the server of `address`: with our tables, or with none."""
    name = f"dastras_{os.getpid()}_{os.urandom(6).hex()}"
    template = _empty() if empty else f'TEMPLATE "{_template(address)}"'
    execute(address, f'CREATE DATABASE "{name}" {template}')
    return _at(address, name)


def drop(address: str) -> None:
    """Drop a database of `fresh`, whoever is connected to it."""
    url = make_url(address)
    execute(_at(address, "postgres"), f'DROP DATABASE IF EXISTS "{url.database}" WITH (FORCE)')


def execute(address: str, *statements: str) -> None:
    """Run statements, each by itself and outside of transactions."""
    engine = create_engine(_url(address), isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)
    finally:
        engine.dispose()


@cache
def _template(address: str) -> str:
    """A database with our tables to copy from, made by whoever comes first."""
    engine = open_engine(address)
    name = f"dastras_template_{_shape(engine)}"
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT", read_only=True) as connection:
        connection.exec_driver_sql(f"SELECT pg_advisory_lock({TEMPLATE_LOCK})")
        found = connection.exec_driver_sql(f"SELECT 1 FROM pg_database WHERE datname = '{name}'").scalar()
        if not found:
            connection.exec_driver_sql(f'DROP DATABASE IF EXISTS "{name}_made" WITH (FORCE)')
            connection.exec_driver_sql(f'CREATE DATABASE "{name}_made" {_empty()}')
            made = open_engine(_at(address, f"{name}_made"))
            Base.metadata.create_all(made)
            made.dispose()
            connection.exec_driver_sql(f'ALTER DATABASE "{name}_made" RENAME TO "{name}"')
        connection.exec_driver_sql(f"SELECT pg_advisory_unlock({TEMPLATE_LOCK})")
    engine.dispose()
    return name


def _shape(engine: Engine) -> str:
    """Tells tables of one state of our code from those of another."""
    made = "".join(str(CreateTable(table).compile(engine)) for table in Base.metadata.sorted_tables)
    tables = Base.metadata.sorted_tables
    indexes = sorted(f"{index.name}{index.dialect_kwargs}" for table in tables for index in table.indexes)
    return hashlib.sha256(f"{made}{indexes}".encode()).hexdigest()[:12]


def _empty() -> str:
    return "TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C' LOCALE_PROVIDER icu ICU_LOCALE 'fa'"


def _at(address: str, database: str) -> str:
    return _url(address).set(drivername="postgresql", database=database).render_as_string(hide_password=False)


def _url(address: str) -> URL:
    return make_url(address).set(drivername="postgresql+psycopg")


def _account() -> dict[str, Any]:
    """How a process is started that must not be root."""
    return {"user": ACCOUNT, "group": ACCOUNT, "extra_groups": ()} if os.geteuid() == 0 else {}


_LIBC = ctypes.CDLL(None)


def _end_with_parent() -> None:
    _LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGQUIT)


def _programs() -> Path:
    """The folder of the server's programs."""
    said = [Path(found) for found in (_bindir(), *_debian()) if (found / "postgres").exists()]
    on_path = shutil.which("postgres")
    if on_path:
        said.append(Path(on_path).parent)
    if not said:
        raise NoPostgres("no PostgreSQL server is installed here (on Debian: the package postgresql)")
    if os.geteuid() == 0:
        try:
            pwd.getpwnam(ACCOUNT)
        except KeyError:
            raise NoPostgres(f"PostgreSQL refuses to run as root, and there is no account {ACCOUNT!r}") from None
    return said[0]


def _bindir() -> Path:
    program = shutil.which("pg_config")
    if program is None:
        return Path("/nonexistent")
    return Path(subprocess.run([program, "--bindir"], capture_output=True, text=True, check=False).stdout.strip())


def _debian() -> list[Path]:
    """Where Debian keeps the programs, the newest version first."""
    versions = [found for found in Path("/usr/lib/postgresql").glob("*/bin") if found.parent.name.isdigit()]
    return sorted(versions, key=lambda found: int(found.parent.name), reverse=True)


def version(address: str) -> str:
    """What a server calls itself."""
    engine = create_engine(_url(address))
    try:
        with engine.connect() as connection:
            return str(connection.exec_driver_sql("SHOW server_version").scalar_one())
    finally:
        engine.dispose()
