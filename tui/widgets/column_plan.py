"""Which columns of a list of videos a person wants, and which of them fit into a width."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum
from functools import lru_cache
from typing import Final

from tui.frozen import dataclass
from tui.library.values import Column
from tui.pressing import press


class Kind(StrEnum):
    """The columns that there are."""

    NAME = "name"
    STATUS = "status"
    DURATION = "duration"
    SIZE = "size"
    UPLOADED = "uploaded"
    DISTANCE = "distance"
    CAMERA = "camera"
    TAKEN = "taken"
    TAGS = "tags"
    RESOLUTION = "resolution"


TITLES: Final = {
    Kind.NAME: "Name",
    Kind.STATUS: "Status",
    Kind.DURATION: "Length",
    Kind.SIZE: "Size",
    Kind.UPLOADED: "Uploaded",
    Kind.DISTANCE: "Away",
    Kind.CAMERA: "Camera",
    Kind.TAKEN: "Taken",
    Kind.TAGS: "Tags",
    Kind.RESOLUTION: "Pixels",
}


@dataclass(frozen=True, slots=True)
class Slot:
    """One column where it stands."""

    kind: Kind
    x: int
    width: int

    @property
    def right(self) -> bool:
        """Whether its text stands at the right edge, as numbers do."""
        return self.kind in _RIGHT


@dataclass(frozen=True, slots=True)
class Plan:
    """The columns of one width, left to right; the first is always the name."""

    width: int
    slots: tuple[Slot, ...]
    before: int = 0
    """Columns that are scrolled away to the left."""
    after: int = 0
    """Columns that a person wants, and for which there is no room at the right."""

    def kind_at(self, x: int) -> Kind:
        """The column under a cell."""
        found = Kind.NAME
        for slot in self.slots:
            if slot.x <= x:
                found = slot.kind
        return found


@dataclass(frozen=True, slots=True)
class Columns:
    """What a person wants to see beside the name, in their order; nothing chosen means whatever fits best."""

    chosen: tuple[tuple[Kind, int], ...] = ()
    """Each with its width in cells, 0 for the usual one."""
    wide: bool = False
    """Whether all of them are to be seen, however short the name gets."""

    @property
    def wanted(self) -> dict[Kind, int]:
        """Those that are to be seen, each with its width; what depends on a place is among them if it was chosen."""
        chosen = self.chosen or tuple((kind, 0) for kind in Kind if kind in _FIRST + _THEN)
        return {kind: width or WIDTHS[kind] for kind, width in chosen}

    @property
    def texts(self) -> tuple[str, ...]:
        """As they are remembered and shared: `camera`, or `camera:24`."""
        return tuple(f"{kind.value}:{width}" if width else kind.value for kind, width in self.chosen)

    @classmethod
    def read(cls, texts: Iterable[str], *, wide: bool = False) -> Columns:
        """What was remembered; what makes no sense is left out."""
        found: dict[Kind, int] = {}
        for text in texts:
            name, _, width = text.partition(":")
            if name in set(Kind) and name != Kind.NAME and (not width or width.isdecimal()):
                found.setdefault(Kind(name), sized(int(width[:4])) if width and int(width[:4]) else 0)
        return cls(tuple(found.items()), wide)

    def with_width(self, kind: Kind, by: int) -> Columns:
        """The same with a column so much wider."""
        changed = ((one, sized((width or WIDTHS[one]) + by) if one is kind else width) for one, width in self.chosen)
        return replace(self, chosen=tuple(changed))


GUTTER: Final = 4
"""Cells before the name: a mark, a gap, the glyph of the status, a gap."""
GAP: Final = 2
_MARGIN: Final = 1
"""Between the last column and the scrollbar."""
LEAST_NAME: Final = 20
_SHORT_NAME: Final = 12
_COMFORTABLE_NAME: Final = 30
_LONG_NAME: Final = 44
_MOST_TAGS: Final = 44
_LEAST: Final = 5
_MOST: Final = 60
"""Cells of a column."""

SORTED_BY: Final = {
    Kind.NAME: Column.NAME,
    Kind.STATUS: Column.STATUS,
    Kind.DURATION: Column.DURATION,
    Kind.SIZE: Column.SIZE,
    Kind.UPLOADED: Column.UPLOADED,
    Kind.CAMERA: Column.CAMERA,
    Kind.TAKEN: Column.TAKEN,
    Kind.TAGS: Column.TAGS,
    Kind.RESOLUTION: Column.PIXELS,
    Kind.DISTANCE: Column.DISTANCE,
}
_OF_WORDS: Final = frozenset({Kind.CAMERA, Kind.TAGS})
_SHORT_WORDS: Final = 10
_RIGHT: Final = frozenset({Kind.DURATION, Kind.SIZE, Kind.DISTANCE, Kind.RESOLUTION})
WIDTHS: Final = {
    Kind.STATUS: 8,
    Kind.DURATION: 8,
    Kind.SIZE: 7,
    Kind.UPLOADED: 10,
    Kind.DISTANCE: 9,
    Kind.CAMERA: 18,
    Kind.TAKEN: 10,
    Kind.TAGS: 18,
    Kind.RESOLUTION: 9,
}
_FIRST: Final = (Kind.DURATION, Kind.SIZE, Kind.UPLOADED)
"""Worth having while the name keeps its least width."""
_THEN: Final = (Kind.STATUS, Kind.CAMERA, Kind.TAGS, Kind.TAKEN, Kind.RESOLUTION)
"""Worth having while the name is comfortable."""
_USUAL: Final = Columns()


def sized(width: int) -> int:
    """The nearest width that a column may have."""
    return max(_LEAST, min(width, _MOST))


@lru_cache(maxsize=64)
def plan(
    width: int, *, place: bool = False, column: Column | None = None, wish: Columns = _USUAL, skipped: int = 0
) -> Plan:
    """The columns for `width` cells; `place` asks for the distance, and what the list is ordered by is worth seeing.

    Of columns that a person wants, so many are `skipped` from the left as is needed to see the last of them.
    """
    asked = ((Kind.DISTANCE,) if place else ()) + tuple(
        kind for kind in WIDTHS if column is not None and SORTED_BY.get(kind) is column
    )
    asked = tuple(kind for kind in asked if place or kind is not Kind.DISTANCE)
    spare = width - GUTTER - _MARGIN
    if not (wish.wide or wish.chosen):
        return _placed(width, _fitting(spare, asked))
    wanted = _wanted(asked, wish)
    passed = sorted(wanted, key=lambda kind: kind not in asked)[:skipped]
    rest = {kind: width for kind, width in wanted.items() if kind not in passed}
    seen = _wished(spare, asked, wish, rest)
    return _placed(width, seen, before=len(passed), after=len(rest) - len(seen))


def why_no_further(shown: Plan, by: int) -> str:
    """Why there are no columns further right (`by` 1) or left (-1); empty if there are."""
    if by < 0:
        return "" if shown.before else "These are the first columns."
    if shown.after:
        return ""
    if shown.before:
        return "These are the last columns."
    return f"There are no others: {press('view.wide', 'W')} wants all columns, {press('view.columns', 'C')} chooses."


def _fitting(spare: int, asked: tuple[Kind, ...]) -> dict[Kind, int]:
    widths: dict[Kind, int] = {}
    wanted = [(kind, LEAST_NAME) for kind in asked + _FIRST]
    wanted += [(kind, _COMFORTABLE_NAME) for kind in _THEN]
    for kind, name_keeps in wanted:
        if kind in widths:
            continue
        if spare - GAP - WIDTHS[kind] < name_keeps:
            break
        widths[kind] = WIDTHS[kind]
        spare -= GAP + WIDTHS[kind]
    if Kind.TAGS in widths and spare > _LONG_NAME:
        more = min((spare - _LONG_NAME) * 2 // 3, _MOST_TAGS - widths[Kind.TAGS])
        widths[Kind.TAGS] += more
        spare -= more
    return {kind: widths[kind] for kind in Kind if kind in widths}


def _wanted(asked: tuple[Kind, ...], wish: Columns) -> dict[Kind, int]:
    """What was chosen in its order, and what must be seen behind it."""
    wanted = {kind: width for kind, width in wish.wanted.items() if kind is not Kind.DISTANCE or kind in asked}
    return wanted | {kind: WIDTHS[kind] for kind in asked if kind not in wanted}


def _wished(spare: int, asked: tuple[Kind, ...], wish: Columns, wanted: dict[Kind, int]) -> dict[Kind, int]:
    """Of these the ones that have room: from the right, what has none is left out."""
    keeps = _SHORT_NAME if wish.wide else LEAST_NAME
    if wish.wide:
        wanted = _squeezed(wanted, spare - keeps)
    widths: dict[Kind, int] = {}
    for kind in sorted(wanted, key=lambda kind: kind not in asked):
        if spare - GAP - wanted[kind] >= keeps:
            widths[kind] = wanted[kind]
            spare -= GAP + wanted[kind]
    return {kind: widths[kind] for kind in wanted if kind in widths}


def _squeezed(wanted: dict[Kind, int], room: int) -> dict[Kind, int]:
    """The same columns, as much narrower as it takes for all to have room; but half a date says nothing."""
    widths = dict(wanted)
    least = {kind: _SHORT_WORDS if kind in _OF_WORDS else WIDTHS[kind] for kind in widths}
    while sum(widths.values()) + GAP * len(widths) > room:
        ample = [kind for kind in widths if widths[kind] > least[kind]]
        if not ample:
            break
        widths[max(ample, key=widths.__getitem__)] -= 1
    return widths


def _placed(width: int, widths: dict[Kind, int], *, before: int = 0, after: int = 0) -> Plan:
    name = width - GUTTER - _MARGIN - sum(widths.values()) - GAP * len(widths)
    slots: list[Slot] = []
    x = GUTTER
    for kind, cells in {Kind.NAME: max(1, name), **widths}.items():
        slots.append(Slot(kind, x, cells))
        x += cells + GAP
    return Plan(width, tuple(slots), before, after)
