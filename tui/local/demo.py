"""The library that a newcomer sees."""

from __future__ import annotations

import time
from collections.abc import Callable

from tui.local.generate import generate
from tui.local.store import Store


def seed_demo(store: Store, *, now: Callable[[], float] = time.time, seed: int = 1) -> None:
    """Puts the demo library into an empty store."""
    generate(store, 400, now=now, seed=seed)
