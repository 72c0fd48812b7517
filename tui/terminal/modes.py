"""Giving a terminal back by force: from any thread, without waiting, whatever is still on its way to it."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import termios
from collections.abc import Mapping
from typing import Any, Final

from tui.terminal.colours import is_gnu_screen

RESTORE: Final = (
    b"\x1b\\"  # ends whatever sequence the cut-off output had begun
    b"\x1b[?2026l"  # synchronized output
    b"\x1b[?2004l"  # bracketed paste
    b"\x1b[?2048l"  # in-band resize reports
    b"\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?1015l\x1b[?1016l"  # mouse
    b"\x1b[?1004l"  # focus reports
    b"\x1b[?7h"  # line wrap
    b"\x1b[<u"  # kitty keys; kept per screen, so this comes before the screen is left
    b"\x1b[?1049l"  # alternate screen
    b"\x1b[0m\x1b[?25h"  # plain text, visible cursor
)
"""Everything that Textual may have switched on, off: the sequences of `LinuxDriver`, in one piece."""

CLEARED: Final = "\x1b[0m\x1b[2J\x1b[H"
"""An empty screen, where there is no other one to go back to."""

Flags = list[Any]
"""What `termios.tcgetattr` answers."""


def has_one_screen(environ: Mapping[str, str]) -> bool:
    """Whether what a program has drawn may stay when it leaves: GNU screen has a second screen only with
    `altscreen on`, the Linux console none at all."""
    term = environ.get("TERM", "")
    return term == "linux" or is_gnu_screen(environ, term)


def give_back(fd: int, flags: Flags | None) -> None:
    """Put the terminal behind `fd` right at once.

    Output that waits in the kernel for a stalled line is thrown away first: it would only be more of the
    picture, and without it there is room for `RESTORE`, which the terminal gets as soon as it reads again.
    Keys typed in the meantime are dropped too: they were meant for us, not for the shell.
    """
    # A background process that sets a terminal is stopped by SIGTTOU, unless it blocks it.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTTOU})
    try:
        with contextlib.suppress(termios.error):
            termios.tcflush(fd, termios.TCIOFLUSH)
            if flags is not None:
                termios.tcsetattr(fd, termios.TCSANOW, flags)
        with contextlib.suppress(OSError):
            if _takes_output(fd):
                os.write(fd, RESTORE)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _takes_output(fd: int) -> bool:
    poll = select.poll()
    poll.register(fd, select.POLLOUT)
    return any(event == select.POLLOUT for _, event in poll.poll(100))
