"""The question before a deletion: what goes, by name, with Cancel first, and an answer that no key gives by chance."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, ClassVar, Final

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from tui.deeds.deed import Confirmed, Target
from tui.deeds.desk import DeedDesk
from tui.deeds.targets import Targets
from tui.screens.shield import Shield
from tui.text import safe_text
from tui.widgets.lines import Line, content, fit_middle
from tui.widgets.present import counted, fit, size_text

_NAMED: Final = 10
"""Names that are shown; more videos than this, and their number has to be typed."""
_NAME: Final = 48
_LONGEST: Final = 12
_ROOMY: Final = 24
"""Lines of a window from which on there is room for all names that are ever told."""
_BESIDE: Final = 15
"""Lines that everything else takes in a narrow one."""


class ConfirmDelete(ModalScreen[bool]):
    """Dismisses with whether they are to be deleted."""

    CSS_PATH = "deleting.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q", "dismiss(False)", "Cancel", id="delete.cancel")]

    def __init__(self, targets: Sequence[Target], *, left_out: int = 0) -> None:
        """`left_out`: how many were marked, too, and are not known here any more."""
        super().__init__()
        self._targets = Targets.of(targets)
        self._left_out = left_out
        self._typed = ""
        self._shield = Shield()
        self._cancel = Static(_answer("n", "Cancel", "(enter)"), classes="answer -first")
        self._delete = Static(classes="answer")

    @property
    def _is_many(self) -> bool:
        return len(self._targets) > _NAMED

    def compose(self) -> ComposeResult:
        with Vertical(id="card") as card:
            card.border_title = f"Delete {counted(len(self._targets), 'video')} for good?"
            yield Static(Content("\n").join(map(content, self._words())), id="words")
            yield self._cancel
            yield self._delete

    def on_mount(self) -> None:
        self._shield.watch(self)
        self._show_answer()

    def _words(self) -> list[Line]:
        """As many names as leave the answers in sight."""
        named = _NAMED if self.app.size.height >= _ROOMY else max(1, self.app.size.height - _BESIDE)
        lines: list[Line] = [
            (
                ("  ", ""),
                (fit_middle(target.name or target.video_no, min(_NAME, self.app.size.width - 18)), "strong"),
                (fit(size_text(target.size), 10, right=True), "muted"),
            )
            for target in self._targets[:named]
        ]
        if len(self._targets) > named:
            lines.append(((f"  and {len(self._targets) - named:,} more", ""),))
        if len(self._targets) > 1:
            known = [target.size for target in self._targets if target.size is not None]
            least = "at least " if len(known) < len(self._targets) else ""
            lines += [(), ((f"{counted(len(self._targets), 'video')}, {least}{size_text(sum(known))} in all.", ""),)]
        if self._left_out:
            lines.append(((f"{counted(self._left_out, 'other')} marked, not known here any more: left out.", "warn"),))
        lines += [(), (("The service keeps no copy. You have ten seconds to undo it.", "warn"),)]
        return lines

    def _show_answer(self) -> None:
        if not self._is_many:
            self._delete.update(_answer("y", "Delete", "for good"))
            return
        typed = f"{self._typed}▏"
        words = f"type {len(self._targets)} and press enter"
        is_typed = self._typed == str(len(self._targets))
        self._delete.update(
            Content.assemble(
                ("   Delete  ", "bold $text-error" if is_typed else ""),
                (typed, "bold $primary"),
                (f"  {'enter deletes' if is_typed else words}", "$foreground-muted"),
            )
        )
        self._cancel.update(_answer("n", "Cancel", "" if self._typed else "(enter)"))

    def on_key(self, event: events.Key) -> None:
        if event.key in {"escape", "q"}:
            return
        event.stop()
        event.prevent_default()
        if self._shield.is_up:
            return
        if event.key == "n" or (event.key == "enter" and not self._typed):
            self.dismiss(False)
        elif not self._is_many:
            if event.character == "y":
                self.dismiss(True)
        elif event.key == "enter":
            if self._typed == str(len(self._targets)):
                self.dismiss(True)
            else:
                self._typed = ""
                self._show_answer()
        elif event.key == "backspace":
            self._typed = self._typed[:-1]
            self._show_answer()
        elif event.character is not None and event.character.isascii() and event.character.isdigit():
            self._typed = (self._typed + event.character)[-_LONGEST:]
            self._show_answer()


async def ask_and_delete(
    screen: Screen[Any],  # Any: what a screen returns does not matter
    desk: DeedDesk,
    targets: Sequence[Target],
    *,
    ask: Callable[[Screen[bool]], Awaitable[bool | None]],
    left_out: int = 0,
) -> None:
    """To be run as a worker. What is confirmed is frozen here: nothing that is marked later can come to it."""
    reason = desk.why_not_delete
    if reason or not targets:
        screen.notify(reason or "None of them is known here any more: nothing to delete.", markup=False)
        return
    confirmed = Confirmed(Targets.of(targets))
    if not await ask(ConfirmDelete(confirmed.targets, left_out=left_out)):
        return
    try:
        await desk.delete(confirmed)
    except PermissionError as refused:
        screen.notify(safe_text(refused), markup=False, severity="warning")


def _answer(key: str, title: str, explanation: str) -> Content:
    return Content.assemble((f" {key} ", "bold $primary"), f" {title}  ", (explanation, "$foreground-muted"))
