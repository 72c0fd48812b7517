"""Deleting, told in keys: what is asked, what is sent, and what is said to be gone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conditions import until
from tests.standin import StandIn, standin
from tests.stories.acting import deleted, ready, saving_to, settled
from tests.stories.clocks import Stopwatch
from tests.stories.program import HastyClock, Program, running
from tui.config import Config
from tui.deeds.deed import Fate, Phase


def left(service: StandIn) -> int:
    return service.store.total()


async def asked_about_all(program: Program, count: int) -> None:
    """Everything is marked and asked about, and the number typed: enter deletes it."""
    await program.press("A")
    await program.sees(f"{count} marked")
    await program.press("X")
    await ready(program)
    await program.type(f"{count}")


async def test_one_video(tmp_path: Path) -> None:
    clock = Stopwatch(haste=30)
    with standin(videos=30) as service:
        async with running(service, tmp_path, clock=clock) as program:
            await program.is_synced()
            video = program.video
            await program.press("X")
            await program.sees("Delete 1 video for good?", video.name, "Cancel", "ten seconds")
            await ready(program)
            await program.press("enter")
            await program.sees_no("for good?")
            await program.press("X", "X")
            await ready(program)
            await program.press("X", "escape", "X")
            await ready(program)
            clock.stop()
            await program.press("y")
            await program.sees("deleting 1 in")
            assert not deleted(service)
            clock.go_on()
            await settled(program)
            assert deleted(service) == [[video.video_no]]
            await program.happens(lambda: program.table.count == 29, "its row gone")
            await program.says("1 video deleted")
            assert left(service) == 29
            assert program.services.index.get(video.video_no) is None


async def test_undone_in_time_nothing_is_sent(tmp_path: Path) -> None:
    with standin(videos=30) as service:
        async with running(service, tmp_path, clock=HastyClock(haste=0.01)) as program:
            await program.is_synced()
            for undo in ("z", "escape"):
                await program.press("X")
                await ready(program)
                await program.press("y")
                await program.sees("z undoes")
                deed = program.app.deeds[-1]
                assert deed.starts_at is not None
                assert 5 < deed.starts_at - deed.at <= 10, "ten seconds from when it was wished"
                await program.press(undo)
                await program.says("Undone: nothing was deleted.")
                await program.sees_no("z undoes")
            await program.press("X")
            await ready(program)
            await program.press("y", "g", "a")
            await program.sees("nothing is sent yet", "Deletion of 1 video")
            await program.press("escape")
            await program.sees("undone: nothing was sent")
            await program.press("escape")
            assert {deed.phase for deed in program.app.deeds} == {Phase.UNDONE}
            assert not service.faults.count("/delete_videos")


async def test_more_than_ten_want_their_number(tmp_path: Path) -> None:
    clock = Stopwatch(haste=30)
    with standin(videos=260) as service:
        async with running(service, tmp_path, clock=clock) as program:
            await program.is_synced()
            await program.press("A")
            await program.sees("260 marked")
            await program.press("X")
            await program.sees("and 250 more", "260 videos,")
            await ready(program)
            await program.type("y25")
            await program.press("enter")
            await program.sees("type 260 and press enter")
            await program.type("260")
            await program.sees("enter deletes")
            clock.stop()
            await program.press("enter")
            await program.sees("deleting 260 in")
            await program.press("z")
            await program.sees_no("deleting 260 in")
            clock.go_on()
            await program.press("X")
            await ready(program)
            await program.type("260")
            await program.press("enter")
            deed = await settled(program, deeds=2)
            assert deed.counts == {Fate.DONE: 260}
            asked = deleted(service)
            assert [len(part) for part in asked] == [100, 100, 60]
            assert len({number for part in asked for number in part}) == 260
            assert not left(service)
            await program.happens(lambda: not program.library.marking.marks, "no mark left")


async def test_what_is_marked_later_is_not_deleted(tmp_path: Path) -> None:
    """What was confirmed is frozen: marks, filters and new videos change nothing about it."""
    with standin(videos=40) as service:
        async with running(service, tmp_path, clock=HastyClock(haste=30)) as program:
            await program.is_synced()
            await program.press("space", "space")
            wanted = program.library.marking.marks.all
            await program.press("X")
            await ready(program)
            await program.press("y", "A")
            await settled(program)
            assert {number for part in deleted(service) for number in part} == wanted
            assert left(service) == 38
            await program.sees("38 marked")


async def test_success_proves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A service that says yes and keeps them: they are said to be there still, and stay in the list."""
    with standin(videos=30) as service:
        async with running(service, tmp_path, size=(140, 40), clock=HastyClock(haste=30)) as program:
            await program.is_synced()
            kept = program.video
            await program.press("space", "space")
            monkeypatch.setattr(service.store, "delete", lambda *_: 0)
            await program.press("X")
            await ready(program)
            await program.press("y")
            deed = await settled(program)
            assert deed.counts == {Fate.FAILED: 2}
            assert kept.video_no in {video.video_no for video in program.videos()}
            await program.says("0 videos deleted, 2 still there")
            await program.press("g", "a")
            await program.sees("the service said yes, and it is still there", "2 still there")
            await program.press("M", "y", "escape")
            await program.sees("2 marked")
            assert kept.video_no in program.app.clipboard


@pytest.mark.row("D12")
async def test_what_somebody_else_deleted_is_gone_already(tmp_path: Path) -> None:
    with standin(videos=30) as service:
        async with running(service, tmp_path, clock=HastyClock(haste=30)) as program:
            await program.is_synced()
            first, second = program.videos()[:2]
            await program.press("space", "space")
            service.store.delete([first.video_no], "default")
            await program.press("X")
            await ready(program)
            await program.press("y")
            deed = await settled(program)
            assert deed.counts == {Fate.SKIPPED: 1, Fate.DONE: 1}
            assert deleted(service) == [[second.video_no]]
            await program.says("1 video deleted, 1 gone already")


@pytest.mark.row("D11")
async def test_a_line_that_breaks_leaves_no_guess(tmp_path: Path) -> None:
    """The first slice goes, the key is refused at the second: what was not sent is said to be so."""
    with standin(videos=150) as service:
        async with running(service, tmp_path, clock=HastyClock(haste=30)) as program:
            await program.is_synced()
            await asked_about_all(program, 150)
            service.faults.next("slow", 1, path="/delete_videos")
            service.faults.next("401", None, path="/delete_videos")
            await program.press("enter")
            deed = await settled(program)
            assert deed.counts == {Fate.DONE: 100, Fate.FAILED: 50}
            assert left(service) == 50
            await program.sees("50 marked")


async def test_an_answer_that_never_came_is_looked_for(tmp_path: Path) -> None:
    """The call fails three times, after it was done: what is gone is seen to be gone."""
    with standin(videos=30) as service:
        async with running(service, tmp_path, clock=HastyClock(haste=30)) as program:
            await program.is_synced()
            await program.press("X")
            await ready(program)
            service.faults.next("lost", None, path="/delete_videos")
            await program.press("y")
            deed = await settled(program)
            assert service.faults.count("/delete_videos") == 3
            assert deed.counts == {Fate.DONE: 1}


async def test_read_only(tmp_path: Path) -> None:
    with standin(videos=30) as service:
        folder = tmp_path / "downloads"
        async with running(service, tmp_path, config=saving_to(service, folder, read_only=True)) as program:
            await program.is_synced()
            await program.sees("read-only")
            await program.press("X")
            await program.says("This session is read-only: nothing is deleted.")
            await program.sees_no("for good?")
            await program.press("d")
            deed = await settled(program)
            assert deed.counts == {Fate.DONE: 1}
        assert not service.faults.count("/delete_videos")


async def test_an_api_that_deletes_nothing_says_so(tmp_path: Path) -> None:
    with standin(videos=30) as service:
        async with running(service, tmp_path, config=Config(host=service.url, api="legacy")) as program:
            await program.is_synced()
            await program.press("X")
            await program.says("The legacy API has no call that deletes.")


async def test_after_a_crash_nothing_is_deleted_and_what_was_sent_is_looked_for(tmp_path: Path) -> None:
    with standin(videos=130) as service:
        async with running(service, tmp_path, clock=HastyClock(haste=30)) as program:
            await program.is_synced()
            await asked_about_all(program, 130)
            service.faults.next("hang", None, path="/delete_videos")
            await program.press("enter")
            await program.happens(lambda: service.faults.hanging, "the first slice held by the service")
        service.faults.clear()
        await until(lambda: not service.faults.under_way, "the held call let go, and through")
        service.faults.forget()
        async with running(service, tmp_path, clock=HastyClock(haste=30)) as program:
            deed = await settled(program)
            assert not service.faults.count("/delete_videos")
            assert deed.counts[Fate.LEFT] == 30
            assert deed.counts.get(Fate.DONE, 0) + deed.counts.get(Fate.FAILED, 0) == 100
            gone = {item.target.video_no for item in deed.items if item.fate is Fate.DONE}
            assert left(service) == 130 - len(gone)
            await program.says("The program ended before it was done.")
            await program.press("g", "a", "G")
            await program.sees("not sent: the program ended before")
        async with running(service, tmp_path, clock=HastyClock(haste=30)) as program:
            await program.is_synced()
            assert not program.app.deeds


async def test_leaving_in_the_countdown_is_asked_about_and_deletes_nothing(tmp_path: Path) -> None:
    with standin(videos=30) as service:
        async with running(service, tmp_path, clock=HastyClock(haste=0.01)) as program:
            await program.is_synced()
            await program.press("X")
            await ready(program)
            await program.press("y")
            await program.sees("z undoes")
            await program.press("q")
            await program.says("Who leaves now deletes nothing.")
            await ready(program)
            await program.press("s")
            await program.sees("z undoes")
        async with running(service, tmp_path) as program:
            await program.is_synced()
            assert not program.app.deeds
        assert not service.faults.count("/delete_videos")
