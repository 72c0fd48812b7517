"""Services that the stories are told against."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from tests.standin import StandIn, standin


@pytest.fixture
def demo() -> Iterator[StandIn]:
    """The library that a newcomer sees. Its clock stands still: what is being indexed there goes on being indexed."""
    moment = time.time()
    with standin(demo=True, now=lambda: moment) as service:
        yield service


@pytest.fixture
def empty() -> Iterator[StandIn]:
    with standin() as service:
        yield service
