"""The question before a deletion: which key answers it, by how many videos go."""

from __future__ import annotations

import pytest
from textual.app import App

from tests.conditions import until
from tests.shields import lowered
from tui.deeds.deed import Target
from tui.screens.deleting import ConfirmDelete


class Asking(App[None]):
    """Shows the question, and keeps the answer."""

    answer: bool | None = None

    def __init__(self, count: int) -> None:
        super().__init__()
        self.question = ConfirmDelete([Target(f"VI{n}", f"clip {n}", 1_000) for n in range(count)])

    def on_mount(self) -> None:
        self.push_screen(self.question, self.keep)

    def keep(self, answer: bool | None) -> None:
        self.answer = answer


@pytest.mark.parametrize(
    ("count", "keys", "answer"),
    [
        (1, "y", True),
        (10, "y", True),
        (10, "X n", False),
        (11, "y X enter", False),
        (11, "1 enter 1 2 enter 1 1 enter", True),
        (11, "1 2 backspace 1 enter", True),
        (11, "1 1 escape", False),
    ],
)
async def test_ten_are_answered_by_another_key_and_more_by_their_number(count: int, keys: str, answer: bool) -> None:
    app = Asking(count)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(lambda: app.screen is app.question, "the question")
        await lowered(app.question)
        *before, last = keys.split()
        await pilot.press(*before)
        assert app.answer is None
        await pilot.press(last)
        await until(lambda: app.answer is answer, "the answer")
