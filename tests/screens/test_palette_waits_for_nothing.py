"""Tab in the palette never holds up a key: what is offered is put there when it comes, unless somebody went on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from textual.app import App
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from tests.conditions import until
from tui.palette.screen import Palette
from tui.palette.verb import Deed, Offer, Reach, Verb


@dataclass
class Slow:
    """A verb whose offers come when the index has them."""

    known: asyncio.Event = field(default_factory=asyncio.Event)
    asked: list[str] = field(default_factory=list)
    ran: list[str] = field(default_factory=list)

    async def offer(self, _reach: Reach, argument: str) -> Sequence[Offer]:
        self.asked.append(argument)
        await self.known.wait()
        return [Offer(name, name) for name in ("paris", "prague") if name.startswith(argument)]

    async def run(self, _reach: Reach, argument: str) -> Deed:
        self.ran.append(argument)
        return lambda: None


@asynccontextmanager
async def typing(slow: Slow, text: str) -> AsyncIterator[tuple[Pilot[None], Input]]:
    app = App[None]()
    nothing: Callable[[object], object] = lambda _what: None  # noqa: E731 - one word for four doors
    async with app.run_test() as pilot:
        reach = Reach(app, None, Path(), lambda: None, nothing, nothing)
        await app.push_screen(Palette((), [Verb("go", "goes there", slow.run, "PLACE", slow.offer)], reach))
        await pilot.press(*("space" if letter == " " else letter for letter in text))
        line = app.screen.query_one(Input)
        await until(lambda: slow.asked[-1:] == [text.partition(" ")[2]], "offers are looked for")
        yield pilot, line


async def test_what_is_offered_is_put_there_when_it_comes() -> None:
    slow = Slow()
    async with typing(slow, "go pa") as (pilot, line):
        await pilot.press("tab")
        assert line.value == "go pa"
        slow.known.set()
        await until(lambda: line.value == "go paris", "it is completed")
        assert line.cursor_position == len("go paris")
        assert slow.ran == []


async def test_who_types_on_is_not_interrupted() -> None:
    slow = Slow()
    async with typing(slow, "go p") as (pilot, line):
        await pilot.press("tab", "r")
        assert line.value == "go pr"
        slow.known.set()
        offers = pilot.app.screen.query_one(OptionList)
        await until(lambda: offers.option_count == 1, "what begins like that is offered")
        assert line.value == "go pr"
        await pilot.press("tab")
        assert line.value == "go prague"


async def test_who_moves_the_cursor_is_not_interrupted() -> None:
    slow = Slow()
    async with typing(slow, "go pa") as (pilot, line):
        await pilot.press("tab", "left")
        slow.known.set()
        offers = pilot.app.screen.query_one(OptionList)
        await until(lambda: offers.option_count == 1, "what begins like that is offered")
        assert (line.value, line.cursor_position) == ("go pa", len("go p"))


async def test_enter_behind_tab_runs_what_was_completed() -> None:
    slow = Slow()
    async with typing(slow, "go pa") as (pilot, _line):
        await pilot.press("tab", "enter")
        assert slow.ran == []
        slow.known.set()
        await until(lambda: slow.ran == ["paris"], "it is run")
        await until(lambda: not isinstance(pilot.app.screen, Palette), "the palette is gone")
