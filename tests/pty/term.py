"""Drive a real program in a real pty: press keys, look at the screen, cut the line, and see what is left behind."""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Final, Literal, Self

from tests.conditions import PATIENCE
from tests.pty.allowance import Allowance
from tests.pty.emulator import Emulator

_LAUNCH: Final = Path(__file__).with_name("launch.py")
_NOT_OURS: Final = re.compile(r"TMUX|STY|SSH_|TEXTUAL_|MEMORIES_|NO_COLOR|COLOR|LINES|COLUMNS|ESCDELAY|TERM")

Manner = Literal["plain", "deaf", "foreign"]
"""How the program is started: see `launch.py`."""


class Term:
    """A program with a terminal. Use as a context manager: at its end the program has ended, too.

    `env` is added to a plain environment (TERM=xterm-256color, nothing that configures the program).
    """

    def __init__(
        self,
        argv: Sequence[str],
        *,
        columns: int = 80,
        rows: int = 24,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        manner: Manner = "plain",
        synchronized: bool = False,
        ground: str = "",
    ) -> None:
        self._emulator = Emulator(columns, rows, synchronized=synchronized, ground=ground)
        self._log: list[bytes] = []
        self._lock = threading.RLock()
        self._reading = threading.Event()
        self._reading.set()
        self._hung_up = False
        self._near, far = os.openpty()
        self._flags = termios.tcgetattr(far)
        self.resize(columns, rows)
        plain = {name: value for name, value in os.environ.items() if not _NOT_OURS.match(name)}
        self._process = subprocess.Popen(
            [sys.executable, "-S", "-I", str(_LAUNCH), manner, *argv],
            stdin=far,
            stdout=far,
            stderr=far,
            env=plain | {"TERM": "xterm-256color"} | dict(env or {}),
            cwd=cwd,
        )
        # Without this end of ours the tty's flags could not be read after the program has gone.
        self._far = far
        self._reader = threading.Thread(target=self._read, name="pty", daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def running(self) -> bool:
        return self._process.poll() is None

    # Doing

    def send(self, keys: bytes | str) -> None:
        """Type `keys`, as the bytes a terminal sends for them."""
        data = keys.encode() if isinstance(keys, str) else keys
        while data:
            data = data[os.write(self._near, data[:1024]) :]

    def resize(self, columns: int, rows: int) -> None:
        with self._lock:
            self._emulator.screen.resize(rows, columns)
        fcntl.ioctl(self._near, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def pause_reading(self) -> None:
        """Take no more output: a stalled line. Keys still arrive."""
        self._reading.clear()

    def resume_reading(self) -> None:
        self._reading.set()

    def hang_up(self) -> None:
        """Take the terminal away: what sshd does when the line is gone."""
        self._hung_up = True
        self._reading.set()
        self._reader.join()
        os.close(self._far)
        os.close(self._near)

    def kill(self, number: signal.Signals) -> None:
        os.kill(self.pid, number)

    # Looking

    def text(self) -> str:
        with self._lock:
            return self._emulator.text()

    def raw(self) -> bytes:
        """Every byte the program has written."""
        with self._lock:
            return b"".join(self._log)

    def reversed_lines(self) -> list[str]:
        """The lines on which something is drawn in reverse: what of them is."""
        with self._lock:
            screen = self._emulator.screen
            lines = ([screen.buffer[y][x] for x in range(screen.columns)] for y in range(screen.lines))
            found = ("".join(cell.data for cell in line if cell.reverse) for line in lines)
            return [each for each in found if each]

    def left_on(self) -> list[str]:
        """What is not as it was before: terminal modes by name, and the tty's own flags."""
        with self._lock:
            modes = self._emulator.left_on()
        return modes + ["tty flags"] * (termios.tcgetattr(self._near) != self._flags)

    def cpu_seconds(self) -> float:
        """User and system time of the program so far."""
        fields = Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    # Waiting

    def wait(self, condition: Callable[[], bool], what: str, timeout: float = PATIENCE) -> None:
        """`timeout`: seconds, not counting those in which the program was given no processor."""
        allowance = Allowance(self.pid, timeout)
        while not condition():
            if allowance.is_spent():
                raise AssertionError(f"{what}: not within {timeout} s. The screen:\n{self.text()}")
            time.sleep(0.01)

    def wait_text(self, text: str, what: str, timeout: float = PATIENCE) -> None:
        self.wait(lambda: text in self.text(), what, timeout)

    def wait_exit(self, timeout: float = PATIENCE) -> int:
        """The exit code (negative: ended by that signal), once all output has been read."""
        self.wait(lambda: not self.running, "its end", timeout)
        if not self._hung_up and self._reading.is_set():
            self.wait(self._nothing_to_read, "the last output")
        return self._process.wait()

    def close(self) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        if not self._hung_up:
            self.hang_up()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _nothing_to_read(self) -> bool:
        with self._lock:
            return not select.select([self._near], [], [], 0.02)[0]

    def _read(self) -> None:
        while not self._hung_up:
            self._reading.wait()
            with self._lock:
                self._take()
            time.sleep(0.001)

    def _take(self) -> None:
        ready, _, _ = select.select([self._near], [], [], 0.005)
        if not ready or not self._reading.is_set():
            return
        data = os.read(self._near, 65536)
        self._log.append(data)
        if answer := self._emulator.feed(data):
            with contextlib.suppress(OSError):
                os.write(self._near, answer)
