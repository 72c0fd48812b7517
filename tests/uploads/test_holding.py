"""When the queue waits as a whole, for how long, and what it says of that."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.uploads.alone import START, Bench, bench, unwritable
from tui.api.errors import ApiError, AtCapacity, OutOfCredit, RateLimited, Unauthorized, Unreachable
from tui.uploads.hold import Hold
from tui.uploads.holding import Holding

DAY = 86_400.0
LEARNT = "upload_pace_learnt_at"


@pytest.fixture
async def there() -> AsyncIterator[Bench]:
    async with bench() as made:
        yield made


def holding(there: Bench) -> Holding:
    return Holding(there.journal, there.clock)


async def test_who_was_never_turned_away_waits_for_nothing(there: Bench) -> None:
    made = holding(there)
    made.begun()
    assert (made.seconds(), made.why()) == (0.0, None)
    assert there.journal.learnt(LEARNT) is None


@pytest.mark.parametrize(
    ("error", "waits"),
    [
        (Unreachable("No."), [5, 10, 20, 40, 80, 160, 320, 600]),
        (Unauthorized("No."), [60, 120, 240, 480, 600]),
        (OutOfCredit("No."), [300, 600, 600]),
        (AtCapacity("No."), [300, 600, 600]),
        (RateLimited("No."), [60, 120, 240, 480, 600]),
        (RateLimited("No.", retry_after=7.0), [7, 7]),
        (RateLimited("No.", retry_after=2 * DAY), [DAY, DAY]),
    ],
)
async def test_each_kind_waits_its_time_and_longer_each_time(there: Bench, error: ApiError, waits: list[float]) -> None:
    made = holding(there)
    for wait in waits:
        made.turned_away(error)
        assert made.seconds() == wait
    there.clock.gone = waits[-1] - 1.0
    assert made.seconds() == 1.0
    there.clock.gone += 2.0
    assert made.seconds() == 0.0
    made.welcome()
    made.turned_away(error)
    assert made.seconds() == waits[0]
    made.lift()
    assert (made.seconds(), made.why()) == (0.0, None)


async def test_however_often_it_is_turned_away_it_waits_no_longer(there: Bench) -> None:
    made = holding(there)
    for _ in range(3000):
        made.turned_away(Unreachable("No."))
    assert made.seconds() == 600.0


async def test_the_reason_is_told_with_what_to_do_and_until_when(there: Bench) -> None:
    made = holding(there)
    made.turned_away(OutOfCredit("No credit.", advice="Recharge.", message="insufficient", code="0402"))
    assert made.why() == Hold("No credit. Recharge.", "insufficient [0402]", START + 300, None)
    there.clock.gone = 299.0
    assert made.why() is not None
    there.clock.gone = 300.0
    assert made.why() is None


async def test_one_a_minute_is_learnt_by_one_warning_alone(there: Bench) -> None:
    made = holding(there)
    there.clock.gone = 3.0
    made.begun()
    made.turned_away(RateLimited("Too many.", retry_after=20.0))
    assert made.why() == Hold("Too many.", "", START + 23, 60.0)
    assert there.journal.learnt(LEARNT) == str(START + 3)
    said = "This account takes one upload a minute."
    for gone, until in ((23.0, 63.0), (23.4, 63.0)):
        there.clock.gone = gone
        assert made.why() == Hold(said, retry_at=START + until, apart=60.0)
    there.clock.gone = 63.4
    assert made.seconds() == 0.0
    made.begun()
    assert made.why() == Hold(said, retry_at=START + 123.0, apart=60.0), "in whole seconds"
    made.turned_away(Unreachable("No line."))
    assert made.seconds() == 60.0, "the longer of both"
    why = made.why()
    assert why is not None
    assert (why.problem, why.apart) == ("No line.", 60.0)
    made.lift()
    assert made.seconds() == 0.0, "a person may try"


@pytest.mark.parametrize(("ago", "slow"), [(0.0, True), (DAY - 1, True), (DAY, False), (1 - DAY, True), (-DAY, False)])
async def test_what_was_learnt_is_kept_to_for_a_day(there: Bench, ago: float, slow: bool) -> None:
    there.journal.learn(LEARNT, str(START - ago))
    made = holding(there)
    assert made.seconds() == 0.0
    made.begun()
    assert made.seconds() == (60.0 if slow else 0.0)


async def test_a_journal_that_can_not_be_written_learns_nothing_and_yet_it_is_kept_to(there: Bench) -> None:
    made = holding(there)
    with unwritable(there):
        made.turned_away(RateLimited("Too many.", retry_after=0.0))
    made.begun()
    assert made.seconds() == 60.0
    assert there.journal.learnt(LEARNT) is None
