"""The log file, from its end: follows what is written, narrows by level, and finds words."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import ClassVar, Final

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen

from tui.logtail import Record, Tail, at_least, read
from tui.pressing import press
from tui.screens.ask_line import AskLine
from tui.text import safe_text
from tui.widgets.details_facts import wrapped
from tui.widgets.form_checks import Checked
from tui.widgets.key_line import KeyLine
from tui.widgets.line_view import LineView
from tui.widgets.lines import Line, Tone, plain
from tui.widgets.present import counted, size_text

_GLANCE: Final = 1.0
"""Seconds between two looks at the file; one that has not changed writes nothing."""
_SHOWS: Final = (("DEBUG", "everything"), ("WARNING", "warnings and worse"), ("ERROR", "errors only"))
_TONES: Final[dict[str, Tone]] = {"WARNING": "warn", "ERROR": "bad", "CRITICAL": "bad"}


class LogScreen(Screen[None]):
    """Shows the end of `file`. At the last line it stays at the last line."""

    CSS_PATH = "log.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "search", "Search", id="log.search", tooltip="Find words, from here upwards"),
        Binding("n", "next(-1)", "Next", id="log.next", tooltip="The match before: a log is read from its end"),
        Binding("N", "next(1)", "Previous", id="log.previous", show=False, tooltip="The match after"),
        Binding("f", "level", "Level", id="log.level", tooltip="Everything, warnings and worse, errors only"),
        Binding("y", "copy", "Copy", id="log.copy", tooltip="Copy the lines that are to be seen"),
        Binding("escape,q", "dismiss(None)", "Back", id="log.back", tooltip="Where you were"),
    ]

    def __init__(self, file: Path) -> None:
        super().__init__()
        self._file = file
        self._tail = Tail()
        self._read_once = False
        self._shows = 0
        self._sought = ""
        self._hit: int | None = None
        self._view = LineView(id="log")

    def compose(self) -> ComposeResult:
        yield self._view
        yield KeyLine(id="keys")

    def on_mount(self) -> None:
        self._view.focus()
        self._look()
        self.set_interval(_GLANCE, self._look)

    @work(group="tail", exclusive=True)
    async def _look(self) -> None:
        tail = await asyncio.to_thread(read, self._file, self._tail)
        if tail is not self._tail or not self._read_once:
            self._tail, self._read_once = tail, True
            self._show()

    def on_line_view_sized(self) -> None:
        self._show()

    def _show(self) -> None:
        view = self._view
        at_end = view.scroll_offset.y >= view.max_scroll_y
        level, title = _SHOWS[self._shows]
        found = at_least(self._tail.records, level)
        view.head = self._head(title, len(found))
        view.lines = tuple(self._lines(found, view.width))
        if at_end:
            view.action_bottom()

    def _head(self, title: str, count: int) -> Line:
        left_out = f" · {size_text(self._tail.left_out)} before that are left out" if self._tail.left_out else ""
        what = f"   {title}: {counted(count, 'entry', 'entries')}{left_out}"
        sought = f" · /{safe_text(self._sought, 40)}" if self._sought else ""
        return (
            ("Log", "strong"),
            (what, "muted"),
            (sought, "accent"),
            (f" · {safe_text(_at_home(self._file))}", "muted"),
        )

    def _lines(self, found: list[Record], width: int) -> list[Line]:
        if self._tail.problem:
            return [(), ((f"The log can't be read: {safe_text(self._tail.problem)}.", "warn"),)]
        if not found:
            nothing = "Nothing of that kind was written." if self._tail.records else "Nothing was written down yet."
            return [(), ((nothing, "muted"),)] if self._read_once else []
        lines: list[Line] = []
        for record in found:
            for n, said in enumerate(record.lines):
                tone: Tone = _TONES.get(record.level, "") if n == 0 else "muted"
                lines += [((piece, self._tone(piece, tone)),) for piece in wrapped(said, max(20, width))]
        return lines

    def _tone(self, piece: str, tone: Tone) -> Tone:
        return "accent" if self._sought and self._sought.lower() in piece.lower() else tone

    def action_level(self) -> None:
        self._shows = (self._shows + 1) % len(_SHOWS)
        self._hit = None
        self._show()
        self._view.action_bottom()

    @work(group="ask", exclusive=True)
    async def action_search(self) -> None:
        words = f"Words, whatever their case; {press('log.next', 'n')} finds the next."
        asked = await self.app.push_screen_wait(AskLine("Search the log", words, _anything, text=self._sought))
        if asked is None:
            return
        self._sought, self._hit = asked.strip(), None
        self._show()
        if self._sought:
            self.action_next(-1)

    def action_next(self, by: int) -> None:
        hits = [n for n, line in enumerate(self._view.lines) if self._sought.lower() in plain(line).lower()]
        if not self._sought or not hits:
            asks = f"{press('log.search', '/')} asks what to look for."
            said = f"“{safe_text(self._sought, 40)}” is not in it." if self._sought else asks
            self.notify(said, markup=False)
            return
        start = len(self._view.lines) if self._hit is None else self._hit
        ahead = [n for n in hits if (n < start if by < 0 else n > start)]
        self._hit = (ahead[-1] if by < 0 else ahead[0]) if ahead else (hits[-1] if by < 0 else hits[0])
        self._view.action_go_to(max(0, self._hit - self._view.size.height // 2))

    def action_copy(self) -> None:
        top = self._view.scroll_offset.y
        seen = self._view.lines[top : top + self._view.size.height - 1]
        self.app.copy_to_clipboard("\n".join(plain(line).rstrip() for line in seen))


def _at_home(file: Path) -> Path:
    """Shorter, where it is in somebody's own folder."""
    return Path("~", file.relative_to(Path.home())) if file.is_relative_to(Path.home()) else file


def _anything(_text: str) -> Checked:
    return Checked()
