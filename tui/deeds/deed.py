"""A deed: one wish about many videos, and what became of each; frozen values that any thread may look at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from enum import StrEnum
from pathlib import Path
from typing import Final, Literal

from tui.frozen import dataclass

Kind = Literal["download", "delete", "export"]
Clash = Literal["keep", "skip", "replace"]
"""What is done where a file of that name is there already: keep both, leave it out, or replace what was asked about."""


class Fate(StrEnum):
    """How one video of a deed stands."""

    WAITING = "waiting"
    WORKING = "working"
    """On its way; of a deletion: sent, and not seen to be gone yet."""
    DONE = "done"
    SKIPPED = "skipped"
    """There was nothing to do any more."""
    FAILED = "failed"
    UNSURE = "unsure"
    """It may have happened: that could not be seen."""
    LEFT = "left"
    """Not begun: somebody stopped it, or the program ended before."""


class Phase(StrEnum):
    """How a deed stands."""

    COUNTDOWN = "countdown"
    """It can still be undone; nothing was sent."""
    RUNNING = "running"
    OVER = "over"
    UNDONE = "undone"
    """Undone before anything was sent."""


FINAL: Final = frozenset({Phase.OVER, Phase.UNDONE})
AGAIN: Final = frozenset({Fate.FAILED, Fate.UNSURE, Fate.LEFT})
"""What can be tried again."""


@dataclass(frozen=True, slots=True)
class Target:
    """A video that something is to be done to, as it was known when that was wished."""

    video_no: str
    name: str = ""
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One video of a deed, and what became of it."""

    target: Target
    fate: Fate = Fate.WAITING
    note: str = ""
    """Why, where to, or how, in plain words."""
    got: int = 0
    """Bytes that are here."""
    has_other_size: bool = False
    """It failed for its size alone, and can be taken as it is."""


@dataclass(frozen=True, slots=True)
class Load:
    """The items of one fate, summed up."""

    count: int = 0
    size: int = 0
    """Bytes of those whose size is known."""
    unsized: int = 0
    """How many are of unknown size."""
    got: int = 0
    """Bytes of them that are here."""

    def plus(self, item: Item, sign: int = 1) -> Load:
        """With one more, or with one less where `sign` is -1."""
        size = item.target.size
        return Load(
            self.count + sign,
            self.size + sign * (size or 0),
            self.unsized + sign * (size is None),
            self.got + sign * item.got,
        )

    def beside(self, other: Load) -> Load:
        """Both together."""
        return Load(
            self.count + other.count, self.size + other.size, self.unsized + other.unsized, self.got + other.got
        )


@dataclass(frozen=True, slots=True)
class Deed:
    """One wish. Times are seconds since the epoch."""

    id: str
    kind: Kind
    at: float
    phase: Phase
    items: Sequence[Item]
    total: int
    """Videos it is about; an export lists those alone that are missing in it."""
    where: Path | None = None
    """The folder of a download, the file of an export."""
    starts_at: float | None = None
    """When a countdown ends."""
    ended_at: float | None = None
    written: int = 0
    """Videos that an export has written."""
    problem: str = ""
    """What stopped all of it."""
    rate: float | None = None
    """Bytes per second."""
    loads: Mapping[Fate, Load] = field(default_factory=dict)
    """What stands how. Whoever tells of a deed reads these: of items there may be a million."""

    @property
    def is_over(self) -> bool:
        return self.phase in FINAL

    @property
    def counts(self) -> dict[Fate, int]:
        return {fate: load.count for fate, load in self.loads.items()}

    @property
    def done(self) -> int:
        return self.load(Fate.DONE).count + self.written

    def load(self, *fates: Fate) -> Load:
        """The items of these fates together."""
        found = Load()
        for fate in fates:
            found = found.beside(self.loads.get(fate, Load()))
        return found

    @property
    def to_repeat(self) -> tuple[Item, ...]:
        """What did not succeed."""
        return tuple(item for item in self.items if item.fate in AGAIN)


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What a person said yes to: these videos, and no other can be added."""

    targets: Sequence[Target]
    """Nothing that can still change."""

    @property
    def numbers(self) -> frozenset[str]:
        return frozenset(target.video_no for target in self.targets)


def loads(items: Iterable[Item]) -> dict[Fate, Load]:
    """What stands how, by looking at each."""
    found: dict[Fate, Load] = {}
    for item in items:
        found[item.fate] = found.get(item.fate, Load()).plus(item)
    return found
