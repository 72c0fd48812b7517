"""A small app with every fault there is, for the tests of the driver and the guards (`small.py` runs it).

Keys: p repaint twenty times a second · h w r t l raise (handler, worker, render, thread, a callback of the loop)
· f freeze · s suspend the process · q quit · anything else is shown
"""

from __future__ import annotations

import asyncio
import random
import threading
import time
from pathlib import Path

from rich.segment import Segment
from rich.style import Style
from textual.app import App, ComposeResult
from textual.events import Key
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from tui.terminal import crash
from tui.terminal.driver import GuardedDriver

SECRET = "sk-mavi-0123456789abcdef"


def beat(file: Path) -> None:
    """One beat more: the file's size is their number, which no reader can catch half written."""
    with file.open("a") as beats:
        beats.write(".")


def fail(where: str) -> None:
    api_key = SECRET
    raise RuntimeError(f"failed in {where} with {api_key}")


class Noise(Widget):
    """Draws a different picture each time, of several kilobytes."""

    failing = False

    def render_line(self, y: int) -> Strip:
        if self.failing:
            fail("render")
        colours = [Style(color=f"#{random.getrandbits(24):06x}") for _ in range(self.size.width // 8)]
        return Strip([Segment("########", colour) for colour in colours])


class SmallApp(App[None]):
    CSS = "Static { height: 1; } Noise { height: 1fr; }"

    def __init__(self, pulse: Path, fault: str) -> None:
        super().__init__(driver_class=GuardedDriver)
        self._pulse = pulse
        self._fault = fault
        self._beats = 0
        self._typed = ""

    def compose(self) -> ComposeResult:
        yield Static("ready", id="typed", markup=False)
        yield Static("", id="beats", markup=False)
        yield Noise()

    def on_mount(self) -> None:
        self.set_interval(0.05, self._beat)
        if self._fault == "mount":
            fail("mount")

    def on_unmount(self) -> None:
        if self._fault == "unmount":
            fail("unmount")

    def _handle_exception(self, error: Exception) -> None:
        crash.note(self, error)

    def _beat(self) -> None:
        self._beats += 1
        beat(self._pulse)

    def on_key(self, event: Key) -> None:
        if event.character == "q":
            self.exit()
        elif act := getattr(self, f"act_{event.character}", None):
            act()
        else:
            self._typed += event.character or f"<{event.key}>"
            self.query_one("#typed", Static).update(f"typed {self._typed}")

    def act_p(self) -> None:
        self.set_interval(0.05, self._repaint_noise)

    def _repaint_noise(self) -> None:
        self.query_one("#beats", Static).update(f"beat {self._beats}")
        self.query_one(Noise).refresh()

    def act_h(self) -> None:
        fail("handler")

    def act_w(self) -> None:
        self.run_worker(self._failing_work(), group="work")

    async def _failing_work(self) -> None:
        fail("worker")

    def act_r(self) -> None:
        noise = self.query_one(Noise)
        noise.failing = True
        noise.refresh()

    def act_t(self) -> None:
        threading.Thread(target=fail, args=("thread",)).start()

    def act_l(self) -> None:
        asyncio.get_running_loop().call_soon(fail, "callback")

    def act_f(self) -> None:
        self.query_one("#typed", Static).update("frozen")
        self.set_timer(0.2, lambda: time.sleep(60))

    def act_s(self) -> None:
        self.action_suspend_process()
