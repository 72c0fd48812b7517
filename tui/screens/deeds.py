"""What is done to many videos at once, and what became of each: stop it, undo it, try again what failed."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Collection
from typing import Any, ClassVar, Final

from textual import on
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.reactive import reactive
from textual.screen import Screen
from textual.widgets import Static

from tui.deeds.deed import AGAIN, Deed, Fate, Phase
from tui.deeds.desk import DeedDesk
from tui.pressing import press
from tui.screens.deleting import ask_and_delete
from tui.screens.job_messages import CopyText, OpenVideo
from tui.text import safe_text
from tui.widgets.deed_words import ItemRows, deed_title, item_words, report, sums_line
from tui.widgets.key_line import KeyLine
from tui.widgets.line_list import LineList
from tui.widgets.lines import NoRows, content, fitted
from tui.widgets.present import counted

KEYS: Final[list[BindingType]] = [
    Binding("escape", "back", "Back", id="deeds.back", tooltip="Undo a countdown, else back"),
    Binding("q", "dismiss", "Back", id="deeds.close", show=False, tooltip="Back; everything goes on"),
    Binding("z", "undo", "Undo", id="deeds.undo", tooltip="Undo it before anything is sent"),
    Binding("x", "stop", "Stop", id="deeds.stop", tooltip="Begin nothing more of it"),
    Binding("R,r", "retry", "Try again", id="deeds.retry", tooltip="What failed, once more"),
    Binding("a", "take", "Take as it is", id="deeds.take", show=False, tooltip="Download what has another size"),
    Binding("M", "mark", "Mark failed", id="deeds.mark", show=False, tooltip="Mark what failed, in the library"),
    Binding("y", "copy", "Copy report", id="deeds.copy", tooltip="Copy what became of each"),
    Binding("enter", "open", "Open", id="deeds.open", show=False, tooltip="Go to this video in the library"),
    Binding("tab,l,right", "step(1)", "Next", id="deeds.next", show=False, tooltip="The action after this one"),
    Binding("shift+tab,h,left", "step(-1)", "Previous", id="deeds.previous", show=False, tooltip="The one before"),
    Binding("c", "clear", "Clear", id="deeds.clear", show=False, tooltip="Forget what is over"),
]


def _nothing() -> str:
    download, delete = press("library.download", "d"), press("library.delete", "X")
    export = press("library.export", "E")
    return f"  Nothing was done yet: {download} downloads, {delete} deletes, {export} exports what is marked"


_MOST_COPIED: Final = 100_000


class DeedsScreen(Screen[None]):
    """Shows one of `deeds`, the latest first."""

    CSS_PATH = "deeds.tcss"
    BINDINGS: ClassVar[list[BindingType]] = KEYS

    deeds: reactive[tuple[Deed, ...]] = reactive(tuple, init=False, repaint=False)

    def __init__(
        self, desk: DeedDesk, *, mark: Callable[[Collection[str]], None], now: Callable[[], float] = time.time
    ) -> None:
        """`mark` marks videos in the library."""
        super().__init__()
        self._desk = desk
        self._mark = mark
        self._now = now
        self._chosen: str | None = None
        self._shown: str | None = None
        self._sums = Static(id="sums", markup=False)
        self._lines = LineList(id="items")
        self._about = Static(id="about", markup=False)

    def compose(self) -> ComposeResult:
        with Vertical(id="card"):
            yield self._sums
            yield self._lines
            yield self._about
        yield KeyLine()

    def on_mount(self) -> None:
        self._lines.focus()
        self._show()
        self.set_interval(1.0, self._tick)

    def watch_deeds(self) -> None:
        if self.is_mounted:
            self._show()

    def on_resize(self) -> None:
        self._show()

    @property
    def deed(self) -> Deed | None:
        """The one that is shown."""
        found = (deed for deed in self.deeds if deed.id == self._chosen)
        return next(found, self.deeds[-1] if self.deeds else None)

    def _tick(self) -> None:
        if self.deed is not None and self.deed.phase is Phase.COUNTDOWN:
            self._say_sums(self.deed)

    def _show(self) -> None:
        deed = self.deed
        card = self.query_one("#card")
        self._lines.empty = "  Every one of them." if deed is not None and deed.is_over else _nothing()
        if deed is None:
            card.border_title, card.border_subtitle = "Actions", ""
            self._lines.rows = NoRows()
            self._sums.update("", layout=False)
            return
        if deed.kind == "export" and not deed.items:
            self._lines.empty = "" if not deed.is_over or deed.problem else "  Nothing is missing in it."
        place = [each.id for each in self.deeds].index(deed.id) + 1
        card.border_title = Content(deed_title(deed))
        following = press("deeds.next", "tab")
        card.border_subtitle = f"{place} of {len(self.deeds)} · {following} for the next" if len(self.deeds) > 1 else ""
        if self._shown != deed.id:
            self._lines.rows = NoRows()  # else the row under the cursor would be looked for in all of another deed
            self._shown = deed.id
        self._lines.rows = ItemRows(deed)
        self._say_sums(deed)
        self._say_item()

    def _say_sums(self, deed: Deed) -> None:
        line = sums_line(deed, self._now())
        if deed.problem:
            line = ((safe_text(deed.problem, 300), "bad"), ("  ", ""), *line)
        self._sums.update(content(fitted(line, max(1, self.size.width - 4))), layout=False)

    @on(LineList.Moved)
    def _say_item(self) -> None:
        deed, n = self.deed, self._lines.cursor
        words = item_words(deed.items[n]) if deed is not None and n < len(deed.items) else ""
        self._about.update(Content(words), layout=False)

    # Commands

    def action_back(self) -> None:
        if self.deed is not None and self.deed.phase is Phase.COUNTDOWN:
            self.action_undo()
        else:
            self.dismiss()

    def action_undo(self) -> None:
        deed = self.deed
        if deed is not None and deed.phase is Phase.COUNTDOWN:
            self._desk.undo(deed.id)
        else:
            self._say("There is nothing to undo here: it was sent, or it was no deletion.")

    def action_stop(self) -> None:
        deed = self.deed
        if deed is None or deed.is_over:
            self._say("It is over: there is nothing to stop.")
        else:
            self._desk.stop(deed.id)
            self._say("Stopping. What was sent can't be taken back.")

    def action_retry(self) -> None:
        deed = self.deed
        if deed is None or not deed.is_over or not deed.load(*AGAIN).count:
            self._say("Nothing of it failed." if deed is None or deed.is_over else "It is still under way.")
        elif deed.kind == "delete":
            targets = tuple(item.target for item in deed.to_repeat)
            self.run_worker(ask_and_delete(self, self._desk, targets, ask=self.app.push_screen_wait), group="act")
        elif deed.kind == "download":
            self.run_worker(self._again(deed.id), group="act")
        else:
            self._say("What is missing is not in the library any more.")

    def action_take(self) -> None:
        deed = self.deed
        failed = deed is not None and deed.load(Fate.FAILED).count
        if deed is None or not failed or not any(item.has_other_size for item in deed.items):
            self._say("No video failed for its size.")
        else:
            self.run_worker(self._again(deed.id, any_size=True), group="act")

    async def _again(self, deed_id: str, *, any_size: bool = False) -> None:
        self._chosen = await self._desk.retry(deed_id, any_size=any_size)
        self._show()

    def action_mark(self) -> None:
        deed = self.deed
        numbers = frozenset(item.target.video_no for item in deed.to_repeat) if deed is not None else frozenset()
        if numbers:
            self._mark(numbers)
            self._say(f"{counted(len(numbers), 'video')} marked in the library, and no other")
        else:
            self._say("Nothing of it failed.")

    def action_copy(self) -> None:
        if self.deed is None:
            return
        if len(self.deed.items) > _MOST_COPIED:
            self._say(f"{counted(len(self.deed.items), 'video')} are too many for a clipboard.")
        else:
            self.app.run_worker(_copy(self.app, self.deed), group="copy-deed", exclusive=True)

    def action_open(self) -> None:
        deed, n = self.deed, self._lines.cursor
        if deed is None or n >= len(deed.items):
            return
        item = deed.items[n]
        if deed.kind == "delete" and item.fate in {Fate.DONE, Fate.SKIPPED}:
            self._say("It is gone.")
        else:
            self.post_message(OpenVideo(item.target.video_no))

    def action_step(self, by: int) -> None:
        deed = self.deed
        if deed is not None:
            ids = [each.id for each in self.deeds]
            self._chosen = ids[(ids.index(deed.id) + by) % len(ids)]
            self._lines.cursor = 0
            self._show()

    def action_clear(self) -> None:
        self._chosen = None
        self._desk.clear()

    def _say(self, words: str) -> None:
        self.notify(words, markup=False)


async def _copy(app: App[Any], deed: Deed) -> None:  # Any: what an app returns does not matter
    """Goes on when its screen is left meanwhile."""
    app.post_message(CopyText(await asyncio.to_thread(report, deed)))
