"""Textual's Linux driver, made to survive its terminal: stalled, vanished, or sending nonsense.

Inheriting from `LinuxDriver` is how Textual is told about another terminal (`App(driver_class=…)`). Private
names that this leans on, and the reason why Textual is pinned: `LinuxDriver._writer_thread` (retired as soon
as it was started), `_run_input_thread`, `_sigcont_application`, `_must_signal_resume`, `Driver._app`,
`Driver._debug`, `App._handle_exception`.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import termios
import time
from collections.abc import Callable
from types import FrameType
from typing import Any, Final

from textual import events
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from tui.terminal import modes, signals
from tui.terminal.canvas import Canvas
from tui.terminal.forerunner import ALTERNATE, Forerunner
from tui.terminal.ground import Answers, Ground, question
from tui.terminal.line_speed import QUESTION, LineSpeed
from tui.terminal.output import Output
from tui.terminal.reading import Reading

_CLOSE_PATIENCE: Final = 0.4
"""Seconds for the last bytes to leave; then the terminal is given back by force."""
_TICK_MS: Final = 100
_TWICE_WITHIN: Final = 2.0
"""Seconds between two presses of Ctrl-C that ask to leave, whatever the interface thinks of them."""

_SYNC_START: Final = "\x1b[?2026h"
_SYNC_END: Final = "\x1b[?2026l"
_NOT_A_FRAME: Final = ("\x1b[?", "\x1b[<", "\x1b[>", "\x1b]52;", "\x1b]9;", "\x1b]777;", "\x1bP", "\x1b]22;", "\x07")
"""How everything begins that is not a part of the picture: modes, keys, clipboard (bare, or in the envelope of a
multiplexer), notices, pointer, bell. A frame begins with a move, a colour or a letter."""


class GuardedDriver(LinuxDriver):
    """Draws without ever waiting for the line, reads any byte, and notices when the terminal is gone."""

    class GroundTold(Message):
        """The terminal has told what it draws on, in time and before a key was pressed."""

        def __init__(self, ground: Ground) -> None:
            super().__init__()
            self.ground = ground

    def __init__(
        self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self.canvas = Canvas()
        self._output: Output | None = None
        self._frame: list[str] | None = None
        self._cursor = ""
        self._tty = sys.__stdout__.fileno() if sys.__stdout__ else 1
        self._encoding = sys.__stdout__.encoding if sys.__stdout__ else "utf-8"
        self._last_ctrl_c = float("-inf")
        self._been_here = False
        self._is_here = False
        # An app may have one; Textual makes the driver, and hands it nothing else.
        self._before: Forerunner | None = getattr(app, "forerunner", None)
        self._answers = Answers()
        self._speed = LineSpeed(time.monotonic())
        self._on_speed: Callable[[float], None] | None = None
        self._typed = False

    # Output

    def write(self, data: str) -> None:
        """Send `data` when the line takes it; what lies between the marks of a synchronized update stays together."""
        if data == _SYNC_START:
            self._frame = []
        elif data == _SYNC_END and self._frame is not None:
            drawn, self._frame = "".join(self._frame), None
            if drawn and not self._is_still(drawn):
                self._send(f"{_SYNC_START}{drawn}{_SYNC_END}", frame=True)
        elif self._frame is not None:
            self._frame.append(data)
        elif data == ALTERNATE and self._before is not None and self._before.holds:
            pass  # it is there, with a picture that some terminals would take away once more
        elif data.startswith(_NOT_A_FRAME):
            self._send(data, frame=False)
        elif not self._is_still(data):
            self._send(data, frame=True)

    def _is_still(self, frame: str) -> bool:
        """Whether nothing is drawn and the cursor, with which each frame ends, is there already."""
        before, self._cursor = self._cursor, frame[frame.rfind("\x1b") :]
        return frame == before

    def _send(self, data: str, *, frame: bool) -> None:
        # While suspended there is nowhere to write to; coming back paints everything again.
        if self._output is not None:
            encoded = data.encode(self._encoding, "replace")
            if frame and self._on_speed is not None and self._speed.sent(len(encoded), time.monotonic()):
                encoded += QUESTION.encode()
            self._output.write(encoded, frame=frame)

    def draw(self, pictures: str) -> None:
        """Sends what draws pictures between two frames; it leaves cursor and pen where they are."""
        self._send(pictures, frame=True)

    def _repaint(self) -> None:
        self.canvas.forget()
        self._cursor = ""
        self._app.call_later(self._app.refresh)

    # Coming and going

    def start_application_mode(self) -> None:
        if self._output is None:
            self._output = Output(self._tty, repaint=self._repaint, gone=signals.hang_up)
            self._speed = LineSpeed(time.monotonic())
            if self._before is not None and self._before.holds:
                self._output.write(self._before.rest, frame=False)
        super().start_application_mode()  # type: ignore[no-untyped-call]  # Textual left it unannotated
        self._take_over()
        self._forget_at_once()
        if self._writer_thread is not None:
            self._writer_thread.stop()
            self._writer_thread = None
        if self._been_here:
            # Back from being suspended: the alternate screen is empty, and nothing that is on it has changed.
            self._repaint()
        self._been_here = self._is_here = True

    def _take_over(self) -> None:
        """From whoever has shown a picture before us: what they have changed is ours to change back."""
        before, self._before = self._before, None
        if before is not None and before.holds:
            self.attrs_before = before.flags
            if still := before.hand_over():
                self.canvas.begin_with(still)

    def _forget_at_once(self) -> None:
        """At the signal itself: what is drawn before the loop hears of another size must not lean on the picture."""
        textual = signal.getsignal(signal.SIGWINCH)

        def resized(number: int, frame: FrameType | None) -> None:
            self.canvas.forget()
            if callable(textual):
                textual(number, frame)

        if callable(textual):
            signal.signal(signal.SIGWINCH, signals.in_turn(resized))

    def _sigcont_application(self, *_: object) -> None:
        """Back, whoever stopped us. A SIGSTOP lets nobody tidy up first, and its shell has made the terminal its own.

        To start once more as Textual does would take what we have set there for what it was before us. Whoever is
        leaving does not come back.
        """
        if self._must_signal_resume:
            super()._sigcont_application()
        elif self._is_here and self._has_terminal():
            self.suspend_application_mode()
            self.resume_application_mode()

    def _has_terminal(self) -> bool:
        """When it vanishes everybody is sent SIGCONT, stopped or not."""
        try:
            termios.tcgetattr(self.fileno)
        except termios.error:
            return False
        return True

    def stop_application_mode(self) -> None:
        self._is_here = False
        self._frame = None
        if self._output is not None:
            self._output.drop_frames()
        if wiped := self.canvas.wiped:
            self._send(wiped, frame=False)
        if modes.has_one_screen(os.environ):
            self._send(modes.CLEARED, frame=False)
        super().stop_application_mode()

    def close(self) -> None:
        output, self._output = self._output, None
        if output is not None and not output.close(_CLOSE_PATIENCE):
            modes.give_back(self._tty, self.attrs_before)

    def give_back(self) -> None:
        """Put the terminal right at once, from any thread, when the orderly end does not come; harmless after it."""
        output, self._output = self._output, None
        if output is not None:
            output.abandon()
            modes.give_back(self._tty, self.attrs_before)

    def ask_for_ground(self) -> None:
        """Asks the terminal what it draws on; GroundTold is sent to the app when it answers."""
        self._answers.asked(time.monotonic())
        self._send(question(os.environ), frame=False)

    def measure_line(self, told: Callable[[float], None]) -> None:
        """To be called before the first frame; `told` hears kilobits a second, on the app's loop, if they get known."""
        self._on_speed = told

    # Input

    def _run_input_thread(self) -> None:
        try:
            self.run_input_thread()
        except Exception as error:  # noqa: BLE001  # a bug in this thread ends the app like one in any other
            self._app.call_later(self._app._handle_exception, error)

    def run_input_thread(self) -> None:
        """Read keys until told to stop, or until there is nobody left to press them."""
        reading = Reading(self._debug)
        poll = select.poll()
        poll.register(self.fileno, select.POLLIN)
        while not self.exit_event.is_set():
            if poll.poll(_TICK_MS):
                data = self._read()
                if not data:
                    signals.hang_up()
                    return
            else:
                data = b""
            kbit = self._speed.heard(data, time.monotonic())
            if kbit is not None and self._on_speed is not None:
                self._app.call_later(self._on_speed, kbit)
            if keys := self._answers.keys(data, time.monotonic()):
                for message in reading.read(keys):
                    self.process_message(message)
            self._pass_on_ground()
            for message in reading.tick():
                self.process_message(message)
        reading.end()

    def _pass_on_ground(self) -> None:
        ground = self._answers.heard(time.monotonic())
        if ground is not None and not self._typed:
            self.send_message(self.GroundTold(ground))

    def _read(self) -> bytes:
        """What was typed; nothing when the terminal is gone: it ends (hung up) or fails (EIO)."""
        try:
            return os.read(self.fileno, 4096)
        except OSError:
            return b""

    def process_message(self, message: Message) -> None:
        self._typed = self._typed or isinstance(message, events.Key | events.Paste)
        if isinstance(message, events.Key) and message.key == "ctrl+c":
            now = time.monotonic()
            if now - self._last_ctrl_c < _TWICE_WITHIN:
                signals.interrupt()
            self._last_ctrl_c = now
        if isinstance(message, events.Resize) and self.canvas.has_begun:
            # What is on a screen that changes its size is the terminal's own affair.
            self.canvas.forget()
        super().process_message(message)
