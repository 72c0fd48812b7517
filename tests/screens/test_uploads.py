"""All uploads on one screen, in keys."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.conditions import until
from tests.screens.uploading import NOW, Person, RecordingDesk, UploadApp, job, some_of_each, uploading
from tui.uploads.job import Job, State, Step


@pytest.fixture
def desk() -> RecordingDesk:
    return RecordingDesk()


@pytest.fixture
def app(desk: RecordingDesk, tmp_path: Path) -> UploadApp:
    return UploadApp(desk, tmp_path)


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (60, 20)])
async def test_every_upload_is_told_in_words(app: UploadApp, size: tuple[int, int]) -> None:
    app.jobs = some_of_each()
    async with uploading(app, size) as person:
        await person.press("w")
        await person.sees("12 uploads")
        await person.press("home")
        for each in some_of_each():
            await person.sees(each.name)
            assert each.state.value in person.line(f" {each.name} ")
            await person.press("j")


async def test_it_opens_on_what_is_under_way(app: UploadApp, desk: RecordingDesk) -> None:
    app.jobs = some_of_each()
    async with uploading(app) as person:
        await person.press("w")
        await person.sees("1:35 so far, usually 1:10")
        await person.press("x", "x")
    assert desk.asked == [("cancel", "job4")]


async def test_the_story_of_an_upload(app: UploadApp, desk: RecordingDesk) -> None:
    app.jobs = some_of_each()
    desk.told["job0"] = (
        Step(NOW - 600, State.WAITING, ""),
        Step(NOW - 300, State.SENDING, ""),
        Step(NOW - 100, State.SENT, ""),
        Step(NOW - 95, State.INDEXING, ""),
        Step(NOW - 20, State.READY, ""),
    )
    desk.told["job2"] = (*desk.told["job0"][:4], Step(NOW - 10, State.FAILED, "the service could not read it"))
    async with uploading(app, (80, 24)) as person:
        await person.press("w", "home")
        await person.sees("queued", "began to send", "all of it sent after 3:20", "ready after 1:15")
        await person.press("j", "j")
        await person.sees("failed: the service could not read it", "codec av1")
        await person.press("j")
        await person.sees_no("queued")


async def test_the_story_is_told_on_when_something_happens(app: UploadApp, desk: RecordingDesk) -> None:
    desk.told["job0"] = (Step(NOW - 9, State.WAITING, ""),)
    app.jobs = (job(0, State.WAITING),)
    async with uploading(app, (80, 24)) as person:
        await person.press("w")
        await person.sees("queued")
        desk.told["job0"] += (Step(NOW - 1, State.SENDING, ""),)
        app.jobs = (job(0, State.SENDING, sent=1, started=NOW - 1),)
        await person.sees("began to send")


async def test_a_long_story_has_the_screen_to_itself(app: UploadApp, desk: RecordingDesk) -> None:
    app.jobs = (job(0, State.WAITING), job(1, State.WAITING))
    desk.told["job0"] = tuple(Step(NOW - 100 + n, State.UNSURE, f"broken line {n}") for n in range(40))
    async with uploading(app, (80, 24)) as person:
        await person.press("w", "home", "K", "J")
        await person.sees("broken line 0")
        await person.press("enter", "G")
        await person.sees("broken line 39")
        await person.sees_no("clip1.mp4")
        await person.press("home")
        await person.sees("broken line 0")
        await person.press("ctrl+d", "escape")
        await person.sees("clip1.mp4")
        await person.press("tab", "tab", "j")
        await person.sees("│ clip1.mp4  /videos")


async def test_wishes_reach_the_desk_only_where_they_make_sense(app: UploadApp, desk: RecordingDesk) -> None:
    app.jobs = (
        job(0, State.READY, video_no="VI1"),
        job(1, State.FAILED),
        job(2, State.SENDING, sent=1),
        job(3, State.PAUSED),
        job(4, State.UNSURE),
    )
    async with uploading(app) as person:
        await person.press("w", "home", "x", "r", "p")
        await person.is_told("nothing to cancel", "nothing to try again", "nothing to pause")
        assert desk.asked == []
        await person.press("j", "r", "j", "p", "x", "j", "p", "r", "j", "r")
        await person.is_told("never sent twice")
    assert desk.asked == [
        ("retry", "job1"),
        ("pause", "job2"),
        ("cancel", "job2"),
        ("resume", "job3"),
        ("retry", "job3"),
        ("retry", "job4"),
    ]


async def test_what_is_mostly_sent_is_cancelled_by_the_second_press(app: UploadApp, desk: RecordingDesk) -> None:
    app.jobs = (job(0, State.SENDING, sent=200_000_000), job(1, State.SENDING, sent=200_000_000))
    async with uploading(app) as person:
        await person.press("w", "x")
        await person.is_told("Most of clip0.mp4 is sent already. x once more cancels it.")
        await person.press("j", "x")
        assert desk.asked == []
        await person.press("x")
    assert desk.asked == [("cancel", "job1")]


async def test_all_that_failed_is_tried_again_and_what_ended_is_cleared(app: UploadApp, desk: RecordingDesk) -> None:
    app.jobs = (job(0, State.FAILED), job(1, State.READY), job(2, State.FAILED))
    async with uploading(app) as person:
        await person.press("w", "R", "c")
        await person.is_told("Trying 1 again.")
        app.jobs = (job(3, State.WAITING),)
        await person.sees("1 upload ")
        desk.many_of_each = 0
        await person.press("R", "c")
        await person.is_told("Nothing has failed.", "Nothing has finished yet.")
    assert desk.asked == [("retry failed", ""), ("clear", ""), ("retry failed", "")]


async def test_all_are_paused_and_gone_on_with(app: UploadApp, desk: RecordingDesk) -> None:
    app.jobs = (job(0, State.SENDING, sent=1), job(1, State.WAITING))
    async with uploading(app) as person:
        await person.press("w", "P")
        await person.is_told("Pausing 1 upload; P goes on with them.")
        app.jobs = (job(0, State.PAUSED), job(1, State.PAUSED))
        await person.sees("2 paused")
        await person.press("P")
        await person.is_told("Going on with 1 upload.")
        desk.many_of_each = 0
        await person.press("P")
        await person.is_told("Nothing waits or is being sent.")
    assert desk.asked == [("pause all", ""), ("resume all", ""), ("resume all", "")]


async def test_open_copy_and_back(app: UploadApp) -> None:
    app.jobs = (
        job(0, State.READY, video_no="VI1"),
        job(1, State.FAILED, problem="no", detail="0001"),
        job(2, State.DUPLICATE, video_no="VI2", problem="Your library already has it as VI2."),
    )
    async with uploading(app) as person:
        await person.press("w", "home", "o", "j", "o", "y", "y", "y", "i", "y", "e", "y", "f", "j")
        await person.is_told("It is not in the library yet", "It has no number yet")
        await person.sees("o opens that one, r sends this anyway")
        await person.press("o", "A", "y", "i", "escape", "q")
        await until(lambda: len(app.screen_stack) == 1, "back in the library")
    assert app.opened == ["VI1", "VI2"]
    assert app.copied == ["/videos/clip1.mp4\nfailed\nno\n0001", "no\n0001", "/videos/clip1.mp4", "VI1\nVI2"]


async def test_a_duplicate_is_sent_anyway(app: UploadApp, desk: RecordingDesk) -> None:
    app.jobs = (job(0, State.DUPLICATE, video_no="VI2"),)
    async with uploading(app) as person:
        await person.press("w", "r")
    assert desk.asked == [("retry", "job0")]


async def test_nothing_uploaded_says_how_to(app: UploadApp) -> None:
    async with uploading(app) as person:
        await person.press("w")
        await person.sees("nothing uploaded yet: u sends files or a URL")
        await person.press("j", "x", "r", "o", "y", "G")
        await person.press("escape")
        await until(lambda: len(app.screen_stack) == 1, "back in the library")


async def test_the_cursor_stays_on_its_upload_when_others_come_and_go(app: UploadApp) -> None:
    jobs = tuple(job(n, State.WAITING) for n in range(200))
    app.jobs = jobs
    async with uploading(app, (80, 24)) as person:
        await person.press("w", "G", *["k"] * 20)
        await person.sees("│ clip179.mp4  /videos")
        line = person.text.splitlines().index(person.line(" clip179.mp4 "))
        app.jobs = jobs[50:]
        await person.sees("150 uploads")
        assert person.text.splitlines().index(person.line(" clip179.mp4 ")) == line
        assert "│ clip179.mp4  /videos" in person.text
        app.jobs = tuple(each for each in app.jobs if each.id != "job179")
        await person.sees("│ clip180.mp4  /videos")


async def test_ten_thousand_uploads_and_one_that_moves(app: UploadApp) -> None:
    jobs = tuple(job(n, State.READY, video_no=f"VI{n}") for n in range(10_000))
    app.jobs = (*jobs, job(10_000, State.SENDING, sent=1))
    async with uploading(app, (80, 24)) as person:
        await person.press("w")
        await person.sees("10,001 uploads", "clip10000.mp4", "● 10,000 ready")
        app.jobs = (*jobs, job(10_000, State.SENDING, sent=150_000_000))
        await person.sees("50%")
        await person.press("home")
        await person.sees(" clip0.mp4")


async def comes_to_rest(person: Person, painted: list[int]) -> None:
    """Waits until several looks in a row have painted nothing."""
    quiet = 0
    while quiet < 4:
        painted.clear()
        await person.pilot.pause(0.04)
        quiet = 0 if painted else quiet + 1


@pytest.mark.row("X15")
async def test_a_change_repaints_its_own_line_only(app: UploadApp) -> None:
    app.jobs = tuple(job(n, State.SENDING, sent=1) for n in range(8))
    async with uploading(app, (80, 24)) as person:
        await person.press("w")
        await person.sees("clip7.mp4")
        lines = app.screen.query_one("#table LineList")
        painted: list[int] = []
        draw = lines.render_line

        def noted(y: int) -> object:
            painted.append(y)
            return draw(y)

        lines.render_line = noted  # type: ignore[method-assign,assignment] # only looks
        await comes_to_rest(person, painted)
        app.jobs = tuple(replace(each, sent=200_000_000) if each.id == "job5" else each for each in app.jobs)
        await person.sees("66%")
    assert set(painted) == {5}


async def test_another_copys_upload_is_left_alone(app: UploadApp, desk: RecordingDesk) -> None:
    app.jobs = (job(0, State.SENDING, elsewhere=True),)
    async with uploading(app) as person:
        await person.press("w", "x")
        await person.is_told("Another running copy of this program has this upload")
    assert desk.asked == []


@pytest.mark.row("D1")
async def test_hostile_words_are_only_words(app: UploadApp) -> None:
    bad = "[/]\x1b[2J\x9b[red]\u202eevil\n\udcff" + "x" * 10_000
    states: tuple[Job, ...] = tuple(
        job(n, state, name=bad, source=bad, problem=bad, detail=bad, video_no=bad, accepted=NOW, started=NOW)
        for n, state in enumerate(State)
    )
    app.jobs = states
    async with uploading(app) as person:
        await person.press("w", "home")
        await person.sees("[/]")
        for _ in states:
            await person.press("j")
            assert all(line.isprintable() for line in person.text.splitlines())
