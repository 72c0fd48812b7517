"""Which uploads are shown, and what is done with several of them, in keys."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.conditions import until
from tests.screens.uploading import RecordingDesk, UploadApp, job, some_of_each, uploading
from tui.screens.uploads import UploadsScreen
from tui.uploads.job import State
from tui.widgets.job_sums import counts


@pytest.fixture
def desk() -> RecordingDesk:
    return RecordingDesk()


@pytest.fixture
def app(desk: RecordingDesk, tmp_path: Path) -> UploadApp:
    return UploadApp(desk, tmp_path)


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (60, 20)])
async def test_the_states_are_stepped_through_and_back_to_all(app: UploadApp, size: tuple[int, int]) -> None:
    app.jobs = some_of_each()
    async with uploading(app, size) as person:
        await person.press("w")
        for state, count in counts(app.jobs):
            await person.press("f")
            await person.sees(f"{count} of 12 · {state.value}")
            table = person.line(" of 12 ")
            assert "Uploads" in table
            assert person.text.count("clip") - person.text.count("/videos") <= count + 1
        await person.press("f")
        await person.sees("clip0.mp4", "clip3.mp4")
        await person.sees_no(" of 12")


async def test_a_state_that_no_upload_is_in_any_more_says_how_to_go_on(app: UploadApp) -> None:
    app.jobs = (job(0, State.FAILED), job(1, State.READY))
    async with uploading(app) as person:
        await person.press("w", "f")
        await person.sees("1 of 2 · failed")
        app.jobs = (job(0, State.WAITING), job(1, State.READY))
        await person.sees("no upload is like that: F shows all again")
        await person.press("F")
        await person.sees("clip0.mp4", "clip1.mp4")


async def test_a_name_narrows_with_every_letter(app: UploadApp) -> None:
    app.jobs = tuple(job(n, State.READY, video_no=f"VI{n:04}") for n in range(300))
    async with uploading(app, (80, 24)) as person:
        await person.press("w", "slash")
        await person.types("CLIP29")
        await person.sees("11 of 300 · “CLIP29”")
        await person.press("enter", "home")
        await person.sees("│ clip29.mp4  /videos")
        await person.press("slash", "ctrl+u")
        await person.types("vi0123")
        await person.sees("1 of 300", "clip123.mp4")
        await person.press("down", "j", "escape")
        await person.sees_no(" of 300")
        await person.press("slash", "x", "escape")
        await person.sees_no(" of 300")
        await person.press("escape")
        await until(lambda: len(app.screen_stack) == 1, "back in the library")


async def test_esc_undoes_one_level_at_a_time(app: UploadApp) -> None:
    app.jobs = some_of_each()
    async with uploading(app) as person:
        await person.press("w", "f", "space")
        await person.sees("1 of 12 · sending · 1 marked")
        await person.press("escape")
        await person.sees_no("marked")
        await person.sees("1 of 12 · sending")
        await person.press("escape")
        await person.sees_no(" of 12")
        await person.press("escape")
        await until(lambda: len(app.screen_stack) == 1, "back in the library")


async def test_ten_thousand_uploads_are_filtered_sorted_and_marked(app: UploadApp, desk: RecordingDesk) -> None:
    states = (State.READY, State.WAITING, State.FAILED, State.INDEXING, State.CANCELLED)
    app.jobs = tuple(job(n, states[n % 5], size=1_000 * (10_000 - n), video_no=f"VI{n}") for n in range(10_000))
    async with uploading(app, (80, 24)) as person:
        await person.press("w")
        await person.sees("10,000 uploads", "◐ 2,000")
        await person.press("f", "f", "f")
        await person.sees("2,000 of 10,000 · failed")
        await person.press("A", "r")
        await person.is_told("Trying again: 2,000 uploads.")
        await until(lambda: len(desk.asked) == 2_000, "all of them asked for")
        await person.press("F", "s", "home")
        await person.sees("by state and turn", "indexing")
        await person.press("f", "f", "home")
        await person.sees("2,000 of 10,000 · waiting")
        assert "next" in person.line(" clip9996.mp4 ")
        assert "1 before it" in person.line(" clip9991.mp4 ")
        await person.press("slash")
        await person.types("clip77")
        await person.sees("22 of 10,000 · waiting · “clip77”")


async def test_what_is_marked_is_acted_on(app: UploadApp, desk: RecordingDesk) -> None:
    app.jobs = tuple(job(n, State.WAITING) for n in range(10))
    async with uploading(app, (80, 24)) as person:
        await person.press("w", "home", "space", "j", "space")
        await person.sees("2 marked")
        assert "✓" in person.line("clip0.mp4  ")
        await person.press("v", "j", "j", "k", "v", "j", "j")
        await person.sees("4 marked")
        await person.press("p")
        await person.is_told("Pausing 4 uploads.")
        await person.sees_no("marked")
        assert desk.asked == [("pause", f"job{n}") for n in (0, 2, 3, 4)]


async def test_a_second_press_cancels_all_that_are_marked(app: UploadApp, desk: RecordingDesk) -> None:
    app.jobs = (job(0, State.SENT), job(1, State.SENDING, sent=1), job(2, State.READY))
    async with uploading(app) as person:
        await person.press("w", "A", "x")
        await person.is_told("Most of clip0.mp4 is sent already. x once more cancels all 2.")
        assert desk.asked == []
        await person.press("x")
        await person.is_told("Cancelling 2 uploads.")
    assert desk.asked == [("cancel", "job0"), ("cancel", "job1")]


async def test_marks_of_what_is_no_longer_shown_are_gone(app: UploadApp, desk: RecordingDesk) -> None:
    app.jobs = (job(0, State.WAITING), job(1, State.FAILED))
    async with uploading(app) as person:
        await person.press("w", "A")
        await person.sees("2 marked")
        await person.press("A")
        await person.sees_no("marked")
        await person.press("A", "f", "f", "x")
        await person.is_told("clip1.mp4 has ended already")
    assert desk.asked == []


async def test_what_waits_changes_its_place_in_line(app: UploadApp, desk: RecordingDesk) -> None:
    app.jobs = (job(0, State.READY), job(1, State.WAITING, size=2), job(2, State.WAITING, size=1))
    async with uploading(app) as person:
        await person.press("w", "home", "less_than_sign")
        await person.is_told("Only what waits has a place in line.")
        await person.press("home", "j", "greater_than_sign", "less_than_sign", "T")
        await person.sees("by state and turn")
        assert desk.asked == [("later", "job1"), ("sooner", "job1"), ("first", "job1")]
        lines = person.text.splitlines()
        assert lines.index(person.line(" clip2.mp4 ")) < lines.index(person.line("1 before it"))
        app.jobs = (app.jobs[0], replace(app.jobs[1], turn=-1.0), app.jobs[2])
        await until(lambda: "next" in person.line(" clip1.mp4  "), "it is the next now")
        await person.sees("│ clip1.mp4  /videos")


async def test_width_and_speed(app: UploadApp, desk: RecordingDesk) -> None:
    app.jobs = (job(0, State.WAITING),)
    async with uploading(app, (80, 24)) as person:
        await person.press("w")
        await person.sees("2 at a time")
        await person.press("plus", "plus", "underscore")
        await person.sees("3 at a time")
        await person.press("b")
        await person.types("fast")
        await person.sees("a number with kB/s or MB/s")
        await person.press("enter", "ctrl+u")
        await person.types("1.5 MB")
        await person.sees("at most 1.5 MB/s, all uploads together")
        await person.press("enter")
        await person.sees("3 at a time · at most 1.5 MB/s")
        given = desk.limit
        await person.press("b")
        await person.sees("1.5 MB/s")
        await person.press("escape", "b", "ctrl+u", "enter")
        await person.sees_no("at most")
    assert (desk.at_once, given, desk.limit) == (3, 1_500_000, None)


async def test_leaving_from_anywhere(app: UploadApp) -> None:
    app.jobs = some_of_each()
    async with uploading(app) as person:
        for key in ("w", "1"):
            await person.press("w", "f", "tab")
            assert isinstance(app.screen, UploadsScreen)
            await person.press(key)
            await until(lambda: len(app.screen_stack) == 1, "back in the library")
