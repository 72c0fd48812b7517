"""Which panes stand where on a screen of a given size: plain arithmetic, so that every size there is can be tried."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, Literal

from tui.frozen import dataclass
from tui.state import PaneWish, Placing

Pane = Literal["filters", "table", "details"]
Mode = Literal["wide", "middle", "one"]
"""How many panes have room: all three, the list and one more, or one at a time."""

_WIDE: Final = 100
_ROOMY: Final = 160
"""Wide enough for long names and whole coordinates."""
_TWO_SIDE_BY_SIDE: Final = 72
_TWO_ONE_BELOW: Final = 26
"""Lines from which details have room under a list that is too narrow to have them beside it."""

LEAST_TABLE: Final = 40
LEAST_FILTERS: Final = 20
LEAST_DETAILS: Final = 26
_LEAST_HEIGHT: Final = 5
_LEAST_ROWS: Final = 8
"""Rows of videos that details below leave to the list."""

_FLAT_UNDER: Final = (40, 16)
"""Columns and lines under which the space of borders belongs to rows."""
_KEYS_FROM: Final = 10
_STATUS_FROM: Final = 7
"""Lines from which there is one for the keys, and one for the status."""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What is to be seen; sizes in cells with their borders, 0 for a pane that is not."""

    mode: Mode
    alone: Pane | None
    """The pane that has all the room to itself."""
    filters: int
    details: int
    """A width, or a height where they stand below."""
    place: Placing
    """Where the details stand, or would."""
    flat: bool
    """Without borders."""
    status: bool
    keys: bool


@dataclass(frozen=True, slots=True)
class Room:
    """The whole screen."""

    width: int
    height: int

    @property
    def mode(self) -> Mode:
        if self.width >= _WIDE:
            return "wide"
        return "middle" if self.width >= _TWO_SIDE_BY_SIDE or self.height >= _TWO_ONE_BELOW else "one"

    @property
    def flat(self) -> bool:
        return self.width < _FLAT_UNDER[0] or self.height < _FLAT_UNDER[1]

    @property
    def below(self) -> int:
        """Lines that details can have under the list; 0 if that is too little to be of use."""
        query_and_titles = 2
        bars = (self.height >= _STATUS_FROM) + (self.height >= _KEYS_FROM)
        spare = self.height - bars - query_and_titles - (0 if self.flat else 2) - _LEAST_ROWS
        return spare if spare >= _LEAST_HEIGHT else 0

    @property
    def beside(self) -> int:
        """Columns that details can have beside the list; 0 if that is too little."""
        spare = self.width - LEAST_TABLE
        return spare if self.width >= _TWO_SIDE_BY_SIDE else 0

    def place(self, wished: Placing) -> Placing:
        """Where details stand: where they are wished if there is room, else where there is; empty for nowhere."""
        usual: tuple[Placing, ...] = (wished, "side", "below")
        return next((place for place in usual if (self.beside if place == "side" else place and self.below)), "")


def has_pane(wish: PaneWish, pane: Pane) -> bool:
    """Whether the pane is wanted beside the others; the list always is."""
    return {"filters": wish.filters, "details": wish.details, "table": True}[pane]


def with_pane(wish: PaneWish, pane: Pane, there: bool = True) -> PaneWish:
    """The wish with a pane, or without it."""
    match pane:
        case "filters":
            return replace(wish, filters=there)
        case "details":
            return replace(wish, details=there)
        case "table":
            return wish


def arrange(room: Room, wish: PaneWish, front: Pane, *, maximised: bool = False) -> Arrangement:
    """`front` is the pane with the focus, which is seen at any size."""
    place = room.place(wish.place)
    bare = Arrangement(
        mode=room.mode,
        alone=None,
        filters=0,
        details=0,
        place=place,
        flat=room.flat,
        status=room.height >= _STATUS_FROM,
        keys=room.height >= _KEYS_FROM,
    )
    if maximised or room.mode == "one":
        return replace(bare, alone=front)
    filters = _filters(room, wish) if front == "filters" or (wish.filters and room.mode == "wide") else 0
    if filters and room.width - filters < LEAST_TABLE:
        return replace(bare, alone="filters")
    wanted = (wish.details or front == "details") and (room.mode == "wide" or not filters)
    if front == "details" and not place:
        return replace(bare, alone="details")
    details = _details(room, wish, place) if wanted else 0
    if filters and details and place == "side":
        details = max(LEAST_DETAILS, min(details, room.width - LEAST_TABLE - filters))
        filters = min(filters, room.width - LEAST_TABLE - details)
    return replace(bare, filters=filters, details=details, alone=None if filters or details else "table")


def _filters(room: Room, wish: PaneWish) -> int:
    usual = 34 if room.width >= _ROOMY else 27
    return max(LEAST_FILTERS, min(wish.filters_width or usual, room.width - LEAST_TABLE))


def _details(room: Room, wish: PaneWish, place: Placing) -> int:
    if place == "below":
        return max(_LEAST_HEIGHT, min(wish.details_height or max(8, room.height * 3 // 10), room.below))
    if place == "side":
        usual = 60 if room.width >= _ROOMY else max(28, min(38, room.width - 46))
        return max(LEAST_DETAILS, min(wish.details_width or usual, room.beside))
    return 0


def resized(room: Room, wish: PaneWish, front: Pane, by: int) -> PaneWish:
    """The wish with the pane in front larger by so many steps; the same if nothing can give way or take."""
    now = arrange(room, wish, front)
    grown = front
    if front == "table":
        grown, by = ("details" if now.details else "filters"), -by
    if grown == "filters" and now.filters:
        wished = replace(wish, filters_width=max(1, now.filters + by * _COLUMNS))
        return replace(wish, filters_width=arrange(room, wished, front).filters)
    if grown == "details" and now.details and now.place == "below":
        wished = replace(wish, details_height=max(1, now.details + by * _LINES))
        return replace(wish, details_height=arrange(room, wished, front).details)
    if grown == "details" and now.details:
        wished = replace(wish, details_width=max(1, now.details + by * _COLUMNS))
        return replace(wish, details_width=arrange(room, wished, front).details)
    return wish


_COLUMNS: Final = 4
_LINES: Final = 2
"""What one key moves a border by."""
