"""A child process ends with its parent, however that ends: by signal, by Ctrl-C, or killed."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from multiprocessing import parent_process

PR_SET_PDEATHSIG = 1  # Linux prctl(2)


def end_with_parent(number: signal.Signals = signal.SIGTERM) -> None:
    """Ask the system to send this process a signal when its parent is gone (Linux; elsewhere only signals end it)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, number)
    parent = parent_process()
    if parent is None or os.getppid() != parent.pid:
        sys.exit(1)  # it was gone before we asked
