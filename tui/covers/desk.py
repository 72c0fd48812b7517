"""What the interface may ask about covers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Protocol

from tui.api.values import Video
from tui.covers.thumbnail import Thumbnail
from tui.frozen import dataclass
from tui.terminal.pictures import Pictures

FAST: Final = 256.0
"""Kilobits a second that a line has to carry for pictures by which nobody waits longer than for a page of the list."""


@dataclass(frozen=True, slots=True)
class Missing:
    """There is no cover to be shown."""

    why: str
    """A sentence."""
    of_host: bool = False
    """Whether it is its host's fault, and so probably true of the next video, too."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How covers are shown in this terminal."""

    shown: bool = False
    """Whether they are, unless somebody asks for the opposite."""
    letters: bool = False
    """Whether they are drawn in letters, where there are no colours or no blocks."""
    few: bool = False
    """Whether there are sixteen colours, which are mixed then."""
    dark: bool = True
    """Whether the terminal's ground is dark: then letters are the light."""
    rest: float = 0.25
    """Seconds that the cursor must rest before one is fetched and drawn."""
    if_fast: bool = False
    """Whether they are, once the line turns out to carry `FAST`."""
    pictures: Pictures | None = None
    """What draws them where the terminal does it by itself."""


class CoverDesk(Protocol):
    """The counter at which the screens stand for covers. Safe to call from the interface's thread."""

    @property
    def manner(self) -> Manner:
        """How they are shown here."""

    @property
    def wished(self) -> bool | None:
        """Whether somebody has asked to see them, or not to; None if nobody has."""

    def wish(self, *, shown: bool) -> None:
        """Somebody has, now and for the next start."""

    def when_line_is_told(self, then: Callable[[float], None]) -> None:
        """Calls `then` with the kilobits a second that the line to the terminal carries, if ever they get known."""

    def known(self, video: Video) -> Thumbnail | Missing | None:
        """What is known of it already, at once."""

    async def cover(self, video: Video) -> Thumbnail | Missing:
        """Its cover, or why there is none."""
