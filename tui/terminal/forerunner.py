"""Shows a picture before there is anything that could draw one, and gives the terminal back if nobody takes over.

From here until the driver has taken over, keys wait unseen in the terminal's queue, and whatever ends the program ends
it with a terminal as it was. Imports nothing of Textual.
"""

from __future__ import annotations

import os
import signal
import termios
import time
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import Final

from tui.terminal import modes
from tui.terminal.output import own_descriptor
from tui.terminal.still import Still

ALTERNATE: Final = "\x1b[?1049h"
_HIDDEN_CURSOR: Final = "\x1b[?25l"
_SYNC_START: Final = "\x1b[?2026h"
_SYNC_END: Final = "\x1b[?2026l"
_PATIENCE: Final = 0.05
"""Seconds for which the start waits for the line to take the picture; the rest of it goes with the first bytes."""
_LEAVING: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)
_LFLAG, _IFLAG, _CC = 3, 0, 6

Handler = Callable[[int, FrameType | None], object] | int | None


class Forerunner:
    """Holds the terminal from `show` until `hand_over` or `give_back`; without `show` all of it does nothing."""

    def __init__(self, *, stdin: int = 0, stdout: int = 1) -> None:
        self.still: Still | None = None
        """What the terminal shows, as far as we know."""
        self.rest = b""
        """What the line has not taken yet; whoever takes over sends it before anything else."""
        self.flags: modes.Flags | None = None
        """Of the terminal, as they were before."""
        self._stdin = stdin
        self._stdout = stdout
        self._holds = False
        self._has_drawn = False
        self._before: dict[int, Handler] = {}

    def show(self, still: Still, *, synchronized: bool) -> None:
        """Draws it, where the terminal is ours and has room for exactly that. `synchronized`: it knows mode 2026."""
        self._listen()
        picture = f"{_SYNC_START}{still.drawn()}{_SYNC_END}" if synchronized else still.drawn()
        try:
            flags = termios.tcgetattr(self._stdin)
            if os.tcgetpgrp(self._stdin) == os.getpgrp() and self._has_room_for(still):
                self.flags, self.still, self._holds = flags, still, True
                termios.tcsetattr(self._stdin, termios.TCSANOW, self._silent(flags))
                self._send(f"{ALTERNATE}{_HIDDEN_CURSOR}{picture}".encode())
        except (OSError, termios.error):
            self.give_back()

    def _has_room_for(self, still: Still) -> bool:
        return os.get_terminal_size(self._stdout) == (still.columns, still.lines)

    def hand_over(self) -> Still | None:
        """The terminal is somebody else's concern now; answers with what it shows, if that is known."""
        still, self.still, self._holds = self.still, None, False
        return still

    @property
    def holds(self) -> bool:
        """Whether the terminal is to be given back by us."""
        return self._holds

    def give_back(self) -> None:
        """Puts the terminal right, if nobody has taken over; harmless whenever it comes, from any thread."""
        holds, self._holds, self.still, self.rest = self._holds, False, None, b""
        if holds and self._has_drawn:
            if modes.has_one_screen(os.environ):
                with suppress(OSError):
                    os.write(self._stdout, modes.CLEARED.encode())
            modes.give_back(self._stdout, self.flags)
        elif holds and self.flags is not None:
            with suppress(termios.error):
                termios.tcsetattr(self._stdin, termios.TCSANOW, self.flags)

    def close(self) -> None:
        """The end, for the main thread: the terminal is given back, and signals mean what they meant before."""
        self.give_back()
        for number, handler in self._before.items():
            if signal.getsignal(number) in (self._leave, self._stop, self._resized):
                signal.signal(number, signal.SIG_DFL if handler is None else handler)
        self._before = {}

    def _listen(self) -> None:
        leaving = dict.fromkeys(_LEAVING, self._leave)
        for number, handler in {**leaving, signal.SIGTSTP: self._stop, signal.SIGWINCH: self._resized}.items():
            if signal.getsignal(number) != signal.SIG_IGN:  # nohup, or a shell without job control
                self._before[number] = signal.signal(number, handler)

    def _leave(self, number: int, _frame: FrameType | None) -> None:
        """Nothing was begun that would have to be finished."""
        self.give_back()
        os._exit(128 + number)

    def _stop(self, number: int, _frame: FrameType | None) -> None:
        """Stopped by somebody's `kill`: the rest of the start draws as if there had been no picture."""
        self.give_back()
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)

    def _resized(self, _number: int, _frame: FrameType | None) -> None:
        """What is on a screen that changes its size is the terminal's own affair."""
        self.still = None

    def _send(self, data: bytes) -> None:
        """As much as the line takes in time. Raises OSError where that could only be found out by waiting for it."""
        terminal = own_descriptor(self._stdout)
        end = time.monotonic() + _PATIENCE
        try:
            if os.get_blocking(terminal):
                raise BlockingIOError
            self.rest, self._has_drawn = data, True
            while self.rest and time.monotonic() < end:
                try:
                    self.rest = self.rest[os.write(terminal, self.rest) :]
                except BlockingIOError:
                    time.sleep(0.001)
        finally:
            os.close(terminal)

    def _silent(self, flags: modes.Flags) -> modes.Flags:
        """No echo, and every key at once; ctrl+c still ends the program, as long as nothing else listens to it."""
        silent: modes.Flags = [list(each) if isinstance(each, list) else each for each in flags]
        silent[_LFLAG] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN)
        silent[_IFLAG] &= ~(termios.IXON | termios.IXOFF | termios.ICRNL | termios.INLCR | termios.IGNCR)
        silent[_CC][termios.VMIN] = 1
        silent[_CC][termios.VTIME] = 0
        silent[_CC][termios.VSUSP] = bytes([os.fpathconf(self._stdin, "PC_VDISABLE")])
        return silent
