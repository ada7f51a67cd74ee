"""Whose modules these are, and which way imports go."""

from __future__ import annotations

import ast
from pathlib import Path

import api
import cypher
import graph
import loaders
from tests.project.tree import FOLDERS, ROOT, parsed, place, sources

DRIVERS = {
    "neo4j": {"graph/stores/neo4j/connection.py", "graph/stores/neo4j/values.py", "tests/neo4j_server/server.py"},
    "py2neo": {"graph/stores/py2neo/connection.py"},
    "interchange": {"graph/stores/py2neo/values.py"},
    "ladybug": {"graph/stores/embedded.py"},
}
LAYERS = ("graph", "loaders", "api")


def imported(path: Path) -> list[tuple[int, str]]:
    """(line, module) of every import in a file, also of those inside functions."""
    found = []
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{place(path, node.lineno)}: imports are absolute here"
            found.append((node.lineno, node.module or ""))
    return found


def test_the_plain_names_are_ours() -> None:
    """PyPI has packages that install a top-level `graph` or `cypher`."""
    for module in (graph, loaders, api, cypher):
        assert module.__file__ is not None
        assert Path(module.__file__).resolve().parent.parent == ROOT, f"{module.__name__} is {module.__file__}, another package of that name"


def test_imports_go_one_way() -> None:
    for number, layer in enumerate(LAYERS):
        above = set(LAYERS[number + 1 :])
        for path in sources(layer):
            up = [place(path, line) + f" imports {name}" for line, name in imported(path) if name.split(".")[0] in above]
            assert not up, f"imports go api → loaders → graph: {up}"


def test_product_does_not_import_tests() -> None:
    for path in sources(*LAYERS, "docs"):
        found = [place(path, line) for line, name in imported(path) if name.split(".")[0] in ("tests", "pytest", "hypothesis")]
        assert not found, f"tests are not part of the product: {found}"


def test_drivers_stay_in_their_files() -> None:
    for driver, allowed in DRIVERS.items():
        strays = [
            place(path, line) for path in sources(*FOLDERS) if place(path) not in allowed for line, name in imported(path) if name.split(".")[0] == driver
        ]
        assert not strays, f"the driver {driver} is imported only in {sorted(allowed)}; take a Store instead: {strays}"
