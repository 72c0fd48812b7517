"""A live service that is ready at once, and a shell that is to use it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands.shell import Shell
from tests.standin import StandIn, standin


@pytest.fixture
def service() -> Iterator[StandIn]:
    with standin() as running:
        yield running


@pytest.fixture
def shell(service: StandIn, tmp_path: Path) -> Shell:
    home = tmp_path / "home"
    home.mkdir()
    return Shell(home, service.url)
