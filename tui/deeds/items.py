"""The videos of a deed and what became of each: of a million, a change touches one chunk and its sums, and no other.

What nothing has happened to is a target and no more: its item is made when somebody looks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import repeat
from typing import Final, overload

from tui.deeds.deed import Fate, Item, Load, Target, loads
from tui.deeds.targets import Targets

CHUNK: Final = 512

Chunk = tuple[Item, ...]
_NOBODY: Final = Targets((), (), ())


class Items(Sequence[Item]):
    """Frozen; two that differ in a few items share the chunks of all others."""

    __slots__ = ("_chunks", "_size", "_targets")

    def __init__(self, size: int, chunks: tuple[Chunk | None, ...], targets: Targets = _NOBODY) -> None:
        """`targets`: of all that wait, for those chunks that are None. Use `of` and `waiting`."""
        self._size = size
        self._chunks = chunks
        self._targets = targets

    @classmethod
    def of(cls, items: Sequence[Item]) -> Items:
        """The same items, whatever holds them."""
        if isinstance(items, Items):
            return items
        every = tuple(items)
        return cls(len(every), tuple(every[n : n + CHUNK] for n in range(0, len(every), CHUNK)))

    @classmethod
    def waiting(cls, targets: Sequence[Target]) -> Items:
        """An item for each of them, that waits."""
        return cls(len(targets), (None,) * -(-len(targets) // CHUNK), Targets.of(targets))

    def __len__(self) -> int:
        return self._size

    @overload
    def __getitem__(self, n: int, /) -> Item: ...
    @overload
    def __getitem__(self, n: slice, /) -> Sequence[Item]: ...
    def __getitem__(self, n: int | slice, /) -> Item | Sequence[Item]:
        if isinstance(n, slice):
            return [self[place] for place in range(*n.indices(self._size))]
        place = n + self._size if n < 0 else n
        if not 0 <= place < self._size:
            raise IndexError(n)
        chunk = self._chunks[place // CHUNK]
        return Item(self._targets[place]) if chunk is None else chunk[place % CHUNK]

    def __iter__(self) -> Iterator[Item]:
        for number in range(len(self._chunks)):
            yield from self.chunk(number)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Items):
            return NotImplemented
        is_known = self._targets is other._targets
        return self._size == other._size and all(
            (mine is theirs and (is_known or mine is not None)) or self.chunk(n) == other.chunk(n)
            for n, (mine, theirs) in enumerate(zip(self._chunks, other._chunks, strict=True))
        )

    __hash__ = None  # type: ignore[assignment]  # of a million nobody should ask for one

    def chunk(self, number: int) -> Chunk:
        """The items from `number * CHUNK` on."""
        chunk = self._chunks[number]
        if chunk is None:
            return tuple(map(Item, self._targets[number * CHUNK : (number + 1) * CHUNK]))
        return chunk

    def other_than(self, before: Sequence[Item]) -> Iterator[Item]:
        """Those that are not the same as in `before`; all, where that was something else altogether."""
        known = before._chunks if isinstance(before, Items) and before._size == self._size else ()
        for number, chunk in enumerate(self._chunks):
            if number < len(known) and chunk is known[number]:
                continue
            then = known[number] if number < len(known) else None
            yield from (
                item for item, old in zip(self.chunk(number), then or repeat(None), strict=False) if item is not old
            )

    def with_chunks(self, changed: Mapping[int, Sequence[Item]]) -> Items:
        """The same with other chunks, as long as those, in place of these."""
        chunks = list(self._chunks)
        for number, chunk in changed.items():
            chunks[number] = tuple(chunk)
        return Items(self._size, tuple(chunks), self._targets)

    def loads(self) -> dict[Fate, Load]:
        """What stands how: counted item by item, except for those that nothing has happened to."""
        if None not in self._chunks:
            return loads(self)
        if any(self._chunks):
            return loads(iter(self))
        sizes = self._targets.sizes
        unknown = sizes.count(None)
        return {Fate.WAITING: Load(self._size, sum(filter(None, sizes)), unknown, 0)}


class Roll:
    """The items while they change. Belongs to one loop; whoever asks from another thread holds the same lock."""

    def __init__(self, items: Sequence[Item]) -> None:
        self._frozen = Items.of(items)
        self._open: dict[int, list[Item]] = {}
        """The chunks that have changed since they were frozen."""
        self._loads = self._frozen.loads()

    def __len__(self) -> int:
        return len(self._frozen)

    def __getitem__(self, n: int) -> Item:
        chunk = self._open.get(n // CHUNK)
        return self._frozen[n] if chunk is None else chunk[n % CHUNK]

    def __iter__(self) -> Iterator[Item]:
        return (self[n] for n in range(len(self)))

    def set(self, n: int, item: Item) -> None:
        chunk = self._open.get(n // CHUNK)
        if chunk is None:
            chunk = self._open[n // CHUNK] = list(self._frozen.chunk(n // CHUNK))
        before, chunk[n % CHUNK] = chunk[n % CHUNK], item
        self._sum(before, -1)
        self._sum(item, 1)

    def append(self, items: Sequence[Item]) -> None:
        self._frozen = Items.of((*self.frozen(), *items))
        self._loads = self._frozen.loads()

    def frozen(self) -> Items:
        """As they are now."""
        if self._open:
            self._frozen = self._frozen.with_chunks(self._open)
            self._open.clear()
        return self._frozen

    def loads(self) -> dict[Fate, Load]:
        """What stands how now; what nothing stands at is left out."""
        return {fate: load for fate, load in self._loads.items() if load.count}

    def _sum(self, item: Item, sign: int) -> None:
        self._loads[item.fate] = self._loads.get(item.fate, Load()).plus(item, sign)
