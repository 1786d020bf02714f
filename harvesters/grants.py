"""What the operator grants to a source that its file only names: a secret, an extra certificate, addresses on the
operator's own network. No environment here: deploy reads the settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from ssl import SSLContext
from urllib.parse import urlsplit

from requests import PreparedRequest, RequestException
from urllib3.util.ssl_ import create_urllib3_context

from harvesters.errors import StructureBroken
from harvesters.guard import Pair
from harvesters.links import host_and_port
from harvesters.source import Source

HTTPS_PORT = 443


@dataclass(frozen=True, slots=True)
class Secret:
    """A value of the operator's file, and the one host and port that may see it."""

    host: str
    port: int
    value: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Key:
    """A header with a secret in it, for one origin: (scheme, host, port)."""

    header: str
    origin: tuple[str, str, int]
    value: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Grants:
    """What one source has: pairs that pass the guard (the same for all sources), its key, how its https trusts."""

    allow: frozenset[Pair] = frozenset()
    key: Key | None = None
    tls: SSLContext | None = None


NOTHING = Grants()


def grants_for(
    source: Source, allow: frozenset[Pair], secrets: Mapping[str, Secret], files_root: Path | None
) -> Grants:
    """The grants of a source; raises StructureBroken when its file names what the operator has not granted."""
    return Grants(allow, _key_of(source, secrets, allow), _tls_of(source, files_root))


def origin_of(url: str) -> tuple[str, str, int]:
    """(scheme, host, port) as they are asked: small letters, a Persian host in its ASCII form; ("", "", 0) of none."""
    prepared = PreparedRequest()
    try:
        prepared.prepare_url(url, None)
        asked = str(prepared.url)
        return (urlsplit(asked).scheme, *host_and_port(asked))
    except (ValueError, RequestException):
        return "", "", 0


def _key_of(source: Source, secrets: Mapping[str, Secret], allow: frozenset[Pair]) -> Key | None:
    auth = source.auth
    if auth is None or source.reading.url is None:
        return None
    secret = secrets.get(auth.secret)
    if secret is None:
        raise StructureBroken("secret-unknown", source=source.id, name=auth.secret)
    origin = origin_of(source.reading.url)
    host = f"[{secret.host}]" if ":" in secret.host else secret.host
    if origin[1:] != origin_of(f"https://{host}:{secret.port}/")[1:]:
        raise StructureBroken("secret-elsewhere", source=source.id, name=auth.secret, host=secret.host)
    if origin[0] != "https" and origin[1:] not in allow:
        raise StructureBroken("secret-in-clear", source=source.id, name=auth.secret)
    return Key(auth.header, origin, secret.value)


def _tls_of(source: Source, files_root: Path | None) -> SSLContext | None:
    """A context that trusts the extra certificate; requests adds the usual list to it. It verifies as every other."""
    if source.extra_ca is None:
        return None
    if files_root is None:
        raise StructureBroken("ca-root-missing", source=source.id)
    file = (files_root / source.extra_ca).resolve()
    context = create_urllib3_context()
    try:
        if not file.is_relative_to(files_root.resolve()):
            raise FileNotFoundError
        context.load_verify_locations(file)
    except OSError:  # also ssl.SSLError: no certificate in it
        raise StructureBroken("ca-unusable", source=source.id, file=source.extra_ca) from None
    return context
