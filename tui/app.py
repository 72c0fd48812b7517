"""The places there are, and what flows between them: three values from below, commands from the keys."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, ClassVar

from rich.console import RenderableType
from textual import events, on, work
from textual.app import App
from textual.binding import BindingType
from textual.dom import DOMNode
from textual.message import Message
from textual.reactive import Reactive, var
from textual.screen import Screen

from tui import namespaces, sheets
from tui.appearance import appearance_here
from tui.copying import hand_over
from tui.doors import Doors
from tui.glass import Glass
from tui.kept import found
from tui.keyboard import Keyboard
from tui.library.values import SyncState
from tui.memory import Memory
from tui.notices import Notices
from tui.notifying import Waiting, sequence
from tui.parting import Parting
from tui.screens.everywhere import EVERYWHERE
from tui.screens.job_messages import CopyText, OpenVideo
from tui.terminal import crash
from tui.terminal.driver import GuardedDriver
from tui.terminal.fitness import over_ssh
from tui.textual_mends import close_all_the_same, forget_closed_watchers
from tui.uploads.job import Job
from tui.wardrobe import Wardrobe

if TYPE_CHECKING:
    from tui.config import Config
    from tui.deeds.deed import Deed
    from tui.services import Services
    from tui.terminal.forerunner import Forerunner


class MemoriesApp(App[str], inherit_bindings=False):
    """Owns what is shared between screens: what changed below, and the draft of an upload."""

    # A screen that an app begins with is the one whose own CSS_PATH Textual does not read.
    CSS_PATH: ClassVar[list[str | PurePath]] = ["app.tcss", "screens/library.tcss", "screens/welcome.tcss"]
    TITLE = "memories-tui"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = EVERYWHERE

    edition: var[int] = var(0)
    jobs: var[tuple[Job, ...]] = var(())
    sync: var[SyncState] = var(SyncState)
    deeds: var[tuple[Deed, ...]] = var(())

    class Changed(Message):
        """Something changed below: look again. Carries nothing, so that many are as good as one."""

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, MemoriesApp.Changed)

    def __init__(
        self,
        config: Config,
        services: Services | None,
        *,
        config_file: Path,
        options: Sequence[str] = (),
        forerunner: Forerunner | None = None,
    ) -> None:
        """Without services there is no key, and all there is to see is the welcome screen.

        `options`: the words after the program's name with which it was started. `forerunner`: what holds the terminal.
        """
        super().__init__(driver_class=GuardedDriver)
        self._notifications = Notices()
        self._config = config
        self._services = services
        self._doors = Doors(self, services, config, config_file, self._bound, options)
        self.parting = Parting(self, services, self._bound)
        self._waited_for = Waiting(config.notify_after_seconds)
        self.keyboard = Keyboard(self, super().on_event)
        self.memory = services.memory if services is not None else Memory()
        self.wardrobe = Wardrobe(self, appearance_here(config), config, self.memory)
        self.forerunner = forerunner
        """The driver takes over from it."""
        self.glass = Glass(self, config, services, self.wardrobe)
        if config.keys:
            self.keyboard.use(config.keys)

    def get_default_screen(self) -> Screen[None]:
        return self._doors.first(*self.glass.drawn)

    def _bound(self, screen: Screen[Any]) -> Screen[Any]:
        """The screen, with those of our values that it shows."""
        ours = (MemoriesApp.edition, MemoriesApp.jobs, MemoriesApp.sync, MemoriesApp.deeds)
        shown = [each for each in ours if isinstance(getattr(type(screen), each.name, None), Reactive)]
        forget_closed_watchers(self)
        return screen.data_bind(*shown)

    def refresh_css(self, animate: bool = True) -> None:
        """As ever; but before the first screen there is nothing to dress, and its sheets are read once."""
        if self._screen_stack:
            super().refresh_css(animate)
        else:
            self.stylesheet.set_variables(self.get_css_variables())
            if kept := found():
                sheets.take(self.stylesheet, kept)

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            self.keyboard.typed.take(event)
        else:
            await super().on_event(event)

    def on_resize(self) -> None:
        self.glass.resized()

    def on_mount(self) -> None:
        self.set_class(over_ssh(os.environ), "-remote", update=False)
        self.glass.begin()
        self.keyboard.begin(self._config.keys)
        self.wardrobe.begin()
        if self.memory.words:
            self.notify(self.memory.words, title="Not as last time", severity="warning", timeout=15, markup=False)
        if self._services is not None:
            self._services.on_change = self._changed_below
            self.sync = self._services.sync
            namespaces.remember(self._services)

    def _changed_below(self) -> None:
        """Called from the engine's thread."""
        self.post_message(self.Changed())

    @on(GuardedDriver.GroundTold)
    def _stand_on(self, event: GuardedDriver.GroundTold) -> None:
        self.wardrobe.stand_on(event.ground)

    @on(Changed)
    def _look_again(self) -> None:
        services = self._services
        assert services is not None  # nobody else posts it
        if services.problem:
            raise services.problem
        self.sync = services.sync
        self.jobs = services.jobs
        self.deeds = services.deeds
        services.mishaps.see(self.jobs)
        services.mishaps.see_deeds(self.deeds)
        if done := self._waited_for.see(self.jobs, services.clock.now()):
            self.glass.write(sequence(self._config.notify, done, os.environ))
        self.edition = services.edition

    async def run_action(
        self,
        action: Any,  # Any: Textual's own type is private
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """As ever; but a command that makes no sense now says why."""
        if await super().run_action(action, default_namespace, namespaces):
            return True
        target, name, _ = self._parse_action(action, default_namespace or self, namespaces)
        return self.keyboard.tells_why_not(target, name)

    async def _check_bindings(self, key: str, priority: bool = False) -> bool:
        """As ever; but a key that means something in another pane says so."""
        if await super()._check_bindings(key, priority):
            return True
        if not priority:
            self.keyboard.tell_where_meant(key)
        return False

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        super()._display(screen, self.glass.changes(renderable))
        self.glass.painted(screen)

    def exit(self, result: str | None = None, return_code: int = 0, message: RenderableType | None = None) -> None:
        self.glass.left()
        super().exit(result, return_code, message)

    def _handle_exception(self, error: Exception) -> None:
        crash.note(self, error)

    async def _close_all(self) -> None:
        await close_all_the_same(super()._close_all)

    @work(group="command")
    async def action_help(self) -> None:
        await self.keyboard.help(self._config.keys)

    @work(group="command")
    async def action_palette(self) -> None:
        await self.keyboard.palette(self._doors.reach(send=self.action_upload, wear=self.wardrobe.choose_named))

    @work(group="command")
    async def action_namespaces(self, name: str = "") -> None:
        await self.parting.for_namespace(name)

    @work(group="command")
    async def action_another_key(self) -> None:
        await self.parting.for_another_key(self._config)

    def action_chord(self, prefix: str) -> None:
        self.keyboard.begin_chord(prefix)

    @work(group="command")
    async def action_upload(self, path: str = "") -> None:
        await self._doors.upload(path)

    def action_jobs(self) -> None:
        self._doors.jobs()

    def action_deeds(self) -> None:
        self._doors.deeds()

    @on(OpenVideo)
    def _open_video(self, event: OpenVideo) -> None:
        self._doors.video(event.video_no)

    @on(CopyText)
    def _copy(self, event: CopyText) -> None:
        self.copy_to_clipboard(event.text)

    def copy_to_clipboard(self, text: str) -> None:
        """The one way to the clipboard, of every screen and of Textual's own selections; what became of it is said."""
        self._clipboard = text
        self.run_worker(hand_over(self, text, self._services.mishaps if self._services else None), group="copy")

    def action_by_hand(self) -> None:
        self._doors.by_hand(self.clipboard)

    def action_trouble(self) -> None:
        self._doors.trouble(fair=self.sync.weather.fair)

    def action_log(self) -> None:
        self._doors.log()

    @work(group="leave", exclusive=True)
    async def action_leave(self) -> None:
        await self.parting.leave()

    def action_interrupt(self) -> None:
        if self.parting.interrupt():
            self.action_leave()

    def action_doctor(self) -> None:
        self._doors.doctor()

    @work(group="command")
    async def action_theme(self) -> None:
        await self.wardrobe.choose()

    def action_redraw(self) -> None:
        self.glass.redraw()
