"""What concerns single files of an upload, in keys: paths typed before, and what is sent with one file alone."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from textual.widgets import Input

from tests.conditions import until
from tests.screens.uploading import Person, RecordingDesk, UploadApp, job, uploading
from tui.screens.one_file import OneFile
from tui.screens.upload import UploadModal
from tui.screens.upload_choosing import UploadChoosing
from tui.uploads.desk import Facts
from tui.uploads.job import State
from tui.widgets.line_list import LineList

BEACH = Facts(taken="2025-06-01 12:30:00", taken_from="QuickTime", camera="GoPro HERO12")


@pytest.fixture
def desk() -> RecordingDesk:
    return RecordingDesk(facts={"beach.mp4": BEACH})


@pytest.fixture
def app(desk: RecordingDesk, tmp_path: Path) -> UploadApp:
    for name in ("beach.mp4", "plain.mp4"):
        (tmp_path / name).write_bytes(b"x" * 5000)
    return UploadApp(desk, tmp_path)


async def test_paths_that_were_typed_before_are_recalled(app: UploadApp, desk: RecordingDesk) -> None:
    app.jobs = (job(0, State.READY, source="/videos/old/a.mp4"), job(1, State.READY, is_url=True, source="https://x/y"))
    async with uploading(app) as person:
        await person.press("u")
        await person.types("beach.mp4")
        await person.press("enter")
        await person.sees("1 file, 5.0 kB")
        field = app.screen.query_one("#path", Input)
        await person.types("sn")
        await person.press("up")
        assert field.value == "beach.mp4"
        await person.press("up", "up")
        assert field.value == "/videos/old/"
        await person.press("down", "down")
        assert field.value == "sn"
        await person.press("ctrl+u", "ctrl+g", "escape")
        await until(lambda: len(app.screen_stack) == 1, "the modal closed")
        await person.press("u", "up")
        assert app.screen.query_one("#path", Input).value == "beach.mp4"


async def test_what_is_known_of_many_files_is_shown_now_and_then(
    app: UploadApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = tmp_path / "many"
    many.mkdir()
    for n in range(100):
        (many / f"{n:03}.mp4").write_bytes(b"x")
    monkeypatch.setattr("tui.screens.upload_choosing._NEWS_EVERY", 3_600.0)
    unknown: list[int] = []
    async with uploading(app) as person:
        await person.press("u")
        choosing = app.screen.query_one(UploadChoosing)
        app.watch(choosing, "chosen", lambda chosen: unknown.append(sum(each.candidate is None for each in chosen)))
        await person.types(f"{many}/*.mp4")
        await person.press("enter")
        await person.sees("100 files, 100 B")
    assert [count for count in unknown if count] == [100, 92], "chosen, and the first eight looked at"
    assert unknown[-1] == 0


@pytest.mark.parametrize("added", [True, False], ids=["added", "typed"])
async def test_who_closes_it_before_the_files_were_looked_at_is_told_that_nothing_was_sent(
    app: UploadApp, desk: RecordingDesk, *, added: bool
) -> None:
    desk.may_look = asyncio.Event()
    async with uploading(app) as person:
        await person.press("u")
        await person.types("beach.mp4")
        if added:
            await person.press("enter")
            await person.sees("looking at 1")
        await person.press("ctrl+g")
        await person.sees("looking at 1, then it starts")
        await person.press("escape")
        await person.is_told("Nothing was sent: the files were still being looked at. u goes on with them.")
        desk.may_look.set()
        await person.press("u")
        await person.sees("1 file, 5.0 kB")
        assert not desk.added
        await person.press("ctrl+g", "escape")
        await until(lambda: len(desk.added) == 1, "it was sent")


async def test_arrows_step_through_completions_while_there_are_several(app: UploadApp) -> None:
    for name in ("s1.mp4", "s2.mp4", "s3.mp4"):
        (app.here / name).touch()
    async with uploading(app) as person:
        await person.press("u")
        await person.types("s")
        field = app.screen.query_one("#path", Input)
        await person.press("tab")
        await until(lambda: field.value == "s1.mp4", "the first of them")
        await person.press("down", "down", "up")
        assert field.value == "s2.mp4"


async def test_one_file_of_a_batch_says_something_of_its_own(app: UploadApp, desk: RecordingDesk) -> None:
    async with uploading(app) as person:
        await person.press("u")
        for name in ("beach.mp4", "plain.mp4"):
            await person.adds(name)
        await person.sees("2 files")
        await open_chosen(person, "plain.mp4")
        await person.sees("Sent with this file alone", "as in the form")
        await person.press("ctrl+u")
        await person.types("Leica Q3")
        await person.press("enter", "enter", "enter")
        await person.sees("own camera")
        await open_chosen(person, "plain.mp4")
        await person.sees("Leica Q3")
        await person.press("escape", "escape")
        await until(lambda: app.draft is not None, "a draft")
        await person.press("u")
        await person.sees("own camera")
        await person.press("ctrl+g")
        await person.sees("Uploading")
    cameras = {Path(each.source).name: each.form.camera for each in desk.added}
    assert cameras == {"beach.mp4": "GoPro HERO12", "plain.mp4": "Leica Q3"}


async def test_what_one_file_says_is_judged_and_can_be_taken_back(app: UploadApp, desk: RecordingDesk) -> None:
    async with uploading(app, (80, 24)) as person:
        await choose_and_open(person, "beach.mp4", "1 file")
        await person.sees("from the file: QuickTime")
        await person.press("enter", "ctrl+u")
        await person.types("yesterday")
        await person.press("ctrl+g")
        assert isinstance(app.screen, OneFile)
        await person.press("ctrl+u")
        await person.types("2020-01-01")
        await person.press("enter", "enter")
        await person.sees("own taken")
        await open_chosen(person, "beach.mp4")
        await person.press("enter", "ctrl+u")
        await person.types("2025-06-01 12:30:00")
        await person.press("enter", "enter")
        await person.sees_no("own taken")


async def test_what_is_chosen_is_started_from_the_card_of_one_file(app: UploadApp, desk: RecordingDesk) -> None:
    async with uploading(app) as person:
        await choose_and_open(person, "plain.mp4", "1 file")
        await person.press("ctrl+u")
        await person.types("Leica Q3")
        await person.press("ctrl+g")
        await person.sees("Uploading")
    assert [each.form.camera for each in desk.added] == ["Leica Q3"]


async def test_a_file_that_cant_be_sent_says_why_and_asks_for_nothing(app: UploadApp) -> None:
    (app.here / "notes.txt").write_text("no video")
    async with uploading(app) as person:
        await choose_and_open(person, "notes.txt", "1 can't be sent")
        await person.sees("✗ can't be sent:")
        await person.sees_no("Sent with this file alone")
        await person.press("escape")
        await until(lambda: isinstance(app.screen, UploadModal), "the modal again")


async def test_what_a_row_has_no_room_for_is_told_beneath_the_list(app: UploadApp, desk: RecordingDesk) -> None:
    desk.warnings["beach.mp4"] = ("no audio: there will be no transcript",)
    desk.warnings["plain.mp4"] = ("its codec is av1; the service documents others, and may fail on this",)
    async with uploading(app, size=(80, 24)) as person:
        await person.press("u")
        await person.types("*.mp4")
        await person.press("enter")
        await person.sees("2 files, 10.0 kB")
        await person.sees("  no audio ", "no audio: there will be no transcript", "its codec …")
        app.screen.query_one("#chosen LineList", LineList).focus()
        await person.press("j")
        await person.sees("  no audio ", "its codec is av1; the service", "documents others, and may fail on")
        await person.press("x")
        await person.sees_no("its codec is")
        await person.sees("no audio: there will be no transcript")


async def choose_and_open(person: Person, name: str, told: str) -> None:
    """Chooses a file, of which the modal tells so much, and enters it."""
    await person.press("u")
    await person.types(name)
    await person.press("enter")
    await person.sees(told)
    await open_chosen(person, name)


async def open_chosen(person: Person, name: str) -> None:
    """Puts the cursor on a chosen file, and enters it."""
    lines = person.app.screen.query_one("#chosen LineList", LineList)
    lines.focus()
    lines.cursor = next(n for n in range(len(lines.rows)) if lines.rows.key(n).endswith(name))
    await person.press("enter")
    await until(lambda: isinstance(person.app.screen, OneFile), "what concerns this file")
