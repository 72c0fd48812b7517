"""Every row has a test, every test that claims one names one that exists, and the document says what comes of it."""

from __future__ import annotations

import re

import pytest

from tests.torture.rows import ROWS, Row
from tests.torture.sources import ROOT, marks

MARKS = marks()
SHOWN: dict[str, set[str]] = {row.id: {mark.test for mark in MARKS if row.id in mark.rows} for row in ROWS}
_TEXT = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
_TEST = re.compile(r"`([\w/]+\.py::\w+(?:::\w+)?)(?:\[[^\]]+\])?`")


def _lines(row: str) -> list[str]:
    """The lines of the document's tables that have this row in their first cell."""
    lines = [line for line in _TEXT.splitlines() if line.startswith("|")]
    return [line for line in lines if row in re.split(r"[ ,]+", line.split("|")[1].strip())]


def _named(line: str) -> set[str]:
    """The tests in the last cell; one without a folder is of the uploads."""
    tests = _TEST.findall(line.rsplit("|", 2)[1])
    return {test if "/" in test else f"tests/uploads/{test}" for test in tests}


def test_each_row_is_named_once() -> None:
    assert len({row.id for row in ROWS}) == len(ROWS)
    assert all(re.fullmatch(r"[A-Z]\d{1,2}", row.id) and row.fault.endswith(".") for row in ROWS)


def test_each_mark_marks_a_test_and_names_rows_there_are() -> None:
    known = {row.id for row in ROWS}
    wrong = [mark for mark in MARKS if not mark.test or not mark.rows or not known.issuperset(mark.rows)]
    assert [f"{mark.where}: {mark.rows}" for mark in wrong] == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_each_row_has_a_test_or_a_reason_for_none(row: Row) -> None:
    assert bool(SHOWN[row.id]) != bool(row.untried)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_the_document_says_what_comes_of_it_and_which_test_shows_that(row: Row) -> None:
    if row.untried:
        assert f"* **{row.id}**" in _TEXT
        assert row.untried in " ".join(_TEXT.split())
        return
    named = [_named(line) for line in _lines(row.id)]
    assert named
    assert all(tests for tests in named)
    assert set().union(*named) <= SHOWN[row.id]
