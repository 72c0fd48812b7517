"""Going on without the terminal: given back to the shell it was borrowed from, or let go of altogether."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
from typing import Final

_WAKER: Final = """
import os, signal, sys, time
group, terminal = int(sys.argv[1]), int(sys.argv[2])
os.write(1, b"r")
end = time.monotonic() + 2.0
while time.monotonic() < end and os.tcgetpgrp(terminal) == group:
    time.sleep(0.005)
os.killpg(group, signal.SIGCONT)
"""
"""Lets us go on as soon as the shell has taken its terminal, or two seconds later at the latest."""
_KEPT: Final = ("PATH", "LD_LIBRARY_PATH")
"""Variables that Python may need to start; the key is none of them."""


def into_background() -> bool:
    """Gives the terminal back to the shell and goes on behind it, as ctrl+z and `bg` would do. For the main thread.

    What is open stays open: no upload begins anew. False where no shell waits for that (the terminal is all ours,
    as in a window of tmux or over `ssh host memories-tui`): then the kernel does not stop us, or nobody takes the
    terminal. True also where we were in the background already.
    """
    try:
        terminal = os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY)
    except OSError:
        return True
    try:
        return _is_behind(terminal) or (_stopped_and_woken(terminal) and _is_behind(terminal))
    finally:
        os.close(terminal)


def let_go_of_the_terminal() -> None:
    """From here on a hang-up concerns us no more, and standard input and output lead nowhere."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)
    os.close(nowhere)


def _is_behind(terminal: int) -> bool:
    try:
        return os.tcgetpgrp(terminal) != os.getpgrp()
    except OSError:
        return True  # it is gone


def _stopped_and_woken(terminal: int) -> bool:
    """Stops this process and those it was started with, until the waker lets them go on."""
    # Textual's own handlers would write to the terminal.
    for number in (signal.SIGTSTP, signal.SIGCONT):
        signal.signal(number, signal.SIG_DFL)
    try:
        waker = subprocess.Popen(
            [sys.executable, "-S", "-I", "-c", _WAKER, str(os.getpgrp()), str(terminal)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={name: os.environ[name] for name in _KEPT if name in os.environ},
            pass_fds=(terminal,),
            process_group=0,
        )
    except OSError:
        return False
    with waker:
        assert waker.stdout is not None
        if waker.stdout.read(1):
            os.killpg(0, signal.SIGTSTP)
        with contextlib.suppress(ProcessLookupError):
            waker.kill()
    return True
