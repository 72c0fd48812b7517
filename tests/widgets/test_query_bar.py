"""The query as a line of text: typing, completing, recalling, taking back; and what is said of mistakes."""

from __future__ import annotations

import unicodedata

import pytest
from textual import events

from tests.widgets.filtering import HOSTILE, EditorsApp, type_text
from tui.library.query import Query
from tui.library.query_text import text_of
from tui.library.values import Facets
from tui.widgets.query_tint import chips

SIZES = [(120, 36), (80, 24)]


def top(app: EditorsApp) -> str:
    """What the bar's first line shows."""
    return app.lines[0][app.sidebar.outer_size.width :].strip()


def beneath(app: EditorsApp) -> str:
    return app.lines[1][app.sidebar.outer_size.width :].strip()


def typed(app: EditorsApp) -> str:
    return app.bar._input.value


@pytest.mark.parametrize("size", SIZES)
async def test_without_a_query_it_is_one_quiet_line(size: tuple[int, int]) -> None:
    app = EditorsApp()
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert top(app) == "/ to search"
        assert app.bar.size.height == 1


async def test_conditions_stand_there_as_chips() -> None:
    app = EditorsApp("beach tag:snow -tag:draft near:39.9,116.4")
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        assert top(app) == "/ ‹beach› ‹tag:snow› ‹-tag:draft› ‹near:39.9,116.4~20km›"


@pytest.mark.parametrize("width", [20, 30, 50, 80])
def test_chips_that_find_no_room_are_counted(width: int) -> None:
    query = Query(tags=tuple(f"tag number {n}" for n in range(9)))
    shown = chips(query, width)
    assert shown.cell_length <= width
    left = 9 - shown.plain.count("‹")
    assert shown.plain.endswith(f"› +{left}")


async def test_typing_narrows_at_once_and_enter_keeps_it() -> None:
    app = EditorsApp()
    async with app.run_test(size=(120, 36)) as pilot:
        app.bar.edit()
        await type_text(pilot, "bea")
        assert app.changes == ["b", "be", "bea"]
        assert app.bar.editing
        await pilot.press("enter")
        await pilot.pause()
        assert (app.submitted, app.left, app.bar.editing) == (["bea"], 1, False)
        assert top(app) == "/ ‹bea›"
        assert app.bar.size.height == 1


async def test_escape_goes_back_to_what_was_there_before() -> None:
    app = EditorsApp("tag:snow")
    async with app.run_test(size=(120, 36)) as pilot:
        app.bar.edit()
        await type_text(pilot, "beach")
        assert app.text == "beach tag:snow"
        await pilot.press("escape")
        await pilot.pause()
        assert app.text == "tag:snow"
        assert (app.submitted, app.left) == ([], 1)


async def test_letters_that_are_commands_elsewhere_are_letters_here() -> None:
    app = EditorsApp()
    async with app.run_test(size=(120, 36)) as pilot:
        app.bar.edit()
        await type_text(pilot, "qjkFxc/.+_ ?")
        assert typed(app) == "qjkFxc/.+_ ?"


async def test_readline_keys_work() -> None:
    app = EditorsApp()
    async with app.run_test(size=(120, 36)) as pilot:
        app.bar.edit()
        await type_text(pilot, "one two")
        await pilot.press("ctrl+w")
        assert typed(app) == "one "
        await pilot.press("ctrl+a", "x", "ctrl+e", "y", "ctrl+u")
        assert typed(app) == ""
        assert app.looking_for.is_empty


async def test_tab_completes_keys_and_then_values_and_cycles() -> None:
    app = EditorsApp()
    async with app.run_test(size=(120, 36)) as pilot:
        app.bar.edit()
        await pilot.press("c")
        assert beneath(app).startswith("camera:")
        await pilot.press("tab")
        assert typed(app) == "camera:"
        await pilot.pause()
        assert beneath(app).startswith("Canon EOS 5D 310")
        await pilot.press("tab")
        assert typed(app) == 'camera:"Canon EOS 5D" '
        await pilot.press("tab")
        assert typed(app) == 'camera:"iPhone 15 Pro" '
        await pilot.press("shift+tab", "shift+tab")
        assert typed(app) == 'camera:"DJI Mini" '
        await pilot.press("enter")
        assert app.text == 'camera:"DJI Mini"'


async def test_the_candidate_that_is_taken_stays_in_sight() -> None:
    app = EditorsApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.bar.edit()
        await type_text(pilot, "tag:")
        for _ in range(30):
            await pilot.press("tab")
        await pilot.pause()
        assert typed(app) == 'tag:"tag 24" '
        assert "tag 24" in beneath(app)


async def test_a_value_that_is_half_typed_does_not_empty_the_list() -> None:
    app = EditorsApp()
    async with app.run_test(size=(120, 36)) as pilot:
        app.bar.edit()
        await type_text(pilot, "tag:bea")
        assert app.changes == ["t", "ta", "tag", ""]
        await type_text(pilot, "ch")
        assert app.changes[4:] == ["tag:beach"]
        await type_text(pilot, " tag:zzz")
        assert app.text == "tag:beach tag:zzz"


async def test_completion_outlives_the_narrowing_that_typing_causes() -> None:
    app = EditorsApp()
    async with app.run_test(size=(120, 36)) as pilot:
        app.bar.edit()
        await type_text(pilot, "zzz")
        app.bar.facets = Facets(tags=(("rare", 1),))
        await type_text(pilot, " tag:")
        assert "api" in beneath(app)
        await type_text(pilot, "ra")
        assert beneath(app) == "rare 1"


async def test_a_mistake_is_explained_beneath_and_enter_waits_for_its_mending() -> None:
    app = EditorsApp("beach")
    async with app.run_test(size=(120, 36)) as pilot:
        app.bar.edit()
        await type_text(pilot, "tagg:x y")
        assert "Did you mean tag:?" in beneath(app)
        assert app.text == "beach"
        await pilot.press("enter")
        assert app.bar.editing
        await pilot.press("escape")
        await pilot.pause()
        assert "Did you mean" not in app.seen
        assert app.text == "beach"


async def test_what_is_only_unfinished_is_no_mistake_yet() -> None:
    app = EditorsApp()
    async with app.run_test(size=(120, 36)) as pilot:
        app.bar.edit()
        await type_text(pilot, "status:re")
        assert beneath(app).startswith("ready 1,204")
        await pilot.press("enter")
        await pilot.pause()
        assert "There is no status" in beneath(app)


async def test_tab_mends_a_key_and_turns_coordinates_round() -> None:
    app = EditorsApp()
    async with app.run_test(size=(120, 36)) as pilot:
        app.bar.edit()
        await type_text(pilot, "tagg:")
        await pilot.press("tab")
        assert typed(app) == "tag:"
        await pilot.press("ctrl+u")
        await type_text(pilot, "near:116.4,39.9")
        await pilot.press("tab", "enter")
        assert app.text == "near:39.9,116.4~20km"


async def test_the_arrows_recall_earlier_queries_and_the_draft() -> None:
    app = EditorsApp(history=("tag:snow", "beach"))
    async with app.run_test(size=(120, 36)) as pilot:
        app.bar.edit()
        await type_text(pilot, "dra")
        await pilot.press("up")
        assert typed(app) == "beach"
        await pilot.press("up", "up")
        assert typed(app) == "tag:snow"
        await pilot.press("down", "down")
        assert typed(app) == "dra"
        await pilot.press("down")
        assert typed(app) == "dra"
        await pilot.press("enter")
        await pilot.pause()
        app.bar.edit()
        await pilot.press("ctrl+u", "up")
        assert typed(app) == "dra"


async def test_relative_days_count_from_the_day_it_is() -> None:
    app = EditorsApp()
    async with app.run_test(size=(120, 36)) as pilot:
        app.bar.edit()
        await type_text(pilot, "since:7d")
        await pilot.press("enter")
        assert app.text == "since:2025-06-08"


async def test_the_sidebar_and_the_bar_show_one_query() -> None:
    app = EditorsApp()
    async with app.run_test(size=(120, 36)) as pilot:
        app.bar.edit()
        await type_text(pilot, "tag:beach")
        await pilot.press("enter")
        await pilot.pause()
        assert "✓ beach" in app.seen
        app.sidebar.jump_to("tag")
        await pilot.press("j", "x")
        await pilot.pause()
        assert top(app) == "/ ‹-tag:beach›"


async def test_a_change_from_elsewhere_does_not_disturb_typing() -> None:
    app = EditorsApp()
    async with app.run_test(size=(120, 36)) as pilot:
        app.bar.edit()
        await type_text(pilot, "bea")
        app.looking_for = Query(tags=("snow",))
        await pilot.pause()
        assert typed(app) == "bea"


async def test_a_click_opens_it_and_focus_elsewhere_closes_it() -> None:
    app = EditorsApp()
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.click(app.bar)
        assert app.bar.editing
        await type_text(pilot, "beach")
        await pilot.click("Button")
        await pilot.pause()
        assert not app.bar.editing
        assert (app.text, app.left) == ("beach", 1)
        assert app.focused is app.query_one("Button")


@pytest.mark.row("T9", "X26", "D1")
async def test_what_is_pasted_is_one_safe_line() -> None:
    app = EditorsApp()
    async with app.run_test(size=(120, 36)) as pilot:
        app.bar.edit()
        app.bar._input.post_message(events.Paste("one\ntwo\x1b]52;c;eA==\x07\n"))
        await pilot.pause()
        assert typed(app) == "one two\ufffd]52;c;eA==\ufffd"


async def test_hostile_values_are_text_in_chips_candidates_and_input() -> None:
    app = EditorsApp(text_of(Query(words=(HOSTILE,))), facets=Facets(tags=((HOSTILE, 1),)))
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        assert "[/red][@click=app.quit]" in top(app)
        app.bar.edit()
        await type_text(pilot, "tag:")
        await pilot.press("tab", "enter")
        await pilot.pause()
        assert app.looking_for == Query(words=(HOSTILE,), tags=(HOSTILE,))
        assert not [c for c in app.seen if unicodedata.category(c).startswith("C") and c != "\n"]


@pytest.mark.parametrize("text", ["(", "*?[", "%_'; drop table", "\\", "   ", "a" * 2000, "🏖" * 50])
@pytest.mark.row("D6")
async def test_odd_texts_are_only_odd(text: str) -> None:
    app = EditorsApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.bar.edit()
        app.bar._input.say(text)
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert app.looking_for == Query(words=tuple(text.split()))
        assert not app.bar.editing
