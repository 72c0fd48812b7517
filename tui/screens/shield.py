"""Keys that were typed before a question was to be seen are no answer to it."""

from __future__ import annotations

import math
import time
from typing import Any, Final

from textual.screen import Screen

_SECONDS: Final = 0.3
"""For so long a question has to be in sight before it is answered."""


class Shield:
    """Stands before a question until a person can have read it."""

    def __init__(self) -> None:
        self._seen = math.inf

    def watch(self, question: Screen[Any]) -> None:  # Any: what the question returns
        """From its first drawing on, not from when it was made: a slow machine takes its time in between."""
        question.call_after_refresh(self._rise)

    def _rise(self) -> None:
        self._seen = time.monotonic()

    @property
    def is_up(self) -> bool:
        return time.monotonic() - self._seen < _SECONDS
