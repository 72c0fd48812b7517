"""Where a path is typed or pasted: Tab completes it like a shell, and what it could become is listed beneath."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import ClassVar

from textual import events, work
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input
from textual.worker import Worker, WorkerCancelled

from tui.widgets.aside import aside
from tui.widgets.directory import (
    Listing,
    common_start,
    completions,
    looks_pasted,
    read_directory,
    split_typed,
    typed_path,
)
from tui.widgets.form_field import paste_plainly
from tui.widgets.path_history import PathHistory


class PathInput(Input):
    """Completes paths below `here`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "complete", "Complete", id="path.complete", show=False),
        Binding("up", "recall(1)", "Before", id="path.before", show=False),
        Binding("down", "recall(-1)", "After", id="path.after", show=False),
    ]

    class Pasted(Message):
        """Text that is more than one plain path was pasted."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Completions(Message):
        """What the path could become; `chosen` is the one that stands in the input."""

        def __init__(self, names: tuple[str, ...], chosen: int | None = None) -> None:
            super().__init__()
            self.names = names
            self.chosen = chosen

    def __init__(self, here: Path, text: str = "") -> None:
        super().__init__(text, placeholder="type or paste a path", id="path", select_on_focus=False, compact=True)
        self.cursor_blink = False
        self.here = here
        self._listing: Listing | None = None
        self._cycle: tuple[str, tuple[str, ...], int] | None = None
        self._recall = PathHistory()
        self._completing: Worker[None] | None = None
        self._then_submit = False
        """Whether enter has followed tab before the disk answered."""

    @property
    def is_behind(self) -> bool:
        """Whether what tab makes of the text is still looked for."""
        return self._completing is not None and not self._completing.is_finished

    async def completed(self) -> None:
        """Returns once what tab makes of the text stands there, or somebody has typed on."""
        if self._completing is not None:
            with suppress(WorkerCancelled):
                await self._completing.wait()

    @property
    def history(self) -> tuple[str, ...]:
        """What was typed before, the latest first."""
        return self._recall.texts

    def remember(self, *texts: str) -> None:
        """Puts texts before all others that can be recalled; the first of them is the latest."""
        self._recall = self._recall.adding(texts)

    def action_recall(self, by: int) -> None:
        """Another completion while they are stepped through; else what was typed before, or after that."""
        if self._cycle is not None:
            folder, names, at = self._cycle
            self._turn(folder, names, at - 1 - by)
            return
        self._recall = self._recall.moved(by, self.value)
        if self._recall.text != self.value:
            self._put(self._recall.text)

    def on_paste(self, event: events.Paste) -> None:
        if looks_pasted(event.text):
            event.prevent_default()
            event.stop()
            self.post_message(self.Pasted(event.text))
        else:
            paste_plainly(self, event)

    def on_input_changed(self) -> None:
        if self._cycle is None or self.value != self._cycle[0] + self._cycle[1][self._cycle[2]]:
            self._cycle = None
            self._offer()

    @work(exclusive=True, group="complete")
    async def _offer(self) -> None:
        """Lists what the path could become."""
        text = self.value
        names = await self._names(text) if text else ()
        if text == self.value:
            self.post_message(self.Completions(names))

    def action_complete(self) -> None:
        if not self.value or not self.cursor_at_end:
            self.screen.focus_next()
        elif self._cycle is not None:
            self._turn(*self._cycle)
        else:
            self._then_submit = False
            self._completing = self._complete_with_what_is_there(self.value)

    async def action_submit(self) -> None:
        """Behind tab it takes what that makes of the text: half a path may be one, too."""
        if self.is_behind:
            self._then_submit = True
        else:
            await super().action_submit()

    @work(exclusive=True, group="complete")
    async def _complete_with_what_is_there(self, text: str) -> None:
        self._listing = None
        names = await self._names(text)
        if text == self.value and self.cursor_at_end and self.has_focus:
            self._complete(text, names)
            if self._then_submit and self.has_focus:
                await super().action_submit()

    def _complete(self, text: str, names: tuple[str, ...]) -> None:
        folder, start = split_typed(text)
        longest = common_start(names)
        if not names or names == (start,):
            self.screen.focus_next()
        elif len(longest) > len(start) or (longest and longest != start and len(names) == 1):
            self._put(folder + longest)
        else:
            self._turn(folder, names, -1)

    def _turn(self, folder: str, names: tuple[str, ...], at: int) -> None:
        at = (at + 1) % len(names)
        self._cycle = (folder, names, at)
        self._put(folder + names[at])
        self.post_message(self.Completions(names, at))

    def _put(self, text: str) -> None:
        self.value = text
        self.cursor_position = len(text)

    async def _names(self, text: str) -> tuple[str, ...]:
        if text == "~":
            return ("~/",)
        folder, start = split_typed(text)
        path = typed_path(folder, self.here)
        if self._listing is None or self._listing.path != path:
            self._listing = await aside(lambda: read_directory(path))
        return completions(self._listing, start)
