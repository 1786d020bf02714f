"""A warm process that forks a child for each command: starting Python anew would cost more than what is tested.

Reads one JSON object a line: `program`, `arguments`, `environment`, `output` (a file), `dying` ([kind, n] or null: die
at the n-th event of that kind, dying.py). Answers the child's id, whose child has stopped itself by then so that it can
be traced; once it was continued and has ended, its wait status.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from deploy import cli
from tests.faults import planted
from tests.faults.dying import die_at

PROGRAMS: dict[str, Callable[[list[str]], None]] = {"dastras": cli.main, "planted": planted.main}


def main() -> None:
    """Serve until stdin ends."""
    for line in sys.stdin:
        asked = json.loads(line)
        child = os.fork()
        if child == 0:
            _be_the_command(asked)
        os.waitpid(child, os.WUNTRACED)
        _answer(child)
        _, status = os.waitpid(child, 0)
        _answer(status)


def _be_the_command(asked: dict[str, Any]) -> None:
    """Run the program as a process of its own would; never returns."""
    output = os.open(asked["output"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    for handle in (1, 2):
        os.dup2(output, handle)
    os.close(output)
    os.setsid()
    os.environ.clear()
    os.environ.update(asked["environment"])
    os.kill(os.getpid(), signal.SIGSTOP)
    code = 70  # EX_SOFTWARE: it ended by an exception
    try:
        if asked["dying"]:
            kind, number = asked["dying"]
            die_at(kind, number, Path(f"{asked['output']}.events"))
        PROGRAMS[asked["program"]](asked["arguments"])
    except SystemExit as ended:
        code = int(ended.code or 0)
    except BaseException:  # noqa: BLE001 - as the interpreter does at the end of a process
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)  # the buffers of the warm process are not ours


def _answer(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
