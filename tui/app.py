"""The places there are, and what flows between them: three values from below, commands from the keys."""

from __future__ import annotations

import asyncio
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

from tui import early, namespaces, opening, sheets
from tui.appearance import appearance_here
from tui.copying import hand_over
from tui.doors import Doors
from tui.kept import found
from tui.keyboard import Keyboard
from tui.library.values import SyncState
from tui.likeness import Likeness
from tui.memory import Memory
from tui.notices import Notices
from tui.notifying import Waiting, sequence
from tui.parting import Parting
from tui.picturing import Picturing
from tui.screens.everywhere import EVERYWHERE
from tui.screens.job_messages import CopyText, OpenVideo
from tui.screens.library import LibraryScreen
from tui.terminal import crash
from tui.terminal.driver import GuardedDriver
from tui.terminal.fitness import over_ssh
from tui.textual_mends import forget_closed_watchers
from tui.uploads.job import Job
from tui.wardrobe import Wardrobe

if TYPE_CHECKING:
    from tui.config import Config
    from tui.credentials import Key
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
        self._config_file = config_file
        self._options = tuple(options)
        self._doors = Doors(self, services, config, config_file, self._bound)
        self._parting = Parting(self, services, self._bound)
        self._waited_for = Waiting(config.notify_after_seconds)
        self._picturing = Picturing(config.images, os.environ)
        self.entered: Key | None = None
        """What it is to be opened again with."""
        self.keyboard = Keyboard(self, super().on_event)
        self.memory = services.memory if services is not None else Memory()
        self.wardrobe = Wardrobe(self, appearance_here(config), config, self.memory)
        self.forerunner = forerunner
        """The driver takes over from it."""
        self.likeness: Likeness | None = None
        if services is not None and not services.account.demo:
            self.likeness = Likeness(self, config, services, self.wardrobe)
        if config.keys:
            self.keyboard.use(config.keys)

    def get_default_screen(self) -> Screen[None]:
        if self._services is None:
            from tui.screens.welcome import Welcome

            return Welcome(str(self._config_file))
        drawn = self._picturing.pictures, self._picturing.line
        screen = opening.library(self._services, self._config, self._options, *drawn, headless=self.is_headless)
        self._bound(screen)
        return screen

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
        """A terminal that changes its size, and be it there and back, keeps of what it shows whatever it likes."""
        # What a program is told of its size at first is no change of it.
        if isinstance(self._driver, GuardedDriver) and self._driver.canvas.has_begun:
            self._driver.canvas.forget()
        self.call_after_refresh(self.refresh)

    def on_mount(self) -> None:
        self.set_class(over_ssh(os.environ), "-remote", update=False)
        if not self.is_headless:
            self.call_after_refresh(early.settle, self)
        self.run_worker(self._take_keys(), group="typed")
        if self._config.keys:
            self.call_after_refresh(lambda: self.run_worker(self.keyboard.look_over(self._config.keys), group="keys"))
        self.wardrobe.begin()
        self._picturing.begin(self)
        if self.memory.words:
            self.notify(self.memory.words, title="Not as last time", severity="warning", timeout=15, markup=False)
        if self._services is not None:
            self._services.on_change = self._changed_below
            self.sync = self._services.sync
            namespaces.remember(self._services)

    async def _take_keys(self) -> None:
        """What was typed before the panes were filled waits for that."""
        if isinstance(self.screen, LibraryScreen):
            await self.screen.furnished.wait()
        await self.keyboard.typed.run()

    def _changed_below(self) -> None:
        """Called from the engine's thread."""
        self.post_message(self.Changed())

    @on(GuardedDriver.GroundTold)
    def _stand_on(self, event: GuardedDriver.GroundTold) -> None:
        self.wardrobe.stand_on(event.ground)

    @on(Changed)
    def _look_again(self) -> None:
        assert self._services is not None  # nobody else posts it
        if self._services.problem:
            raise self._services.problem
        self.sync = self._services.sync
        self.jobs = self._services.jobs
        self.deeds = self._services.deeds
        self._services.mishaps.see(self.jobs)
        self._services.mishaps.see_deeds(self.deeds)
        self._tell_who_waited()
        self.edition = self._services.edition

    def _tell_who_waited(self) -> None:
        assert self._services is not None  # it has jobs
        done = self._waited_for.see(self.jobs, self._services.clock.now())
        notice = sequence(self._config.notify, done, os.environ) if done else ""
        if notice and self._driver is not None:
            self._driver.write(notice)

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
        why_not = getattr(target, "why_not_now", None)
        reason = why_not(name) if why_not else ""
        if reason:
            self.notify(reason, markup=False, timeout=4)
        return bool(reason)

    async def _check_bindings(self, key: str, priority: bool = False) -> bool:
        """As ever; but a key that means something in another pane says so."""
        if await super()._check_bindings(key, priority):
            return True
        if not priority and (reason := self.keyboard.meant_elsewhere(key)):
            self.notify(reason, markup=False, timeout=4)
        return False

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        if isinstance(self._driver, GuardedDriver):
            renderable = self._driver.canvas.changes(renderable)
        super()._display(screen, renderable)
        if self.likeness is not None and isinstance(self._driver, GuardedDriver) and not self.is_headless:
            self.likeness.see(screen, self._driver.canvas)

    def exit(self, result: str | None = None, return_code: int = 0, message: RenderableType | None = None) -> None:
        if self.likeness is not None:
            self.likeness.take()
        super().exit(result, return_code, message)

    def _handle_exception(self, error: Exception) -> None:
        crash.note(self, error)

    async def _close_all(self) -> None:
        """As ever; but a screen whose closing was given up by whoever waited for it keeps no other from closing."""
        try:
            await super()._close_all()
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if task is None or task.cancelling():
                raise
            await super()._close_all()

    @work(group="command")
    async def action_help(self) -> None:
        await self.keyboard.help(self._config.keys)

    @work(group="command")
    async def action_palette(self) -> None:
        await self.keyboard.palette(self._doors.reach(send=self.action_upload, wear=self.wardrobe.choose_named))

    @work(group="command")
    async def action_namespaces(self, name: str = "") -> None:
        if self._services is not None:
            await namespaces.choose(self, self._services, name)

    @work(group="command")
    async def action_another_key(self) -> None:
        if self._services is not None:
            from tui import another_key

            self.entered = await another_key.enter(self, self._services, self._config)
            if self.entered is not None:
                self.exit(another_key.ENTERED)

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

    def _copy_again(self) -> str:
        self.copy_to_clipboard(self.clipboard)
        return "Copying it again …"

    def action_by_hand(self) -> None:
        self._doors.by_hand(self.clipboard)

    def action_trouble(self) -> None:
        self._doors.trouble(self._copy_again, fair=self.sync.weather.fair)

    def action_log(self) -> None:
        self._doors.log()

    @work(group="leave", exclusive=True)
    async def action_leave(self) -> None:
        await self._parting.leave()

    def action_interrupt(self) -> None:
        if self._parting.interrupt():
            self.action_leave()

    def action_doctor(self) -> None:
        self._doors.doctor()

    @work(group="command")
    async def action_theme(self) -> None:
        await self.wardrobe.choose()

    def action_redraw(self) -> None:
        if isinstance(self._driver, GuardedDriver):
            self._driver.canvas.forget()
        self.refresh(repaint=True, layout=True)
