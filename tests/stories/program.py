"""The whole program in a test: the real app, engine, client and index, against a service on a real socket."""

from __future__ import annotations

import asyncio
import time
from asyncio import Future
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final, Protocol

from textual import events
from textual.message_pump import MessagePump
from textual.notifications import Notification, Notifications
from textual.pilot import Pilot
from textual.strip import Strip
from textual.widget import Widget

from tests.conditions import PATIENCE, until
from tests.errands import AT_MOST, Errands, noted
from tests.patient_keys import patient_keys
from tests.turns import everybodys_turn, pumps
from tui.account import Account
from tui.api.clock import Clock
from tui.api.values import Video
from tui.app import MemoriesApp
from tui.config import Config
from tui.credentials import Key
from tui.folders import Folders
from tui.screens.library import LibraryScreen
from tui.services import Services
from tui.widgets.details import Details
from tui.widgets.filter_sidebar import FilterSidebar
from tui.widgets.status_line import StatusLine
from tui.widgets.video_table import VideoTable

_NAMES = {
    " ": "space",
    "/": "slash",
    ":": "colon",
    "-": "minus",
    "+": "plus",
    ".": "full_stop",
    ",": "comma",
    "_": "underscore",
    "~": "tilde",
    '"': "quotation_mark",
    "'": "apostrophe",
    "!": "exclamation_mark",
    "?": "question_mark",
    "#": "number_sign",
    "[": "left_square_bracket",
    "]": "right_square_bracket",
    "°": "degree_sign",
    "*": "asterisk",
    "%": "percent_sign",
    "<": "less_than_sign",
    ">": "greater_than_sign",
}


NEVER: Final = 86_400
"""Seconds: the longest that the settings know."""


class HastyClock:
    """Waits a tenth of every wait, so that a story of back-offs and polls is told in seconds. The date is true."""

    def __init__(self, haste: float = 10.0) -> None:
        self._haste = haste
        self._ahead = 0.0

    def now(self) -> float:
        return time.time() + self._ahead

    def monotonic(self) -> float:
        return time.monotonic() * self._haste + self._ahead

    def jump(self, seconds: float) -> None:
        """Makes it later."""
        self._ahead += seconds

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(max(0.0, seconds) / self._haste)


class Service(Protocol):
    """Somewhere on a socket."""

    @property
    def url(self) -> str: ...

    @property
    def key(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Program:
    """What a person has before them: keys to press, and a screen to read."""

    app: MemoriesApp
    pilot: Pilot[str]
    services: Services
    errands: Errands
    told: list[str] = field(default_factory=list)
    """Every notice since the last keys: one that is read late was said all the same."""

    def __post_init__(self) -> None:
        notices = self.app._notifications
        add = notices.add

        def heard(notice: Notification) -> Notifications:
            self.told.append(notice.message)
            return add(notice)

        notices.add = heard  # type: ignore[method-assign,assignment] # only listens

    async def press(self, *keys: str) -> None:
        """One key after the other, each once the program has taken in the one before; then a look at the screen."""
        self.told.clear()
        before = self.errands.before()
        await self.tap(*keys)
        await self.rests(before)

    async def tap(self, *keys: str) -> None:
        """The same without a look: what they ask for is held up by the story."""
        for key in keys:
            self.send(key)
            await self.is_calm()

    async def hammer(self, *keys: str) -> None:
        """All keys at once, as a slow line or a fast typist delivers them."""
        self.told.clear()
        before = self.errands.before()
        for key in keys:
            self.send(key)
        await self.is_calm()
        await self.rests(before)

    async def type(self, text: str) -> None:
        """Fast: all of it arrives before the first letter is drawn."""
        await self.hammer(*text)

    def send(self, key: str) -> None:
        """A key for which nobody waits."""
        name = _NAMES.get(key, key)
        driver = self.app._driver
        assert driver is not None
        character = key if len(key) == 1 else _CHARACTERS.get(name)
        event = events.Key(name, character)
        event.set_sender(self.app)
        driver.send_message(event)

    async def is_calm(self) -> None:
        """Waits until everything on the screen has taken in what it was sent.

        Not Pilot's own way, which waits for an idle processor: the engine and the service live in this process.
        """
        calm = 0
        while calm < 2 and self.app._exception is None:
            await everybodys_turn(self.app)
            await asyncio.sleep(0)
            busy = not self.app.keyboard.typed.idle or any(pump.message_queue_size for pump in self._pumps())
            calm = 0 if busy else calm + 1

    async def rests(self, before: frozenset[Future[Any]]) -> None:
        """Waits until what was sent for since then is there and has been taken in, but for what the story holds up."""
        glances = AT_MOST
        while self.app._exception is None and (glances := await self.errands.are_done(but=before, glances=glances)):
            await self.is_calm()

    def _pumps(self) -> list[MessagePump]:
        return pumps(self.app)

    # What is to be seen

    def lines(self) -> list[str]:
        """The screen as text, one string per line."""
        return [strip.text for strip in self._strips()]

    def _strips(self) -> list[Strip]:
        return self.app.screen._compositor.render_strips()

    @property
    def text(self) -> str:
        return "\n".join(self.lines())

    @property
    def picture(self) -> str:
        """The screen with its colours: for what changes without a word."""
        return repr(self._strips())

    async def sees(self, *words: str, seconds: float = PATIENCE) -> None:
        """Waits until each of these words is on the screen."""
        for each in words:
            await self.happens(lambda each=each: each in self.text, f"{each!r} on the screen", seconds=seconds)  # type: ignore[misc] # bound now

    async def sees_no(self, words: str) -> None:
        await self.happens(lambda: words not in self.text, f"no {words!r} on the screen")

    async def says(self, *words: str) -> None:
        """Waits until each of these words was to be read in some pane, card or notice, wherever its lines break.

        They may come and go in any order, as notices do.
        """
        missing = set(words)

        def said() -> bool:
            prose = self.prose
            missing.difference_update([each for each in missing if each in prose])
            return not missing

        try:
            await until(said, "the words")
        except AssertionError as never:
            raise AssertionError(f"{never} {sorted(missing)}\n{self.text}") from None

    @property
    def prose(self) -> str:
        """Everything on the screen pane by pane, every notice, and those since the last keys, without line breaks."""
        notices = [notice.message for notice in self.app._notifications] + self.told
        strips = self._strips()
        panes = {widget.region for widget in self.app.screen.walk_children(Widget) if widget.region.width > 8}
        crops = [[strip.crop(pane.x, pane.right).text for strip in strips[pane.y : pane.bottom]] for pane in panes]
        return "\n".join(notices + [" ".join(" ".join(crop).split()) for crop in crops])

    async def happens(self, condition: Callable[[], object], what: str, *, seconds: float = PATIENCE) -> None:
        """Waits for a condition with a name; what never happened is told with the screen as it was."""
        try:
            await until(condition, what, seconds=seconds)
        except AssertionError as never:
            raise AssertionError(f"{never}\n{self.text}") from None

    @property
    def library(self) -> LibraryScreen:
        screen = self.app.screen_stack[0]
        assert isinstance(screen, LibraryScreen)
        return screen

    @property
    def table(self) -> VideoTable:
        return self.library.query_one(VideoTable)

    @property
    def video(self) -> Video:
        """The one under the cursor."""
        video = self.table.video
        assert video is not None
        return video

    def videos(self) -> list[Video]:
        """All of the list, in its order."""
        matches = self.table.matches
        rows = (matches.row(n) for n in range(matches.count)) if matches is not None else ()
        return [video for video in rows if video is not None]

    @property
    def details(self) -> Details:
        return self.library.query_one(Details)

    @property
    def filters(self) -> FilterSidebar:
        return self.library.query_one(FilterSidebar)

    @property
    def status(self) -> StatusLine:
        return self.library.query_one(StatusLine)

    # When it has come to rest

    async def is_synced(self) -> None:
        """Waits until the whole library is in the index and on the screen."""
        await self.happens(
            lambda: self.services.sync.synced_at is not None and not self.services.sync.sweeping, "the first sweep done"
        )
        await self.is_settled()

    async def is_answered(self) -> None:
        """Waits until the service has answered what is looked for now, and not what was before, and that is shown."""
        await self.is_settled()

        def answered() -> bool:
            asking = self.services.sync.asking
            return asking is not None and asking.done and asking.query == self.library.looking_for

        await self.happens(answered, "the service's answer")
        await self.is_settled()

    def _is_answered(self) -> bool:
        library = self.library
        return library.finding.idle and library.beside.following.idle

    async def is_settled(self) -> None:
        """Waits until the screen has heard of everything, and every question of it is answered."""
        while True:
            await self.happens(lambda: self.app.edition == self.services.edition, "the newest edition on the screen")
            await self.happens(lambda: self.app.sync == self.services.sync, "the newest state on the screen")
            await self.happens(self._is_answered, "every question of the screen answered")
            await self.is_calm()
            if self._is_answered() and self.app.edition == self.services.edition:
                return


_CHARACTERS = {name: character for character, name in _NAMES.items()} | {"enter": "\r", "tab": "\t", "escape": "\x1b"}


@asynccontextmanager
async def running(
    service: Service,
    home: Path,
    *,
    size: tuple[int, int] = (120, 36),
    config: Config | None = None,
    key: str | None = None,
    origin: str = "test",
    clock: Clock | None = None,
) -> AsyncIterator[Program]:
    """Starts the program as its command line would, with its files under `home`. `origin`: where the key is from."""
    folders = Folders(home / "config", home / "data", home / "state", home / "log")
    config = config or Config(host=service.url)
    if config.refresh_seconds == Config().refresh_seconds:
        # What asks by itself would do so in the midst of a story, and sooner on a slow machine than on a quick one.
        config = replace(config, refresh_seconds=NEVER)
    account = Account(service.url, Key(key or service.key, origin), config.namespace, config.api)
    services = Services(account, config, folders, clock=clock or HastyClock())
    app = MemoriesApp(config, services, config_file=folders.config_file)
    try:
        async with noted() as errands, patient_keys(), app.run_test(size=size, notifications=True) as pilot:
            try:
                program = Program(app, pilot, services, errands)
                await program.happens(program.library.beside.furnished.is_set, "the panes filled")
                yield program
            finally:
                app.exit()
    finally:
        services.close()
    assert not services.problem
