"""Services that the stories are told against."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.standin import StandIn, standin


@pytest.fixture
def demo() -> Iterator[StandIn]:
    """The library that a newcomer sees."""
    with standin(demo=True) as service:
        yield service


@pytest.fixture
def empty() -> Iterator[StandIn]:
    with standin() as service:
        yield service
