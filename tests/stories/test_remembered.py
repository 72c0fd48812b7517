"""What a person left is what they find: the query, the order, the panes and the theme, at the next start."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

from tests.standin import StandIn
from tests.stories.program import Program, running
from tests.stories.test_layout import shows
from tests.waiting import wait_until
from tui.account import DEMO_HOST, DEMO_KEY, Account
from tui.config import Config
from tui.credentials import Key
from tui.folders import Folders
from tui.library.query_text import text_of
from tui.library.values import Column, Sort
from tui.services import Services
from tui.state import LibraryState


def looked_for(program: Program) -> str:
    return text_of(program.library.looking_for)


def state_files(home: Path) -> list[Path]:
    return sorted((home / "state").glob("*.json*"))


async def test_the_view_comes_back(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path) as program:
        await program.is_synced()
        await program.press("/")
        await program.type("tag:trip")
        await program.press("enter", "s", "t", "P", "M")
        await shows(program, "1 Library", "3 Details")
        await program.is_settled()
        before = [video.video_no for video in program.videos()]
        assert 0 < len(before) < 383
    async with running(demo, tmp_path) as program:
        assert (looked_for(program), program.library.order) == ("tag:trip", Sort(Column.NAME, False))
        await shows(program, "1 Library", "3 Details")
        await program.is_synced()
        assert [video.video_no for video in program.videos()] == before
        await program.happens(lambda: program.services.sync.asking is not None, "the service asked the same")
        panes = program.library
        assert panes.query_one("#details").region.y > panes.query_one("#list").region.y
        await program.press("-")
        assert looked_for(program) == ""
    async with running(demo, tmp_path) as program:
        assert looked_for(program) == ""


async def test_another_namespace_is_another_library(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path) as program:
        await program.is_synced()
        await program.press("/")
        await program.type("tag:trip")
        await program.press("enter", "M")
    async with running(demo, tmp_path, config=Config(host=demo.url, namespace="elsewhere")) as program:
        assert looked_for(program) == ""
        await shows(program, "1 Library", "3 Details")
    async with running(demo, tmp_path) as program:
        assert looked_for(program) == "tag:trip"


async def test_what_was_only_typed_through_is_not_kept(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path) as program:
        await program.is_synced()
        await program.press("/")
        await program.type("harbour")
        await program.happens(lambda: looked_for(program) == "harbour", "found while it is typed")
        await program.press("escape")
    assert [file.name for file in state_files(tmp_path) if file.name.startswith("library-")] == []


async def test_a_theme_that_was_chosen_comes_back_until_the_settings_want_another(
    demo: StandIn, tmp_path: Path
) -> None:
    def wanting(theme: str) -> Config:
        return Config(host=demo.url, theme=theme)

    async with running(demo, tmp_path, config=wanting("memories-dark")) as program:
        assert program.app.wardrobe.wish == "memories-dark"
        program.app.wardrobe.wear("nord")
        await program.happens(lambda: program.app.memory.state.theme == "nord", "the choice kept")
    async with running(demo, tmp_path, config=wanting("memories-dark")) as program:
        assert program.app.wardrobe.wish == "nord"
    async with running(demo, tmp_path, config=wanting("gruvbox")) as program:
        assert program.app.wardrobe.wish == "gruvbox"


async def test_a_damaged_file_is_set_aside_with_a_word(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path) as program:
        await program.is_synced()
        await program.press("S", "M")
    files = state_files(tmp_path)
    assert len(files) == 2
    for file in files:
        file.write_bytes(file.read_bytes()[:-20])
    async with running(demo, tmp_path) as program:
        await program.says("What was remembered of last time is not used: it can't be read.", "state.json.damaged-")
        assert program.library.order == Sort()
        await shows(program, "2 Filters", "1 Library", "3 Details")
    assert len([file for file in state_files(tmp_path) if ".damaged-" in file.name]) == 2


async def test_a_file_of_a_later_version_is_left_alone(demo: StandIn, tmp_path: Path) -> None:
    (tmp_path / "state").mkdir()
    later = json.dumps({"version": 99, "theme": {"hue": 120}})
    (tmp_path / "state" / "state.json").write_text(later)
    async with running(demo, tmp_path) as program:
        await program.says("a later version of this program wrote it")
    (aside,) = (file for file in state_files(tmp_path) if file.name.startswith("state.json.newer-"))
    assert aside.read_text() == later


async def test_nothing_stops_where_nothing_can_be_kept(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path) as program:
        await program.is_synced()
        (tmp_path / "state" / "state.json" / "in the way").mkdir(parents=True)
        await program.press("M")
        await shows(program, "1 Library", "3 Details")
    assert program.app.memory.trouble


def opened(service: StandIn, home: Path) -> Services:
    folders = Folders(home / "config", home / "data", home / "state", home / "log")
    return Services(Account(service.url, Key(service.key, "test"), "default", "v1"), Config(host=service.url), folders)


def test_the_first_paint_has_the_rows_of_last_time(demo: StandIn, tmp_path: Path) -> None:
    earlier = opened(demo, tmp_path)
    with closing(earlier):
        earlier.start()
        wait_until(lambda: earlier.sync.synced_at, "a library in the index")
        earlier.memory.keep(LibraryState(query="tag:trip", sort="name", descending=False))
    services = opened(demo, tmp_path)
    with closing(services):
        services.look_first()
        wait_until(lambda: services.first is not None, "the first rows")
        first = services.first
        assert first is not None
        assert (text_of(first.query), first.sort) == ("tag:trip", Sort(Column.NAME, False))
        assert 0 < first.matches.count < 383


def test_the_demo_has_a_memory_of_its_own(tmp_path: Path) -> None:
    folders = Folders(tmp_path / "config", tmp_path / "data", tmp_path / "state", tmp_path / "log")
    assert folders.memory(demo=True) != folders.memory(demo=False)
    account = Account(DEMO_HOST, Key(DEMO_KEY, "demo"), "default", "v1", demo=True)
    services = Services(account, Config(), folders)
    services.memory.keep(LibraryState(query="tag:trip"))
    services.close()
    assert state_files(tmp_path) == []
    assert [file.name[:8] for file in (tmp_path / "state" / "demo").iterdir()] == ["library-"]
