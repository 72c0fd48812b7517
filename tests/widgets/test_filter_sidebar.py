"""The filter sidebar: every key of it, what it shows, and that no name of a tag does anything."""

from __future__ import annotations

import unicodedata

import pytest
from rich.cells import cell_len
from textual.widgets import Button

from tests.widgets.filtering import FACETS, HOSTILE, EditorsApp, type_text
from tui.api.values import Status
from tui.library.query import Query, Section
from tui.library.query_text import text_of
from tui.library.values import Facets
from tui.widgets.filter_input import FilterInput
from tui.widgets.filter_lines import INCLUDED, NEITHER

SIZES = [(120, 36), (80, 24)]
SECTIONS: tuple[Section, ...] = ("status", "tag", "camera", "place", "name", "taken")


def pane(app: EditorsApp) -> list[str]:
    """The rows between the sidebar's borders."""
    width = app.sidebar.outer_size.width
    found: list[str] = []
    for line in app.lines:
        inside = line.split("│", 2)
        if len(inside) > 1 and cell_len(inside[1]) == width - 2:
            found.append(inside[1].strip())
    return found


def row(app: EditorsApp, beginning: str) -> str:
    return next(line for line in pane(app) if line[2:].startswith(beginning))


@pytest.mark.parametrize("size", SIZES)
async def test_every_facet_is_there_with_its_counts(size: tuple[int, int]) -> None:
    app = EditorsApp()
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert "2 Filters" in app.lines[0]
        seen = "\n".join(pane(app))
        for title in ("Status", "Tag", "Camera", "Place", "Name"):
            assert f"{title} ─" in seen
        assert row(app, "● ready").endswith("1,204")
        assert row(app, "Canon EOS 5D").endswith("310")
        assert "512 with GPS" in seen
        assert "more, / to narrow" in seen


async def test_counts_stand_in_one_column_whatever_the_width_of_the_names() -> None:
    app = EditorsApp()
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        values = [line for line in pane(app) if line.startswith(NEITHER) and line[-1].isdigit()]
        assert len(values) > 10
        assert {cell_len(line) for line in values} == {cell_len(values[0])}


async def test_space_includes_x_excludes_and_both_take_back() -> None:
    app = EditorsApp()
    async with app.run_test(size=(120, 36)) as pilot:
        app.sidebar.jump_to("tag")
        await pilot.press("j", "space")
        assert app.text == "tag:beach"
        assert row(app, "beach").startswith(INCLUDED)
        await pilot.press("x")
        assert app.text == "-tag:beach"
        assert row(app, "beach").startswith("−")
        await pilot.press("x")
        assert app.text == ""
        await pilot.press("space", "j", "space")
        assert app.text == 'tag:beach tag:"雪景 snow"'
        assert "2 active" in app.seen


async def test_enter_looks_for_this_value_only_and_takes_that_back() -> None:
    app = EditorsApp("status:failed status:indexing beach")
    async with app.run_test(size=(120, 36)) as pilot:
        app.sidebar.jump_to("status")
        await pilot.press("enter")
        assert app.text == "beach status:ready"
        await pilot.press("enter")
        assert app.text == "beach"


async def test_c_clears_one_facet_and_capital_f_all() -> None:
    app = EditorsApp("beach status:ready tag:api -tag:beach camera:X since:2025")
    async with app.run_test(size=(120, 36)) as pilot:
        app.sidebar.jump_to("tag")
        await pilot.press("c")
        assert app.text == "beach status:ready camera:X since:2025-01-01"
        await pilot.press("F")
        assert app.looking_for.is_empty


async def test_all_rows_are_one_list() -> None:
    app = EditorsApp()
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("G", "enter")
        await type_text(pilot, "7d")
        await pilot.press("enter")
        assert app.text == "since:2025-06-08"
        await pilot.press("home", "j", "space")
        assert app.text == "status:ready since:2025-06-08"
        await pilot.press("down", "up", "space")
        assert app.text == "since:2025-06-08"


async def test_the_list_that_is_worked_in_keeps_its_order_until_one_leaves_it() -> None:
    app = EditorsApp()
    async with app.run_test(size=(120, 36)) as pilot:
        app.sidebar.jump_to("camera")
        await pilot.press("j", "space")
        assert app.text == 'camera:"iPhone 15 Pro"'
        app.sidebar.facets = Facets(cameras=(("iPhone 15 Pro", 88),))
        await pilot.pause()
        cameras = [line[2:].split("  ")[0] for line in pane(app) if line[2:8] in {"Canon ", "iPhone", "GoPro "}]
        assert cameras == ["Canon EOS 5D", "iPhone 15 Pro", "GoPro HERO12"]
        assert row(app, "Canon").endswith(" 0")
        await pilot.press("G")
        assert [line for line in pane(app) if "Canon" in line] == []


async def test_active_values_show_though_no_facet_knows_them() -> None:
    app = EditorsApp("tag:unheard -camera:Unseen id:VI42")
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        assert row(app, "unheard").startswith(INCLUDED)
        assert row(app, "Unseen").startswith("−")
        assert row(app, "VI42").startswith(INCLUDED)
        await pilot.press("G", "space")
        assert app.text == "tag:unheard -camera:Unseen"


async def test_slash_narrows_the_values_of_a_facet() -> None:
    app = EditorsApp()
    async with app.run_test(size=(120, 36)) as pilot:
        app.sidebar.jump_to("tag")
        await pilot.press("slash")
        await type_text(pilot, "SNO")
        assert "Tag /SNO" in app.seen
        assert "beach" not in app.seen
        await pilot.press("enter", "space")
        assert app.text == 'tag:"雪景 snow"'
        assert "Tag /SNO" in app.seen
        await pilot.press("slash", "escape")
        assert "Tag /" not in app.seen
        assert "beach" in app.seen
        assert app.text == 'tag:"雪景 snow"'


async def test_narrowing_to_nothing_says_so() -> None:
    app = EditorsApp()
    async with app.run_test(size=(120, 36)) as pilot:
        app.sidebar.jump_to("camera", edit=True)
        await type_text(pilot, "zzz")
        assert "none like that" in app.seen


async def test_letters_belong_to_the_field_while_one_types() -> None:
    app = EditorsApp("status:ready")
    async with app.run_test(size=(120, 36)) as pilot:
        app.sidebar.jump_to("tag", edit=True)
        await type_text(pilot, "cFxjk.+_")
        assert app.text == "status:ready"
        assert "Tag /cFxjk.+_" in app.seen


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("39.9042, 116.4074", "near:39.9042,116.4074~20km"),
        ("39,5 116,25", "near:39.5,116.25~20km"),
        ("geo:39.5,116.25~500m", "near:39.5,116.25~0.5km"),
        ("39d30mN 116d15mE", "near:39.5,116.25~20km"),
    ],
)
async def test_a_place_in_any_notation(typed: str, text: str) -> None:
    app = EditorsApp()
    async with app.run_test(size=(120, 36)) as pilot:
        app.sidebar.jump_to("place")
        await pilot.press("enter")
        await type_text(pilot, typed)
        assert "within" in app.seen
        assert app.text == ""
        await pilot.press("enter")
        assert app.text == text
        assert app.focused is not None
        assert app.focused in app.sidebar.walk_children()


async def test_a_place_that_is_none_is_explained_and_kept_for_mending() -> None:
    app = EditorsApp("near:1,2")
    async with app.run_test(size=(120, 36)) as pilot:
        app.sidebar.jump_to("place", edit=True)
        await pilot.press("ctrl+u")
        await type_text(pilot, "91, 200")
        await pilot.press("enter")
        assert "can't be a" in app.seen
        assert "91, 200" in app.seen
        assert app.text == "near:1,2~20km"
        await pilot.press("escape")
        assert "can't be a" not in app.seen
        assert app.text == "near:1,2~20km"


async def test_tab_takes_coordinates_the_other_way_round() -> None:
    app = EditorsApp()
    async with app.run_test(size=(120, 36)) as pilot:
        app.sidebar.jump_to("place", edit=True)
        await type_text(pilot, "116.4, 39.9")
        assert "other way round" in app.seen
        await pilot.press("tab", "enter")
        assert app.text == "near:39.9,116.4~20km"


async def test_the_radius_grows_and_shrinks_and_the_place_is_cleared() -> None:
    app = EditorsApp("near:39.9,116.4")
    async with app.run_test(size=(120, 36)) as pilot:
        app.sidebar.jump_to("place")
        await pilot.press("plus")
        assert app.text == "near:39.9,116.4~30km"
        assert "within 30 km" in app.seen
        await pilot.press("underscore", "underscore")
        assert app.text == "near:39.9,116.4~13km"
        await pilot.press(*["underscore"] * 40)
        assert "within 50 m" in app.seen
        await pilot.press(*["plus"] * 60)
        assert "within 20,040 km" in app.seen
        await pilot.press("c")
        assert app.looking_for.is_empty
        await pilot.press("plus")
        assert app.looking_for.is_empty


async def test_a_full_stop_asks_for_the_place_of_the_current_video() -> None:
    app = EditorsApp("near:1,2~5km")
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("full_stop")
        await pilot.pause()
        assert app.here_asked == 1
        assert app.text == "near:-33.8688,151.2093~5km"


async def test_names_narrow_as_they_are_typed_and_escape_takes_them_back() -> None:
    app = EditorsApp("old tag:api")
    async with app.run_test(size=(120, 36)) as pilot:
        app.sidebar.jump_to("name", edit=True)
        await type_text(pilot, " -x")
        assert app.text == "old -x tag:api"
        await pilot.press("escape")
        assert app.text == "old tag:api"
        await pilot.press("enter", "ctrl+u", "enter")
        assert app.text == "tag:api"


async def test_other_conditions_are_refused_in_the_name_field() -> None:
    app = EditorsApp()
    async with app.run_test(size=(120, 36)) as pilot:
        app.sidebar.jump_to("name", edit=True)
        await type_text(pilot, "tag:x")
        await pilot.press("enter")
        assert "Only parts of the name" in app.seen
        assert app.looking_for.tags == ()
        await pilot.press("escape")
        assert app.looking_for.is_empty


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("2025-06", "since:2025-06-01"),
        ("yesterday", "since:2025-06-14"),
        ("2025-01..2025-02", "since:2025-01-01 until:2025-02-28"),
        ("..2024", "until:2024-12-31"),
    ],
)
async def test_days_of_capture(typed: str, text: str) -> None:
    app = EditorsApp()
    async with app.run_test(size=(120, 36)) as pilot:
        app.sidebar.jump_to("taken", edit=True)
        await type_text(pilot, typed)
        await pilot.press("enter")
        assert app.text == text
        await pilot.press("enter", "enter")
        assert app.text == text


async def test_what_the_dialect_cannot_do_is_grey_and_says_why() -> None:
    app = EditorsApp()
    async with app.run_test(size=(120, 36)) as pilot:
        reason = "This API can't filter by tag, camera or place."
        app.sidebar.why_not = dict.fromkeys(("tag", "camera", "place"), reason)
        await pilot.pause()
        assert " ".join(" ".join(pane(app)).split()).count(reason) == 1
        assert app.seen.count("as above") == 2
        app.sidebar.jump_to("tag", edit=True)
        await pilot.press("space", "x", "enter", "slash", "full_stop")
        await pilot.pause()
        assert app.looking_for.is_empty
        assert app.here_asked == 0
        assert {notice.message for notice in app._notifications} == {reason}


async def test_a_hostile_tag_is_only_text() -> None:
    app = EditorsApp()
    async with app.run_test(size=(120, 36)) as pilot:
        app.sidebar.jump_to("tag")
        await pilot.press("j", "j", "j", "j", "space")
        assert app.looking_for == Query(tags=(HOSTILE,))
        await pilot.pause()
        assert "[/red][@click=app" in app.seen
        assert not [c for c in app.seen if unicodedata.category(c).startswith("C") and c != "\n"]
        assert text_of(app.looking_for) in " ".join(app.seen.split()) or "\\u{1b}" in app.seen


@pytest.mark.row("D4")
async def test_ten_thousand_tags_are_a_few_rows() -> None:
    many = Facets(tags=tuple((f"tag {n}", 10_000 - n) for n in range(10_000)))
    app = EditorsApp(facets=many)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "9,995 more" in app.seen
        assert len(list(app.sidebar.walk_children())) < 6
        app.sidebar.jump_to("tag", edit=True)
        await type_text(pilot, "9999")
        await pilot.press("down", "space")
        assert app.text == 'tag:"tag 9999"'


async def test_clicking_a_row_twice_includes_it() -> None:
    app = EditorsApp()
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.click(app.sidebar, offset=(6, 2))
        await pilot.click(app.sidebar, offset=(6, 2))
        assert app.looking_for.statuses == (Status.READY,)


async def test_leaving_with_the_mouse_ends_editing() -> None:
    app = EditorsApp()
    async with app.run_test(size=(120, 36)) as pilot:
        app.sidebar.jump_to("place", edit=True)
        await type_text(pilot, "1, 2")
        app.query_one(Button).focus()
        await pilot.pause()
        assert app.looking_for.is_empty
        assert "anywhere" in app.seen
        assert app.focused is app.query_one(Button)


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (40, 10), (20, 6)])
async def test_every_section_can_be_jumped_to_and_edited_at_any_size(size: tuple[int, int]) -> None:
    app = EditorsApp("near:1,2", facets=FACETS)
    async with app.run_test(size=size) as pilot:
        for section in SECTIONS:
            app.sidebar.jump_to(section, edit=True)
            await pilot.pause()
            entry = app.sidebar.query_one(FilterInput)
            if section != "status":
                assert app.focused is entry
                assert app.sidebar.region.contains_region(entry.region)
            await pilot.press("escape")
        assert app.text == "near:1,2~20km"
