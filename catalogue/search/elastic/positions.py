"""Which generation is read, and how far each has read the log: the alias, and the small index of positions."""

from __future__ import annotations

from dataclasses import asdict

from catalogue.errors import IndexUnavailable
from catalogue.search.elastic.client import Client, EngineRefused, guard, to_number, to_text
from catalogue.search.elastic.names import number_of, positions_of
from catalogue.search.index import Written


def current_of(client: Client, prefix: str, end: float | None = None) -> str | None:
    """The index behind the alias; None when there is none yet. Raises IndexUnavailable for one that is not ours."""
    try:
        held = client.ask("GET", f"/{prefix}/_alias", end=end)
    except EngineRefused as refused:
        if refused.status == 404:
            return None
        raise
    with guard():
        names = [to_text(name) for name in held]
    if len(names) != 1:
        raise IndexUnavailable(f"the alias {prefix} names {len(names)} indexes, and should name one")
    if number_of(prefix, names[0]) is None:
        raise IndexUnavailable(f"{prefix} is an index, or the alias of an index, that is not ours: remove or rename it")
    return names[0]


def read_written(client: Client, prefix: str, generation: str, end: float | None = None) -> Written | None:
    """What stands at a generation's position; None when there is none. As of now: it waits for no refresh."""
    try:
        held = client.ask("GET", f"/{positions_of(prefix)}/_source/{generation}", end=end)
        words = [to_text(held[name]) for name in ("commitment", "engine", "analyser")]
        return Written(to_number(held["log_index"]), *words)
    except EngineRefused as refused:
        if refused.status == 404:
            return None
        raise
    except (KeyError, TypeError, ValueError):
        return None


def write_written(client: Client, prefix: str, generation: str, written: Written) -> None:
    """Replace a generation's position; durable on return, for the cluster syncs before it answers."""
    client.ask("PUT", f"/{positions_of(prefix)}/_doc/{generation}", asdict(written))
