"""How many videos there are where: counted in the cells of a grid, as a map shows them."""

from __future__ import annotations

import sqlite3
from typing import Any, Final

from tui.frozen import dataclass
from tui.library.conditions import conditions
from tui.library.query import Query

_SMALL: Final = 10.0
"""Degrees of latitude."""

_EAST: Final = "(longitude - ? + (longitude < ?) * 360)"
"""How many degrees east of the grid's western edge."""

Cells = dict[tuple[int, int], int]
"""By row from the north and column from the west: how many videos are in the cell. Empty cells are left out."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A box of degrees, cut into rows and columns; the east may lie beyond 180° and the west before -180°."""

    south: float
    north: float
    west: float
    east: float
    rows: int
    columns: int


def density(db: sqlite3.Connection, query: Query, grid: Grid) -> Cells:
    """The counts of the videos that match. For a worker thread: half a second for a million, a tenth for a country."""
    if not grid.rows or not grid.columns:  # a map on a terminal of one line
        return {}
    west = (grid.west + 180) % 360 - 180
    per_row, per_column = grid.rows / (grid.north - grid.south), grid.columns / (grid.east - grid.west)
    where = conditions(db, query).and_also(
        ("latitude BETWEEN ? AND ?", (max(-90.0, grid.south), min(90.0, grid.north))),
        ("longitude BETWEEN -180 AND 180", ()),
        (f"{_EAST} <= ?", (west, west, grid.east - grid.west)),
    )
    # Other conditions read the row itself: unless the box is small, one pass in its own order is quicker.
    scans = query.cleared("place") != Query() and grid.north - grid.south > _SMALL and query.near is None
    source, values = where.sql(by_tag=where.tag is not None, index=None if scans else "")
    row, column = "CAST((? - latitude) * ? AS INT)", f"CAST({_EAST} * ? AS INT)"
    cell: tuple[Any, ...] = (grid.north, per_row, west, west, per_column)
    # One number per cell is quicker to sort than two.
    text = f"SELECT {row} * 65536 + {column} AS cell, count(*) {source} GROUP BY cell"
    found: Cells = {}
    for number, count in db.execute(text, (*cell, *values)):
        r, c = divmod(number, 65536)
        # What lies exactly on the southern or eastern edge belongs to the last row or column.
        r, c = min(r, grid.rows - 1), c - (c == grid.columns)
        if 0 <= c < grid.columns:
            found[r, c] = found.get((r, c), 0) + count
    return found


def how_many(db: sqlite3.Connection, query: Query) -> int:
    """How many videos match."""
    where = conditions(db, query).and_also(("1", ()))
    source, values = where.sql(by_tag=where.tag is not None)
    return int(db.execute(f"SELECT count(*) {source}", values).fetchone()[0])
