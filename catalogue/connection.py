"""Opens the store: one SQLAlchemy engine with the settings that make it durable and readers free.

On both stores writers take turns from their first statement, so what one has read still holds when it writes; SQLite
does so by BEGIN IMMEDIATE, PostgreSQL by one advisory lock that every writing transaction takes first of all. Some
small writes of PostgreSQL go beside the others: see Transactions.write_beside.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, InternalError, OperationalError

STORE_FILE = "dastras.sqlite"
BUSY_MILLISECONDS = 30_000

StoreError = DBAPIError
"""What the database itself says: no room, no right to write, locked for too long."""
StoreEngine = Engine
StoreAddress = str | URL
"""What other rooms hand on without knowing sqlalchemy."""


_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",  # what is taken out of a record shall not stand in the file's free pages
    f"busy_timeout={BUSY_MILLISECONDS}",
)


def sqlite_url(folder: Path) -> URL:
    """The address of the SQLite store in a data folder, whatever letters its name has."""
    return URL.create("sqlite", database=str(folder / STORE_FILE))


def sqlite_file(url: StoreAddress) -> Path:
    """The file that an SQLite address names."""
    return Path(make_url(url).database or "").resolve()


def store_url(address: StoreAddress) -> URL:
    """The address of a store; `postgres:` and `postgresql:` mean the same. Raises ValueError, without its password."""
    try:
        url = make_url(address)
    except ArgumentError:
        raise ValueError("no address of a store") from None
    if url.drivername in ("postgres", "postgresql"):
        return url.set(drivername=POSTGRES)
    return url


def is_server(address: StoreAddress) -> bool:
    """Whether this address names a PostgreSQL server, else an SQLite file."""
    return store_url(address).get_backend_name() == "postgresql"


def is_store_address(address: str) -> bool:
    """Whether a store of ours may be at this address: a database of PostgreSQL, or an SQLite file."""
    try:
        url = store_url(address)
    except ValueError:
        return False
    return url.drivername == "sqlite" or (url.drivername == POSTGRES and bool(url.database))


def open_engine(address: StoreAddress) -> Engine:
    """An engine over the store. Connections with the option `read_only` never wait for a writer.

    WAL with synchronous=FULL: NORMAL loses acknowledged writes at power loss (reliability.md section 3).
    """
    url = store_url(address)
    if is_server(url):
        engine = create_engine(url, hide_parameters=True, connect_args=_connect_args(url), **_POOL)
        event.listen(engine, "begin", _begin_postgres)
        return engine
    engine = create_engine(url, hide_parameters=True)  # what readers asked for stands in no log
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def reading(engine: Engine) -> Engine:
    """The same store for readers: each transaction sees one state of it, takes no lock and cannot write."""
    if engine.dialect.name == "sqlite":
        return engine.execution_options(read_only=True)
    return engine.execution_options(read_only=True, isolation_level="REPEATABLE READ", postgresql_readonly=True)


def unhurried(engine: Engine) -> Engine:
    """The same store for a transaction that may take as long as it needs, as a migration does."""
    return engine.execution_options(unhurried=True)


def holds_tables(engine: Engine) -> bool:
    """Whether tables of ours, of whatever version, are in the store."""
    with reading(engine).connect() as connection:
        return inspect(connection).has_table("alembic_version")


def encoding(connection: Connection) -> str:
    """How the store writes texts; ours need UTF8."""
    if connection.dialect.name == "sqlite":
        return "UTF8"
    return str(connection.exec_driver_sql("SHOW server_encoding").scalar_one())


def outside(engine: Engine) -> Engine:
    """A PostgreSQL store outside of transactions: each statement stands for itself, and no turn is taken."""
    return engine.execution_options(read_only=True, isolation_level="AUTOCOMMIT")


def takes_no_write(error: DBAPIError) -> bool:
    """Whether the store itself refuses: full, locked, out of reach, read only, or not ours to write."""
    return isinstance(error, OperationalError | InternalError) or getattr(error.orig, "sqlstate", None) == _NO_RIGHT


# ---------- SQLite ----------


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    read_only = connection.get_execution_options().get("read_only", False)
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")


# ---------- PostgreSQL ----------

POSTGRES = "postgresql+psycopg"

_POOL: Mapping[str, Any] = {
    "pool_size": 16,  # the threads of a web worker
    "max_overflow": 16,  # one of them may stream an answer and ask for more meanwhile
    "pool_timeout": 30.0,  # seconds
    "pool_recycle": 1800,  # seconds: some routers forget connections that are silent for longer
    "pool_pre_ping": True,  # after a restart of the server the first one to ask shall not suffer
    "pool_use_lifo": True,
    "isolation_level": "READ COMMITTED",  # a writer that waited for its turn sees what the one before it wrote
}

_CONNECTING: Mapping[str, Any] = {
    "application_name": "dastras",
    "connect_timeout": 10,  # seconds, as all of these
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
}

_SESSION: Mapping[str, int] = {
    "statement_timeout": 300_000,  # milliseconds, as all of these
    "lock_timeout": BUSY_MILLISECONDS,
    "idle_in_transaction_session_timeout": 600_000,  # a reader may be slow to take what is streamed to it
}

_TURN = 0x6461_7374_7261_7301
"""The advisory lock of writers, in the database of the store."""

_WRITER = (
    "set_config('idle_in_transaction_session_timeout', '60000', true)"  # one that stands still holds up all others
)
_TAKE_TURN = f"SELECT {_WRITER}, pg_advisory_xact_lock({_TURN})"
_GO_BESIDE = f"SELECT {_WRITER}"
_NO_RIGHT = "42501"  # SQLSTATE insufficient_privilege
_UNHURRIED = "SELECT set_config('statement_timeout', '0', true), set_config('lock_timeout', '0', true)"


def _connect_args(url: URL) -> dict[str, Any]:
    """What the address itself does not say about its connections."""
    ours = {name: value for name, value in _CONNECTING.items() if name not in url.query}
    options = " ".join(f"-c {name}={value}" for name, value in _SESSION.items())
    said = url.query.get("options", "")
    return {**ours, "options": f"{options} {said if isinstance(said, str) else ' '.join(said)}".rstrip()}


def _begin_postgres(connection: Connection) -> None:
    """Readers take nothing. What has the option `unhurried`, as a migration, may take as long as it needs."""
    options = connection.get_execution_options()
    if options.get("read_only"):
        return
    if options.get("unhurried"):
        connection.exec_driver_sql(_UNHURRIED)
    connection.exec_driver_sql(_GO_BESIDE if options.get("beside") else _TAKE_TURN)


SEALABLE = ("version", "record", "issue", "tag", "redaction")
"""Tables from which something is taken out that nobody may read any more."""


def vacuum(engine: Engine) -> bool:
    """Remove what was overwritten in the tables of PostgreSQL; False while some transaction might still see it."""
    with outside(engine).connect() as connection:
        connection.exec_driver_sql("SET statement_timeout = 0")
        try:
            connection.exec_driver_sql(f"VACUUM {', '.join(SEALABLE)}")
        finally:
            connection.exec_driver_sql("RESET statement_timeout")
        left = f"SELECT sum(n_dead_tup) FROM pg_stat_user_tables WHERE relname IN {SEALABLE}"
        return not connection.exec_driver_sql(left).scalar()
