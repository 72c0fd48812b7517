"""How each call is made: paced, repeated where that is harmless, its answer understood and taken note of."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable, Mapping
from typing import Final, TypeVar

from tui.api import words
from tui.api.answers import Answer, data_of
from tui.api.clock import Clock
from tui.api.endpoints import Endpoint
from tui.api.errors import ApiError, AtCapacity, Garbled, Interrupted, RateLimited, Refused, Unreachable
from tui.api.outlook import Outlook
from tui.api.pacing import Pacing, Urgency
from tui.api.their_time import TheirTime
from tui.api.values import Weather
from tui.api.wire import Wire, in_doubt

Read = TypeVar("Read")

_TRIES: Final = 3
_FIRST_PAUSE: Final = 0.5
_LONGEST_PAUSE: Final = 8.0


class Caller:
    """Keeps what every answer tells besides its data: the pace, the service's clock, the weather."""

    def __init__(self, wire: Wire, clock: Clock, on_weather: Callable[[Weather], None] | None) -> None:
        self.pacing = Pacing(clock)
        self.their_time = TheirTime(clock)
        self._wire = wire
        self._clock = clock
        self._outlook = Outlook(on_weather)
        self._turned_away = RateLimited(words.LIMITED, advice=words.WAIT)
        """What the service said the last time that it closed the gate."""

    async def send(
        self, endpoint: Endpoint, read: Callable[[object], Read], send: Callable[[], Awaitable[Answer]]
    ) -> Read:
        """A call that is made once. What may have arrived is Interrupted."""
        await self._turn(endpoint, Urgency.TRACKING)
        asked_at = self._clock.monotonic()
        try:
            answer = await send()
            value = self._understood(answer, asked_at, read)
            if answer.is_early:
                raise Interrupted(words.too_early(self._wire.called))
        except ApiError as error:
            raise self._noted(_of_upload(error, endpoint)) from None
        return value

    async def ask(
        self,
        endpoint: Endpoint,
        read: Callable[[object], Read],
        urgency: Urgency,
        *,
        content: bytes | None = None,
        params: Mapping[str, str] | None = None,
    ) -> Read:
        """A call that may be repeated: up to three tries, as long as the caller has patience."""
        began = self._clock.monotonic()
        attempt = 0
        while True:
            attempt += 1
            await self._turn(endpoint, urgency)
            asked_at = self._clock.monotonic()
            try:
                answer = await self._wire.ask(endpoint, content=content, params=params)
                return self._understood(answer, asked_at, read)
            except ApiError as error:
                error.call = endpoint.name
                is_patient = attempt < _TRIES and self._clock.monotonic() - began < self._wire.limits.read_total
                if not is_patient or not _worth_repeating(error, urgency):
                    raise self._noted(error) from None
                await self._pause(error, attempt)

    async def _turn(self, endpoint: Endpoint, urgency: Urgency) -> None:
        """Waits for a place. Who is turned away at our own gate is told what the service said when it closed."""
        try:
            await self.pacing.turn(endpoint.pace, urgency)
        except RateLimited as closed:
            said = self._turned_away
            told = RateLimited(
                said.what, message=said.message, code=said.code, advice=said.advice, retry_after=closed.retry_after
            )
            told.call = said.call
            raise told from None

    async def _pause(self, error: ApiError, attempt: int) -> None:
        """Waits before the next try; after a 429 the gate does the waiting."""
        longest = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2.0 ** (attempt - 1))
        pause = 0.0 if isinstance(error, RateLimited) else longest * random.uniform(0.75, 1.0)
        if attempt > 1 or not isinstance(error, Interrupted):
            # A first hiccup is mended before anybody could read of it.
            self._noted(error, retry_in=max(pause, self.pacing.closed_for))
        if pause:
            await self._clock.sleep(pause)

    def _understood(self, answer: Answer, asked_at: float, read: Callable[[object], Read]) -> Read:
        """What the answer says; its clock, its limits and the weather are taken note of on the way."""
        try:
            value = read(data_of(answer, self._wire.asker, self._clock.now()))
        except ApiError as error:
            # Whose clock a hotel's sign-in page or a broken gateway goes by, nobody knows.
            if not isinstance(error, Garbled | Interrupted):
                self.their_time.hear(answer)
            if isinstance(error, RateLimited):
                self.pacing.close(error.retry_after, asked_at=asked_at)
                self._turned_away = error
            elif isinstance(error, Refused | AtCapacity):
                self._answered()
            raise
        self.their_time.hear(answer)
        self._answered()
        return value

    def _answered(self) -> None:
        self.pacing.welcome()
        self._outlook.fair()

    def _noted(self, error: ApiError, *, retry_in: float | None = None) -> ApiError:
        if retry_in is None and isinstance(error, RateLimited):
            retry_in = self.pacing.closed_for
        self._outlook.trouble(error, None if retry_in is None else self._clock.now() + retry_in)
        return error


def _worth_repeating(error: ApiError, urgency: Urgency) -> bool:
    """Chores decide for themselves when the service can't be reached: they have all night."""
    return isinstance(error, RateLimited | Interrupted) or (isinstance(error, Unreachable) and urgency is Urgency.ASKED)


def _of_upload(error: ApiError, endpoint: Endpoint) -> ApiError:
    told = in_doubt(error) if isinstance(error, Garbled | Interrupted) else error
    told.call = endpoint.name
    return told
