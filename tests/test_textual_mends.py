"""What is mended of Textual, each shown on an app of a few lines."""

from __future__ import annotations

from inspect import CORO_CLOSED, getcoroutinestate
from itertools import count
from types import SimpleNamespace

import pytest
from textual import timer
from textual.app import App

from tests.conditions import until
from tui.textual_mends import close_what_never_began, fire_however_late


async def test_work_that_is_cancelled_before_its_first_step_is_let_go_of() -> None:
    close_what_never_began()
    close_what_never_began()
    begun: list[str] = []

    async def work() -> None:
        begun.append("a first step")

    app: App[None] = App()
    async with app.run_test():
        never = work()
        app.run_worker(never, group="test").cancel()
        await until(lambda: getcoroutinestate(never) == CORO_CLOSED, "it is closed")
        assert begun == []
        await app.run_worker(work(), group="test").wait()
        assert begun == ["a first step"]


async def test_a_timer_fires_that_is_late_before_it_begins_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    fire_however_late()
    fire_however_late()
    fired: list[str] = []
    app: App[None] = App()
    async with app.run_test():
        seconds = count()
        monkeypatch.setattr(timer, "_time", SimpleNamespace(get_time=lambda: float(next(seconds))))
        app.set_timer(0.01, lambda: fired.append("once"))
        await until(lambda: fired == ["once"], "the timer fires")
