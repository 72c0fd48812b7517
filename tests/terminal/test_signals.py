"""Signals are heard by a thread, whatever the main thread is doing, and all is as before afterwards."""

from __future__ import annotations

import os
import signal
import threading

import pytest

from tests.conditions import PATIENCE
from tui.terminal import signals


def _nobody_sleeps() -> None:
    raise AssertionError("nothing came that somebody would have to be woken for")


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130), (signal.SIGQUIT, 131)]
)
def test_a_signal_becomes_an_exit_code(number: signal.Signals, code: int) -> None:
    heard: list[int] = []
    once = threading.Event()

    def leave(asked: int) -> None:
        heard.append(asked)
        once.set()

    before = signal.getsignal(number)
    with signals.heard(leave, _nobody_sleeps):
        os.kill(os.getpid(), number)
        assert once.wait(PATIENCE)
    assert heard == [code]
    assert signal.getsignal(number) == before


def test_any_other_signal_wakes_and_asks_nobody_to_leave() -> None:
    handled, woken = threading.Event(), threading.Event()
    left: list[int] = []
    before = signal.signal(signal.SIGWINCH, lambda _number, _frame: handled.set())
    try:
        with signals.heard(left.append, woken.set):
            os.kill(os.getpid(), signal.SIGWINCH)
            assert woken.wait(PATIENCE)
            assert handled.wait(PATIENCE)
    finally:
        signal.signal(signal.SIGWINCH, before)
    assert left == []


def test_a_handler_set_meanwhile_stays() -> None:
    before = signal.getsignal(signal.SIGHUP)
    try:
        with signals.heard(lambda _code: None, _nobody_sleeps):
            signal.signal(signal.SIGHUP, signal.SIG_IGN)
        assert signal.getsignal(signal.SIGHUP) == signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)


@pytest.mark.parametrize(("tell", "code"), [(signals.hang_up, 129), (signals.interrupt, 130)])
def test_what_we_tell_ourselves(tell: object, code: int) -> None:
    heard: list[int] = []
    once = threading.Event()

    def leave(asked: int) -> None:
        heard.append(asked)
        once.set()

    assert callable(tell)
    with signals.heard(leave, _nobody_sleeps):
        threading.Thread(target=tell).start()
        assert once.wait(PATIENCE)
    assert heard == [code]


def test_what_is_told_last_is_what_was_read_last() -> None:
    size, told = [80], list[int]()

    def tell(_number: int, _frame: object) -> None:
        read = size[0]
        if read == 80:
            size[0] = 150
            signal.raise_signal(signal.SIGWINCH)  # whose handler runs in the midst of this one
            assert told == []
        told.append(read)

    before = signal.signal(signal.SIGWINCH, signals.in_turn(tell))
    try:
        signal.raise_signal(signal.SIGWINCH)
        signal.raise_signal(signal.SIGWINCH)
    finally:
        signal.signal(signal.SIGWINCH, before)
    assert told == [80, 150, 150]


def test_a_handler_that_fails_is_called_again() -> None:
    calls: list[int] = []

    def fail(number: int, _frame: object) -> None:
        calls.append(number)
        raise OSError("no window")

    handled = signals.in_turn(fail)
    for _ in range(2):
        with pytest.raises(OSError, match="no window"):
            handled(signal.SIGWINCH, None)
    assert calls == [signal.SIGWINCH] * 2
