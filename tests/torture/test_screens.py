"""Every screen there is: at any size, opened twice, left before it is there, and with a megabyte pasted into it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path

import pytest
from textual import events
from textual.widgets._toast import Toast

from tests.standin import StandIn, standin
from tests.stories.program import Program, running
from tests.torture.strokes import MEGABYTE
from tests.torture.watching import WAY_BACK, assert_sound, way_back
from tui.local.rows import Stored

pytestmark = pytest.mark.timeout(480)  # many screens in one running program, on whatever machine

PLACES = {
    "the log": ("g", "o"),
    "what was done to many": ("g", "a"),
    "the doctor": ("g", "h"),
    "the namespaces": ("g", "n"),
    "the contact sheet": ("g", "c"),
    "the map": ("g", "m"),
    "the statistics": ("g", "s"),
    "the upload": ("u",),
    "the uploads": ("w",),
    "the help": ("?",),
    "the palette": (":",),
    "the themes": ("T",),
    "the columns": ("C",),
    "the views": ("b",),
    "the name of a view": ("B",),
    "the confirmation": ("X",),
    "a folder to download to": ("D",),
    "a name to export to": ("E",),
}
SIZES = ((1, 1), (200, 1), (1, 60), (2, 2), (19, 5), (40, 3))


@pytest.fixture(scope="module")
def service() -> Iterator[StandIn]:
    with standin(demo=True) as service:
        yield service


@pytest.mark.slow
@pytest.mark.row("T11", "X34")
async def test_every_screen_at_every_size(service: StandIn, tmp_path: Path) -> None:
    async with running(service, tmp_path, size=(80, 24)) as program:
        await program.is_synced()
        for turn, place in enumerate(PLACES):
            # Each is opened at another size.
            for size in (*(SIZES[(turn + n) % len(SIZES)] for n in range(3)), (80, 24)):
                await program.pilot.resize_terminal(*size)
                if len(program.app.screen_stack) == 1:
                    await program.hammer(*PLACES[place])
                await program.is_calm()
                await assert_sound(program)
            assert len(program.app.screen_stack) > 1, f"{place} is there"
            await _back(program)


@pytest.mark.slow
@pytest.mark.row("X1", "X23", "X24")
async def test_left_at_once_it_is_gone_and_opened_twice_it_is_there_once(service: StandIn, tmp_path: Path) -> None:
    async with running(service, tmp_path, size=(80, 24)) as program:
        await program.is_synced()
        for place in PLACES:
            keys = PLACES[place]
            await program.hammer(*keys, "escape")
            await _back(program)
            await program.hammer(*keys, *keys)
            kinds = [type(screen).__name__ for screen in program.app.screen_stack]
            assert len(kinds) == len(set(kinds)), place
            await _back(program)


async def _back(program: Program) -> None:
    """To the library, as a person gets there."""
    for _ in range(WAY_BACK):
        if len(program.app.screen_stack) == 1:
            return
        await program.press("escape")
    raise AssertionError(f"no way back\n{program.text}")


@pytest.mark.slow
@pytest.mark.row("T9")
async def test_a_megabyte_is_pasted_wherever_text_is_typed(service: StandIn, tmp_path: Path) -> None:
    with chdir(tmp_path):
        async with running(service, tmp_path / "home", size=(80, 24)) as program:
            await program.is_synced()
            await _paste(program)
            assert program.table.count == 383, "a list takes nothing"
            for keys in (("/",), (":",), ("u",)):
                await program.hammer(*keys)
                await _paste(program)
                await program.press("z")
                await assert_sound(program)
                await way_back(program)
            await program.press("F")
            await program.sees("383 in the library")


async def _paste(program: Program) -> None:
    driver = program.app._driver
    assert driver is not None
    for text in ("x" * MEGABYTE, "word \x1b]52;c;eA==\x07\n" * (MEGABYTE // 20)):
        driver.send_message(events.Paste(text))
        await program.is_calm()


@pytest.mark.row("T16", "X25")
async def test_three_hundred_messages_are_a_few_and_a_number(service: StandIn, tmp_path: Path) -> None:
    async with running(service, tmp_path, size=(80, 24)) as program:
        await program.is_synced()
        for number in range(300):
            program.app.notify(f"message {number}", markup=False, timeout=60)
        await program.sees("and 297 more before", "message 299")
        assert len(program.app.screen.query(Toast)) == 4
        await program.press("j")
        assert program.table.cursor == 1


@pytest.mark.slow
@pytest.mark.row("D7")
async def test_a_video_with_two_megabytes_of_words_and_fifty_thousand_tags_is_one_among_others(tmp_path: Path) -> None:
    now = int(time.time() * 1000)
    cause, tags = "w" * 2 * MEGABYTE, tuple(f"tag {number}" for number in range(50_000))
    long = Stored(number=now << 22, created=now, ready_at=now, name="long", outcome="FAIL", cause=cause)
    many = Stored(number=(now - 1) << 22, created=now - 1, ready_at=now - 1, name="many", outcome="PARSE", tags=tags)
    with standin(videos=3) as service:
        service.store.add([long, many])
        async with running(service, tmp_path, size=(100, 30)) as program:
            await program.is_synced()
            await program.sees("5 in the library")
            for name in ("long", "many"):
                await program.happens(lambda name=name: program.video.name == name, "the cursor there")  # type: ignore[misc] # bound now
                for keys in (("3",), ("L",), ("G",), ("g", "g"), ("H",), ("1",)):
                    await program.press(*keys)
                    await assert_sound(program)
                await program.press("j")
            await program.press("f", "t")
            await program.type("49999")
            await program.sees("tag 49999")
