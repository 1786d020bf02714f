"""The form of a backup: one plain tar of the store, the documents and a manifest. What makes and reads it is elsewhere.

dastras.sqlite   a snapshot of the store, first
archive/ab/cdef… the documents in ascending order of their hashes
manifest.json    what stands before it; last, because only then it is known

Any tar can read it. We read it header by header and accept plain files with these names only: no links, no folders, no
long names, no sparse files. So a hostile file can make us write nowhere else, never more than it holds itself, and
nothing of it but one header and one part is ever in memory.
"""

from __future__ import annotations

import json
import os
import re
import tarfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import IO, Any

from catalogue.connection import STORE_FILE

STORE_MEMBER = STORE_FILE
MANIFEST_MEMBER = "manifest.json"
FORM = 1
"""Rises when an older Dastras could not read the file any more."""
LARGEST_MANIFEST_BYTES = 4096
PART_BYTES = 1 << 20

_BLOCK = tarfile.BLOCKSIZE
_DOCUMENT = re.compile(r"archive/([0-9a-f]{2})/([0-9a-f]{62})")
_PLAIN_FILES = (tarfile.REGTYPE, tarfile.AREGTYPE)


class BackupRefused(Exception):
    """A backup that cannot be made or is not taken; `code` names the message, `facts` fill it."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(f"{code}: {facts}")
        self.code = code
        self.facts = facts


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself; its own numbers are checked against what stands in the file."""

    form: int
    product: str  # dastras
    version: str  # of the product that made it
    made_at: str  # UTC instant
    log_index: int  # head of the log
    commitment: str  # of that entry; empty in an empty log
    store_sha256: str
    store_bytes: int
    documents: int
    document_bytes: int  # of all together


PRODUCT = "dastras"
_TYPES = {name: int if kind == "int" else str for name, kind in Manifest.__annotations__.items()}


@dataclass(frozen=True, slots=True)
class Member:
    """One file of the tar; `sha256` is what a document's name says, empty for store and manifest."""

    name: str
    size: int  # bytes
    at: int  # place of its first byte in the tar
    sha256: str = ""


# ---------- writing ----------


def document_name(sha256: str) -> str:
    """Under which name a document stands in the tar."""
    return f"archive/{sha256[:2]}/{sha256[2:]}"


def write_member(tar: IO[bytes], name: str, size: int, parts: Iterable[bytes]) -> None:
    """Append a file of so many bytes."""
    header = tarfile.TarInfo(name)
    header.size = size
    tar.write(header.tobuf(tarfile.GNU_FORMAT))  # ours are short names: one block, whatever the size
    for part in parts:
        tar.write(part)
    tar.write(bytes(-size % _BLOCK))


def write_end(tar: IO[bytes], manifest: Manifest) -> None:
    """Append the manifest and the end of the tar."""
    text = json.dumps(asdict(manifest), indent=1).encode()
    write_member(tar, MANIFEST_MEMBER, len(text), [text])
    tar.write(bytes(2 * _BLOCK))


def parts_of(file: IO[bytes], size: int) -> Iterator[bytes]:
    """So many bytes from where the file stands, in parts; fewer when it ends before."""
    while size and (part := file.read(min(size, PART_BYTES))):
        size -= len(part)
        yield part


# ---------- reading ----------


def read_manifest(tar: IO[bytes]) -> Manifest:
    """The manifest, after every header was looked at; raises BackupRefused for all but a whole backup of ours."""
    manifest = None
    store_bytes = documents = document_bytes = 0
    for member in read_members(tar):
        if member.sha256:
            documents += 1
            document_bytes += member.size
        elif member.name == STORE_MEMBER:
            store_bytes = member.size
        else:
            manifest = _to_manifest(tar.read(member.size) if member.size <= LARGEST_MANIFEST_BYTES else b"")
    if manifest is None:
        raise BackupRefused("backup-cut")
    if (store_bytes, documents, document_bytes) != (manifest.store_bytes, manifest.documents, manifest.document_bytes):
        raise BackupRefused("backup-damaged", member=MANIFEST_MEMBER)
    return manifest


def read_members(tar: IO[bytes]) -> Iterator[Member]:
    """The members in their order, the file standing at the first byte of each; raises BackupRefused.

    The store comes first, then documents in strictly ascending order, so none comes twice, then the manifest.
    """
    before = ""
    for member in _plain_files(tar):
        document = _DOCUMENT.fullmatch(member.name)
        if not before and member.name == STORE_MEMBER:
            before = "archive/"
        elif document and before != MANIFEST_MEMBER and before < member.name:
            before, member = member.name, Member(member.name, member.size, member.at, "".join(document.groups()))
        elif before.startswith("archive/") and member.name == MANIFEST_MEMBER:
            before = MANIFEST_MEMBER
        else:
            raise BackupRefused("backup-foreign-member", member=ascii(member.name))
        tar.seek(member.at)
        yield member


def _plain_files(tar: IO[bytes]) -> Iterator[Member]:
    end, at = tar.seek(0, os.SEEK_END), 0
    while True:
        tar.seek(at)
        block = tar.read(_BLOCK)
        if at and block == bytes(_BLOCK):
            return
        member = _to_member(block, at)
        if member.at + member.size > end:
            raise BackupRefused("backup-cut")
        yield member
        at = member.at + member.size + -member.size % _BLOCK


def _to_member(block: bytes, at: int) -> Member:
    if at and len(block) < _BLOCK:
        raise BackupRefused("backup-cut")
    try:
        header = tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
    except tarfile.HeaderError:
        raise BackupRefused("backup-damaged" if at else "backup-foreign", member=f"@{at}") from None
    if header.type not in _PLAIN_FILES or header.size < 0:
        raise BackupRefused("backup-foreign-member", member=ascii(header.name))
    return Member(header.name, header.size, at + _BLOCK)


def _to_manifest(text: bytes) -> Manifest:
    held = _read_json(text)
    if not isinstance(held, dict) or held.get("product") != PRODUCT:
        raise BackupRefused("backup-foreign")
    if held.get("form") != FORM:
        raise BackupRefused("backup-of-another-form", version=ascii(held.get("version")))
    if {name: type(value) for name, value in held.items()} != _TYPES:
        raise BackupRefused("backup-damaged", member=MANIFEST_MEMBER)
    return Manifest(**held)


def _read_json(text: bytes) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise BackupRefused("backup-damaged", member=MANIFEST_MEMBER) from None
