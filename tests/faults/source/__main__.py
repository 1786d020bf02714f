"""`python -m tests.faults.source SCRIPT.json`: play a script, print the address, and each request as it comes."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from tests.faults.source.script import read_script
from tests.faults.source.server import Publisher, running


def main(arguments: list[str]) -> int:
    """Runs until Ctrl-C; 2 for wrong use."""
    if len(arguments) != 1:
        sys.stderr.write("python -m tests.faults.source SCRIPT.json\n")
        return 2
    script = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder, running(read_script(script, Path(folder))) as source:
        _say(source.address)
        with suppress(KeyboardInterrupt):
            _tell(source)
    return 0


def _tell(source: Publisher) -> None:
    told = 0
    while True:
        for asked in source.asked[told:]:
            _say(json.dumps([round(asked.at, 3), asked.connection, asked.path, asked.headers]))
            told += 1
        time.sleep(0.1)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
