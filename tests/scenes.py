"""What the program looks like, scene by scene: the one list for the snapshots and for the README's pictures."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from textual import events

from tests.clips import make_clip, padded
from tests.stage import MOMENT, Setting, Stage, place, staged
from tests.svg import tidied
from tui.config import Config
from tui.uploads.job import Job, State

Size = tuple[int, int]
"""Columns and lines."""

SMALL: Final = (80, 24)
USUAL: Final = (120, 36)
LARGE: Final = (200, 50)
_TWO: Final = (SMALL, USUAL)
_ALL: Final = (SMALL, USUAL, LARGE)

_DEMO: Final = Setting()


@dataclass(frozen=True, slots=True)
class Scene:
    """A name, what leads there, and the sizes at which it is worth a look."""

    name: str
    play: Callable[[Stage], Awaitable[None]]
    setting: Setting = _DEMO
    sizes: tuple[Size, ...] = _TWO


def file_name(scene: Scene, size: Size) -> str:
    """`library-120x36`."""
    return f"{scene.name}-{size[0]}x{size[1]}"


async def picture(scene: Scene, size: Size, home: Path) -> str:
    """The scene as SVG. It names no address from which a viewer would load anything."""
    with place(home):
        async with staged(scene.setting, size, home) as stage:
            await scene.play(stage)
            await stage.is_still()
            return tidied(stage.program.app.export_screenshot(simplify=True))


# The library


async def _synced(stage: Stage) -> None:
    """The whole library is there, and has been for fourteen seconds."""
    await stage.program.is_synced()
    stage.later(14)


async def _down(stage: Stage, lines: int) -> None:
    """The cursor so many lines further, and everything about that video on the screen."""
    await stage.program.hammer(*"j" * lines)
    await stage.program.is_settled()


async def _found(stage: Stage) -> None:
    """The service has answered the same question."""
    services = stage.program.services
    await stage.program.happens(lambda: services.sync.asking and services.sync.asking.done, "the service asked")
    await stage.program.is_settled()


async def _ask(stage: Stage, query: str) -> None:
    """Pasted: what a half typed query finds would move the cursor, or not, depending on how fast it is found."""
    await stage.program.press("slash")
    stage.program.app.post_message(events.Paste(query))
    await stage.program.is_calm()


async def library(stage: Stage) -> None:
    await _synced(stage)
    await _down(stage, 21)


async def filtered(stage: Stage) -> None:
    await stage.program.is_synced()
    await _ask(stage, "tag:trip near:48.85,2.35~600km")
    await stage.program.press("enter")
    await _found(stage)
    stage.later(14)
    await _down(stage, 9)


async def query(stage: Stage) -> None:
    await _synced(stage)
    await _ask(stage, "status:ready tag:sn")
    await stage.program.is_settled()
    await stage.program.sees("snow")


async def query_problem(stage: Stage) -> None:
    await _synced(stage)
    await _ask(stage, "tag:trip near:116.4,39.9~20km")
    await stage.program.press("space")
    await stage.program.is_settled()


async def narrowing(stage: Stage) -> None:
    await _synced(stage)
    await stage.program.press("f", "t")
    await stage.program.type("be")
    await stage.program.is_settled()


async def sidebar(stage: Stage) -> None:
    await _synced(stage)
    await stage.program.press("2")
    await stage.program.hammer(*"j" * 6, "space", *"jjj", "x")
    await _found(stage)


async def legacy(stage: Stage) -> None:
    """What an older service can't do is greyed, with the reason."""
    await _synced(stage)
    await _down(stage, 10)
    await stage.program.press("2")


async def failed(stage: Stage) -> None:
    await _synced(stage)
    await _down(stage, 17)
    await stage.program.press("3")


async def json(stage: Stage) -> None:
    await _synced(stage)
    await _down(stage, 21)
    await stage.program.press("3", "L")


async def chord(stage: Stage) -> None:
    await _synced(stage)
    await stage.program.press("f")
    await stage.program.sees("All filters")


async def help_(stage: Stage) -> None:
    await _synced(stage)
    await stage.program.press("question_mark")
    await stage.program.sees("What would you like to do?")


async def palette(stage: Stage) -> None:
    await _synced(stage)
    await stage.program.press("colon")
    await stage.program.type("sort")


# Weather


async def empty(stage: Stage) -> None:
    await _synced(stage)


async def wrong_key(stage: Stage) -> None:
    await stage.program.happens(lambda: not stage.program.services.sync.weather.fair, "the key refused")
    await stage.program.is_settled()


async def offline(stage: Stage) -> None:
    await _synced(stage)
    await _down(stage, 5)
    stage.cable.pulled = True
    stage.later(200)
    await stage.program.press("r")
    await stage.program.sees("next try in 8 s")
    await stage.program.is_settled()


async def trouble(stage: Stage) -> None:
    await offline(stage)
    await stage.program.press("exclamation_mark")


async def untouched(stage: Stage) -> None:
    """Nothing is pressed."""


# Uploads


_NAMES: Final = ("Louvre at dusk.mp4", "Seine, from the bridge.mov", "Market, Saturday.mp4", "GX010482.MP4")


def _videos() -> None:
    """Files in the present folder, as somebody comes home with them."""
    here = Path.cwd()
    about = {"creation_time": "2025-11-14T17:02:00Z", "location": "+48.8606+002.3376/"}
    padded(make_clip(here / "Louvre at dusk.mp4", 4, metadata=about), 187_000_000)
    padded(make_clip(here / "Seine, from the bridge.mov", 2, metadata=about), 412_500_000)
    padded(make_clip(here / "Market, Saturday.mp4", 3, metadata=about), 96_400_000)
    padded(make_clip(here / "GX010482.MP4", 2, codec="hevc", metadata=about), 1_204_000_000)
    (here / "Paris notes.txt").write_text("Café at the corner: closed on Mondays.\n")
    (here / "Raw").mkdir(exist_ok=True)


async def _choose(stage: Stage, *names: str) -> None:
    await stage.program.press("u")
    for name in names:
        await stage.program.type(name)
        await stage.program.press("enter")


async def upload(stage: Stage) -> None:
    _videos()
    await _synced(stage)
    await _choose(stage, "Louvre at dusk.mp4", "Paris notes.txt")
    await stage.program.sees("1 file, 187 MB · 1 can't be sent")
    await stage.program.press("tab", "tab", "tab", "tab")
    await stage.program.type("paris, trip, museum")


async def upload_url(stage: Stage) -> None:
    await _synced(stage)
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


def _themed(theme: str) -> Setting:
    return Setting(Config(theme=theme))


_LIVE: Final = Setting(demo=False)
"""Somebody's own library, at the usual host."""
_EMPTY: Final = Setting(demo=False, filled=False)


SCENES: Final = (
    Scene("library", library, sizes=_ALL),
    Scene("filtered", filtered, sizes=_ALL),
    Scene("query", query),
    Scene("query-problem", query_problem),
    Scene("narrowing", narrowing),
    Scene("sidebar", sidebar),
    Scene("failed", failed),
    Scene("json", json),
    Scene("chord", chord),
    Scene("help", help_),
    Scene("palette", palette),
    Scene("upload", upload, sizes=_ALL),
    Scene("upload-url", upload_url),
    Scene("uploading", uploading, sizes=_ALL),
    Scene("jobs", jobs, sizes=_ALL),
    Scene("empty", empty, _EMPTY),
    Scene("wrong-key", wrong_key, replace(_EMPTY, key="sk-mavi-of-somebody-else")),
    Scene("offline", offline, _LIVE),
    Scene("trouble", trouble, _LIVE),
    Scene("welcome", untouched, Setting(key=None)),
    Scene("light", library, _themed("memories-light")),
    Scene("light-upload", upload, _themed("memories-light")),
    Scene("ansi", library, _themed("ansi-dark")),
    Scene("legacy", legacy, Setting(Config(api="legacy"))),
)
