"""The child of a sandbox: reads one document after the other, and ends with its parent. Started by sandbox.py only."""

from __future__ import annotations

import encodings
import json
import sys
from collections.abc import Iterator, Mapping
from pkgutil import iter_modules
from typing import Any, BinaryIO

from harvesters.confinement import shut_doors
from harvesters.decode import known_charset
from harvesters.errors import StructureBroken
from harvesters.frames import ASKED, answer_frame
from harvesters.readers import READERS, STREAMS


def serve() -> None:
    """Answer questions on the standard streams until there is no more."""
    for module in iter_modules(encodings.__path__):  # the aliases of Python do not name them all
        known_charset(module.name)  # Python imports a codec when it is first asked for, and later it could not
    shut_doors()
    while (asked := _take(sys.stdin.buffer, ASKED.size)) is not None:
        head_size, body_size = ASKED.unpack(asked)
        head, body = _take(sys.stdin.buffer, head_size), _take(sys.stdin.buffer, body_size)
        if head is None or body is None:
            return
        for answer in answers_to(json.loads(head), body):
            sys.stdout.buffer.write(answer)
            sys.stdout.buffer.flush()


def answers_to(head: Mapping[str, Any], body: bytes) -> Iterator[bytes]:
    """The frames that answer a question; nothing of the document but what its reader gives."""
    try:
        for part in _parts(head["reader"], body, head["question"]):
            yield answer_frame({"part": part})
        yield answer_frame({"end": True})
    except StructureBroken as broken:
        yield answer_frame({"broken": {"code": broken.code, "facts": broken.facts}})
    except Exception as fault:  # noqa: BLE001  # whatever a parser throws is told to the parent, which knows what to do
        yield answer_frame({"fault": type(fault).__name__})


def _parts(reader: str, body: bytes, question: Mapping[str, Any]) -> Iterator[Any]:
    if reader in STREAMS:
        yield from STREAMS[reader](body, question)
    else:
        yield READERS[reader](body, question)


def _take(stream: BinaryIO, size: int) -> bytes | None:
    taken = stream.read(size)
    return taken if len(taken) == size else None
