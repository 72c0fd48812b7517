"""Whether a cover is shown by itself over a line whose speed is measured."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from tui.api.values import Video
from tui.covers.desk import FAST, Manner, Missing
from tui.screens.covering import Covering
from tui.widgets.details import Details


@dataclass
class QuietDesk:
    """Has no cover of anything, and tells of the line what a test says."""

    manner: Manner
    wished: bool | None = None
    told: list[Callable[[float], None]] = field(default_factory=list)

    def wish(self, *, shown: bool) -> None:
        self.wished = shown

    def known(self, video: Video) -> Missing:
        return Missing(f"There is none of {video.video_no}.")

    async def cover(self, video: Video) -> Missing:
        return self.known(video)

    def when_line_is_told(self, then: Callable[[float], None]) -> None:
        self.told.append(then)


@pytest.mark.parametrize(
    ("if_fast", "wished", "kbit", "shown"),
    [
        (True, None, 255.9, False),
        (True, None, 256.0, True),
        (True, False, 9_000.0, False),
        (True, True, 1.0, True),
        (False, None, 9_000.0, False),
    ],
)
def test_256_kilobits_are_enough_unless_a_person_said_otherwise(
    if_fast: bool, wished: bool | None, kbit: float, shown: bool
) -> None:
    assert FAST == 256.0
    desk = QuietDesk(Manner(shown=False, if_fast=if_fast), wished)
    covering = Covering(desk, Details())
    for tell in desk.told:
        tell(kbit)
    assert covering.shown == shown
