"""Which tests say that they show which row, read from their sources: no second run of pytest is needed for that."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT = Path(__file__).parents[2]
_FUNCTION: Final = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True, slots=True)
class Mark:
    """One `pytest.mark.row(…)`."""

    test: str
    """As the document names it: `tests/api/test_client.py::TestThis::test_that`; empty if it marks no test."""
    rows: tuple[str, ...]
    where: str
    """File and line, to say it to a person."""


def marks() -> tuple[Mark, ...]:
    """All of them, in every test file."""
    files = sorted((ROOT / "tests").rglob("test_*.py"))
    return tuple(mark for file in files for mark in _of_file(file))


def _of_file(path: Path) -> Iterator[Mark]:
    source = path.read_text(encoding="utf-8")
    if "mark.row(" not in source:
        return
    name = path.relative_to(ROOT).as_posix()
    tree = ast.parse(source)
    marked: dict[ast.AST, list[str]] = defaultdict(list)
    for test, places in _tests(tree):
        for call in (call for place in places for call in ast.walk(place)):
            marked[call].append(f"{name}::{test}")
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.row":
            rows = tuple(str(each.value) for each in node.args if isinstance(each, ast.Constant))
            for test in marked[node] or [""]:
                yield Mark(test, rows, f"{name}:{node.lineno}")


def _tests(tree: ast.Module) -> Iterator[tuple[str, list[ast.expr]]]:
    """Each test by its name in the file, and where its marks may stand."""
    whole = [node.value for node in tree.body if isinstance(node, ast.Assign) and _target(node) == "pytestmark"]
    for node in tree.body:
        if isinstance(node, _FUNCTION) and node.name.startswith("test_"):
            yield node.name, [*whole, *node.decorator_list]
        elif isinstance(node, ast.ClassDef) and node.name.startswith("Test"):
            for each in node.body:
                if isinstance(each, _FUNCTION) and each.name.startswith("test_"):
                    yield f"{node.name}::{each.name}", [*whole, *node.decorator_list, *each.decorator_list]
        elif isinstance(node, ast.Assign) and _target(node).startswith("Test"):
            yield _target(node), [*whole, node.value]


def _target(node: ast.Assign) -> str:
    target = node.targets[0]
    return target.id if isinstance(target, ast.Name) else ""
