"""A program that stands still: all of it is the real one, but time moves only when a scene says so."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, chdir, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from unittest.mock import patch

import httpx
from textual._context import visible_screen_stack
from textual.strip import Strip

from tests.errands import noted
from tests.faults import Faults
from tests.patient_keys import patient_keys
from tests.stories.program import NEVER, Program
from tui.account import DEMO_HOST, Account
from tui.app import MemoriesApp
from tui.config import DEFAULT_HOST, Config
from tui.credentials import Key
from tui.folders import Folders
from tui.local.demo import seed_demo
from tui.local.service import make_service
from tui.local.store import Store
from tui.screens.library import LibraryScreen
from tui.services import Services

MOMENT: Final = datetime(2025, 11, 15, 16, 20, tzinfo=UTC).timestamp()
"""When every scene begins, seconds since the epoch."""
KEY: Final = "sk-mavi-scene-0123456789"

_HASTE: Final = 50.0
_FOR_EVER: Final = 5.0
"""Seconds of a wait that is not lived to see: a poll, a back-off that has grown."""
_LOOKS: Final = 4
_BETWEEN: Final = 0.04
"""Seconds: longer than a frame."""
_SAYING_WHAT_IS_SEEN: Final = frozenset(
    {"NO_COLOR", "SSH_TTY", "SSH_CONNECTION", "COLORFGBG", "STY", "TMUX", "TEXTUAL_COLOR_SYSTEM", "LC_ALL", "LC_CTYPE"}
)
"""Variables of this machine that would change the picture."""
_CONFIG_FILE: Final = Path("~/.config/memories-tui/config.toml")


class StillClock:
    """The date stands still. Short waits are hurried through, long ones never end: so everything comes to rest.

    No time passes but in those waits: on however slow a machine, what comes every half minute never comes.
    """

    def __init__(self) -> None:
        self.moment = MOMENT
        self._waited = 0.0

    def now(self) -> float:
        return self.moment

    def monotonic(self) -> float:
        return self._waited

    async def sleep(self, seconds: float) -> None:
        if seconds >= _FOR_EVER:
            await asyncio.Event().wait()
        end = self._waited + max(0.0, seconds)
        await asyncio.sleep(max(0.0, seconds) / _HASTE)
        self._waited = max(self._waited, end)


class Cable(httpx.AsyncBaseTransport):
    """Leads to a service in this process, until it is pulled."""

    def __init__(self, service: Faults) -> None:
        self.service = service
        self.pulled = False
        self._transport = httpx.ASGITransport(app=service)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self.pulled:
            raise httpx.ConnectError("unplugged", request=request)
        return await self._transport.handle_async_request(request)


@dataclass(frozen=True, slots=True)
class Setting:
    """What a scene finds when it begins."""

    config: Config = field(default_factory=Config)
    demo: bool = True
    """Whether it is the demo that was started; else somebody's own library at the usual host is looked at."""
    filled: bool = True
    """Whether that library has anything in it: what the demo has."""
    plugged: bool = True
    """Whether there is a network when the program starts."""
    key: str | None = KEY
    """None: nobody has given one yet."""


@dataclass(frozen=True, slots=True)
class Stage:
    """The program, and what stands behind the curtain."""

    program: Program
    clock: StillClock
    cable: Cable

    def later(self, seconds: float) -> None:
        """So much time has passed, at once."""
        self.clock.moment += seconds

    async def is_synced(self) -> None:
        """Waits until the whole library is there, and has been for fourteen seconds."""
        await self.program.is_synced()
        self.later(14)

    async def is_still(self) -> None:
        """Waits until the screen, drawn afresh with what lies below it, looks the same several times in a row."""
        program = self.program
        if isinstance(program.app.screen_stack[0], LibraryScreen):
            # It looks at the clock every ten seconds: which of ours those are is chance.
            program.status.now = program.details.now = self.clock.now()
        program.app.screen.refresh()
        looks: list[object] = []
        while len(looks) < _LOOKS:
            await program.is_calm()
            await asyncio.sleep(_BETWEEN)
            look = _look(program)
            looks = [*looks, look] if looks and looks[-1] == look else [look]

    def freeze(self) -> None:
        """From now on nothing that happens below the interface reaches it."""
        self.program.services.on_change = lambda: None


def _look(program: Program) -> list[Strip]:
    # Without this a screen that shines through is drawn, and kept, as an empty one.
    visible_screen_stack.set(program.app._background_screens)
    return program.app.screen._compositor.render_strips()


@contextmanager
def place(home: Path) -> Iterator[None]:
    """Somebody's home and its folder of videos, far from this machine's own time zone and settings."""
    videos = home / "Videos"
    videos.mkdir(parents=True, exist_ok=True)
    plain = {name: value for name, value in os.environ.items() if name not in _SAYING_WHAT_IS_SEEN}
    own = {"HOME": str(home), "TZ": "UTC", "TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
    with patch.dict(os.environ, plain | own, clear=True), chdir(videos):
        time.tzset()
        yield
    time.tzset()


@asynccontextmanager
async def staged(setting: Setting, size: tuple[int, int], home: Path) -> AsyncIterator[Stage]:
    """Runs the program in such a setting, with its files under `home`."""
    clock = StillClock()
    folders = Folders(home / "config", home / "data", home / "state", home / "log")
    # On a busy machine a scene lasts for long, and what is asked in its midst would stand in it.
    config = replace(setting.config, refresh_seconds=NEVER)
    host = DEMO_HOST if setting.demo else DEFAULT_HOST
    account = Account(host, Key(setting.key or KEY, "scene"), config.namespace, config.api, demo=setting.demo)
    with Store(None) as store:
        if setting.filled:
            seed_demo(store, now=clock.now)
        cable = Cable(Faults(make_service(store, now=clock.now, key=KEY)))
        cable.pulled = not setting.plugged
        services = Services(account, config, folders, clock=clock, transport=cable)
        app = MemoriesApp(config, services if setting.key else None, config_file=_CONFIG_FILE)
        try:
            async with noted() as errands, patient_keys(), app.run_test(size=size) as pilot:
                program = Program(app, pilot, services, errands)
                if setting.key:
                    await program.happens(program.library.beside.furnished.is_set, "the panes filled")
                yield Stage(program, clock, cable)
        finally:
            cable.service.clear()
            services.close()
    assert not services.problem
