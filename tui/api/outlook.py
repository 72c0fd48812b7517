"""Turns failures and answers into the weather that the status line shows, and says each change once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from tui.api.errors import ApiError, Garbled, Interrupted, OutOfCredit, RateLimited, Unauthorized, Unreachable
from tui.api.values import Season, Weather

_WEATHER: Final = (Unreachable, RateLimited, Interrupted, Unauthorized, OutOfCredit, Garbled)
"""What concerns every call; a refusal concerns one alone."""
_SEASONS: Final[tuple[tuple[type[ApiError], Season], ...]] = (
    (Unreachable, "offline"),
    (Unauthorized, "forbidden"),
    (OutOfCredit, "unpaid"),
    (RateLimited, "limited"),
)


class Outlook:
    """The last weather, told to one listener whenever it changes."""

    def __init__(self, tell: Callable[[Weather], None] | None) -> None:
        self._tell = tell
        self._last = Weather()

    def trouble(self, error: ApiError, retry_at: float | None = None) -> None:
        """A call failed; `retry_at` is when the next attempt is made, seconds since the epoch."""
        if isinstance(error, _WEATHER):
            self._change(weather_of(error, retry_at))

    def fair(self) -> None:
        """A call was answered."""
        self._change(Weather())

    def _change(self, weather: Weather) -> None:
        if weather != self._last:
            self._last = weather
            if self._tell is not None:
                self._tell(weather)


def weather_of(error: ApiError, retry_at: float | None) -> Weather:
    """The trouble as a value; `retry_at` in seconds since the epoch."""
    found: Iterator[Season] = (season for kind, season in _SEASONS if isinstance(error, kind))
    season: Season = next(found, "strange")
    return Weather(error.what, error.detail, retry_at, error.advice, season, error.call)
