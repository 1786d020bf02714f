"""The files of an Elasticsearch node for tests: the server's jars from Maven Central, checked, and our two classes.

Made once in a cache folder (TEST_DASTRAS_CACHE, else ~/.cache/dastras-tests) and used by all who come later. Not here:
starting a node (elasticsearch.py).
"""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
import tempfile
from hashlib import sha256
from pathlib import Path

from tests.cached import NotHere, cached

VERSION = "9.5.3"
SOURCES = Path(__file__).parent / "node"
LEAST_JAVA = 21
COPY_JARS = "org.apache.maven.plugins:maven-dependency-plugin:2.8:copy-dependencies"
LONGEST_DOWNLOAD_SECONDS = 600
NETTY_JARS = ("netty-*.jar", "transport-netty4-*.jar", "elasticsearch-ssl-config-*.jar")


def find_java() -> Path:
    """The home of a Java (with its compiler) that is new enough."""
    named = [Path(os.environ[name]) for name in ("JAVA_HOME_21", "JAVA_HOME") if os.environ.get(name)]
    homes = [*named, *sorted(Path("/usr/lib/jvm").glob("*"), reverse=True)]
    for home in homes:
        if (home / "bin/javac").exists() and _java_version(home) >= LEAST_JAVA:
            return home
    raise NotHere(f"no Java >= {LEAST_JAVA} with javac: name one in JAVA_HOME_21, or install one below /usr/lib/jvm")


def _java_version(home: Path) -> int:
    try:
        found = re.search(r'^JAVA_VERSION="(\d+)', (home / "release").read_text(encoding="utf-8"), re.MULTILINE)
    except OSError:
        return 0
    return int(found[1]) if found else 0


def make_home(java: Path) -> Path:
    """The home of the server, made at the first call; others wait meanwhile. Raises NotHere."""
    return cached(f"elasticsearch-{VERSION}-{_digest_of_sources(java)}", lambda home: _lay_out(home, java))


def _digest_of_sources(java: Path) -> str:
    digest = sha256(str(_java_version(java)).encode())
    for path in sorted((*SOURCES.iterdir(), Path(__file__))):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _lay_out(home: Path, java: Path) -> None:
    """modules/<name> holds plug-ins, lib all else, main our own class, config what never changes."""
    for name in ("lib", "main", "config", "plugins", "modules/netty", "modules/front-page"):
        (home / name).mkdir(parents=True)
    _download(home / "lib")
    _check(home / "lib")
    for pattern in NETTY_JARS:
        for jar in (home / "lib").glob(pattern):
            jar.rename(home / "modules/netty" / jar.name)
    _describe(home / "modules/netty", "org.elasticsearch.transport.netty4.Netty4Plugin", "transport.netty4")
    with tempfile.TemporaryDirectory() as classes:
        _compile(java, home, "FrontPage", Path(classes))
        _run("jar", java / "bin/jar", "cf", home / "modules/front-page/front-page.jar", "-C", classes, ".")
    _describe(home / "modules/front-page", "FrontPage")
    _compile(java, home, "TestNode", home / "main")
    shutil.copy(SOURCES / "log4j2.properties", home / "config")
    _copy_zstd(home / "lib")
    home.chmod(0o755)


def _download(lib: Path) -> None:
    maven = shutil.which("mvn")
    if maven is None:
        raise NotHere("no Maven (mvn) to download the server's jars with: install maven")
    command: list[str | Path] = [maven, "-B", "-q", "-f", SOURCES / "pom.xml", COPY_JARS, "-DincludeScope=runtime"]
    _run("Maven Central", *command, f"-DoutputDirectory={lib}")


def _check(lib: Path) -> None:
    """Exactly the jars we know, byte for byte."""
    lines = (SOURCES / "jars.sha256").read_text(encoding="ascii").splitlines()
    wanted = {name: digest for digest, name in (line.split() for line in lines)}
    found = {jar.name: sha256(jar.read_bytes()).hexdigest() for jar in lib.iterdir()}
    if wanted != found:
        wrong = sorted(name for name, _ in wanted.items() ^ found.items())
        raise NotHere(f"what Maven gave is not what jars.sha256 names: {', '.join(wrong)}")


def _compile(java: Path, home: Path, name: str, target: Path) -> None:
    _run("javac", java / "bin/javac", "-cp", f"{home}/lib/*", "-d", target, SOURCES / f"{name}.java")


def _describe(module: Path, main_class: str, java_module: str = "") -> None:
    lines = [
        f"name={module.name}",
        "description=for tests",
        f"version={VERSION}",
        f"elasticsearch.version={VERSION}",
        f"java.version={LEAST_JAVA}",
        f"classname={main_class}",
    ]
    lines += [f"modulename=org.elasticsearch.{java_module}"] if java_module else []
    (module / "plugin-descriptor.properties").write_text("\n".join(lines) + "\n", encoding="ascii")


def _copy_zstd(lib: Path) -> None:
    """The one native library the server asks for; the system's will do."""
    machine = {"x86_64": "linux-x64", "aarch64": "linux-aarch64"}.get(platform.machine(), platform.machine())
    found = next((path for place in ("/usr/lib", "/lib", "/usr/lib64") for path in _libraries(Path(place))), None)
    if found is None:
        raise NotHere("no libzstd.so.1: install libzstd1")
    (lib / "platform" / machine).mkdir(parents=True)
    shutil.copy(found, lib / "platform" / machine / "libzstd.so")


def _libraries(place: Path) -> list[Path]:
    return [*place.glob("libzstd.so.1"), *place.glob(f"{platform.machine()}-linux-gnu/libzstd.so.1")]


def _run(what: str, *command: str | Path) -> None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=LONGEST_DOWNLOAD_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotHere(f"{what}: {error}") from error
    if done.returncode:
        raise NotHere(f"{what} failed: {(done.stdout + done.stderr)[-500:]}")
