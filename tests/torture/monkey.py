"""A monkey at the keyboard of the real program: whatever it presses, nothing falls, hangs or is a dead end.

    python -m tests.torture.monkey --minutes 10 --seed 1 --size 80x24

plays one seed after the other; the first that fails is told with the fewest strokes that still do it, and again with

    python -m tests.torture.monkey --seed 17 --size 80x24 --once
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from textual import events

from tests.stage import place
from tests.standin import StandIn, standin
from tests.stories.program import Program, running
from tests.torture.strokes import Keys, Paste, Resize, Stroke, prepare, strokes
from tests.torture.watching import Fallen, assert_calm, assert_sound, calm, is_over, way_back
from tui.config import Config

LENGTH: Final = 150
"""Strokes of one seed: some minutes of a person's."""
_LOOK_EVERY: Final = 5
_RETURN_EVERY: Final = 30
_TRIES: Final = 24
"""How often at most strokes are left out to see whether it still falls."""


async def play(pressed: Sequence[Stroke], service: StandIn, home: Path, size: tuple[int, int]) -> None:
    """Presses all of them; whenever the program was left in between, it is started again in the same home.

    Raises `Fallen` with the number of strokes that it took.
    """
    done = 0
    while done < len(pressed):
        done = await _sitting(pressed, done, service, home, size)


async def _sitting(pressed: Sequence[Stroke], done: int, service: StandIn, home: Path, size: tuple[int, int]) -> int:
    """From one start to the next end of the program: how many strokes are done now."""
    lost: list[str] = []
    asyncio.get_running_loop().set_exception_handler(lambda _loop, context: lost.append(_told(context)))
    config = Config(host=service.url, download_folder=str(home / "downloads"))
    try:
        async with running(service, home, size=size, config=config) as program:
            await program.is_calm()
            while done < len(pressed) and not is_over(program):
                await _press(program, pressed[done])
                done += 1
                await _judge(program, done, size, last=done == len(pressed))
                if lost:
                    raise AssertionError("\n".join(lost))
    except Exception as error:
        raise Fallen(done) from error
    return done


def _told(context: dict[str, Any]) -> str:  # Any: what asyncio says
    return f"nobody heard of it: {context.get('message')} {context.get('exception')!r}"


async def _press(program: Program, stroke: Stroke) -> None:
    match stroke:
        case Keys(keys):
            await calm(program, program.hammer(*keys), f"{keys}")
        case Paste(text, times):
            driver = program.app._driver
            assert driver is not None
            driver.send_message(events.Paste(text * times))
            await calm(program, program.is_calm(), f"a paste of {times} {text!r}")
        case Resize(width, height):
            await calm(program, program.pilot.resize_terminal(width, height), f"a resize to {width}x{height}")
            await calm(program, program.is_calm(), f"a resize to {width}x{height}")


async def _judge(program: Program, done: int, size: tuple[int, int], *, last: bool) -> None:
    if (done % _LOOK_EVERY == 0 or last) and not is_over(program):
        await assert_sound(program)
    if (done % _RETURN_EVERY == 0 or last) and not is_over(program):
        await _press(program, Resize(*size))
        await way_back(program)
    if last and not is_over(program):
        await assert_calm(program)


def perform(pressed: Sequence[Stroke], size: tuple[int, int]) -> None:
    """Against a library of its own and in a home of its own. Raises `Fallen`."""
    with tempfile.TemporaryDirectory() as folder, standin(demo=True, index_seconds=1) as service:
        home = Path(folder).resolve()
        with place(home):
            prepare(home / "Videos")
            asyncio.run(play(pressed, service, home, size))


def fewest(pressed: Sequence[Stroke], falls: Callable[[Sequence[Stroke]], bool]) -> tuple[Stroke, ...]:
    """Leaves out halves, quarters and so on, as long as it still falls and there are tries left."""
    left, part, tries = tuple(pressed), len(pressed) // 2, _TRIES
    while part and tries:
        for start in range(0, len(left), part):
            fewer = left[:start] + left[start + part :]
            if not tries:
                break
            tries -= 1
            if fewer and falls(fewer):
                left = fewer
                break
        else:
            part //= 2
    return left


def _falls(pressed: Sequence[Stroke], size: tuple[int, int]) -> bool:
    with suppress(Fallen):
        perform(pressed, size)
        return False
    return True


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.partition("x")
    return int(width), int(height)


def main() -> int:
    """Plays until the minutes are over or a seed fails: 1 then."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--size", type=_size, default=(80, 24))
    parser.add_argument("--once", action="store_true", help="this seed alone, and all of its strokes")
    parser.add_argument("--all", action="store_true", help="go on after a failure, and don't look for fewer strokes")
    options = parser.parse_args()
    end, seed, failed = time.monotonic() + options.minutes * 60, options.seed, 0
    while True:
        pressed = strokes(seed, LENGTH)
        try:
            perform(pressed, options.size)
        except Fallen as fallen:
            failed += 1
            width, height = options.size
            _say(f"\nseed {seed} at {width}x{height} fell after {fallen.strokes} strokes:\n{fallen.told}")
            if not options.all:
                least = fewest(pressed[: fallen.strokes], lambda fewer: _falls(fewer, options.size))
                _say("\n".join(("what is enough:", *map(repr, least))))
                return 1
        if options.once or time.monotonic() > end:
            break
        seed += 1
    _say(f"seeds {options.seed} to {seed}, {LENGTH} strokes each: {failed} fell")
    return 1 if failed else 0


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
