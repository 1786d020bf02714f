"""Starts real Elasticsearch nodes on loopback for tests, one or several, each in a temporary folder.

A node ends with the process that started it, at the latest. By hand: `python -m tests.services.elasticsearch [NODES]`.
"""

from __future__ import annotations

import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tests.cached import NotHere
from tests.services import memory
from tests.services.elasticsearch_home import VERSION, find_java, make_home

__all__ = ["VERSION", "Node", "NotHere", "running"]

HEAP = os.environ.get("TEST_DASTRAS_HEAP", "448m")
LONGEST_START_SECONDS = 240.0
LONGEST_END_SECONDS = 20.0
OPEN_TO_JAVA = "ALL-UNNAMED,org.elasticsearch.nativeaccess,org.elasticsearch.foreign,org.apache.lucene.core"
JVM = (
    f"-Xms{HEAP}",
    f"-Xmx{HEAP}",
    "-XX:+ExitOnOutOfMemoryError",
    "-Djava.awt.headless=true",
    "-Dlog4j2.disable.jmx=true",
    "-Dio.netty.noUnsafe=true",
    "-Dorg.elasticsearch.nativeaccess.enableVectorLibrary=false",
    "--add-modules=jdk.net,jdk.management.agent,jdk.incubator.vector,ALL-MODULE-PATH",
    f"--enable-native-access={OPEN_TO_JAVA}",
)


class Node:
    """One node in a folder of its own, on the same ports at each start, so that it can be killed and come back."""

    def __init__(self, folder: Path, name: str, settings: Mapping[str, str]) -> None:
        self._java = find_java()
        self._home = make_home(self._java)
        self._folder = folder
        self._settings = {
            "node.name": name,
            "http.port": str(free_port()),
            "transport.port": str(free_port()),
            **settings,
        }
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def name(self) -> str:
        """Its name in the cluster."""
        return self._settings["node.name"]

    @property
    def address(self) -> str:
        """http://127.0.0.1:<port>"""
        return f"http://127.0.0.1:{self._settings['http.port']}"

    @property
    def transport(self) -> str:
        """host:port for other nodes."""
        return f"127.0.0.1:{self._settings['transport.port']}"

    @property
    def pid(self) -> int:
        """Of the JVM."""
        if self._process is None:
            raise RuntimeError("the node does not run")
        return self._process.pid

    def join(self, cluster: list[Node]) -> None:
        """Be one of these."""
        if len(cluster) == 1:
            self._settings["discovery.type"] = "single-node"
            return
        self._settings["discovery.seed_hosts"] = ",".join(node.transport for node in cluster)
        self._settings["cluster.initial_master_nodes"] = ",".join(node.name for node in cluster)

    def start(self) -> None:
        """Start it; does not wait."""
        self._folder.mkdir(exist_ok=True)
        (self._folder / "tmp").mkdir(exist_ok=True)
        user = _unprivileged(self._home)
        if user:
            shutil.chown(self._folder, user)
            shutil.chown(self._folder / "tmp", user)
        with (self._folder / "out.log").open("ab") as log:
            self._process = subprocess.Popen(
                self._command(), stdin=subprocess.PIPE, stdout=log, stderr=log, cwd=self._folder, user=user
            )

    def wait(self, nodes: int = 1) -> None:
        """Until the cluster answers, with so many nodes and every primary shard there."""
        question = f"{self.address}/_cluster/health?wait_for_nodes={nodes}&wait_for_status=yellow&timeout=1s"
        end = time.monotonic() + LONGEST_START_SECONDS
        while time.monotonic() < end:
            if self._process is None or self._process.poll() is not None:
                raise RuntimeError(f"the node ended:\n{self.log()[-2000:]}")
            if _is_well(question):
                return
            time.sleep(0.1)
        raise RuntimeError(f"the node did not answer in {LONGEST_START_SECONDS:.0f} s:\n{self.log()[-2000:]}")

    def kill(self) -> None:
        """kill -9."""
        self._end(signal.SIGKILL)

    def suspend(self) -> None:
        """It hangs: connections are taken, nothing is answered."""
        os.kill(self.pid, signal.SIGSTOP)

    def resume(self) -> None:
        """It goes on."""
        os.kill(self.pid, signal.SIGCONT)

    def stop(self) -> None:
        """End it in order, or else by force."""
        process = self._process
        if process is None or process.stdin is None:
            return
        process.send_signal(signal.SIGCONT)
        process.stdin.close()
        try:
            process.wait(LONGEST_END_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
        self._process = None

    def log(self) -> str:
        """What it said so far."""
        return (self._folder / "out.log").read_text(encoding="utf-8", errors="replace")

    def _end(self, number: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is not None and process.stdin is not None:
            process.send_signal(number)
            process.wait()
            process.stdin.close()

    def _command(self) -> list[str]:
        home = self._home
        settings = {
            "network.host": "127.0.0.1",
            "path.data": str(self._folder / "data"),
            "path.logs": str(self._folder / "logs"),
            "cluster.routing.allocation.disk.threshold_enabled": "false",
            **self._settings,
        }
        return [
            str(self._java / "bin/java"),
            *JVM,
            f"-Djava.io.tmpdir={self._folder / 'tmp'}",
            f"-Des.path.home={home}",
            f"-Des.path.conf={home / 'config'}",
            *("-p", str(home / "lib"), "-cp", str(home / "main"), "TestNode"),
            *(f"{name}={value}" for name, value in settings.items()),
        ]


@contextmanager
def running(nodes: int = 1, **settings: str) -> Iterator[list[Node]]:
    """A cluster of so many nodes that has formed; `settings` with __ for the dots. Raises NotHere."""
    with ExitStack() as stack:
        root = Path(tempfile.mkdtemp(prefix="dastras-elasticsearch-", dir=memory()))
        stack.callback(shutil.rmtree, root, ignore_errors=True)
        root.chmod(0o755)
        named = {name.replace("__", "."): value for name, value in settings.items()}
        cluster = [Node(root / f"n{number}", f"n{number}", named) for number in range(nodes)]
        for node in cluster:
            node.join(cluster)
            stack.callback(node.stop)
            node.start()
        for node in cluster:
            node.wait(nodes)
        yield cluster


def free_port() -> int:
    """One that nobody has now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _is_well(question: str) -> bool:
    try:
        with urlopen(question, timeout=5) as answer:
            return not json.load(answer)["timed_out"]
    except (URLError, OSError, ValueError):
        return False


def _unprivileged(home: Path) -> str | None:
    """Root lets nobody run it, if nobody can read its files."""
    if os.geteuid() != 0 or any(not place.stat().st_mode & 0o001 for place in home.parents):
        return None
    return pwd.getpwnam("nobody").pw_name


def main() -> None:
    """Print the addresses and wait for the end of the input, or Ctrl-C."""
    with running(int(sys.argv[1]) if sys.argv[1:] else 1) as cluster:
        sys.stdout.write(",".join(node.address for node in cluster) + "\n")
        sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":
    main()
