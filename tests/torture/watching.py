"""What must hold whatever was pressed: the screen is whole, there is a way back, and who is left alone rests."""

from __future__ import annotations

import asyncio
import time
import traceback
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, Final

from textual.widget import Widget
from textual.worker import WorkerFailed

from tests.stories.program import Program
from tui.widgets.key_line import KeyLine
from tui.widgets.video_table import VideoTable

WAY_BACK: Final = 12
"""Keys that it may take at most from anywhere back to the library."""
_PATIENCE: Final = 30.0
"""Seconds after which the program hangs, not counting those in which the machine had no turn for it."""
_TURNS: Final = Path("/proc/thread-self/schedstat")
_LAYOUTS: Final = 20
_A_LAYOUT: Final = 0.05
_REST: Final = 0.5
_BUSY: Final = 0.5
"""A rest of so many seconds in which the interface computes less than this share of them: it must come to that."""


def _moment() -> float:
    """Seconds of a clock that stands still while this thread waits for a processor: others may want it as well."""
    if not _TURNS.exists():
        return time.monotonic()
    return time.monotonic() - int(_TURNS.read_text(encoding="ascii").split()[1]) / 1e9


class Fallen(Exception):
    """The program did not stand so many strokes; the cause says how."""

    def __init__(self, strokes: int) -> None:
        super().__init__(f"after {strokes} strokes")
        self.strokes = strokes

    @property
    def told(self) -> str:
        cause = self.__cause__
        inner = cause.error if isinstance(cause, WorkerFailed) else None
        return "".join("".join(traceback.format_exception(each)) for each in (cause, inner) if each)


def is_over(program: Program) -> bool:
    """Whether it has been left or has fallen; what made it fall is raised when it ends."""
    return program.app._exit or program.app._exception is not None


async def calm(program: Program, doing: Coroutine[Any, Any, None], what: str) -> None:  # Any: of no coroutine we await
    """Waits until it is done and its messages are dealt with, or the program is left."""
    task = asyncio.ensure_future(doing)
    deadline = _moment() + _PATIENCE
    while not task.done() and not is_over(program):
        if _moment() > deadline:
            await _end(task)
            raise AssertionError(f"hangs after {what[:200]} on {program.app.screen}; {_busy(program)}")
        await asyncio.wait([task], timeout=0.05)
    if is_over(program):
        await _end(task)
        return
    task.result()


async def _end(task: asyncio.Task[None]) -> None:
    """Whoever was about to go on may have missed that he was to stop: he is told again."""
    while not task.done():
        task.cancel()
        await asyncio.wait([task], timeout=0.05)


async def _a_moment(program: Program, seconds: float) -> None:
    """So long, and until everybody has had a turn: what is put off is done by then."""
    await asyncio.sleep(seconds)
    await calm(program, program.is_calm(), "a moment of rest")


def _busy(program: Program) -> str:
    queues = {str(pump): pump.message_queue_size for pump in program._pumps() if pump.message_queue_size}
    return f"keys idle: {program.app.keyboard.typed.idle}, queues: {queues}"


async def assert_sound(program: Program) -> None:
    """The screen as it is painted, and the cursor: a layout that is still to come may mend them, nothing later."""
    for _ in range(_LAYOUTS):
        try:
            _assert_whole(program)
        except AssertionError:
            await _a_moment(program, _A_LAYOUT)
        else:
            return
    _assert_whole(program)


def _assert_whole(program: Program) -> None:
    if is_over(program):
        return  # what went wrong is raised when the program ends
    width, height = program.app.size
    strips = program._strips()
    assert len(strips) <= height, f"{len(strips)} lines on {height}\n{program.text}"
    for strip in strips:
        assert strip.cell_length <= width, f"{strip.cell_length} cells in {width}: {strip.text!r}\n{program.text}"
    for line in program.app.screen.query(KeyLine):
        cells = line.render().cell_length
        assert cells <= max(0, line.size.width), f"the footer needs {cells} of {line.size.width} cells"
    _assert_cursors(program)


def _assert_cursors(program: Program) -> None:
    for widget in program.app.screen.walk_children(Widget):
        cursor, count = getattr(widget, "cursor", None), getattr(widget, "count", None)
        if isinstance(cursor, int) and isinstance(count, int):
            assert 0 <= cursor < max(1, count), f"the cursor of {widget} on {cursor} of {count}"
    table = program.table
    if table.is_attached and program.app.screen is program.library and table.size.height > 1 and table.count:
        top = table.scroll_offset.y
        page = table.size.height - 1
        assert top <= table.cursor < top + page, f"the cursor on {table.cursor}, seen from {top}, {page} lines"


async def way_back(program: Program) -> None:
    """Escape, or q where that is not enough, leads to the library, and `g l` from there into its list."""
    app, passed = program.app, []
    for n in range(WAY_BACK):
        if is_over(program):
            return
        if len(app.screen_stack) == 1:
            break
        passed.append(str(app.screen))
        await calm(program, program.press("escape" if n % 4 < 3 else "q"), "the way back")
        if not is_over(program) and str(app.screen) == passed[-1]:
            await _a_moment(program, 0.1)
    assert len(app.screen_stack) == 1, f"no way back in {WAY_BACK} keys: {passed}\n{program.text}"
    # A line that is edited is left first; each escape more gives up one level of what was looked for.
    for _ in range(2):
        await calm(program, program.press("escape"), "leaving the library's own lines")
    await calm(program, program.press("g", "l"), "going to the list")
    if not is_over(program):
        assert isinstance(app.focused, VideoTable), f"g l leads to {app.focused}\n{program.text}"


async def assert_calm(program: Program) -> None:
    """Who is left alone rests: there is half a second in which next to nothing is computed for the screen."""
    shares = []
    deadline = _moment() + _PATIENCE
    while _moment() < deadline:
        before, began = time.thread_time(), time.monotonic()
        await asyncio.sleep(_REST)
        shares.append((time.thread_time() - before) / (time.monotonic() - began))
        if shares[-1] < _BUSY:
            return
    raise AssertionError(f"never at rest: {[round(share, 2) for share in shares]}\n{program.text}")
