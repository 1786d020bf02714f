"""Makes the recording folder of the real inputs: `python -m tests.real.recording FOLDER`.

The inputs lie in ../shared/data beside the repository and never ship. The five pages of text are read where they
are (DASTRAS_FILES_ROOT = ../shared/data), so only the listing of votes becomes a recording.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

SHARED = Path(__file__).parents[3] / "shared" / "data"
SOURCES = Path(__file__).parent / "sources"
VOTES = SHARED / "sources" / "ir-majlis-votes" / "votes-list.html"
SEED_PAGES = SHARED / "seed-pages"


def make_recording(folder: Path) -> None:
    """FOLDER/ir-majlis-votes with index.jsonl and the page; the time is the day after the last vote that it lists."""
    target = folder / "ir-majlis-votes"
    target.mkdir(parents=True, exist_ok=True)
    shutil.copy(VOTES, target / "votes-list.html")
    exchange = {
        "method": "GET",
        "address": "https://trvotes.parliran.ir/",
        "status": 200,
        "headers": {"Content-Type": "text/html; charset=utf-8", "Date": "Tue, 19 Dec 2023 05:30:00 GMT"},
        "file": "votes-list.html",
    }
    (target / "index.jsonl").write_text(json.dumps(exchange) + "\n", encoding="utf-8")


if __name__ == "__main__":
    make_recording(Path(sys.argv[1]))
