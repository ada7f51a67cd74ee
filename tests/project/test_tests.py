"""Tests that assert nothing prove nothing."""

from __future__ import annotations

import ast

from tests.project.tree import parsed, place, sources

RUNNING_IS_THE_PROOF: set[str] = set()
"""``file::test`` of tests whose only claim is that nothing is raised; each needs its reason beside it."""


def called(node: ast.AST) -> set[str]:
    """The last names of everything that is called in a function."""
    names = set()
    for part in ast.walk(node):
        if isinstance(part, ast.Call):
            if isinstance(part.func, ast.Attribute):
                names.add(part.func.attr)
            elif isinstance(part.func, ast.Name):
                names.add(part.func.id)
    return names


def asserts(node: ast.AST) -> bool:
    """Whether a function asserts itself; the product's own `require_…` raise where something does not hold."""
    names = called(node)
    raising = any(name.startswith(("require_", "assert_")) for name in names) or bool(names & {"raises", "fail", "warns"})
    return raising or any(isinstance(part, ast.Assert) for part in ast.walk(node))


def test_every_test_asserts() -> None:
    functions = [(path, node) for path in sources("tests") for node in ast.walk(parsed(path)) if isinstance(node, ast.FunctionDef)]
    helpers = {node.name for _, node in functions if not node.name.startswith("test_") and asserts(node)}
    for _ in range(3):  # helpers that call helpers
        helpers |= {node.name for _, node in functions if not node.name.startswith("test_") and called(node) & helpers}
    empty = [
        f"{place(path)}::{node.name}"
        for path, node in functions
        if path.name.startswith("test_") and node.name.startswith("test_") and not asserts(node) and not called(node) & helpers
    ]
    assert set(empty) <= RUNNING_IS_THE_PROOF, f"these tests assert nothing: {sorted(set(empty) - RUNNING_IS_THE_PROOF)}"


def test_every_test_file_is_collected() -> None:
    strange = [
        place(path)
        for path in sources("tests")
        if not path.name.startswith("test_") and any(isinstance(node, ast.FunctionDef) and node.name.startswith("test_") for node in parsed(path).body)
    ]
    assert not strange, f"pytest does not look into these files: {strange}"
