"""Other projects' checkers of pages, each fetched once from the npm registry, byte for byte the one we know.

`python -m tests.e2e.checkers NAME` prints where the file lies. It is a process of its own, for tests reach no network.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tarfile
from base64 import b64decode
from dataclasses import dataclass
from hashlib import sha512
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests.cached import NotHere, cached
from tests.running import ROOT

REGISTRY = "https://registry.npmjs.org"
SECONDS = 120


@dataclass(frozen=True, slots=True)
class Checker:
    """A package of the registry, the SHA-512 of its archive, and the one file of it that is needed."""

    package: str
    version: str
    sha512: str
    file: str

    @property
    def address(self) -> str:
        """Of the archive."""
        return f"{REGISTRY}/{self.package}/-/{self.package}-{self.version}.tgz"


CHECKERS = {
    "axe": Checker(
        "axe-core",
        "4.14.1",
        "FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ==",
        "package/axe.min.js",
    ),
    "nu": Checker(
        "vnu-jar",
        "26.9.27",
        "TkQd5DFfOaWC9ebtvozTsrH2Vaod3jYg+vrOeREzIXxBexLz9+rS2DNtjn7+RPUiZhgli0SghgBX6RJRNea0KA==",
        "package/build/dist/vnu.jar",
    ),
}


def checker_path(name: str) -> Path:
    """Where the file of a checker lies, fetched now if it is nowhere; where it cannot be had the test is skipped."""
    command = [sys.executable, "-m", "tests.e2e.checkers", name]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=2 * SECONDS, check=False)
    if done.returncode:
        pytest.skip((done.stderr.strip().splitlines() or ["no reason"])[-1])
    return Path(done.stdout.strip())


def _fetched(checker: Checker) -> Path:
    name = f"{checker.package}-{checker.version}{Path(checker.file).suffix}"
    return cached(name, lambda path: path.write_bytes(_file_of(checker)))


def _file_of(checker: Checker) -> bytes:
    with urlopen(checker.address, timeout=SECONDS) as answer:
        archive = answer.read()
    if sha512(archive).digest() != b64decode(checker.sha512):
        raise NotHere(f"{checker.address} is not what we know")
    with tarfile.open(fileobj=io.BytesIO(archive)) as files:
        file = files.extractfile(checker.file)
        if file is None:
            raise NotHere(f"{checker.address} has no {checker.file}")
        return file.read()


if __name__ == "__main__":
    try:
        sys.stdout.write(f"{_fetched(CHECKERS[sys.argv[1]])}\n")
    except (NotHere, URLError, OSError) as error:
        sys.exit(f"{sys.argv[1]} could not be fetched: {error}")
