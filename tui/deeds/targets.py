"""The videos of a deed before anything is done: columns, not a million values.

What keeps a million values is looked through by Python's garbage collector now and then, all of it at once, and nobody
else has a turn for 200 ms. Columns of text and numbers are looked at as one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import overload

from tui.deeds.deed import Target


class Targets(Sequence[Target]):
    """Frozen. A target is made when somebody looks at it."""

    __slots__ = ("_names", "_numbers", "_sizes")

    def __init__(self, numbers: Sequence[str], names: Sequence[str], sizes: Sequence[int | None]) -> None:
        self._numbers, self._names, self._sizes = tuple(numbers), tuple(names), tuple(sizes)

    @classmethod
    def of(cls, targets: Iterable[Target]) -> Targets:
        """The same ones, whatever holds them."""
        if isinstance(targets, Targets):
            return targets
        numbers, names, sizes = list[str](), list[str](), list[int | None]()
        for target in targets:
            numbers.append(target.video_no)
            names.append(target.name)
            sizes.append(target.size)
        return cls(numbers, names, sizes)

    @property
    def numbers(self) -> tuple[str, ...]:
        return self._numbers

    @property
    def sizes(self) -> tuple[int | None, ...]:
        return self._sizes

    def __len__(self) -> int:
        return len(self._numbers)

    @overload
    def __getitem__(self, n: int, /) -> Target: ...
    @overload
    def __getitem__(self, n: slice, /) -> Targets: ...
    def __getitem__(self, n: int | slice, /) -> Target | Targets:
        if isinstance(n, slice):
            return Targets(self._numbers[n], self._names[n], self._sizes[n])
        return Target(self._numbers[n], self._names[n], self._sizes[n])

    def __iter__(self) -> Iterator[Target]:
        return map(Target, self._numbers, self._names, self._sizes)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Targets):
            return NotImplemented
        return (self._numbers, self._names, self._sizes) == (other._numbers, other._names, other._sizes)

    __hash__ = None  # type: ignore[assignment]  # of a million nobody should ask for one
