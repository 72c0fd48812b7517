"""Order, columns, and views under a name."""

from __future__ import annotations

from pathlib import Path

from textual import events

from tests.standin import StandIn
from tests.stories.program import Program, running
from tui.geo.point import Point, distance_km
from tui.library.values import NEWEST_FIRST, Column, Sort

_NEAR = "near:48.85,2.35~600km"


async def ask(program: Program, query: str) -> None:
    await program.press("/")
    await program.type(query)
    await program.press("enter")
    await program.is_settled()


def header(program: Program) -> str:
    return next(line for line in program.lines() if "Name" in line and ("Length" in line or "▼" in line or "▲" in line))


def kinds(program: Program) -> list[str]:
    return [slot.kind.value for slot in program.table.plan.slots]


def kilometres(program: Program) -> list[float]:
    here = Point(48.85, 2.35)
    return [
        distance_km(here, Point(video.latitude, video.longitude))
        for video in program.videos()
        if video.latitude is not None and video.longitude is not None
    ]


async def test_by_distance(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path, size=(120, 36)) as program:
        await program.is_synced()
        await program.press("s", "g")
        await program.says("Distance from where?")
        assert program.library.order == NEWEST_FIRST

        await ask(program, _NEAR)
        await program.press("s", "g")
        await program.is_settled()
        away = kilometres(program)
        assert len(away) > 2
        assert away == sorted(away)
        assert "Away ▲" in header(program)
        await program.press("S")
        await program.is_settled()
        assert kilometres(program) == sorted(away, reverse=True)

        await program.press("F")
        await program.is_settled()
        assert program.library.order == NEWEST_FIRST


async def test_columns_are_chosen_ordered_and_sized(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path, size=(200, 30)) as program:
        await program.is_synced()
        before = kinds(program)
        assert before[:4] == ["name", "status", "duration", "size"]
        await program.press("C")
        await program.sees("Columns", "enter keeps")
        await program.press("space", "j", "+", "escape")
        assert kinds(program) == before

        await program.press("C", "space", "j", "+", "+")
        assert kinds(program)[:3] == ["name", "duration", "size"]
        assert program.table.plan.slots[1].width == 10
        await program.press("j", "K", "enter")
        assert kinds(program)[:3] == ["name", "size", "duration"]
        assert program.library.memory.library.columns[:2] == ("size", "duration:10")

    async with running(demo, tmp_path, size=(80, 24)) as program:
        await program.is_synced()
        fewer = len(kinds(program))
        await program.press("W")
        await program.says("All columns")
        assert len(kinds(program)) > fewer
        last = [*program.table.columns.wanted][-1]
        assert last not in kinds(program)
        while program.table.plan.after:
            await program.press("L")
        assert kinds(program)[0] == "name"
        assert kinds(program)[-1] == last
        await program.sees("‹")
        await program.press("L")
        await program.says("These are the last columns.")
        await program.press("H")
        assert program.table.plan.after
        await program.press("C", "r", "enter")
        await program.press("L")
        await program.says("W wants all columns")
        assert program.library.memory.library.columns == ()


async def test_a_view_is_saved_opened_copied_and_deleted(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path, size=(120, 36)) as program:
        await program.is_synced()
        await ask(program, "tag:trip")
        await program.press("s", "z")
        await program.press("B")
        await program.type("Big trips")
        await program.press("enter")
        await program.says("Kept as Big trips")
        await program.press("F", "s", "d")
        await program.is_settled()
        await program.press("b")
        await program.sees("Big trips", "sort:-size")
        await program.press("y")
        await program.happens(lambda: program.app.clipboard == "[Big trips] tag:trip sort:-size", "the view copied")
        await program.press("x")
        await program.sees("None yet")
        await program.press("z")
        await program.sees_no("None yet")
        await program.press("1")
        await program.happens(lambda: program.library.looking_for.tags == ("trip",), "the view opened")
        assert program.library.order == Sort(Column.SIZE)

    async with running(demo, tmp_path, size=(120, 36)) as program:
        await program.is_synced()
        await program.press("b")
        await program.sees("Big trips")
        program.app.post_message(events.Paste("[Others] status:failed sort:name columns:camera:24,size"))
        await program.happens(lambda: program.library.looking_for.statuses == ("failed",), "a shared view opened")
        assert program.library.order == Sort(Column.NAME, descending=False)
        assert program.library.viewing.columns.texts == ("camera:24", "size")


async def test_a_view_of_the_same_name_is_asked_about(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path, size=(80, 24)) as program:
        await program.is_synced()
        for query in ("tag:trip", "status:failed"):
            await program.press("F")
            await ask(program, query)
            await program.press("B")
            await program.type("Mine")
            await program.press("enter")
        await program.sees("Replace it?")
        while "Replace it?" in program.text:
            await program.press("y")
        assert [view.text for view in program.library.viewing.views()] == ["[Mine] status:failed"]


async def test_earlier_queries_come_back_at_the_next_start(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path) as program:
        await program.is_synced()
        for query in ("tag:trip", "status:failed", "tag:trip"):
            await program.press("F")
            await ask(program, query)
    async with running(demo, tmp_path) as program:
        await program.is_synced()
        await program.press("F", "/", "up")
        await program.sees("tag:trip")
        await program.press("up")
        await program.sees("status:failed")
        await program.press("up")
        await program.sees("status:failed")
