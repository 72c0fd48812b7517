"""Other colours: seen while they are chosen, kept or put back, and there at the next start."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from textual.widgets import Input

from tests.standin import StandIn
from tests.stories.program import Program, running
from tui.config import Config
from tui.screens.themes import ThemeChoice
from tui.terminal.driver import GuardedDriver
from tui.themes import DARK, LIGHT
from tui.wardrobe import wrong_theme

TRUECOLOR = "truecolor"


def config(service: StandIn, **settings: str) -> Config:
    return Config(host=service.url, **{"color": TRUECOLOR, **settings})  # type: ignore[arg-type] # checked where it is read


async def wears(program: Program, theme: str) -> None:
    await program.happens(lambda: program.app.theme == theme, f"the theme {theme}")


async def test_a_theme_is_tried_put_back_kept_and_there_again(empty: StandIn, tmp_path: Path) -> None:
    async with running(empty, tmp_path, config=config(empty)) as program:
        await program.is_synced()
        assert program.app.theme == DARK
        await program.press("T")
        await program.sees("as the terminal is", "enter keeps")
        await program.press("j", "j")
        await wears(program, LIGHT)
        await program.press("escape")
        await wears(program, DARK)
        assert program.app.memory.state.theme == "", "what was only tried is not remembered"

        await program.press("T", "G")
        last = program.app.wardrobe.offers()[-1][0]
        await wears(program, last)
        await program.press("enter")
        assert not isinstance(program.app.screen, ThemeChoice)
        assert program.app.theme == last
    async with running(empty, tmp_path, config=config(empty)) as program:
        assert program.app.theme == last
        await program.press("T", "home", "enter")
        await wears(program, DARK)
    async with running(empty, tmp_path, config=config(empty)) as program:
        assert program.app.theme == DARK
        assert program.app.wardrobe.wish == "auto"


@pytest.mark.slow
async def test_every_theme_can_be_worn(empty: StandIn, tmp_path: Path) -> None:
    async with running(empty, tmp_path, config=config(empty)) as program:
        await program.is_settled()
        offered = [name for name, _ in program.app.wardrobe.offers()]
        assert set(offered) == {"auto", *program.app.available_themes}
        for name in offered:
            program.app.wardrobe.wear(name)
            await program.is_calm()
            assert program.app.theme == (DARK if name == "auto" else name)


async def test_the_terminal_tells_its_ground(empty: StandIn, tmp_path: Path) -> None:
    async with running(empty, tmp_path, config=config(empty)) as program:
        program.app.post_message(GuardedDriver.GroundTold("light"))
        await wears(program, LIGHT)
    async with running(empty, tmp_path / "2", config=config(empty, theme="nord")) as program:
        program.app.post_message(GuardedDriver.GroundTold("light"))
        await program.is_calm()
        assert program.app.theme == "nord", "what was chosen by name stays"


async def test_without_colours_there_is_nothing_to_choose(empty: StandIn, tmp_path: Path) -> None:
    async with running(empty, tmp_path, config=config(empty, color="none", theme="nord")) as program:
        await program.press("T")
        await program.says("There are no colours here to choose from")
        assert program.app.theme == DARK


async def test_a_theme_that_is_not_there(empty: StandIn, tmp_path: Path) -> None:
    async with running(empty, tmp_path, config=config(empty, theme="norrd")) as program:
        await program.says("There is no theme 'norrd'. Did you mean nord?")
        assert program.app.theme == DARK


@pytest.mark.parametrize("background", ["light", "dark"])
async def test_the_ground_is_settled_by_the_settings(empty: StandIn, tmp_path: Path, background: str) -> None:
    async with running(empty, tmp_path, config=config(empty, background=background)) as program:
        assert program.app.theme == f"memories-{background}"


@pytest.mark.row("X19")
async def test_nothing_blinks(empty: StandIn, tmp_path: Path) -> None:
    """A cursor that does is traffic for ever on a slow line."""
    async with running(empty, tmp_path, config=config(empty)) as program:
        await program.is_settled()
        seen = 0
        for keys in (["slash"], ["question_mark"], ["colon"], ["u"], ["f", "t"]):
            await program.press(*keys)
            inputs = list(program.app.screen.query(Input))
            assert not [each for each in inputs if each.cursor_blink], keys
            seen += len(inputs)
            await program.press("escape", "escape")
        assert seen > 10


async def test_a_theme_of_the_command_line_is_for_this_run(empty: StandIn, tmp_path: Path) -> None:
    named = replace(config(empty, theme="nord"), origins={"theme": "flag"})
    async with running(empty, tmp_path) as program:
        program.app.wardrobe.choose_named("gruvbox")
    async with running(empty, tmp_path, config=named) as program:
        assert program.app.theme == "nord", "the command line comes before what is remembered"
        program.app.wardrobe.choose_named("dracula")
    async with running(empty, tmp_path) as program:
        assert program.app.theme == "gruvbox", "nothing of that run is remembered"


def test_a_theme_that_the_command_line_gets_wrong_is_told_with_what_was_meant() -> None:
    assert wrong_theme("nord") == wrong_theme("auto") == wrong_theme(DARK) == ""
    assert wrong_theme("norrd") == "There is no theme 'norrd'. Did you mean nord?"
    assert "There are ansi-dark, ansi-light, " in wrong_theme("zzzz")
