"""Every way we know to write a forbidden address, tried with the real command and the guard fully on (ssrf_lab.py)."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.ssrf_lab import HOSTS, REBINDING, SCHEMES
from tests.running import ROOT

INSIDE = ("unshare", "--net", "--mount")
REFUSED = {"address-blocked", "address-refused", "unreachable"}
"""Unreachable is a name that no resolver knows: `%` in a host."""


def unusable() -> str | None:
    """Why no network of one's own can be had here."""
    try:
        done = subprocess.run([*INSIDE, "ip", "link"], capture_output=True, text=True, check=False, timeout=20)
    except FileNotFoundError as error:
        return f"{error.filename} is missing"
    return None if done.returncode == 0 else f"{' '.join(INSIDE)}: {done.stderr.strip()}"


@pytest.mark.long
@pytest.mark.timeout(300)
def test_no_form_of_a_forbidden_address_is_ever_connected_to(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    if (why := unusable()) is not None:
        pytest.skip(f"needs a network of its own: {why}")
    inside = [*INSIDE, sys.executable, "-m", "tests.faults.ssrf_lab", str(tmp_path)]
    done = subprocess.run(inside, cwd=ROOT, capture_output=True, text=True, timeout=280, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    links, codes = told["links"], told["issues"]
    by_link = {link: codes.get(f"k{number}") for number, link in enumerate(links)}
    let_through = [link for link, code in by_link.items() if code not in REFUSED and "hang" not in link]
    figures = {
        "forms": len(HOSTS) + len(SCHEMES),
        "redirects": len(HOSTS),
        "rebinding look-ups": REBINDING,
        "refused": sum(code in REFUSED for code in by_link.values()),
        "connections to canaries": told["canaries"],
        "reached by a plain client": told["unguarded"],
        "seconds": told["seconds"],
    }
    record_property("forbidden addresses", figures)

    assert told["canaries"] == 0, told["came"]
    rebound = [f"http://rebind.lab.example/acts/b{number}" for number in range(0, REBINDING, 2)]
    assert let_through == ["http://good.lab.example/acts/good", *rebound], told[
        "output"
    ]  # these were public when asked
    assert by_link["http://hang.lab.example/acts/h"] == "too-slow"
    assert told["jobs"]["decimal"] == told["jobs"]["name"] == ["failed", "address-blocked"]
    assert told["jobs"]["all"] == ["partial", "most-refused"]
    assert Counter(told["looked_up"]) == {"rebind 1": REBINDING, "rebind 28": REBINDING}  # one look-up a connection
    assert told["unguarded"] > 100  # the canaries sing for whoever comes without a guard
