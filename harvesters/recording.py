"""Makes a recording of what the network says: index.jsonl and the bodies beside it, as replay.py reads them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from email.utils import format_datetime
from pathlib import Path

from catalogue.documents import Kept
from harvesters.door import Door
from harvesters.fetch import Answer, content_type
from harvesters.keeping import Keeping
from harvesters.network import Fetcher
from harvesters.politeness import Manners
from harvesters.replay import INDEX
from harvesters.slots import HostSlots

EXPECTED = "expected.jsonl"
HEADERS = ("content-type", "content-language", "last-modified", "etag", "location", "link")
"""What a recording keeps of the headers, beside Date: nothing of whoever asked."""
ENDINGS: Mapping[str, str] = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "application/json": "json",
    "text/csv": "csv",
    "text/turtle": "ttl",
    "text/plain": "txt",
}


class RecordingFetcher(Fetcher):
    """Asks as every fetcher does, and remembers the first answer of each address."""

    def __init__(
        self, keeping: Keeping, door: Door, slots: HostSlots, manners: Manners, now: Callable[[], datetime]
    ) -> None:
        super().__init__(keeping, door, slots, manners, now)
        self.exchanges: dict[str, Answer] = {}

    def _exchange(self, address: str, known: Kept | None) -> Answer:
        answer = super()._exchange(address, known)
        return self.exchanges.setdefault(address, answer)


def write_recording(folder: Path, exchanges: Mapping[str, Answer], expected: Iterable[str]) -> None:
    """Write the exchanges, and the canonical records that they give, into a folder that is made."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = []
    for number, (address, answer) in enumerate(exchanges.items(), start=1):
        exchange: dict[str, object] = {"method": "GET", "address": address, "status": answer.status}
        exchange["headers"] = _headers(answer)
        if answer.body:
            exchange["file"] = f"{number}.{_ending(answer)}"
            (folder / str(exchange["file"])).write_bytes(answer.body)
        lines.append(json.dumps(exchange, ensure_ascii=False))
    (folder / EXPECTED).write_text("".join(f"{record}\n" for record in expected), encoding="utf-8")
    (folder / INDEX).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def _headers(answer: Answer) -> dict[str, str]:
    """Those that count, and when it came: by the server's clock if it says, else by ours."""
    kept = {name: value for name, value in answer.headers if name.lower() in HEADERS}
    date = answer.header("date") or format_datetime(datetime.fromisoformat(answer.at), usegmt=True)
    return {**kept, "Date": date}


def _ending(answer: Answer) -> str:
    media_type, _ = content_type(answer.header("content-type"))
    if media_type in ENDINGS:
        return ENDINGS[media_type]
    return "xml" if media_type.endswith("xml") else "json" if media_type.endswith("json") else "bin"
