"""The newest question is answered; the same one again waits its turn, another one does not."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress

import pytest

from tests.conditions import until
from tui.screens.latest import Latest

_LONG = 30.0
"""Seconds: longer than this test may take."""


async def test_another_kind_of_question_does_not_wait_for_the_pause_between_two_answers() -> None:
    shown: list[str] = []
    latest = Latest[str, str](_echo, lambda _question, answer: shown.append(answer), every=_LONG, kind=lambda q: q[0])
    running = asyncio.create_task(latest.run())
    try:
        latest.ask("a1")
        await until(lambda: shown == ["a1"], "the first answer")
        latest.ask("a2")
        latest.ask("b1")
        await until(lambda: shown == ["a1", "b1"], "the answer to another kind")
        latest.ask("b2")
        for _ in range(20):
            await asyncio.sleep(0)
        assert shown == ["a1", "b1"]
        assert not latest.idle
    finally:
        await _ended(running)


@pytest.mark.row("N21")
async def test_one_that_was_asked_while_another_was_answered_is_answered_next() -> None:
    shown: list[str] = []
    going = asyncio.Event()

    async def slowly(question: str) -> str:
        await going.wait()
        return question

    latest = Latest[str, str](slowly, lambda _question, answer: shown.append(answer), every=_LONG, kind=lambda q: q)
    running = asyncio.create_task(latest.run())
    try:
        for question in ("a", "b", "c"):
            latest.ask(question)
            await asyncio.sleep(0)
        begun = time.monotonic()
        going.set()
        await until(lambda: shown[-1:] == ["c"], "the newest answer")
        assert time.monotonic() - begun < _LONG
        assert "b" not in shown
    finally:
        await _ended(running)


async def _echo(question: str) -> str:
    return question


async def test_whoever_waits_for_an_answer_waits_until_it_is_shown_and_no_longer_than_told() -> None:
    shown: list[str] = []
    going = asyncio.Event()

    async def slowly(question: str) -> str:
        await going.wait()
        return question

    latest = Latest[str, str](slowly, lambda _question, answer: shown.append(answer))
    running = asyncio.create_task(latest.run())
    try:
        latest.ask("a")
        await latest.answered(within=0.01)
        assert not shown, "it takes longer than anybody waits"
        waiting = asyncio.create_task(latest.answered(within=_LONG))
        begun = time.monotonic()
        going.set()
        await waiting
        assert shown == ["a"]
        assert time.monotonic() - begun < _LONG
        going.clear()
        latest.ask("b")
        await latest.answered(within=0.01)
        assert shown == ["a"], "the answer before is none to this one"
    finally:
        await _ended(running)


async def _ended(running: asyncio.Task[None]) -> None:
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running


async def test_what_was_stopped_is_not_shown_and_the_next_question_is() -> None:
    begun: list[str] = []
    shown: list[str] = []

    async def never_the_first(question: str) -> str:
        begun.append(question)
        if question == "a":
            await asyncio.Event().wait()
        return question

    latest = Latest[str, str](never_the_first, lambda _question, answer: shown.append(answer))
    running = asyncio.create_task(latest.run())
    try:
        assert not latest.stop(), "nothing is under way"
        latest.ask("a")
        await until(lambda: begun == ["a"], "an answer under way")
        latest.ask("behind it")
        assert latest.stop()
        await until(lambda: latest.idle, "nothing more to do")
        latest.ask("b")
        await until(lambda: shown == ["b"], "the next answer alone")
        assert begun == ["a", "b"]
    finally:
        await _ended(running)
