"""Two keys that are one command: at once for who knows them, shown for who waits, nothing else for who mistypes."""

from __future__ import annotations

from pathlib import Path

from textual import events

from tests.standin import StandIn
from tests.stories.program import running
from tui.screens.chord import Chord
from tui.screens.library import LibraryScreen


async def test_chords_as_fast_as_a_line_delivers_them(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path) as program:
        await program.is_synced()
        await program.hammer("s", "z", "g", "g", "j", "j", "j")
        assert program.library.order.column == "size"
        assert program.table.cursor == 3, "what comes behind a chord goes to the list"
        await program.hammer("5", "g", "g", "k")
        assert program.table.cursor == 3
        await program.hammer("f", "escape", "j")
        assert program.table.cursor == 4, "escape takes back the first key, and nothing more"
        await program.hammer("s", "q", "j")
        assert program.app.is_running
        assert program.table.cursor == 5, "a key that is no second one does not do what it does alone"
        await program.hammer("g", "n")
        await program.sees("Namespaces")
        await program.press("escape")
        program.app.post_message(events.Key("s", "s"))
        program.app.post_message(events.Paste("d"))
        await program.press("k")
        assert program.table.cursor == 4, "who pastes has forgotten the first key"


async def test_a_chord_that_waits_is_shown_and_takes_the_next_key(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path) as program:
        await program.is_synced()
        await program.press("s")
        await program.happens(lambda: isinstance(program.app.screen, Chord), "what there is is shown")
        await program.sees("Size")
        await program.press("z")
        await program.happens(lambda: program.library.order.column == "size", "the order that was chosen")
        assert isinstance(program.app.screen, LibraryScreen)
