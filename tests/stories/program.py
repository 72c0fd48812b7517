"""The whole program in a test: the real app, engine, client and index, against a service on a real socket."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from textual.pilot import Pilot

from tests.conditions import until
from tests.standin import StandIn
from tui.app import MemoriesApp
from tui.config import Config
from tui.credentials import Key
from tui.folders import Folders
from tui.screens.library import LibraryScreen
from tui.services import Account, Services
from tui.widgets.details import Details
from tui.widgets.status_line import StatusLine
from tui.widgets.video_table import VideoTable


@dataclass(frozen=True, slots=True)
class Program:
    """What a person has before them: keys to press, and a screen to read."""

    app: MemoriesApp
    pilot: Pilot[str]
    services: Services

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)

    async def type(self, text: str) -> None:
        names = {
            " ": "space",
            "/": "slash",
            ":": "colon",
            "-": "minus",
            ".": "full_stop",
            ",": "comma",
            "_": "underscore",
        }
        names |= {"~": "tilde", '"': "quotation_mark"}
        await self.pilot.press(*(names.get(character, character) for character in text))

    def lines(self) -> list[str]:
        """The screen as text, one string per line."""
        strips = self.app.screen._compositor.render_strips()
        return ["".join(segment.text for segment in strip) for strip in strips]

    @property
    def text(self) -> str:
        return "\n".join(self.lines())

    async def sees(self, words: str, *, seconds: float = 15.0) -> None:
        """Waits until these words are on the screen."""
        try:
            await until(lambda: words in self.text, f"{words!r} on the screen", seconds=seconds)
        except AssertionError as missing:
            raise AssertionError(f"{missing}\n{self.text}") from None

    async def sees_no(self, words: str) -> None:
        await until(lambda: words not in self.text, f"no {words!r} on the screen")

    async def happens(self, condition: object, what: str) -> None:
        assert callable(condition)
        await until(condition, what)

    @property
    def library(self) -> LibraryScreen:
        screen = self.app.screen_stack[0]
        assert isinstance(screen, LibraryScreen)
        return screen

    @property
    def table(self) -> VideoTable:
        return self.library.query_one(VideoTable)

    @property
    def details(self) -> Details:
        return self.library.query_one(Details)

    @property
    def status(self) -> StatusLine:
        return self.library.query_one(StatusLine)

    async def is_synced(self) -> None:
        """Waits until the whole library is in the index and on the screen."""
        await until(lambda: self.services.sync.synced_at is not None, "the first sweep done")
        await self.is_settled()

    async def is_settled(self) -> None:
        """Waits until the screen has heard of everything, and every question of it is answered."""
        await until(lambda: self.app.edition == self.services.edition, "the screen heard of the newest edition")
        await until(lambda: self.app.sync == self.services.sync, "the screen heard of the newest state")
        await self.pilot.pause()
        await until(lambda: self.library.finding.idle, "every question of the screen answered")
        await self.pilot.pause()


@asynccontextmanager
async def running(
    service: StandIn,
    home: Path,
    *,
    size: tuple[int, int] = (120, 36),
    config: Config | None = None,
    key: str | None = None,
) -> AsyncIterator[Program]:
    """Starts the program as its command line would, with its files under `home`."""
    folders = Folders(home / "config", home / "data", home / "state", home / "log")
    config = config or Config(host=service.url)
    account = Account(service.url, Key(key or service.key, "test"), config.namespace, config.api)
    services = Services(account, config, folders)
    app = MemoriesApp(config, services, config_file=folders.config_file)
    try:
        async with app.run_test(size=size) as pilot:
            yield Program(app, pilot, services)
    finally:
        services.close()
    assert not services.problem
