"""`python -m tests.search`: the written forms of numbers over the invented records, as a table.

--failing  name each query that fails
--mark     write numbers/fails.toml anew
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.making import open_fresh
from tests.search.invented import NUMBERS, ask_numbers
from tests.search.needs import report, write_fails


def main() -> int:
    """Print the table; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.search", description=__doc__)
    for flag in ("--failing", "--mark"):
        parser.add_argument(flag, action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = open_fresh(Path(folder))
        asked = ask_numbers(store)
        store.close()
    if options.mark:
        write_fails(NUMBERS, asked)
    sys.stdout.write(report(asked, options.failing))
    return 0


if __name__ == "__main__":
    sys.exit(main())
