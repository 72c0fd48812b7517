"""The places there are, and what flows between them: three values from below, commands from the keys."""

from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePath
from typing import Any, ClassVar

from rich.console import RenderableType
from textual import events, on, work
from textual.app import App
from textual.binding import Binding, BindingType
from textual.dom import DOMNode
from textual.message import Message
from textual.reactive import var
from textual.screen import Screen

from tui.api.endpoints import CAPABILITIES
from tui.config import Config
from tui.copying import hand_over
from tui.counters import LibraryCounter, UploadCounter
from tui.library.values import SyncState
from tui.palette import Palette
from tui.screens.by_hand import ByHand
from tui.screens.chord import Chord
from tui.screens.copying import start_words
from tui.screens.findings import Findings
from tui.screens.job_messages import CopyText, OpenVideo
from tui.screens.leaving import Leaving
from tui.screens.library import LibraryScreen
from tui.screens.library_words import TRIED_AGAIN
from tui.screens.trouble import Trouble
from tui.screens.upload import UploadModal
from tui.screens.uploads import UploadsScreen
from tui.screens.welcome import Welcome
from tui.services import Services
from tui.terminal import crash
from tui.terminal.driver import GuardedDriver
from tui.terminal.fitness import colourless
from tui.terminal.typeahead import KeysInTurn
from tui.text import safe_text
from tui.themes import TERMINAL, THEMES
from tui.uploads.job import Job, under_way
from tui.widgets.commands import Command, active_commands, chord_commands
from tui.widgets.upload_draft import UploadDraft

FINISH = "finish"
"""What the app returns when the uploads that are under way are to be finished without it."""
_TWICE = 2.0
"""Seconds within which a second ctrl+c means: leave."""


class MemoriesApp(App[str]):
    """Owns what is shared between screens: what changed below, and the draft of an upload."""

    # A screen that an app begins with is the one whose own CSS_PATH Textual does not read.
    CSS_PATH: ClassVar[list[str | PurePath]] = ["app.tcss", "screens/library.tcss", "screens/welcome.tcss"]
    TITLE = "memories-tui"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("u", "upload", "Upload", id="app.upload", tooltip="Send files or a URL to the library"),
        Binding("w", "jobs", "Jobs", id="app.jobs", tooltip="Everything on its way, and how it ended"),
        Binding("g", "chord('g')", "Go", id="app.go", show=False, tooltip="Go to a line, a pane or a place"),
        Binding("g>g", "top", "First line", id="go.top", show=False, tooltip="Go to the first line"),
        Binding("g>j,4", "jobs", "Jobs", id="go.jobs", show=False),
        Binding("question_mark,f1", "help", "Help", id="app.help", tooltip="What can be done here"),
        Binding("colon,ctrl+p", "palette", "Commands", id="app.palette", show=False, tooltip="Everything, by name"),
        Binding("exclamation_mark", "trouble", "What is wrong", id="app.trouble", show=False),
        Binding("g>h", "doctor", "Doctor", id="app.doctor", show=False, tooltip="Health: what to change"),
        Binding("Y", "by_hand", "Last copy", id="app.by_hand", show=False, tooltip="Show what was copied last"),
        Binding("q", "leave", "Quit", id="app.quit", show=False),
        Binding("ctrl+c", "interrupt", "Stop", id="app.interrupt", show=False),
        Binding("ctrl+l", "redraw", "Draw again", id="app.redraw", show=False),
    ]

    edition: var[int] = var(0)
    jobs: var[tuple[Job, ...]] = var(())
    sync: var[SyncState] = var(SyncState)

    class Changed(Message):
        """Something changed below: look again. Carries nothing, so that many are as good as one."""

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, MemoriesApp.Changed)

    def __init__(
        self, config: Config, services: Services | None, *, config_file: Path, options: Sequence[str] = ()
    ) -> None:
        """Without services there is no key, and all there is to see is the welcome screen.

        `options`: the words after the program's name with which it was started.
        """
        super().__init__(driver_class=GuardedDriver)
        self._config = config
        self._services = services
        self._config_file = config_file
        self._options = tuple(options)
        self._draft: UploadDraft | None = None
        self._interrupted_at = -_TWICE
        self.typed = KeysInTurn(self, super().on_event)
        for theme in THEMES:
            self.register_theme(theme)
        wanted = TERMINAL if colourless(os.environ) else config.theme
        self.theme = wanted if wanted in self.available_themes else THEMES[0].name
        if config.keys:
            self.set_keymap(dict(config.keys))

    def get_default_screen(self) -> Screen[None]:
        if self._services is None:
            return Welcome(str(self._config_file))
        account = self._services.account
        title = safe_text(account.title) + (" · read-only" if self._config.read_only else "")
        counter = LibraryCounter(self._services)
        screen = LibraryScreen(
            counter,
            title=title,
            namespace=safe_text(account.namespace) if CAPABILITIES[account.dialect].namespaces else "",
            mode=self._services.mode,
            start=self._services.start,
            start_words=start_words(self._options, account.namespace, demo=account.demo),
            now=self._services.clock.now,
        )
        return screen.data_bind(MemoriesApp.edition, MemoriesApp.jobs, MemoriesApp.sync)

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            self.typed.take(event)
        else:
            await super().on_event(event)

    def on_mount(self) -> None:
        self.call_after_refresh(gc.freeze)
        self.call_after_refresh(gc.enable)
        self.run_worker(self.typed.run(), group="typed")
        if self._services is not None:
            self._services.on_change = self._changed_below
            self.sync = self._services.sync

    def _changed_below(self) -> None:
        """Called from the engine's thread."""
        self.post_message(self.Changed())

    @on(Changed)
    def _look_again(self) -> None:
        assert self._services is not None  # nobody else posts it
        if self._services.problem:
            raise self._services.problem
        self.sync = self._services.sync
        self.jobs = self._services.jobs
        self.edition = self._services.edition

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

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        if isinstance(self._driver, GuardedDriver):
            renderable = self._driver.canvas.changes(renderable)
        super()._display(screen, renderable)

    def _handle_exception(self, error: Exception) -> None:
        crash.note(self, error)

    @work(group="command")
    async def action_help(self) -> None:
        commands = active_commands(self.screen)
        await self._offer("Help: what can be done here", commands)

    @work(group="command")
    async def action_palette(self) -> None:
        await self._offer("Commands", active_commands(self.screen))

    async def _offer(self, title: str, commands: tuple[Command, ...]) -> None:
        chosen = await self.push_screen_wait(Palette(title, commands))
        if chosen is not None:
            await self.run_action(chosen.action, chosen.node)

    @work(group="command")
    async def action_chord(self, prefix: str) -> None:
        commands = chord_commands(self.screen, prefix)
        chosen = await self.push_screen_wait(Chord(prefix, commands))
        if chosen is not None:
            await self.run_action(chosen.action, chosen.node)

    @work(group="command")
    async def action_upload(self) -> None:
        services = self._services
        if services is None or isinstance(self.screen, UploadModal):
            return
        if self._config.read_only:
            self.notify("This session is read-only: nothing is sent. Start without --read-only to upload.")
            return
        counter = UploadCounter(services)
        modal = UploadModal(
            counter,
            namespaces=(services.account.namespace,),
            namespace=services.account.namespace,
            why_not=counter.why_not,
            here=_here(),
            draft=self._draft,
            now=services.clock.now,
        ).data_bind(MemoriesApp.jobs)
        self._draft = await self.push_screen_wait(modal)

    async def action_top(self) -> None:
        """The first line of whatever has the focus."""
        if self.focused is not None:
            await self.focused.run_action("top")

    def action_jobs(self) -> None:
        if self._services is not None and not isinstance(self.screen, UploadsScreen):
            screen = UploadsScreen(UploadCounter(self._services), here=_here(), now=self._services.clock.now)
            self.push_screen(screen.data_bind(MemoriesApp.jobs))

    @on(OpenVideo)
    def _open_video(self, event: OpenVideo) -> None:
        self._back_to_the_library()
        library = self.screen
        if isinstance(library, LibraryScreen):
            library.go_to(event.video_no)

    def _back_to_the_library(self) -> None:
        """Closes what is above it, each screen with its answer: somebody may be waiting for that."""
        while len(self.screen_stack) > 1:
            if isinstance(self.screen, UploadModal):
                self.screen.action_close()
            else:
                self.screen.dismiss(None)

    @on(CopyText)
    def _copy(self, event: CopyText) -> None:
        self.copy_to_clipboard(event.text)

    def copy_to_clipboard(self, text: str) -> None:
        """The one way to the clipboard, of every screen and of Textual's own selections; what became of it is said."""
        self._clipboard = text
        self.run_worker(hand_over(self, text), group="copy")

    def action_by_hand(self) -> None:
        """Shows what was copied last, where the screen itself has nothing better."""
        if self.clipboard:
            self.push_screen(ByHand([("Copied last", self.clipboard)]))
        else:
            self.notify("Nothing was copied yet.", markup=False)

    @work(group="command")
    async def action_trouble(self) -> None:
        weather = self.sync.weather
        if weather.fair:
            self.notify("Nothing is wrong: the service answers.", markup=False)
            return
        screen = Trouble(weather.problem, advice=weather.advice or TRIED_AGAIN, detail=weather.detail)
        wish = await self.push_screen_wait(screen)
        if wish == "retry" and self._services is not None:
            LibraryCounter(self._services).refresh()

    @work(group="leave", exclusive=True)
    async def action_leave(self) -> None:
        """Leaves the program; where uploads are under way, that is asked about first."""
        services = self._services
        if services is None or not under_way(services.jobs):
            self.exit()
            return
        question = Leaving(now=services.clock.now).data_bind(MemoriesApp.jobs)
        match await self.push_screen_wait(question):
            case "finish":
                self.exit(FINISH)
            case "pause":
                UploadCounter(services).pause_all()
                self.exit()

    def action_interrupt(self) -> None:
        """The second time leaves as q does; where that is being asked about already, it leaves at once."""
        now = time.monotonic()
        again = now - self._interrupted_at < _TWICE
        self._interrupted_at = now
        if again and isinstance(self.screen, Leaving):
            self.exit()
        elif again:
            self.action_leave()
        else:
            self.notify("Press ctrl+c again to leave.", markup=False, timeout=_TWICE)

    def action_doctor(self) -> None:
        from tui.doctor.inside import look_around
        from tui.doctor.terminal import Tty

        encoding = sys.__stdout__.encoding if sys.__stdout__ else "utf-8"
        tty = Tty(not self.is_headless, self.size.width, self.size.height, encoding)
        self.push_screen(Findings("Doctor", look_around(self._services, self._config, self._config_file, tty)))

    def action_redraw(self) -> None:
        if isinstance(self._driver, GuardedDriver):
            self._driver.canvas.forget()
        self.refresh(repaint=True, layout=True)


def _here() -> Path:
    """The folder that the program was started in, while it is there."""
    try:
        return Path.cwd()
    except OSError:
        return Path.home()
