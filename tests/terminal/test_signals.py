"""Signals are heard by a thread, whatever the main thread is doing, and all is as before afterwards."""

from __future__ import annotations

import os
import signal
import threading

import pytest

from tui.terminal import signals


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130)])
def test_a_signal_becomes_an_exit_code(number: signal.Signals, code: int) -> None:
    heard: list[int] = []
    once = threading.Event()

    def leave(asked: int) -> None:
        heard.append(asked)
        once.set()

    before = signal.getsignal(number)
    with signals.heard(leave):
        os.kill(os.getpid(), signal.SIGWINCH)
        os.kill(os.getpid(), number)
        assert once.wait(5)
    assert heard == [code]
    assert signal.getsignal(number) == before


def test_a_handler_set_meanwhile_stays() -> None:
    before = signal.getsignal(signal.SIGHUP)
    try:
        with signals.heard(lambda _code: None):
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
    with signals.heard(leave):
        threading.Thread(target=tell).start()
        assert once.wait(5)
    assert heard == [code]
