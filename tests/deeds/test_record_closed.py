"""The record of what is done, once it is closed or can't be used: whoever comes then is told so, and nothing else."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from tui.deeds.deed import Deed, Fate, Item, Phase, Target
from tui.deeds.record import Record

ITEM: Final = Item(Target("VI1", "a", 1), Fate.WAITING)
VERBS: Final[tuple[Callable[[Record, Path], object], ...]] = (
    lambda record, _: record.put(Deed("b", "delete", 1.0, Phase.RUNNING, (ITEM,), 1, None)),
    lambda record, _: record.note("a", [(0, ITEM)], Phase.RUNNING),
    lambda record, folder: record.part(folder, "VI1"),
    lambda record, folder: record.keep_part(folder, "a.mp4", "VI1", 1, ""),
    lambda record, folder: record.forget_part(folder, "a.mp4"),
)


@pytest.mark.parametrize("verb", VERBS)
def test_who_comes_too_late_is_told_so(tmp_path: Path, verb: Callable[[Record, Path], object]) -> None:
    record = Record(tmp_path / "deeds.db")
    record.close()
    with pytest.raises(OSError, match="the program ends"):
        verb(record, tmp_path)


@pytest.mark.parametrize("verb", VERBS)
def test_what_sqlite_says_is_told_as_trouble(tmp_path: Path, verb: Callable[[Record, Path], object]) -> None:
    record = Record(tmp_path / "deeds.db")
    record._db.executescript("DROP TABLE items; DROP TABLE parts")
    with pytest.raises(OSError, match="the record of what is done can't be used"):
        verb(record, tmp_path)
    record.close()


def test_who_closes_it_twice_closes_nothing_of_others(tmp_path: Path) -> None:
    record = Record(tmp_path / "deeds.db")
    lease = record._lease
    record.close()
    others = os.open(tmp_path, os.O_RDONLY)
    os.dup2(others, lease)  # the system gives a number away again
    record.close()
    os.fstat(lease)
    for number in {lease, others}:
        os.close(number)
