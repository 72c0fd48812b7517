"""Left at whatever moment, with keys and news still coming in: no bug, and nothing keeps the rest from closing."""

from __future__ import annotations

import asyncio
import os
import random
from pathlib import Path

import pytest

from tests.scenes import SMALL, USUAL
from tests.stage import Setting, place, staged

_SEEDS = int(os.environ.get("LEAVING_SEEDS", "8"))
_BEGUN = (
    ["g", "m"],
    ["g", "c"],
    ["g", "s"],
    ["slash", "t", "a"],
    ["A", "I"],
    ["space", "j"],
    ["u"],
    ["w"],
    ["X"],
    ["i", "j"],
    ["w", "escape"],
    ["g", "m", "escape"],
    ["colon", "o"],
)


@pytest.mark.parametrize("seed", range(_SEEDS))
async def test_at_any_moment(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    with place(tmp_path):
        async with staged(Setting(), chance.choice([SMALL, USUAL]), tmp_path) as stage:
            program = stage.program
            if chance.random() < 0.7:
                await stage.is_synced()
            for key in chance.choice(_BEGUN):
                program.send(key)
                await asyncio.sleep(chance.choice([0.0, 0.05]) * chance.random())
            for _ in range(chance.randrange(4)):
                program.services.on_change()
                await asyncio.sleep(0.02 * chance.random())
    assert program.app._exception is None
    assert program.app.return_code != 70
