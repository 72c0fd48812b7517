"""What pressing keys leads to beyond one binding: chords, counts, help, the palette, and why a key does nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from textual.app import App
from textual.events import Event

from tui.pressing import name_keys
from tui.screens.library import LibraryScreen
from tui.terminal.typeahead import Claim, KeysInTurn
from tui.widgets.commands import Command, active_commands, chord_commands, own_words
from tui.widgets.counting import Counting

if TYPE_CHECKING:
    from textual.dom import DOMNode

    from tui.palette.verb import Deed, Reach
    from tui.screens.chord import Chord

_TOLD: Final = 3
_READ: Final = 10.0
"""How many sentences about somebody's keys are said, and for how many seconds each stands there."""
_WHY: Final = 4.0
"""Seconds for which it stands there why a key does nothing."""
_LIST: Final = 0.3
_DISK: Final = 0.8
"""Seconds that keys wait at most for the list that those before have asked for, or for what is in a folder."""


class Keyboard:
    """The app's own ear for keys."""

    def __init__(self, app: App[Any], hand_on: Callable[[Event], Awaitable[None]]) -> None:  # Any: what an app returns
        """`hand_on` is how Textual itself deals with a key."""
        self._app = app
        self._named: dict[str, str] = {}
        name_keys(self._named)
        self._counting = Counting(app, hand_on, self._next)
        self.typed = KeysInTurn(app, self._counting.take, self._patience)

    async def _next(self) -> Event | None:
        from tui.screens.chord import PATIENCE

        return await self.typed.follows(PATIENCE)

    def _patience(self) -> float:
        """Text goes on being typed while the list of what it is so far is looked for, not while it is completed."""
        focused, screen = self._app.focused, self._app.screen
        around = focused.ancestors_with_self if focused is not None else [screen]
        if any(getattr(node, "is_behind", False) for node in around if node is not screen):
            return _DISK
        if not getattr(screen, "is_behind", False):
            return 0.0
        from textual.widgets import Input

        return 0.0 if isinstance(focused, Input) else _LIST

    def use(self, keys: Mapping[str, str]) -> None:
        """Takes the keys that somebody chose, by action."""
        from tui.keymap import normal

        chosen = normal(keys)
        self._app.set_keymap(chosen)
        self._named.update(own_words(chosen))

    def begin(self, keys: Mapping[str, str]) -> None:
        """The app is there. `keys`: as for `use`."""
        self._app.run_worker(self._take_keys(), group="typed")
        if keys:
            self._app.call_after_refresh(lambda: self._app.run_worker(self.look_over(keys), group="keys"))

    async def _take_keys(self) -> None:
        """What was typed before the panes were filled waits for that."""
        if isinstance(self._app.screen, LibraryScreen):
            await self._app.screen.beside.furnished.wait()
        await self.typed.run()

    async def look_over(self, keys: Mapping[str, str]) -> None:
        """Says what is wrong with the keys that somebody chose; for that every screen is imported."""
        from tui.keymap import beginnings, complaints, displaced

        own, wrong, others = await asyncio.to_thread(lambda: (beginnings(keys), complaints(keys), displaced(keys)))
        self._named.update(others)
        for key in own:
            self._app.bind(key, f"chord('{key}')", show=False)
        self._app.refresh_bindings()
        for words in wrong[:_TOLD]:
            self._app.notify(words, severity="warning", timeout=_READ, markup=False)
        if len(wrong) > _TOLD:
            more = f"{len(wrong) - _TOLD} more of your keys can't be as they are: memories-tui doctor names them."
            self._app.notify(more, severity="warning", timeout=_READ, markup=False)

    def begin_chord(self, prefix: str) -> None:
        """The next key is the second of a chord: does what it stands for. After a moment it is shown what there is."""
        chord = self._chord(prefix, chord_commands(self._app.screen, prefix), self.typed.claim())
        self._app.run_worker(chord, group="command")

    async def _chord(self, prefix: str, commands: tuple[Command, ...], claim: Claim) -> None:
        """Without a screen as long as nothing is to be shown: two of the whole window would be painted for nothing."""
        from tui.screens.chord import PATIENCE, Chord, second_key

        try:
            event = await claim.key(PATIENCE)
            if event is None:
                chosen = await self._shown(Chord(prefix, commands), claim)
            else:
                chosen, said = second_key(prefix, commands, event)
                if said:
                    self._app.notify(said, markup=False)
            await self._counting.run(chosen)
        finally:
            claim.settle()

    async def _shown(self, chord: Chord, claim: Claim) -> Command | None:
        """What is chosen of what is shown; a key that came while it was being opened was meant for it."""
        chosen: asyncio.Future[Command | None] = asyncio.get_running_loop().create_future()
        await self._app.push_screen(chord, chosen.set_result)
        claim.settle()
        if claim.given is not None:
            self.typed.put_back(claim.given)
        return await chosen

    def tell_where_meant(self, key: str) -> None:
        """Why a key that nobody took does nothing here, if it does something in another pane."""
        from tui.widgets.elsewhere import meant_elsewhere

        if reason := meant_elsewhere(self._app.screen, key):
            self._app.notify(reason, markup=False, timeout=_WHY)

    def tells_why_not(self, target: DOMNode, command: str) -> bool:
        """Whether there is a word on why a command makes no sense now, which is said then."""
        why_not = getattr(target, "why_not_now", None)
        reason = why_not(command) if why_not else ""
        if reason:
            self._app.notify(reason, markup=False, timeout=_WHY)
        return bool(reason)

    async def help(self, keys: Mapping[str, str]) -> None:
        """Shows what can be done here, and does what is chosen of it."""
        from tui.palette.help import Help, grouped

        screen = self._app.screen
        chosen = await self._app.push_screen_wait(Help(grouped(active_commands(screen), screen), keys))
        await self._do(chosen)

    async def palette(self, reach: Reach) -> None:
        """Takes a command by its name, and does it."""
        from tui.palette.screen import Palette
        from tui.palette.verbs import VERBS

        chosen = await self._app.push_screen_wait(Palette(active_commands(self._app.screen), VERBS, reach))
        await self._do(chosen)

    async def _do(self, chosen: Command | Deed | None) -> None:
        if isinstance(chosen, Command):
            await self._app.run_action(chosen.action, chosen.node)
        elif chosen is not None:
            chosen()
