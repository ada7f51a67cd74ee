"""A real Neo4j Community for the tests, from Maven Central's jars, without a container.

The jars (213, 123 MB) are kept in ``.neo4j/`` under the project and downloaded once; a start takes about ten seconds. The
server listens on a free port of 127.0.0.1, has a password of its own, keeps its data in a temporary folder and ends with
the test session, also with a killed one.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import socket
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from typing import Any

import neo4j  # noqa: TID251  the tests play "other hands" on the server

HERE = Path(__file__).parent
CACHE = HERE.parent.parent / ".neo4j"
START_LIMIT = 120
"""Seconds after which a server that has not started is given up."""
_CONF = """\
server.bolt.enabled=true
server.bolt.listen_address=127.0.0.1:{port}
server.memory.pagecache.size=128m
dbms.security.auth_enabled=true
dbms.usage_report.enabled=false
"""


class UnavailableError(Exception):
    """No Neo4j can be had here; the reason is its text."""


@dataclass
class Server:
    """A running server; `process` is None for one that was given by NEO4J_URL."""

    address: str
    user: str
    password: str
    process: subprocess.Popen[str] | None = None

    @property
    def environment(self) -> Mapping[str, str]:
        """What a store reads its credentials from."""
        return {"NEO4J_USERNAME": self.user, "NEO4J_PASSWORD": self.password}

    def run(self, text: str, **parameters: object) -> list[dict[str, Any]]:
        """Run any statement, as another hand on the server would."""
        with neo4j.GraphDatabase.driver(self.address, auth=(self.user, self.password)) as driver:
            return [r.data() for r in driver.execute_query(text, parameters).records]

    def operators(self, text: str, **parameters: object) -> list[str]:
        """What the server would do to answer a text: its plan's operators, the last first."""
        with neo4j.GraphDatabase.driver(self.address, auth=(self.user, self.password)) as driver:
            step: Any = driver.execute_query(f"EXPLAIN {text}", parameters).summary.plan
        found = []
        while step:
            found.append(step["operatorType"].split("@")[0])
            step = next(iter(step.get("children", [])), None)
        return found

    def stop(self) -> None:
        """End a server that we started; its folder goes with pytest's temporary folders."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            for pipe in (self.process.stdin, self.process.stdout):
                if pipe:
                    pipe.close()


def given() -> Server | None:
    """The server of NEO4J_URL, with NEO4J_USERNAME and NEO4J_PASSWORD.

    Raises UnavailableError where it holds anything: the tests clear it.
    """
    if not (url := os.environ.get("NEO4J_URL")):
        return None
    server = Server(url, os.environ.get("NEO4J_USERNAME", "neo4j"), os.environ.get("NEO4J_PASSWORD", ""))
    if count := server.run("MATCH (n) RETURN count(n) AS n")[0]["n"]:
        raise UnavailableError(f"NEO4J_URL={url} holds {count} nodes; the tests clear their server, so give an empty one")
    return server


def start(folder: Path) -> Server:
    """Start a server with its data in `folder`. Raises UnavailableError where java, mvn or the jars are missing."""
    java = shutil.which("java")
    if java is None:
        raise UnavailableError("java (17 or newer) is not on the PATH")
    jars = _jars()
    port = _free_port()
    conf = folder / "neo4j.conf"
    conf.write_text(_CONF.format(port=port), encoding="utf-8")
    password = secrets.token_urlsafe(12)
    # Without OmitStackTraceInFastThrow a warm server never answers `x % 0`.
    flags = ["-Xmx1g", "-XX:+UseSerialGC", "-XX:-OmitStackTraceInFastThrow", "--add-opens=java.base/java.nio=ALL-UNNAMED"]
    log = (folder / "server.log").open("w", encoding="utf-8")
    with log:
        process = subprocess.Popen(
            [java, *flags, "-cp", f"{jars}/*", str(HERE / "Neo4jServer.java"), str(folder / "home"), str(conf)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            env={**os.environ, "NEO4J_PASSWORD": password},
        )
    server = Server(f"bolt://127.0.0.1:{port}", "neo4j", password, process)
    if not _ready(process):
        server.stop()
        raise UnavailableError(f"Neo4j did not start; see {folder / 'server.log'}")
    return server


def _ready(process: subprocess.Popen[str]) -> bool:
    assert process.stdout is not None
    timer = Timer(START_LIMIT, process.kill)
    timer.start()
    try:
        return any(line.strip() == "ready" for line in iter(process.stdout.readline, ""))
    finally:
        timer.cancel()


def _jars() -> Path:
    """The folder of jars, filled by Maven on the first call; it appears whole or not at all."""
    found = re.search(r"<neo4j.version>(.+?)</neo4j.version>", (HERE / "pom.xml").read_text(encoding="utf-8"))
    assert found is not None
    lib = CACHE / f"lib-{found[1]}"
    if lib.exists():
        return lib
    mvn = shutil.which("mvn")
    if mvn is None:
        raise UnavailableError(f"mvn is not on the PATH and {lib} does not exist")
    part = CACHE / f".{lib.name}.{os.getpid()}.part"
    command = [mvn, "-q", "-B", "-f", str(HERE / "pom.xml"), "dependency:copy-dependencies", f"-DoutputDirectory={part}"]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        shutil.rmtree(part, ignore_errors=True)
        raise UnavailableError(f"mvn could not fetch Neo4j: {(done.stdout + done.stderr).strip()[-400:]}")
    try:
        part.rename(lib)
    except OSError:  # another worker was first
        shutil.rmtree(part, ignore_errors=True)
    return lib


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
