"""Where cursor and window go when rows come and go: arithmetic without a screen."""

from __future__ import annotations

from tui.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Spot:
    """The cursor's row and the row at the top of the window, counted from 0."""

    cursor: int = 0
    top: int = 0

    def sees_cursor(self, page: int) -> bool:
        """Whether the cursor is within a window of `page` rows."""
        return self.top <= self.cursor < self.top + page


def settled(
    spot: Spot, page: int, count: int, *, cursor: int | None, top: int | None = None, follow_top: bool = False
) -> Spot:
    """The spot among `count` new rows, when the cursor's video is now at `cursor` and the window's first at `top`.

    The cursor stays on its video and on its line of the screen; if the video is gone (None), at its index. A cursor
    that is out of sight leaves the window on its first row. With `follow_top` a window at the very top stays there as
    long as it shows the cursor.
    """
    now = max(0, min(spot.cursor if cursor is None else cursor, count - 1))
    if follow_top and spot.top == 0 and now < page:
        return Spot(now, 0)
    if cursor is None:
        return Spot(now, _within(spot.top, page, count))
    if spot.sees_cursor(page):
        return Spot(now, _within(spot.top + now - spot.cursor, page, count))
    return Spot(now, _within(spot.top if top is None else top, page, count))


def revealed(spot: Spot, page: int, *, jump: int = 1) -> int:
    """The top of a window that shows the cursor, scrolled no further than need be, or by `jump` rows at least."""
    ahead = min(max(1, jump), max(1, page // 2)) - 1
    if spot.cursor < spot.top:
        return max(0, spot.cursor - ahead)
    if spot.cursor >= spot.top + page:
        return spot.cursor - page + 1 + ahead
    return spot.top


def _within(top: int, page: int, count: int) -> int:
    return max(0, min(top, count - page))
