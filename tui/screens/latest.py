"""Answers the newest question only: what was asked meanwhile is skipped, and what is under way is never starved."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import Final, Generic, TypeVar

_BREATH: Final = 0.02
"""Seconds given to what waits in the queue: a machine that stood still for a moment is no cursor that rests."""

Question = TypeVar("Question")
Answer = TypeVar("Answer")


class Latest(Generic[Question, Answer]):
    """Runs as a worker of a screen. Questions come faster than answers: holding a key, a long sweep."""

    def __init__(
        self,
        answer: Callable[[Question], Awaitable[Answer]],
        show: Callable[[Question, Answer], None],
        *,
        rest: float = 0.0,
        every: float = 0.0,
        kind: Callable[[Question], object] = lambda _question: None,
    ) -> None:
        """`rest`: seconds without a new question before it is answered. `every`: seconds between two answers to
        questions of one `kind`; one of another kind, such as what a person has typed, need not wait for them.
        """
        self._answer = answer
        self._show = show
        self._rest = rest
        self._every = every
        self._kind = kind
        self._answered: object = None
        self._newest: object = None
        self._shown: object = None
        self._asked = asyncio.Event()
        self._pressing = asyncio.Event()
        self._all_answered = asyncio.Event()
        self._all_answered.set()
        self._question: Question | None = None
        self._answering: asyncio.Future[Answer] | None = None

    def ask(self, question: Question) -> None:
        self._question = question
        self._newest = self._kind(question)
        self._all_answered.clear()
        self._asked.set()
        if self._kind(question) != self._answered:
            self._pressing.set()

    @property
    def idle(self) -> bool:
        """Whether the newest question has been answered."""
        return self._all_answered.is_set()

    @property
    def is_behind(self) -> bool:
        """Whether what is shown answers a question of another kind than the newest."""
        return self._newest != self._shown

    def is_newest(self, question: Question) -> bool:
        """Whether nothing of another kind was asked since."""
        return self._kind(question) == self._newest

    async def answered(self, within: float) -> None:
        """Returns once the newest question is answered and shown, or after so many seconds."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(within):
                await self._all_answered.wait()

    def forget(self) -> None:
        """Takes back a question that has not been taken up yet."""
        self._question = None
        self._asked.set()

    def stop(self) -> bool:
        """Gives up the answer that is under way, which is then never shown, and the question that waits behind it.

        Whether there was either.
        """
        waiting, self._question = self._question is not None, None
        return (self._answering is not None and self._answering.cancel()) or waiting

    async def run(self) -> None:
        """Answers until cancelled."""
        while True:
            await self._asked.wait()
            await self._settle()
            question, self._question = self._question, None
            self._pressing.clear()
            if question is not None:
                self._answered = self._kind(question)
                await self._answered_by(question)
            if not self._asked.is_set():
                self._all_answered.set()
            if question is not None and self._every:
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(self._every):
                        await self._pressing.wait()

    async def _answered_by(self, question: Question) -> None:
        self._answering = asyncio.ensure_future(self._answer(question))
        try:
            await asyncio.wait({self._answering})
            if not self._answering.cancelled():
                self._show(question, self._answering.result())
                self._shown = self._kind(question)
        finally:
            self._answering.cancel()
            self._answering = None

    async def _settle(self) -> None:
        self._asked.clear()
        while self._rest:
            if not await self._asked_within(self._rest) and not await self._asked_within(_BREATH):
                return
            self._asked.clear()

    async def _asked_within(self, seconds: float) -> bool:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._asked.wait()
        return self._asked.is_set()
