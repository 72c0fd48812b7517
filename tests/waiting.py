"""Waiting for a condition with a name, for tests that watch something happen elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable

from tests.conditions import PATIENCE


def wait_until(condition: Callable[[], object], name: str, *, seconds: float = PATIENCE) -> None:
    """Returns as soon as `condition` holds; fails naming it when it never does."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(f"never happened within {seconds:g} s: {name}")
        time.sleep(0.005)
