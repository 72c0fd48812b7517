"""What is told of a deed about a million videos is right, and a change of one looks at a few hundred of them."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.deeds import items as chunked
from tui.deeds import targets as columns
from tui.deeds.deed import AGAIN, Deed, Fate, Item, Load, Phase, Target, loads
from tui.deeds.items import CHUNK, Items, Roll
from tui.deeds.targets import Targets
from tui.deeds.work import Work
from tui.widgets.deed_words import ItemRows, doing_words, sums_line

_targets = st.builds(Target, st.integers(0, 99).map(str), size=st.none() | st.integers(0, 9))
_changes = st.lists(
    st.one_of(
        st.tuples(st.just("set"), st.integers(0, 30), st.sampled_from(list(Fate)), st.integers(0, 9)),
        st.tuples(st.just("append"), _targets),
        st.just(("freeze",)),
    ),
    max_size=20,
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_targets, max_size=12), _changes, st.booleans())
def test_items_are_those_of_a_plain_list(targets: list[Target], changes: list[Any], is_made: bool) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(chunked, "CHUNK", 3)
        plain = [Item(target) for target in targets]
        roll = Roll(tuple(plain) if is_made else Items.waiting(targets))
        before, then = roll.frozen(), list(plain)
        for what, *how in changes:
            if what == "set" and plain:
                n = how[0] % len(plain)
                plain[n] = replace(plain[n], fate=how[1], got=how[2])
                roll.set(n, plain[n])
            elif what == "append":
                plain.append(Item(how[0]))
                roll.append([plain[-1]])
            elif what == "freeze":
                assert list(roll.frozen()) == plain
            assert [roll[n] for n in range(len(roll))] == list(roll) == plain
            assert roll.loads() == loads(plain)
        now = roll.frozen()
        assert list(before) == then
        assert list(now) == [now[n] for n in range(len(now))] == now[:] == plain
        assert now == Items.of(plain)
        assert (now == before) is (plain == then)
        seen = list(now.other_than(before))
        assert all(item in seen for item, old in zip(plain, then, strict=False) if item != old)


@pytest.mark.parametrize("kind", ["download", "delete"])
def test_a_change_among_a_million_looks_at_one_chunk(kind: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    looked, told = list[str](), list[int]()

    def looked_at(number: str, name: str, size: int | None) -> Target:
        looked.append(number)
        return Target(number, name, size)

    monkeypatch.setattr(columns, "Target", looked_at)
    names = ["clip"] * 1_000_000
    items = Items.waiting(Targets([f"VI{n}" for n in range(len(names))], names, [1_000] * len(names)))
    work = Work(Deed("a", kind, 0.0, Phase.RUNNING, items, len(items)), lambda: told.append(0))
    work.refresh()
    assert work.deed.load(Fate.WAITING) == Load(1_000_000, 10**9, 0, 0)
    for n in (7, 999_999, 500_000, 500_001):
        before = work.deed
        looked.clear()
        work.set(n, Fate.WORKING, got=10)
        work.got(n, 500, 1.0)
        work.set(n, Fate.DONE)
        now = work.deed
        assert doing_words([now], 0.0)
        assert sums_line(now, 0.0)
        rows = ItemRows(now)
        assert [rows.line(place, 80) for place in range(n - 7, n - 7 + 5)]
        changed = list(Items.of(now.items).other_than(before.items))
        assert now != before
        assert now.load(*AGAIN).count == 0
        assert len(looked) < 3 * CHUNK
        assert len(changed) <= CHUNK
    assert len(told) == 1 + 4 * 3
    assert work.deed.counts == {Fate.WAITING: 999_996, Fate.DONE: 4}


@given(st.lists(_targets, max_size=6), st.slices(6))
def test_columns_are_the_targets_they_were_made_of(plain: list[Target], part: slice) -> None:
    targets = Targets.of(plain)
    assert list(targets) == [targets[n] for n in range(len(targets))] == plain
    assert list(targets[part]) == plain[part]
    assert targets == Targets.of(iter(plain))
    assert Targets.of(targets) is targets
    assert list(targets.numbers) == [target.video_no for target in plain]


async def test_what_is_left_of_many_gives_others_their_turn() -> None:
    items = Items.waiting([Target(str(n)) for n in range(5_000)])
    work = Work(Deed("a", "delete", 0.0, Phase.RUNNING, items, len(items)), lambda: None)
    work.set(3, Fate.DONE)
    turns = [0]

    async def other() -> None:
        while True:
            turns.append(0)
            await asyncio.sleep(0)

    beside = asyncio.create_task(other())
    await work.leave_rest("not sent")
    beside.cancel()
    assert len(turns) > 5_000 // CHUNK
    assert work.deed.counts == {Fate.DONE: 1, Fate.LEFT: 4_999}
