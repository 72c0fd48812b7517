"""What is wrong, and what was: every trouble of this session with its time, its reason and what to do about it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.reactive import reactive
from textual.screen import Screen
from textual.widgets import Static

from tui.library.values import SyncState
from tui.mishaps import Mishap, Mishaps
from tui.pressing import press
from tui.screens.trouble import Trouble
from tui.text import safe_text
from tui.uploads.job import Job
from tui.widgets.details_facts import wrapped
from tui.widgets.key_line import KeyLine
from tui.widgets.line_list import LineList
from tui.widgets.line_view import LineView
from tui.widgets.lines import Line, Piece, content
from tui.widgets.present import UNKNOWN, fit

_FAIR: Final = "Nothing is wrong: the service answers."
_NEVER: Final = "Nothing went wrong since the start."
_TIMES: Final = 6
_LABEL: Final = 12


class MishapScreen(Screen[None]):
    """A line each, newest first, and beneath them the whole of the one under the cursor."""

    CSS_PATH = "mishaps.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "retry", "Try again", id="mishaps.retry", tooltip="Do again what failed"),
        Binding("y", "copy", "Copy", id="mishaps.copy", tooltip="Copy all that is known of it, for a report"),
        Binding("enter", "whole", "Whole", id="mishaps.whole", tooltip="Show it in a window of its own"),
        Binding("escape,q,exclamation_mark", "dismiss(None)", "Back", id="mishaps.back", tooltip="Where you were"),
    ]

    sync: reactive[SyncState] = reactive(SyncState, init=False, repaint=False)
    jobs: reactive[tuple[Job, ...]] = reactive(tuple, init=False, repaint=False)

    def __init__(
        self, mishaps: Mishaps, *, retry: Callable[[Mishap], str], key: str = "", now: Callable[[], float] = time.time
    ) -> None:
        """`retry` does again what failed, and says what it does. `key`: how the API key ends, and where it is from.

        `now`: seconds since the epoch.
        """
        super().__init__()
        self._mishaps = mishaps
        self._retry = retry
        self._key = key
        self._now = now
        self._head = Static(id="head", markup=False)
        self._list = LineList(empty=_NEVER, id="list")
        self._view = LineView(id="whole")

    def compose(self) -> ComposeResult:
        yield self._head
        with Vertical(id="panes"):
            yield self._list
            yield self._view
        yield KeyLine(id="keys")

    def on_mount(self) -> None:
        self._list.border_title = "What is wrong, and what was"
        self._list.focus()
        self._take()

    def watch_sync(self) -> None:
        self._take()

    def watch_jobs(self) -> None:
        self._take()

    def _take(self) -> None:
        if not self.is_mounted:
            return
        weather = self.sync.weather
        words: Line = ((_FAIR, "good"),) if weather.fair else ((f"Now: {safe_text(weather.problem)}", "warn"),)
        self._head.update(content(words))
        self._list.rows = MishapRows(self._mishaps.all, self._now())
        self._show()

    @property
    def _chosen(self) -> Mishap | None:
        rows = self._list.rows
        return rows.mishaps[self._list.cursor] if isinstance(rows, MishapRows) and len(rows) else None

    @on(LineList.Moved)
    @on(LineView.Sized)
    def _show(self) -> None:
        chosen = self._chosen
        self._view.head = (("The whole of it", "muted"),) if chosen else ()
        self._view.lines = tuple(whole_lines(chosen, self._view.width, self._now(), self._key)) if chosen else ()

    @on(LineList.Picked)
    def action_whole(self) -> None:
        mishap = self._chosen
        if mishap is None:
            self.notify(_NEVER, markup=False)
            return
        what = "\n".join(part for part in (mishap.what, mishap.why) if part)
        asked = f"\nAsked: {mishap.call}" if mishap.call else ""
        card = Trouble(what, advice=f"{mishap.advice}{asked}".strip(), detail=mishap.detail)
        self.app.push_screen(card, self._wished)

    def _wished(self, wish: str | None) -> None:
        if wish == "retry":
            self.action_retry()

    def action_retry(self) -> None:
        mishap = self._chosen
        self.notify(_NEVER if mishap is None else self._retry(mishap), markup=False, timeout=4)

    def action_copy(self) -> None:
        mishap = self._chosen
        if mishap is None:
            self.notify(_NEVER, markup=False)
        else:
            self.app.copy_to_clipboard(f"{_moment(mishap.last, None)} {mishap.text}")


class MishapRows:
    """The list's lines."""

    def __init__(self, mishaps: tuple[Mishap, ...], now: float) -> None:
        self.mishaps = mishaps
        self._moments = [_moment(mishap.last, now) for mishap in mishaps]
        self._widest = max(map(len, self._moments), default=0)

    def __len__(self) -> int:
        return len(self.mishaps)

    def key(self, n: int) -> str:
        mishap = self.mishaps[n]
        return f"{mishap.source} {mishap.first} {mishap.subject} {mishap.what}"

    def line(self, n: int, width: int) -> Line:
        mishap = self.mishaps[n]
        when = fit(self._moments[n], min(self._widest, max(8, width // 4)))
        times = fit(f"{mishap.count}×" if mishap.count > 1 else "", _TIMES, right=True)
        why = f" {safe_text(mishap.why)}" if mishap.why else ""
        pieces: tuple[Piece, ...] = ((f" {when}", "muted"), (times, "warn"), (f"  {safe_text(mishap.what)}", ""))
        return (*pieces, (why, "muted"))


def whole_lines(mishap: Mishap, width: int, now: float, key: str = "") -> Iterator[Line]:
    """Everything about it in lines of at most `width` cells, a label before each part."""
    room = max(12, width - _LABEL)
    when = _moment(mishap.last, now)
    if mishap.count > 1:
        when = f"{when}, {mishap.count:,} times since {_moment(mishap.first, now)}"
    parts = (
        ("When", when),
        ("What", mishap.what),
        ("Why", mishap.why),
        ("Next", mishap.advice or f"It is tried again by itself; {press('mishaps.retry', 'r')} tries now."),
        ("Key", f"the one in use {key}; {press('app.key', 'g k')} enters another" if mishap.forbidden and key else ""),
        ("They said", mishap.detail),
        ("Asked", mishap.call),
    )
    for label, text in parts:
        for n, line in enumerate(wrapped(text, room) if text else ()):
            yield (fit("" if n else label, _LABEL), "muted"), (line, "strong" if label == "What" else "")


def _moment(seconds: float, now: float | None) -> str:
    """Local time; the day, too, unless it is that of `now`."""
    try:
        when = datetime.fromtimestamp(seconds)
        today = now is not None and datetime.fromtimestamp(now).date() == when.date()
    except (OverflowError, OSError, ValueError):
        return UNKNOWN
    return when.strftime("%H:%M:%S" if today else "%Y-%m-%d %H:%M:%S")
