"""A short run of the monkeys: the long ones are commands, `python -m tests.torture.monkey` and `…scribble`."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.pty.program import KEY, Home, Service
from tests.standin import standin
from tests.stories.program import Program, running
from tests.torture.monkey import fewest, perform
from tests.torture.scribble import endure
from tests.torture.strokes import Keys, Resize, Stroke, strokes
from tests.torture.watching import calm


@pytest.mark.parametrize(
    ("seed", "size"),
    [
        (1, (80, 24)),
        pytest.param(2, (60, 20), marks=pytest.mark.slow),
        pytest.param(3, (120, 36), marks=pytest.mark.slow),
    ],
)
def test_whatever_is_pressed_nothing_falls_hangs_or_is_a_dead_end(seed: int, size: tuple[int, int]) -> None:
    # It raises what fell; the same seed falls again with `python -m tests.torture.monkey --once --seed`.
    perform(strokes(seed, 24), size)


def test_a_count_that_is_longer_than_the_footer_fits_it() -> None:
    perform((Resize(1, 40), Keys(("1", "2"))), (80, 24))


def test_a_seed_is_the_same_strokes_each_time_and_few_are_the_beginning_of_many() -> None:
    assert strokes(7, 50) == strokes(7, 50)
    assert strokes(7, 50) != strokes(8, 50)
    assert strokes(7, 20) == strokes(7, 50)[:20]


def test_of_many_strokes_the_few_are_found_that_matter() -> None:
    pressed: tuple[Stroke, ...] = tuple(Keys((str(n),)) for n in range(32))
    needed = {Keys(("3",)), Keys(("29",))}
    least = fewest(pressed, lambda fewer: needed <= set(fewer))
    assert needed <= set(least)
    assert len(least) < len(pressed) // 2


async def test_who_waits_for_a_program_that_was_left_ends_even_if_he_misses_that_he_was_to_stop(tmp_path: Path) -> None:
    stops = 0

    async def stubborn(program: Program) -> None:
        nonlocal stops
        program.app.exit()
        while stops < 2:
            try:
                await asyncio.sleep(0)
            except asyncio.CancelledError:
                stops += 1

    with standin(demo=True) as service:
        async with running(service, tmp_path) as program:
            await calm(program, stubborn(program), "a way out")
    assert stops == 2


@pytest.mark.pty
@pytest.mark.row("T7")
def test_bytes_that_are_no_keys_neither_end_it_nor_keep_it_from_being_left(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    home.folder.mkdir()
    with standin(demo=True, key=KEY) as service, home.start(Service(service.url, service.key), columns=80) as term:
        endure(term, seed=1, bursts=25)
