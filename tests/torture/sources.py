"""Which tests say that they show which row, read from their sources: no second run of pytest is needed for that."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]


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
    owners = dict(_owners(tree, name))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.row":
            rows = tuple(each.value for each in node.args if isinstance(each, ast.Constant))
            yield Mark(owners.get(node, ""), tuple(map(str, rows)), f"{name}:{node.lineno}")


def _owners(tree: ast.Module, name: str) -> Iterator[tuple[ast.AST, str]]:
    """Each call within the decorators of a test, or around a class that is given a name, with that test's name."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield from _decorating(node, f"{name}::{node.name}")
        if isinstance(node, ast.ClassDef):
            for each in node.body:
                if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef):
                    yield from _decorating(each, f"{name}::{node.name}::{each.name}")
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            target = node.targets[0].id
            yield from ((call, f"{name}::{target}") for call in ast.walk(node.value) if target.startswith("Test"))


def _decorating(
    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef, test: str
) -> Iterator[tuple[ast.AST, str]]:
    if node.name.startswith(("test_", "Test")):
        yield from ((call, test) for decorator in node.decorator_list for call in ast.walk(decorator))
