"""`python -m tests.fuzz [SECONDS] [SEED]`: schemathesis asks a site over the harvested examples, with all its checks.

It is a tool of its own, as heavy as all other tests together, so `make test` does not bring it:
`pip install '.[fuzz]'` does. What it may see is in schemathesis.toml.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.running import dastras, site

CONFIGURATION = Path(__file__).with_name("schemathesis.toml")
TOOL = Path(sys.executable).with_name("schemathesis")


def main(seconds: str = "30", seed: str = "1") -> int:
    """Ask for so many seconds; 0 when nothing was found."""
    with TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        dastras(data, "harvest", "--all", "--recorded")
        with site(data) as (address, _):
            question = ("run", f"{address}/api/v1/openapi.json", "--max-time", seconds, "--seed", seed)
            done = subprocess.run(
                [TOOL, "--config-file", CONFIGURATION, *question, "--continue-on-failure"], cwd=folder, check=False
            )
    return done.returncode


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
