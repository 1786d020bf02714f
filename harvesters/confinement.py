"""What a process that reads untrusted bytes may do: little memory, no file, no socket. Imports no parser.

For the child of sandbox.py. Limits only go down: an operator's own that are lower stay.
"""

from __future__ import annotations

import ctypes
import os
import resource

MEMORY_BYTES = 700 * 2**20
"""Of address space."""

_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000
"""CLONE_NEWUSER and CLONE_NEWNET of Linux."""
_NO_NEW_PRIVILEGES = 38
"""PR_SET_NO_NEW_PRIVS of Linux."""


def limit_memory() -> None:
    """Before a parser is imported: bounded memory, no core."""
    _lower(resource.RLIMIT_AS, MEMORY_BYTES)
    _lower(resource.RLIMIT_CORE, 0)


def shut_doors() -> None:
    """After the last import: nothing can be opened any more, be it file, pipe or socket, and no file written.

    Only now, as Python keeps what it compiled of a module; no untrusted byte is here before. A network of its own
    without interfaces comes on top where the system gives one to everybody (Linux).
    """
    unshare = getattr(ctypes.CDLL(None), "unshare", None)
    if unshare is not None:
        unshare(_NEW_USER | _NEW_NETWORK)
    prctl = getattr(ctypes.CDLL(None), "prctl", None)
    if prctl is not None:
        prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    _lower(resource.RLIMIT_NPROC, 0)  # no process of its own, unless it is root's
    os.closerange(3, resource.getrlimit(resource.RLIMIT_NOFILE)[0])
    _lower(resource.RLIMIT_NOFILE, 3)
    _lower(resource.RLIMIT_FSIZE, 0)


def _lower(kind: int, wanted: int) -> None:
    _, hard = resource.getrlimit(kind)
    allowed = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(kind, (allowed, allowed))
