"""Keys of one's own, keys that mean something elsewhere, chords, what is like this one, and words in the details."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from tests.standin import StandIn
from tests.stories.program import running
from tui.config import Config


async def test_own_keys_work_and_are_shown(demo: StandIn, tmp_path: Path) -> None:
    keys = {
        "library.search": "f5",
        "sort.size": "%>x",
        "move.down": "f7",
        "library.filter": "k",
        "app.hepl": "h",
        "app.redraw": "pgdwn",
    }
    async with running(demo, tmp_path, config=Config(host=demo.url, keys=keys), size=(150, 30)) as program:
        await program.says(
            'there is no action "app.hepl". Did you mean "app.help"?',
            '"app.redraw" waits for "pgdwn", which is no key. Did you mean "pagedown"?',
            '"library.filter" and "move.up" both want k, and only one of them can have it.',
        )
        await program.is_synced()
        await program.sees("f5 Search")
        await program.press("f7")
        assert program.table.cursor == 1
        await program.press("j")
        assert program.table.cursor == 1
        await program.press("percent_sign")
        await program.sees("Size")
        await program.press("x")
        assert program.library.order.column == "size"
        await program.press("?", "tab", "tab")
        await program.sees("Help · your own keys", "f5", "% x")
        await program.press("escape", ":")
        await program.type("sort by size")
        await program.sees("% x")


async def test_sentences_name_the_keys_that_somebody_chose(demo: StandIn, tmp_path: Path) -> None:
    keys = {"marks.undo": "%>u", "marks.range": "f6"}
    async with running(demo, tmp_path, config=Config(host=demo.url, keys=keys)) as program:
        await program.is_synced()
        await program.press("f6")
        await program.sees("range · f6 ends it")
        await program.press("f6", "escape")
        await program.says("% u brings them back")


async def test_a_key_of_another_pane_says_whose_it_is(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path) as program:
        await program.is_synced()
        await program.press("c")
        await program.says("c is “Clear” in 2 Filters, and nothing here.")
        await program.press("n")
        await program.says("The list shows only what matches")
        await program.press("g", "%")
        await program.says("g % is no command")


async def test_what_is_like_this_one(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path) as program:
        await program.is_synced()
        await program.press("*", "c")
        await program.says("No camera is known of it.")
        known = next(n for n, video in enumerate(program.videos()) if video.camera and video.taken and video.latitude)
        await program.hammer(*str(known + 1), "G")
        video = program.video
        await program.press("*", "c")
        assert program.library.looking_for.cameras == (video.camera,)
        await program.press("F", "*", "d")
        assert program.library.looking_for.since == datetime.fromtimestamp((video.taken or 0) / 1000, UTC).date()
        await program.is_settled()
        assert program.video == video
        await program.press("F", "*", "g")
        near = program.library.looking_for.near
        assert near is not None
        assert (near.latitude, near.longitude) == (video.latitude, video.longitude)


async def test_words_in_the_details(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path, size=(120, 18)) as program:
        await program.is_synced()
        await program.hammer("2", "2", "j")
        await program.is_settled()
        await program.press("3", "n")
        await program.says("Nothing is looked for in here yet")
        view = program.app.focused
        assert view is not None
        await program.press("/")
        await program.type("number")
        await program.press("enter")
        assert program.app.focused is view
        first = view.scroll_offset.y
        assert first > 0
        assert "Number" in program.text
        await program.press("/")
        await program.type("zzz")
        await program.press("enter")
        await program.says("is not in here.")
        await program.press("1")
        assert program.library.looking_for.is_empty, "it is no filter of the list"
