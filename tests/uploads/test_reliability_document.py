"""`docs/reliability.md` promises nothing that no test shows, and says of each fault what its test asserts."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from tests.uploads.test_fault_table import CASES

_ROOT = Path(__file__).parents[2]
_TEXT = (_ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
_NAMED = re.findall(r"`([\w/]+\.py)::(\w+(?:::\w+)?)(?:\[([^\]]+)\])?`", _TEXT)
_ROWS = {
    match[1]: [cell.strip() for cell in line.split("|")[1:-1]]
    for line in _TEXT.splitlines()
    if (match := re.search(r"test_fault_table\.py::test_how_it_ends\[([^\]]+)\]", line))
}


@cache
def _defined(file: str) -> frozenset[str]:
    """The tests of a file, as pytest names them."""
    path = _ROOT / file if "/" in file else _ROOT / "tests" / "uploads" / file
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names: set[str] = set()
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            names.add(node.name)
        elif isinstance(node, ast.ClassDef):
            tests = (each for each in node.body if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef))
            names.update(f"{node.name}::{each.name}" for each in tests)
        elif isinstance(node, ast.Assign):
            names.update(target.id for target in node.targets if isinstance(target, ast.Name))
    return frozenset(names)


@pytest.mark.parametrize(("file", "name"), sorted({(file, name) for file, name, _ in _NAMED}))
def test_each_test_that_is_named_exists(file: str, name: str) -> None:
    assert name in _defined(file)


def test_every_row_of_its_tables_of_faults_names_one() -> None:
    tables = re.findall(r"^\|.*shown by \|\n\|[-|]+\|\n((?:\|.*\n)+)", _TEXT, re.MULTILINE)
    rows = [row for table in tables for row in table.splitlines()]
    assert len(rows) > 100
    assert [row for row in rows if ".py::" not in row.rsplit("|", 2)[1]] == []


def test_the_faults_are_those_that_are_tried() -> None:
    assert set(_ROWS) == set(CASES)


@pytest.mark.parametrize("name", CASES)
def test_it_says_of_each_fault_what_is_asserted(name: str) -> None:
    case = CASES[name]
    _, ends_as, copies, said, _ = _ROWS[name]
    assert ends_as == case.state.value
    assert copies == str(case.copies)
    assert case.said.replace("0.6 s", "600 s").replace("0.5 s", "90 s") in said
