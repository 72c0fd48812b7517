"""The palette's commands with arguments, and help: typed, completed, run, and put right where they are wrong."""

from __future__ import annotations

from pathlib import Path

from tests.standin import StandIn
from tests.stories.program import running
from tui.config import Config
from tui.library.values import Column, Sort
from tui.local.filters import Filters
from tui.palette.help import Help
from tui.palette.screen import Palette
from tui.screens.uploads import UploadsScreen


async def test_filter_is_what_a_slash_is(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path) as program:
        await program.is_synced()
        await program.press(":")
        await program.type("filter status:fax")
        await program.press("enter")
        await program.says("There is no status “fax”")
        await program.press("backspace", "tab", "enter")
        await program.sees("status:failed", "11 shown")
        await program.press(":")
        await program.type("f")
        await program.press("tab", "enter")
        await program.sees_no("status:failed")
        assert program.library.looking_for.is_empty


async def test_a_video_is_gone_to_by_number_or_by_name(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path) as program:
        await program.is_synced()
        wanted = program.videos()[40]
        await program.press(":")
        await program.type(f"open {wanted.video_no}")
        await program.press("enter")
        await program.happens(lambda: program.table.video == wanted, "the cursor on it")
        await program.press("4")
        await program.sees("nothing uploaded yet")
        await program.press(":")
        await program.type("open karura for")
        await program.sees("Karura Forest waterfall")
        await program.press("down", "enter")
        await program.happens(lambda: "Karura" in program.video.name, "the cursor on the other")


async def test_a_video_that_is_not_in_the_list_is_asked_for(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path, config=Config(host=demo.url, sync="recent:20")) as program:
        await program.happens(lambda: program.services.sync.synced_at, "the first page")
        await program.is_settled()
        listed = {video.video_no for video in program.videos()}
        stored, _total = demo.store.page(Filters(), page=4, size=100, now=demo.now)
        hidden = next(each.video_no for each in stored if each.video_no not in listed)
        await program.press(":")
        await program.type(f"open {hidden}")
        await program.press("enter")
        await program.happens(lambda: program.table.video and program.video.video_no == hidden, "the cursor on it")
        await program.press(":")
        await program.type("open VI1")
        await program.press("enter")
        await program.says("There is no video VI1 in this namespace.")


async def test_sort_theme_namespace_and_what_is_no_command(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path) as program:
        await program.is_synced()
        await program.press(":")
        await program.type("sort siz")
        await program.press("tab")
        await program.type(" asc")
        await program.press("enter")
        assert program.library.order == Sort(Column.SIZE, descending=False)
        await program.press(":")
        await program.type("theme nrod")
        await program.press("enter")
        await program.says("nrod is no theme. Did you mean nord?")
        await program.press("escape", ":")
        await program.type("th nor")
        await program.press("enter")
        await program.happens(lambda: program.app.theme == "nord", "the theme worn")
        await program.press(":")
        await program.type("namespace lab")
        await program.press("enter")
        await program.says("lab was never seen")
        await program.press("escape", ":")
        await program.type("fliter")
        await program.says("There is no command fliter. Did you mean filter?")
        await program.press("escape")
        assert not isinstance(program.app.screen, Palette)


async def test_upload_opens_with_the_path_in_it(demo: StandIn, tmp_path: Path) -> None:
    (tmp_path / "a clip.mp4").write_bytes(b"x")
    async with running(demo, tmp_path) as program:
        await program.is_synced()
        await program.press(":")
        await program.type(f"upload {tmp_path}/a")
        await program.press("tab", "enter")
        await program.sees("Upload", "a clip.mp4")
        await program.press("escape", ":")
        await program.type("upload https://video.example/1.mp4")
        await program.press("enter")
        await program.sees("https://video.example/1.mp4")


async def test_whatever_has_a_key_has_a_name(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path) as program:
        await program.is_synced()
        await program.press(":")
        await program.type("reverse order")
        await program.press("enter")
        assert not program.library.order.descending
        await program.press(":")
        await program.type("j")
        await program.press("enter")
        await program.happens(lambda: isinstance(program.app.screen, UploadsScreen), "the jobs, whose name begins so")


async def test_help_of_the_focused_pane(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path, size=(120, 60)) as program:
        await program.is_synced()
        await program.press("2", "?")
        await program.sees("This pane: Filters", "This screen", "Exclude this value", "type to search")
        await program.press("tab")
        await program.sees("Help · this pane")
        await program.sees_no("This screen")
        await program.press("tab")
        await program.says("No key of your own here yet")
        await program.press("tab")
        await program.type("ctrl+l")
        await program.sees("Draw again", "app.redraw")
        await program.press("escape", "1", "?")
        await program.sees("This pane: Library", "This screen")
        await program.type("reverse")
        await program.press("enter")
        assert not program.library.order.descending
        assert not isinstance(program.app.screen, Help)
