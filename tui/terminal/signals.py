"""Who asks us to leave: SIGTERM, SIGINT, SIGHUP and SIGQUIT, heard even while the main thread hears nothing."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

HUNG_UP: Final = 128 + signal.SIGHUP
INTERRUPTED: Final = 128 + signal.SIGINT
TERMINATED: Final = 128 + signal.SIGTERM
QUIT: Final = 128 + signal.SIGQUIT

_EXIT_CODES: Final[dict[int, int]] = {
    signal.SIGHUP: HUNG_UP,
    signal.SIGINT: INTERRUPTED,
    signal.SIGTERM: TERMINATED,
    signal.SIGQUIT: QUIT,
}


@contextmanager
def heard(leave: Callable[[int], None], wake: Callable[[], None]) -> Iterator[None]:
    """Call `leave(exit code)`, in a thread, for each signal that asks us to leave; to be entered by the main thread.

    `wake()` is called for every other one that has a handler, such as a change of size: one that comes just before the
    main thread begins to wait interrupts nothing, and its handler would run when the next key is pressed.

    A Python handler runs only between two bytecodes of the main thread, and `loop.add_signal_handler` only
    when the loop comes round: neither happens in a frozen interface. The interpreter writes the number of
    each signal to the wake-up descriptor at once, from C, so a thread of ours listens there. Signals that
    the parent had ignored (`nohup`, `trap '' HUP`) are heard as well: without its terminal there is nothing
    this program could be left running for. On leaving, what was set before is set again, except for signals
    that somebody has given another handler in the meantime.
    """
    listen, tell = os.pipe()
    os.set_blocking(tell, False)
    thread = threading.Thread(target=_listen, args=(listen, leave, wake), name="signals", daemon=True)
    thread.start()
    before = {number: signal.signal(number, _heard) for number in _EXIT_CODES}
    told_before = signal.set_wakeup_fd(tell, warn_on_full_buffer=False)
    try:
        yield
    finally:
        signal.set_wakeup_fd(told_before)
        for number, handler in before.items():
            if signal.getsignal(number) is _heard:
                signal.signal(number, signal.SIG_DFL if handler is None else handler)
        os.close(tell)
        thread.join()
        os.close(listen)


def hang_up() -> None:
    """Tell this process that its terminal has vanished, as the kernel does where it still can."""
    main = threading.main_thread().ident
    if main is not None:
        signal.pthread_kill(main, signal.SIGHUP)


def interrupt() -> None:
    """Ask this process to leave, as Ctrl-C does in a terminal that still sends signals."""
    main = threading.main_thread().ident
    if main is not None:
        signal.pthread_kill(main, signal.SIGINT)


def in_turn(handle: Callable[[int, FrameType | None], object]) -> Callable[[int, FrameType | None], None]:
    """The handler, once more in place of in the midst of itself.

    Python calls a handler for the next signal while it still works at the one before: who has read the size of a window
    for the first would tell it after, and in place of, what was read for the second.
    """
    under_way = again = False

    def handled(number: int, frame: FrameType | None) -> None:
        nonlocal under_way, again
        if under_way:
            again = True
            return
        while True:
            under_way, again = True, False
            try:
                handle(number, frame)
            finally:
                under_way = False
            if not again:
                return

    return handled


def _heard(_number: int, _frame: FrameType | None) -> None:
    """Takes the place of the default, which would end us; the listening thread does the work."""


def _listen(descriptor: int, leave: Callable[[int], None], wake: Callable[[], None]) -> None:
    while number := os.read(descriptor, 1):
        code = _EXIT_CODES.get(number[0])
        if code is not None:
            leave(code)
        else:
            wake()
