"""A number typed before a motion: `5 j`, `12 G`, `3 page down`; shown while it is typed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Final

from textual.app import App
from textual.events import Event, Key

from tui.widgets.commands import Command, active_commands, command_of
from tui.widgets.key_line import KeyLine
from tui.widgets.motions import MOTION, counted

_LONGEST: Final = 7
"""Digits: ten million lines are further than anybody goes."""


_DIGITS: Final = frozenset("0123456789")


class Counting:
    """Stands between the keyboard and what has the focus.

    Digits are also keys of their own: they go to the panes. One that is followed at once by another, or by a
    motion, begins a count; one that stays alone does what it is bound to.
    """

    def __init__(
        self,
        app: App[Any],  # Any: what an app returns
        hand_on: Callable[[Event], Awaitable[None]],
        follows: Callable[[], Awaitable[Event | None]],
    ) -> None:
        """`follows` waits a moment for the next event and leaves it where it is; None if there is none."""
        self._app = app
        self._hand_on = hand_on
        self._follows = follows
        self._digits = ""

    async def take(self, event: Event) -> None:
        """Hands on every event that is no part of a count."""
        key = event.key if isinstance(event, Key) else ""
        if not (self._digits or self._is_digit(key)) or not self._moves():
            await self._hand_on(event)
        elif self._is_digit(key):
            if self._digits or self._at(key) is None or await self._goes_on():
                self._show((self._digits + key)[:_LONGEST])
            else:
                await self._hand_on(event)
        elif self._begins_chord(key):
            await self._hand_on(event)
        elif key == "escape":
            self._show("")
        else:
            await self._end(event, key)

    async def run(self, command: Command | None) -> None:
        """Runs a command that a chord has led to, so many times as was typed before; None: it led nowhere."""
        count, self._digits = self._digits, ""
        self._show("")
        if command is not None and count and command.id.startswith(MOTION):
            await self._app.run_action(counted(command, int(count)), command.node)
        elif command is not None:
            await self._app.run_action(command.action, command.node)

    async def _end(self, event: Event, key: str) -> None:
        """A motion is made so often; any other key does what it always does, and once."""
        command = self._at(key)
        if command is not None and command.id.startswith(MOTION):
            await self.run(command)
        else:
            self._show("")
            await self._hand_on(event)

    def _moves(self) -> bool:
        """Whether there is anything to move in; not while text is typed, or a chord."""
        return any(command.id.startswith(MOTION) for command in active_commands(self._app.screen))

    def _is_digit(self, key: str) -> bool:
        focused = self._app.screen.focused
        typed = focused is not None and focused.check_consume_key(key, key)
        return key in _DIGITS and not typed and (key != "0" or bool(self._digits))

    def _at(self, key: str) -> Command | None:
        return command_of(self._app.screen, key)

    def _begins_chord(self, key: str) -> bool:
        command = self._at(key)
        return command is not None and command.is_chord

    async def _goes_on(self) -> bool:
        event = await self._follows()
        if not isinstance(event, Key):
            return False
        if event.key in _DIGITS:
            return True
        command = self._at(event.key)
        return command is not None and (command.id.startswith(MOTION) or command.id == "app.go")

    def _show(self, digits: str) -> None:
        self._digits = digits
        for line in self._app.screen.query(KeyLine):
            line.typed = digits
