"""A home and a library for the tests of the whole program."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.pty.program import Home, Service, serving


@pytest.fixture
def home(tmp_path: Path) -> Home:
    folder = tmp_path / "home"
    folder.mkdir()
    return Home(folder)


@pytest.fixture(scope="module")
def demo() -> Iterator[Service]:
    """Everybody's library: what a test sends into it has a name of its own."""
    with serving("--index-seconds", "1") as service:
        yield service
