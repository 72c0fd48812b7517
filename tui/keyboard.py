"""What pressing keys leads to beyond one binding: chords, counts, help, the palette, and why a key does nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.events import Event

from tui.screens.chord import PATIENCE, Chord
from tui.terminal.typeahead import KeysInTurn
from tui.widgets.commands import Command, chord_commands
from tui.widgets.counting import Counting

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


class Keyboard:
    """The app's own ear for keys."""

    def __init__(self, app: App[Any], hand_on: Callable[[Event], Awaitable[None]]) -> None:  # Any: what an app returns
        """`hand_on` is how Textual itself deals with a key."""
        self._app = app
        self._counting = Counting(app, hand_on, lambda: self.typed.follows(PATIENCE))
        self.typed = KeysInTurn(app, self._counting.take)

    async def chord(self, prefix: str) -> None:
        """Waits for the second key of a chord and does what it stands for."""
        chosen = await self._app.push_screen_wait(Chord(prefix, chord_commands(self._app.screen, prefix)))
        await self._counting.run(chosen)

    async def run(self, command: Command | None) -> None:
        """Does what somebody chose from a list."""
        if command is not None:
            await self._app.run_action(command.action, command.node)
