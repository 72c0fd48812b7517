"""Leaving, for good or to begin anew, and ctrl+c: what is under way is asked about first, a request only stopped."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from textual.app import App
from textual.screen import Screen

from tui import namespaces
from tui.pressing import press
from tui.uploads.job import under_way

if TYPE_CHECKING:
    from tui.config import Config
    from tui.credentials import Key
    from tui.services import Services

FINISH: Final = "finish"
"""What the app returns when the uploads that are under way are to be finished without it."""
_TWICE: Final = 2.0
"""Seconds within which a second ctrl+c means: leave."""
_READ: Final = 4.0
"""Seconds for which it stands there what was stopped."""


class Parting:
    """Asks, and ends the app."""

    def __init__(self, app: App[str], services: Services | None, bind: Callable[[Screen[Any]], Screen[Any]]) -> None:
        """`bind` gives a screen what the app owns."""
        self._app = app
        self._services = services
        self._bind = bind
        self._interrupted_at = -_TWICE
        self.entered: Key | None = None
        """What it is to be opened again with."""

    async def leave(self) -> None:
        """Leaves; where uploads are under way, that is asked about first."""
        from tui.screens.leaving_deeds import may_leave

        services = self._services
        if services is not None and not await may_leave(self._app, services.deeds):
            return
        if services is None or not under_way(services.jobs):
            self._app.exit()
            return
        from tui.counters import UploadCounter
        from tui.screens.leaving import Leaving

        match await self._app.push_screen_wait(self._bind(Leaving(now=services.clock.now))):
            case "finish":
                self._app.exit(FINISH)
            case "pause":
                await UploadCounter(services).pause_all()
                self._app.exit()

    async def for_namespace(self, name: str) -> None:
        """Leaves for another namespace, or for this one, if that is still wanted."""
        if self._services is not None:
            await namespaces.choose(self._app, self._services, name)

    async def for_another_key(self, config: Config) -> None:
        """Leaves to begin with another key, if one is entered."""
        if self._services is None:
            return
        from tui import another_key

        self.entered = await another_key.enter(self._app, self._services, config)
        if self.entered is not None:
            self._app.exit(another_key.ENTERED)

    def interrupt(self) -> bool:
        """Ctrl+c: stops the request that is under way on this screen. Whether it was the second, which leaves.

        Where leaving is being asked about already, the second one leaves at once.
        """
        from tui.screens.leaving import Leaving

        now = time.monotonic()
        again = now - self._interrupted_at < _TWICE
        self._interrupted_at = now
        if again and isinstance(self._app.screen, Leaving):
            self._app.exit()
            return False
        if not again:
            stop: Callable[[], str] | None = getattr(self._app.screen, "stop_request", None)
            stopped = stop() if stop is not None else ""
            key = press("app.interrupt", "ctrl+c")
            words = f"{stopped} {key} again leaves." if stopped else f"Press {key} again to leave."
            self._app.notify(words, markup=False, timeout=_READ if stopped else _TWICE)
        return again
