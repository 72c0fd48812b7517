"""A journal in memory, and a second one of the same file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.uploads.alone import in_memory
from tests.uploads.journals import BESIDE, Time
from tui.uploads.journal import Journal


@pytest.fixture
def path() -> Iterator[Path]:
    with in_memory() as folder:
        yield folder / "jobs.db"


@pytest.fixture
def journal(path: Path) -> Iterator[Journal]:
    with Journal.open(path, now=Time()) as opened:
        yield opened


@pytest.fixture
def other(journal: Journal) -> Iterator[Journal]:
    """Another living process's."""
    with Journal.open(journal.path, now=Time(), holder=BESIDE) as opened:
        yield opened
