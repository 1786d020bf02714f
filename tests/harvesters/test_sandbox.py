from __future__ import annotations

import encodings
import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import pytest

from harvesters.decode import Received, decode
from harvesters.errors import ParserDied, StructureBroken
from harvesters.frames import ANSWERED, answer_frame
from harvesters.readers import html
from harvesters.sandbox import _PROGRAM, MOST_DOCUMENTS, Sandbox
from tests.harvesters.making import act
from tests.running import ROOT

OUT_OF_MEMORY = b"<br>" * (5 * 2**20)
"""20 MiB that the parser makes five million nodes of."""
OUT_OF_TIME = b"<p " + b" ".join(b"a%d" % number for number in range(100_000)) + b">"
"""700 kB that take the parser half a minute: it looks for each attribute among all before it."""
A_WHILE = b"<p " + b" ".join(b"a%d" % number for number in range(25_000)) + b"><h1>x</h1>"
"""A second or two."""

TITLE = {"css": "h1", "attr": None, "key": "title", "many": False}
ID = {"css": "a", "attr": "href", "match": None}
RULES: dict[str, Any] = {"encoding": None, "rows": "tr", "native_id": [ID], "link": None}
RULES |= {
    "next_link": None,
    "total": None,
    "stop": None,
    "extracts": [],
    "row": [],
    "page": [TITLE],
    "columns": {},
    "labels": {},
    "known": [],
    "must_contain": "",
    "drop": [],
}


def asked(charset: str | None = "utf-8", **rules: Any) -> dict[str, Any]:
    """The question about the page of a record."""
    text = json.dumps({**RULES, **rules})
    return {"page": "record", "rules": text, "media_type": "text/html", "charset": charset, "holder": None}


def title_of(sandbox: Sandbox, body: bytes, charset: str | None = "utf-8") -> str:
    """The first heading of a page."""
    (title,) = sandbox.ask("html", body, asked(charset))["fields"]["title"]
    return str(title)


def is_there(pid: int) -> bool:
    """Whether a process, or what is left of it, is there."""
    with suppress(ProcessLookupError):
        os.kill(pid, 0)
        return True
    return False


def descriptors() -> int:
    return len(os.listdir("/dev/fd"))


def test_a_reader_says_the_same_in_the_child_as_here() -> None:
    body, question = act("۷").encode(), asked(labels={"نوع": "label:نوع"})
    with Sandbox() as sandbox:
        assert sandbox.ask("html", body, question) == html.read(body, question)


def test_a_broken_page_is_told_with_its_facts_and_the_child_goes_on() -> None:
    with Sandbox() as sandbox:
        assert title_of(sandbox, b"<h1>1</h1>") == "1"
        first = sandbox.pid
        with pytest.raises(StructureBroken) as broken:
            sandbox.ask("html", b"<div>" * 40_000, asked())
        assert (broken.value.code, broken.value.facts) == ("page-too-deep", {"allowed": 256})
        assert (title_of(sandbox, b"<h1>2</h1>"), sandbox.pid) == ("2", first)


def test_every_charset_is_at_hand_when_no_file_can_be_opened() -> None:
    names = [module.name for module in iter_modules(encodings.__path__)] + ["no-such", "x" * 500, "../os"]
    body = "<h1>سلام</h1>".encode()
    with Sandbox() as sandbox:
        there = [sandbox.ask("html", body, asked(name))["charset"] for name in names]
        assert there == [decode(Received(body, "text/html", name)).charset for name in names]
        assert title_of(sandbox, "<h1>قرار</h1>".encode("cp720"), "cp720") == "قرار"


@pytest.mark.parametrize("killer", [OUT_OF_MEMORY, pytest.param(OUT_OF_TIME, marks=pytest.mark.long)])
def test_a_document_that_kills_is_tried_twice_and_the_next_one_is_read(
    killer: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    before = descriptors()
    with Sandbox() as sandbox:
        with pytest.raises(ParserDied):
            sandbox.ask("html", killer, asked())
        assert len(caplog.records) == 2 and all("reader html ended by" in record.message for record in caplog.records)
        assert title_of(sandbox, b"<h1>x</h1>") == "x"
    assert descriptors() == before


def test_an_unknown_error_is_told_without_a_word_of_the_document(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with Sandbox() as sandbox:
        with pytest.raises(ParserDied):
            sandbox.ask("html", "<h1>راز</h1>".encode(), {"rules": "راز"})
        with pytest.raises(ParserDied):
            sandbox.ask("no-such-reader", b"", {})
    assert "راز" not in caplog.text and "KeyError" in caplog.text


@contextmanager
def soon(act_on: Any, sandbox: Sandbox) -> Iterator[None]:
    """Do something to the child that works at a question, a moment after it has begun."""

    def wait_and_act() -> None:
        while sandbox.pid is None:
            time.sleep(0.01)
        time.sleep(0.3)
        act_on(sandbox.pid)

    thread = threading.Thread(target=wait_and_act)
    thread.start()
    yield
    thread.join()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSTOP])
def test_a_child_that_is_ended_or_stopped_from_outside_is_replaced(number: int) -> None:
    with Sandbox(seconds=4) as sandbox, soon(lambda pid: os.kill(pid, number), sandbox):
        assert title_of(sandbox, A_WHILE) == "x"


def test_the_clock_limits_where_the_processor_does_not() -> None:
    with Sandbox(seconds=0.5) as sandbox:
        began = time.monotonic()
        with pytest.raises(ParserDied):
            sandbox.ask("html", OUT_OF_TIME, asked())
        assert time.monotonic() - began < 5


def test_other_jobs_are_read_on_time_beside_a_document_that_kills() -> None:
    def kill() -> None:
        with Sandbox() as sandbox, suppress(ParserDied):
            sandbox.ask("html", OUT_OF_MEMORY, asked())

    thread = threading.Thread(target=kill)
    thread.start()
    with Sandbox() as sandbox:
        title_of(sandbox, b"<h1>x</h1>")
        began = time.monotonic()
        assert [title_of(sandbox, b"<h1>x</h1>") for _ in range(100)] == ["x"] * 100
        assert time.monotonic() - began < 5
        assert thread.is_alive()  # it was at work all the while
    thread.join()


def test_a_child_is_replaced_after_its_share_of_documents() -> None:
    with Sandbox() as sandbox:
        pids = []
        for _ in range(MOST_DOCUMENTS + 1):
            title_of(sandbox, b"<h1>x</h1>")
            pids.append(sandbox.pid)
        assert len(set(pids[:-1])) == 1 and pids[-1] != pids[0]


def test_nothing_is_left_when_it_is_closed_or_its_job_is_interrupted() -> None:
    before = descriptors()

    def interrupted() -> None:
        with Sandbox() as sandbox:
            title_of(sandbox, b"<h1>x</h1>")
            pids.append(sandbox.pid or 0)
            raise KeyboardInterrupt

    pids: list[int] = []
    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert not is_there(pids[0])
    assert descriptors() == before


def test_a_child_ends_with_the_worker_that_was_killed() -> None:
    program = (
        "import time; from tests.harvesters.test_sandbox import *; sandbox = Sandbox()\n"
        "title_of(sandbox, b'<h1>x</h1>'); print(sandbox.pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, cwd=ROOT) as worker:
        assert worker.stdout is not None
        pid = int(worker.stdout.readline())
        assert is_there(pid)
        worker.kill()
    end = time.monotonic() + 10
    while time.monotonic() < end and _runs(pid):
        time.sleep(0.05)
    assert not _runs(pid)


def _runs(pid: int) -> bool:
    """Whether it is there and no zombie (nobody may reap the orphans of a container)."""
    said = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
    return bool(said.strip()) and not said.startswith("Z")


def test_a_child_inherits_no_lock(tmp_path: Path) -> None:
    with Sandbox() as sandbox, (tmp_path / "lock").open("w") as lock:
        os.set_inheritable(lock.fileno(), True)
        fcntl.flock(lock, fcntl.LOCK_EX)
        title_of(sandbox, b"<h1>x</h1>")
        lock.close()
        with (tmp_path / "lock").open("w") as again:
            fcntl.flock(again, fcntl.LOCK_EX | fcntl.LOCK_NB)


TRIES = """
import os, socket, sys
def tried(act, *arguments):
    try:
        act(*arguments)
    except OSError as error:
        return type(error).__name__ + " " + str(error.errno)
    return "done"
shut_doors()
results = [
    tried(socket.socket), tried(socket.create_connection, ("127.0.0.1", int(sys.argv[2]))), tried(os.pipe),
    tried(open, "/etc/passwd"), tried(open, "/dev/shm/x", "w"), tried(os.dup, 0),
    tried(os.socketpair) if hasattr(os, "socketpair") else tried(socket.socketpair),
]
sys.stdout.write(repr((results, sorted(os.environ))))
"""


def test_from_inside_nothing_can_be_opened_and_nobody_can_be_reached() -> None:
    limits = "from harvesters.confinement import limit_memory, shut_doors; limit_memory()"
    program = "\n".join((_PROGRAM.splitlines()[0], limits, TRIES))
    with socket.create_server(("127.0.0.1", 0)) as canary:
        port = str(canary.getsockname()[1])
        command = [sys.executable, "-I", "-c", program, str(ROOT), port]
        said = subprocess.run(command, env={}, capture_output=True, text=True, check=True, timeout=30).stdout
        canary.settimeout(0.2)
        with pytest.raises(TimeoutError):
            canary.accept()
    results, names = eval(said, {"__builtins__": {}})
    assert "done" not in results and len(results) == 7
    assert not [name for name in names if name != "LC_CTYPE"]  # Python's own


def test_an_answer_is_what_it_says_it_is() -> None:
    frame = answer_frame({"answer": ["متن", "\ud800"]})
    assert ANSWERED.unpack(frame[: ANSWERED.size]) == (len(frame) - ANSWERED.size,)
    assert json.loads(frame[ANSWERED.size :]) == {"answer": ["متن", "\ud800"]}


def test_a_child_knows_nothing_of_numbers_of_persons_which_would_cost_half_its_start() -> None:
    loaded = "import sys, harvesters.child; print([name for name in sys.modules if name.startswith('catalogue.')])"
    said = subprocess.run([sys.executable, "-c", loaded], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert "catalogue.persian.letters" in said
    assert "catalogue.priv" not in said and "catalogue.personal" not in said
