"""The two streams: stdout holds what was asked for and nothing else, stderr what there is to say about it."""

from __future__ import annotations

import errno
import io
import json
import math
import os
import shutil
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Final, TextIO

from tui.text import safe_text

_PROGRESS_EVERY: Final = 0.5
"""Seconds between two pictures of the progress line."""
_LONGEST_WORDS: Final = 4_000


class StdoutFull(Exception):
    """What was asked for can't be written: a full disk, most likely. The message says why."""


class Results:
    """Lines on stdout. When nobody reads them any more (`| head`), that is `closed`, and no trouble."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = sys.stdout if stream is None else stream
        self.closed = self._stream is None
        _never_choke(self._stream)

    @property
    def is_terminal(self) -> bool:
        return not self.closed and self._stream.isatty()

    def text(self, *cells: str) -> None:
        """One line of cells, which are safe and, but for the last, padded already."""
        self._write("  ".join(cells).rstrip())

    def json(self, value: Mapping[str, object]) -> None:
        """One line of JSON, in ASCII: whatever a name holds, every reader can read it."""
        self._write(json.dumps({name: _plain(each) for name, each in value.items()}, allow_nan=False))

    def flush(self) -> None:
        """Hands over what was written. Raises StdoutFull."""
        self._guarded(lambda: self._stream.flush())

    def _write(self, line: str) -> None:
        self._guarded(lambda: self._stream.write(line + "\n"))

    def _guarded(self, act: Callable[[], object]) -> None:
        if self.closed:
            return
        try:
            act()
        except OSError as problem:
            self._give_up()
            if problem.errno not in {errno.EPIPE, errno.ECONNRESET, errno.EIO}:
                raise StdoutFull(os.strerror(problem.errno or 0)) from None

    def _give_up(self) -> None:
        """What is still buffered goes nowhere, or the interpreter would complain at its end."""
        self.closed = True
        with suppress(OSError, io.UnsupportedOperation):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self._stream.fileno())
            os.close(nowhere)


class Talk:
    """Words on stderr, and on a terminal one line of progress that is drawn again at most twice a second."""

    def __init__(
        self, stream: TextIO | None = None, *, quiet: bool = False, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        """`quiet` leaves out what is only by the way."""
        self._monotonic = monotonic
        self._stream = sys.stderr if stream is None else stream
        self._quiet = quiet
        self._drawn = ""
        """The words on the line; empty when it is not there."""
        self._last = -math.inf
        self.has_progress = (
            not quiet
            and self._stream is not None
            and self._stream.isatty()
            and os.environ.get("TERM", "") not in {"", "dumb", "unknown"}
        )

    def say(self, words: str) -> None:
        """A sentence on a line of its own, made safe here."""
        self.clear()
        self._write(safe_text(words, _LONGEST_WORDS) + "\n")

    def aside(self, words: str) -> None:
        """The same, where `quiet` does not want it."""
        if not self._quiet:
            self.say(words)

    def progress(self, words: str) -> None:
        """Draws the line, if there is one and it is time."""
        if not self.has_progress or words == self._drawn or self._monotonic() - self._last < _PROGRESS_EVERY:
            return
        self._last = self._monotonic()
        self._drawn = words
        self._write("\r" + safe_text(words, max(10, shutil.get_terminal_size().columns - 1)) + "\x1b[K")

    def clear(self) -> None:
        """Takes the progress line away, before something else is written."""
        if self._drawn:
            self._drawn = ""
            self._write("\r\x1b[K")

    def _write(self, text: str) -> None:
        if self._stream is not None:
            with suppress(OSError):  # nobody listens: then nothing is said, and the work goes on
                self._stream.write(text)
                self._stream.flush()


def _never_choke(stream: TextIO | None) -> None:
    """A terminal or pipe that can't show a character shows its number."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="backslashreplace")


def _plain(value: object) -> object:
    """JSON has no infinities."""
    return None if isinstance(value, float) and not math.isfinite(value) else value
