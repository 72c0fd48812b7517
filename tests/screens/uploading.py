"""A small app around the upload screens, and a desk that only writes down what it is asked."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, ClassVar

from textual import events, on, work
from textual.app import App
from textual.binding import Binding, BindingType
from textual.pilot import Pilot
from textual.reactive import reactive
from textual.widgets import Input

from tests.conditions import until
from tests.turns import is_calm, pressed
from tui.api.values import UploadForm, Video
from tui.screens.chord import Chord
from tui.screens.job_messages import CopyText, OpenVideo
from tui.screens.upload import UploadModal
from tui.screens.uploads import UploadsScreen
from tui.textual_mends import close_what_never_began, fire_however_late
from tui.uploads.choosing import examine
from tui.uploads.desk import Candidate, Facts, Source, Wish
from tui.uploads.job import Job, State, Step
from tui.widgets.commands import chord_commands
from tui.widgets.upload_draft import UploadDraft

NOW = 1_763_000_000.0
"""When everything here happens, seconds since the epoch."""


@dataclass
class RecordingDesk:
    """Writes down every wish. Files are really looked at; what they say of themselves is given by name."""

    facts: dict[str, Facts] = field(default_factory=dict)
    warnings: dict[str, tuple[str, ...]] = field(default_factory=dict)
    added: list[Source] = field(default_factory=list)
    asked: list[tuple[str, str]] = field(default_factory=list)
    may_look: asyncio.Event | None = None
    """Looking waits for this."""
    many_of_each: int = 1
    """What a wish that concerns all is said to concern."""
    told: dict[str, tuple[Step, ...]] = field(default_factory=dict)
    """The story of each job."""
    videos: dict[str, Video] = field(default_factory=dict)
    """What is known of the library."""
    at_once: int = 2
    limit: int | None = None

    async def add(self, sources: Sequence[Source]) -> tuple[str, ...]:
        first = len(self.added)
        self.added += sources
        return tuple(f"job{n}" for n in range(first, len(self.added)))

    def cancel(self, job_id: str) -> None:
        self.asked.append(("cancel", job_id))

    def retry(self, job_id: str) -> None:
        self.asked.append(("retry", job_id))

    def pause(self, job_id: str) -> None:
        self.asked.append(("pause", job_id))

    def resume(self, job_id: str) -> None:
        self.asked.append(("resume", job_id))

    def adopt(self, job_id: str, video_no: str) -> None:
        self.asked.append(("adopt", f"{job_id} {video_no}"))

    async def first(self, job_id: str) -> None:
        self.asked.append(("first", job_id))

    async def sooner(self, job_id: str) -> None:
        self.asked.append(("sooner", job_id))

    async def later(self, job_id: str) -> None:
        self.asked.append(("later", job_id))

    async def pause_all(self) -> int:
        self.asked.append(("pause all", ""))
        return self.many_of_each

    async def resume_all(self) -> int:
        self.asked.append(("resume all", ""))
        return self.many_of_each

    async def retry_failed(self) -> int:
        self.asked.append(("retry failed", ""))
        return self.many_of_each

    async def set_at_once(self, count: int) -> None:
        self.at_once = count

    async def set_limit(self, bytes_per_second: int | None) -> None:
        self.limit = bytes_per_second

    async def clear_finished(self) -> None:
        self.asked.append(("clear", ""))

    async def many(self, wish: Wish, job_ids: Sequence[str]) -> None:
        self.asked += [(wish, job_id) for job_id in job_ids]

    async def steps(self, job_id: str) -> tuple[Step, ...]:
        return self.told.get(job_id, ())

    def video(self, video_no: str) -> Video | None:
        return self.videos.get(video_no)

    async def look(self, paths: Sequence[Path]) -> tuple[Candidate, ...]:
        if self.may_look is not None:
            await self.may_look.wait()
        return tuple(self._with_facts(candidate) for candidate in examine(paths))

    def _with_facts(self, candidate: Candidate) -> Candidate:
        if not candidate.sendable:
            return candidate
        name = candidate.path.name
        return replace(candidate, facts=self.facts.get(name), warnings=self.warnings.get(name, ()))


class UploadApp(App[None]):
    """Shows the modal, or all uploads; keeps what comes back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("u", "upload", "Upload", id="app.upload"),
        Binding("w", "jobs", "Jobs", id="app.jobs"),
    ]
    ENABLE_COMMAND_PALETTE = False

    jobs: reactive[tuple[Job, ...]] = reactive(tuple)

    def __init__(
        self,
        desk: RecordingDesk,
        here: Path,
        *,
        why_not: dict[str, str] | None = None,
        namespaces: tuple[str, ...] = ("default", "travel"),
    ) -> None:
        super().__init__()
        self.desk = desk
        self.here = here
        self.why_not = why_not or {}
        self.namespaces = namespaces
        self.now = NOW
        self.draft: UploadDraft | None = None
        self.opened: list[str] = []
        self.copied: list[str] = []
        self.told: list[str] = []

    def notify(self, message: str, **how: Any) -> None:  # Any: whatever Textual's own takes
        self.told.append(message)
        super().notify(message, **how)

    def action_upload(self) -> None:
        modal = UploadModal(
            self.desk,
            namespaces=self.namespaces,
            namespace=self.namespaces[0],
            why_not=self.why_not,
            here=self.here,
            draft=self.draft,
            now=lambda: self.now,
        )
        self.push_screen(modal.data_bind(UploadApp.jobs), self._keep)

    def _keep(self, draft: UploadDraft | None) -> None:
        self.draft = draft

    def action_jobs(self) -> None:
        self.push_screen(UploadsScreen(self.desk, here=self.here, now=lambda: self.now).data_bind(UploadApp.jobs))

    @work
    async def action_chord(self, prefix: str) -> None:
        chord = Chord(prefix, chord_commands(self.screen, prefix))
        chosen = await self.push_screen_wait(chord)
        if chosen is not None:
            await self.run_action(chosen.action, chosen.node)

    @on(OpenVideo)
    def open_video(self, event: OpenVideo) -> None:
        self.opened.append(event.video_no)

    @on(CopyText)
    def copy(self, event: CopyText) -> None:
        self.copied.append(event.text)


_NAMES = {
    " ": "space",
    "/": "slash",
    ".": "full_stop",
    "-": "minus",
    "_": "underscore",
    ":": "colon",
    ",": "comma",
    "~": "tilde",
}


@dataclass
class Person:
    """Presses keys and reads the screen."""

    app: UploadApp
    pilot: Pilot[None]

    async def press(self, *keys: str) -> None:
        """One after the other, each once what the one before it asked for is there."""
        await pressed(self.pilot, *keys)

    async def types(self, text: str) -> None:
        await self.press(*(_NAMES.get(character, character) for character in text))

    async def adds(self, path: str) -> None:
        """Types a path and has it taken: who types on before the disk has answered types behind it."""
        await self.types(path)
        await self.press("enter")
        line = self.app.screen.query_one("#path", Input)
        await until(lambda: not line.value, f"{path} taken")

    async def pastes(self, text: str) -> None:
        """As a terminal does it: one event with all of the text."""
        self.app.post_message(events.Paste(text))
        await is_calm(self.app)

    @property
    def text(self) -> str:
        return "\n".join(strip.text.rstrip() for strip in self.app.screen._compositor.render_strips())

    async def sees(self, *words: str) -> None:
        for each in words:
            try:
                await until(lambda each=each: each in self.text, f"{each!r} on the screen")  # type: ignore[misc] # bound now
            except AssertionError as missing:
                raise AssertionError(f"{missing}\n{self.text}") from None

    async def is_told(self, *words: str) -> None:
        """A notice with these words came up."""
        for each in words:
            await until(lambda each=each: each in self.notices, f"the notice {each!r}")  # type: ignore[misc] # bound now

    @property
    def notices(self) -> str:
        """All notices that came up, also those that are gone by now; on the screen they are wrapped."""
        return "\n".join(self.app.told)

    async def sees_no(self, words: str) -> None:
        await until(lambda: words not in self.text, f"no {words!r} on the screen")

    def line(self, words: str) -> str:
        """The line of the screen with these words."""
        found = [line for line in self.text.splitlines() if words in line]
        assert found, f"no {words!r} on the screen:\n{self.text}"
        return found[0]


@asynccontextmanager
async def uploading(app: UploadApp, size: tuple[int, int] = (120, 36)) -> AsyncIterator[Person]:
    """The app, running and mended as the program is, and somebody before it."""
    close_what_never_began()
    fire_however_late()
    async with app.run_test(size=size, notifications=True) as pilot:
        yield Person(app, pilot)


def job(number: int, state: State, **changes: object) -> Job:
    """A job as the desk might report it."""
    plain = Job(
        id=f"job{number}",
        source=f"/videos/clip{number}.mp4",
        is_url=False,
        name=f"clip{number}.mp4",
        form=UploadForm(),
        state=state,
        size=300_000_000,
        created=NOW - 600,
    )
    return replace(plain, **changes)  # type: ignore[arg-type] # the names are checked by replace itself


def some_of_each() -> tuple[Job, ...]:
    """One job in every state, each with what comes with it."""
    sent = {"started": NOW - 300, "attempts": 1}
    got = {**sent, "sent_at": NOW - 100, "accepted": NOW - 95, "video_no": "VI606404158946574336", "sent": 300_000_000}
    return (
        job(0, State.READY, **got, finished=NOW - 20),
        job(1, State.DUPLICATE, problem="the library already has it as beach-final.mp4", finished=NOW - 50),
        job(2, State.FAILED, **got, finished=NOW - 10, problem="the service could not read it", detail="codec av1"),
        job(3, State.REFUSED, problem="the file is empty"),
        job(4, State.INDEXING, **got, usual=70.0),
        job(5, State.UNSURE, **sent, problem="the line dropped after the last byte: looking in the library"),
        job(6, State.SENT, **sent, sent=300_000_000, sent_at=NOW - 4),
        job(7, State.SENDING, **sent, sent=126_000_000, rate=2_100_000.0, seconds_left=83.0),
        job(8, State.PAUSED, problem=""),
        job(9, State.WAITING, problem="the service limits uploads to one a minute", retry_at=NOW + 41),
        job(10, State.WAITING),
        job(11, State.CANCELLED),
    )
