"""The scenes of uploads: what is chosen, what is under way, and how all of it ended."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from tests.clips import make_clip, padded
from tests.stage import MOMENT, Stage
from tui.uploads.job import Job, State

_NAMES: Final = ("Louvre at dusk.mp4", "Seine, from the bridge.mov", "Market, Saturday.mp4", "GX010482.MP4")


def _videos() -> None:
    """Files in the present folder, as somebody comes home with them."""
    here = Path.cwd()
    about = {"creation_time": "2025-11-14T17:02:00Z", "location": "+48.8606+002.3376/"}
    padded(make_clip(here / "Louvre at dusk.mp4", 4, metadata=about), 187_000_000)
    padded(make_clip(here / "Seine, from the bridge.mov", 2, metadata=about), 412_500_000)
    padded(make_clip(here / "Market, Saturday.mp4", 3, metadata=about), 96_400_000)
    padded(make_clip(here / "GX010482.MP4", 2, codec="hevc", metadata=about), 1_204_000_000)
    (here / "Paris notes.txt").write_text("Café at the corner: closed on Mondays.\n", encoding="utf-8")
    (here / "Raw").mkdir(exist_ok=True)


async def _choose(stage: Stage, *names: str) -> None:
    await stage.program.press("u")
    for name in names:
        await stage.program.type(name)
        await stage.program.press("enter")


async def upload(stage: Stage) -> None:
    _videos()
    await stage.is_synced()
    await _choose(stage, "Louvre at dusk.mp4", "Paris notes.txt")
    await stage.program.sees("1 file, 187 MB · 1 can't be sent")
    await stage.program.press("tab", "tab", "tab", "tab")
    await stage.program.type("paris, trip, museum")


async def upload_url(stage: Stage) -> None:
    await stage.is_synced()
    await stage.program.press("u", "shift+tab", "l")
    await stage.program.type("https://videos.example/paris.webm")


async def _sending(stage: Stage) -> None:
    """Four files are handed to a service that takes its time; from then on it is the scene that tells."""
    _videos()
    await stage.program.is_synced()
    stage.cable.service.next("hang", None, path="/upload")
    await _choose(stage, *_NAMES)
    await stage.program.sees("4 files")
    await stage.program.press("ctrl+g")
    services = stage.program.services
    begun = [State.SENDING, State.SENDING, State.WAITING, State.WAITING]
    await stage.program.happens(lambda: sorted(job.state for job in services.jobs) == begun, "two being sent")
    await stage.program.is_settled()
    stage.freeze()


async def uploading(stage: Stage) -> None:
    await _sending(stage)
    by_name = {job.name: job for job in stage.program.services.jobs}
    first, second, third, fourth = (by_name[name] for name in _NAMES)
    await _show(
        stage,
        _at(first, State.INDEXING, sent=first.size, started=0, sent_at=61, accepted=62, usual=48.0),
        _at(second, State.SENDING, started=0, sent=173_250_000, rate=1_820_000.0, seconds_left=131.0),
        _at(third, State.SENDING, started=62, sent=25_400_000, rate=770_000.0, seconds_left=92.0),
        _at(fourth, State.WAITING),
    )
    await stage.program.press("g", "g", "j")


async def jobs(stage: Stage) -> None:
    await _sending(stage)
    await stage.program.press("escape", "w")
    await _show(stage, *_of_every_kind(stage.program.services.jobs[0]))
    await stage.program.press("g", "g", "j", "j", "j", "j", "j")


async def _show(stage: Stage, *jobs: Job) -> None:
    """These are the uploads, 95 seconds after the first of them was chosen, and their stories say so."""
    services = stage.program.services
    known = {job.id for job in services.jobs}

    async def write() -> None:
        for job in jobs:
            for moment, state in _steps(job):
                stage.clock.moment = moment
                if state is not State.WAITING:
                    services.journal.write(replace(job, state=state))
                elif job.id not in known:
                    services.journal.add([replace(job, state=state)])

    await asyncio.wrap_future(services.ask(write()))
    stage.clock.moment = MOMENT + 95
    stage.program.app.jobs = jobs


def _steps(job: Job) -> Iterator[tuple[float, State]]:
    told = ((job.created, State.WAITING), (job.started, State.SENDING), (job.sent_at, State.SENT))
    for moment, state in (*told, (job.accepted, State.INDEXING), (job.finished, job.state)):
        if moment is not None:
            yield moment, state


def _at(job: Job, state: State, **changes: object) -> Job:
    """The job in that state; its moments are seconds since all began."""
    moments = {"started", "sent_at", "accepted", "finished", "retry_at"}
    video_no = "VI646512905138995200" if state in {State.INDEXING, State.READY} else None
    plain = replace(job, state=state, created=MOMENT, started=None, sent_at=None, sent=0, video_no=video_no)
    told = {
        name: MOMENT + value if name in moments and isinstance(value, int) else value for name, value in changes.items()
    }
    return replace(plain, **told)  # type: ignore[arg-type] # replace itself checks the names


def _of_every_kind(job: Job) -> tuple[Job, ...]:
    def named(name: str, size: int, state: State, **changes: object) -> Job:
        return _at(replace(job, id=name, name=name, size=size), state, **changes)

    sent = {"started": 0, "sent_at": 61, "accepted": 62}
    return (
        named("Louvre at dusk.mp4", 187_000_000, State.READY, **sent, finished=93),
        named("渋谷スクランブル交差点 雨の夜.mp4", 301_000_000, State.INDEXING, **sent, usual=48.0),
        named("Seine, from the bridge.mov", 412_500_000, State.SENDING, sent=173_250_000, started=62,
              rate=5_250_000.0, seconds_left=46.0),
        named("GX010482.MP4", 1_204_000_000, State.SENT, started=0, sent_at=89),
        named("Tram 28 from the back seat.mp4", 88_100_000, State.UNSURE, started=0,
              problem="The line broke after the last byte. Looking whether it arrived."),
        named("Interview, take 3.mkv", 640_000_000, State.FAILED, **sent, finished=83,
              problem="The service could not index it.", detail="unsupported codec av1: use h264, h265, hevc or vp9"),
        named("Market, Saturday.mp4", 96_400_000, State.WAITING,
              problem="the service limits uploads to one a minute", retry_at=136),
        named("Chapman's Peak Drive.mp4", 230_000_000, State.PAUSED),
        named("Bondi dawn patrol.mp4", 54_300_000, State.DUPLICATE, finished=3,
              problem="Your library already has it as VI646512905138995200."),
        named("Night walk.mov", 77_000_000, State.CANCELLED, finished=40),
        named("Half Dome cables.mp4", 120_000_000, State.WAITING),
    )  # fmt: skip
