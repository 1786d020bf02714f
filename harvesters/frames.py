"""What passes between a sandbox and its child: a question with its document one way, an answer the other. No I/O.

Question: two lengths of four bytes, then JSON {reader, question}, then the document. Answer: frames of a length and
JSON with one key: any number of `part`, then one of `end`, `broken` (code and facts of a StructureBroken) or `fault`
(the type of an unexpected error).
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from typing import Any

LARGEST_ANSWER = 64 * 2**20

ASKED = struct.Struct(">II")
ANSWERED = struct.Struct(">I")


def question_head(reader: str, body: bytes, question: Mapping[str, Any]) -> bytes:
    """The bytes of a question, which its document follows."""
    head = to_json({"reader": reader, "question": question})
    return ASKED.pack(len(head), len(body)) + head


def answer_frame(answer: Mapping[str, Any]) -> bytes:
    """The bytes of one frame of an answer."""
    body = to_json(answer)
    return ANSWERED.pack(len(body)) + body


def to_json(value: object) -> bytes:
    """JSON in UTF-8; json.loads takes the lone surrogates that may be in it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
