"""The marked videos: a frozen value that stays quick and small at a million."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import chain
from typing import Final, TypeAlias

from tui.frozen import dataclass

_PARTS: Final = 251
"""A change copies one part of the numbers and no other. A prime, since the low bits of numbers follow patterns."""
_FEW: Final = 8
"""Changes of a part that are quicker one by one."""
_PREFIXES: Final = ("VI", "mavi_video_")
"""What numbers begin with, today's and the old ones."""
_LONGEST: Final = 19
_LARGEST: Final = 2**63
"""What has no room in eight bytes any more."""
_EMPTY: Final = array("q")

Part: TypeAlias = "array[int]"
"""Sorted, each once. Never changed."""
_Change: TypeAlias = "Callable[[Part, Sequence[int]], Part]"
_ChangeOdd: TypeAlias = "Callable[[frozenset[str], Iterable[str]], frozenset[str]]"


@dataclass(frozen=True, slots=True)
class Marks:
    """Video numbers: eight bytes for each, and those that are no numbers as they are.

    What was done to a few of a million shares all else with what was before it.
    """

    _parts: tuple[Part, ...] = (_EMPTY,) * (_PARTS * len(_PREFIXES))
    """For each prefix, by the number behind it."""
    _odd: tuple[frozenset[str], ...] = (frozenset(),) * _PARTS
    """The others, by their hash."""
    _count: int = 0

    def __repr__(self) -> str:
        return f"Marks({self._count:,})"

    @classmethod
    def of(cls, numbers: Iterable[str]) -> Marks:
        if isinstance(numbers, Marks):
            return numbers
        found, odd = _divided(numbers)
        return _marks((array("q", sorted(set(part))) if part else _EMPTY for part in found), map(frozenset, odd))

    @classmethod
    def gathered(cls, values: Iterable[int], others: Iterable[str]) -> Marks:
        """Of the numbers that are `VI` and these values, none of them less than 1, and of others; each comes once.

        The others are looked at once the values are at an end.
        """
        found: list[Part] = [array("q") for _ in range(_PARTS)]
        for value in values:
            found[value % _PARTS].append(value)
        parts, odd = _divided(others)
        for place, part in enumerate(found):
            parts[place].extend(part)
        return _marks((array("q", sorted(part)) if part else _EMPTY for part in parts), map(frozenset, odd))

    def __contains__(self, number: object) -> bool:
        if not isinstance(number, str):
            return False
        where = _where(number)
        return number in self._odd[hash(number) % _PARTS] if where is None else _holds(self._parts[where[0]], where[1])

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[str]:
        yield from chain.from_iterable(self._odd)
        for place, part in enumerate(self._parts):
            yield from _named(place, part)

    def __eq__(self, other: object) -> bool:
        """Whether the same are marked, however they came to be."""
        if not isinstance(other, Marks):
            return NotImplemented
        return self._count == other._count and self._odd == other._odd and self._parts == other._parts

    def __hash__(self) -> int:
        return hash((self._count, self._odd))  # what is left out may be a million

    @property
    def all(self) -> frozenset[str]:
        """As one set, which for many takes a moment."""
        return frozenset(self)

    def weight_beside(self, other: Marks) -> int:
        """How many numbers it holds that the other one does not hold for it."""
        pairs = zip((*self._parts, *self._odd), (*other._parts, *other._odd), strict=True)
        return sum(len(mine) for mine, theirs in pairs if mine is not theirs)

    def shared_with(self, numbers: Iterable[str]) -> int:
        """How many of these, each of which comes once, are marked."""
        found, odd = (numbers._parts, numbers._odd) if isinstance(numbers, Marks) else _divided(numbers)
        values = sum(len(set(part).intersection(some)) for part, some in zip(self._parts, found, strict=True) if some)
        return values + sum(len(part.intersection(some)) for part, some in zip(self._odd, odd, strict=True) if some)

    def adding(self, numbers: Iterable[str]) -> Marks:
        """With these."""
        return self._changed(numbers, _with, frozenset.union)

    def without(self, numbers: Iterable[str]) -> Marks:
        """Without these."""
        return self._changed(numbers, _without, frozenset.difference)

    def toggled(self, number: str) -> Marks:
        """With it, or without it where it was."""
        return self.without((number,)) if number in self else self.adding((number,))

    def inverted(self, among: Iterable[str]) -> Marks:
        """The other ones among these; the rest stays as it is."""
        return self._changed(Marks.of(among), _inverted, frozenset.symmetric_difference)

    def changes(self, before: Marks) -> tuple[frozenset[str], frozenset[str]]:
        """What came and what went since `before`."""
        steps = list(self.steps(before))
        return frozenset(chain(*(came for came, _ in steps))), frozenset(chain(*(went for _, went in steps)))

    def steps(self, before: Marks) -> Iterator[tuple[list[str], list[str]]]:
        """The same, a small part at a time."""
        for odd, odd_then in zip(self._odd, before._odd, strict=True):
            if odd is not odd_then:
                yield list(odd - odd_then), list(odd_then - odd)
        for place, (now, then) in enumerate(zip(self._parts, before._parts, strict=True)):
            if now is not then:
                yield list(_named(place, set(now).difference(then))), list(_named(place, set(then).difference(now)))

    def _changed(self, numbers: Iterable[str], change: _Change, change_odd: _ChangeOdd) -> Marks:
        if isinstance(numbers, Marks):
            found: Sequence[Sequence[int]] = numbers._parts
            odd: Sequence[Collection[str]] = numbers._odd
        else:
            found, odd = _divided(numbers)
        after = _marks(
            (change(part, some) if some else part for part, some in zip(self._parts, found, strict=True)),
            (change_odd(part, some) if some else part for part, some in zip(self._odd, odd, strict=True)),
        )
        return self if after == self else after


def _marks(parts: Iterable[Part], odd: Iterable[frozenset[str]]) -> Marks:
    values, others = tuple(parts), tuple(odd)
    return Marks(values, others, sum(map(len, values)) + sum(map(len, others)))


def _where(number: str) -> tuple[int, int] | None:
    """The place of its part, and the number behind the prefix, if that is all there is to it."""
    for kind, prefix in enumerate(_PREFIXES):
        if number.startswith(prefix):
            digits = number[len(prefix) :]
            if digits.isascii() and digits.isdecimal() and digits[0] != "0" and len(digits) <= _LONGEST:
                value = int(digits)
                return (kind * _PARTS + value % _PARTS, value) if value < _LARGEST else None
    return None


def _named(place: int, values: Iterable[int]) -> Iterator[str]:
    prefix = _PREFIXES[place // _PARTS]
    return (f"{prefix}{value}" for value in values)


def _divided(numbers: Iterable[str]) -> tuple[list[Part], list[list[str]]]:
    """The values by the part that they belong to, and the rest."""
    parts: list[Part] = [array("q") for _ in range(_PARTS * len(_PREFIXES))]
    odd: list[list[str]] = [[] for _ in range(_PARTS)]
    for number in numbers:
        where = _where(number)
        if where is None:
            odd[hash(number) % _PARTS].append(number)
        else:
            parts[where[0]].append(where[1])
    return parts, odd


def _holds(part: Part, value: int) -> bool:
    place = bisect_left(part, value)
    return place < len(part) and part[place] == value


def _with(part: Part, values: Sequence[int]) -> Part:
    if len(values) > _FEW:
        return array("q", sorted({*part, *values}))
    new = {value for value in values if not _holds(part, value)}
    after = array("q", part) if new else part
    for value in new:
        after.insert(bisect_left(after, value), value)
    return after


def _without(part: Part, values: Sequence[int]) -> Part:
    if len(values) > _FEW:
        return array("q", sorted(set(part).difference(values)))
    old = {value for value in values if _holds(part, value)}
    after = array("q", part) if old else part
    for value in old:
        del after[bisect_left(after, value)]
    return after


def _inverted(part: Part, values: Sequence[int]) -> Part:
    return array("q", sorted(set(part).symmetric_difference(values)))
