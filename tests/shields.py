"""A question that is drawn, and was there long enough to be answered."""

from __future__ import annotations

import math

from tests.conditions import until
from tui.screens.confirm import Confirm
from tui.screens.deleting import ConfirmDelete
from tui.screens.leaving import Leaving
from tui.screens.which_one import WhichOne

Question = Confirm | ConfirmDelete | Leaving | WhichOne


async def lowered(question: Question) -> None:
    """Waits until it is drawn, and makes that a minute ago."""
    await until(lambda: question._shield._seen < math.inf, "the question drawn")
    question._shield._seen -= 60
