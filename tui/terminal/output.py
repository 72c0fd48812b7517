"""Bytes to the terminal from a thread of their own: a line that stalls costs frames, never a beat of the loop."""

from __future__ import annotations

import contextlib
import os
import select
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Final

MAX_WAITING: Final = 128 * 1024
"""Bytes that may wait for the line (one frame may go over): four seconds of a 256 kbit/s line."""
STALLED_AFTER: Final = 1.0
"""Seconds in which not one byte left, after which what waits is out of date anyway."""
_POLL_MS: Final = 100
_CHUNK: Final = 16 * 1024


class Output:
    """A terminal one can write to without waiting.

    Frames may be dropped, all others are kept in their order. After frames were dropped and the rest has
    left, `repaint` is called (from the thread): the screen needs a whole picture. `gone` is called, once,
    when the terminal has vanished.
    """

    def __init__(
        self,
        tty: int,
        *,
        repaint: Callable[[], None],
        gone: Callable[[], None],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._fd = own_descriptor(tty)
        self._repaint = repaint
        self._gone = gone
        self._monotonic = monotonic
        self._changed = threading.Condition()
        self._waiting: deque[tuple[bytes, bool]] = deque()
        self._bytes = 0
        self._last_moved = 0.0
        self._missed = False
        self._closing = False
        self._abandoned = False
        self._thread = threading.Thread(target=self._run, name="terminal-output", daemon=True)
        self._thread.start()

    def write(self, data: bytes, *, frame: bool) -> None:
        """Queue `data`; never waits. A `frame` is dropped when the line is behind."""
        with self._changed:
            if self._closing:
                return
            if not self._bytes:
                self._last_moved = self._monotonic()
            behind = self._bytes >= MAX_WAITING or self._monotonic() - self._last_moved > STALLED_AFTER
            if frame and behind:
                self._drop_frames()
                self._missed = True
            if (frame and self._missed) or self._bytes >= 2 * MAX_WAITING:
                return
            self._waiting.append((data, frame))
            self._bytes += len(data)
            self._changed.notify()

    def drop_frames(self) -> None:
        """Forget the frames that have not begun to leave: something else is about to cover them."""
        with self._changed:
            self._drop_frames()

    def close(self, patience: float) -> bool:
        """Write what waits, for at most `patience` seconds; whether all of it has left."""
        with self._changed:
            self._closing = True
            self._changed.notify()
        self._thread.join(patience)
        left = not self._thread.is_alive()
        self.abandon()
        return left

    def abandon(self) -> None:
        """Stop writing, wherever we are."""
        with self._changed:
            self._closing = self._abandoned = True
            self._changed.notify()
        self._thread.join(2 * _POLL_MS / 1000)

    def _drop_frames(self) -> None:
        self._bytes -= sum(len(data) for data, frame in self._waiting if frame)
        self._waiting = deque(item for item in self._waiting if not item[1])

    def _run(self) -> None:
        try:
            while (data := self._next()) is not None:
                self._send(data)
        except OSError:
            self._waiting.clear()
            self._closing = True
            self._gone()
        finally:
            os.close(self._fd)

    def _next(self) -> bytes | None:
        """The next thing to write; asks for the repaint when the line has caught up; None at the end."""
        while True:
            with self._changed:
                if self._waiting and not self._abandoned:
                    return self._waiting.popleft()[0]
                if self._closing:
                    return None
                if not self._missed:
                    self._changed.wait()
                    continue
                self._missed = False
            self._repaint()

    def _send(self, data: bytes) -> None:
        poll = select.poll()
        poll.register(self._fd, select.POLLOUT)
        rest = memoryview(data)
        while rest and not self._abandoned:
            if not poll.poll(_POLL_MS):
                continue
            with contextlib.suppress(BlockingIOError):
                sent = os.write(self._fd, rest[:_CHUNK])
                rest = rest[sent:]
                with self._changed:
                    self._bytes -= sent
                    self._last_moved = self._monotonic()


def own_descriptor(tty: int) -> int:
    """The same terminal, opened once more so that it can be non-blocking for us alone.

    O_NONBLOCK belongs to the open file, which we share with the shell that started us. Where the terminal
    cannot be opened again (after `su`, in some containers) a plain copy has to do: then this thread may
    block in a write, which costs the orderly end its patience and nothing else.
    """
    for name in (os.ttyname, lambda _: "/dev/tty"):
        with contextlib.suppress(OSError):
            return os.open(name(tty), os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK | os.O_CLOEXEC)
    return os.dup(tty)
