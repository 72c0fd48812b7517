"""Namespaces and views are narrowed by a part of their names: what is typed behind it means what is listed then."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import pytest
from textual.app import App
from textual.screen import Screen

from tests.conditions import until
from tui.screens.namespaces import NamespaceList
from tui.screens.views_list import ViewsList
from tui.widgets.line_list import LineList
from tui.widgets.saved_view import SavedView

_NAMES: Final = ("Café", "Harbour", "Trains", "Trips")


async def _listed() -> tuple[str, ...]:
    return _NAMES[2:]


def _namespaces() -> Screen[Any]:
    return NamespaceList(_NAMES[0], _NAMES[:2], _listed)


def _views() -> Screen[Any]:
    return ViewsList([SavedView(name) for name in _NAMES], lambda _left: None)


class Choosing(App[None]):
    """Nothing but the list of names."""

    def __init__(self, card: Callable[[], Screen[Any]]) -> None:
        super().__init__()
        self._card = card
        self.chosen: list[Any] = []

    def on_mount(self) -> None:
        self.push_screen(self._card(), self.chosen.append)

    @property
    def names(self) -> tuple[str, ...]:
        """What is listed."""
        return tuple(each.rows.key(n) for each in self.screen.query(LineList) for n in range(len(each.rows)))


async def all_are_listed(app: Choosing) -> None:
    await until(lambda: app.names == _NAMES, "all names listed")


@pytest.mark.parametrize(("card", "besides"), [(_namespaces, "; a asks for another"), (_views, "")])
async def test_a_part_of_a_name_narrows_whatever_its_case(card: Callable[[], Screen[Any]], besides: str) -> None:
    app = Choosing(card)
    async with app.run_test() as pilot:
        await all_are_listed(app)
        await pilot.press("slash", *"TR")
        await until(lambda: app.names == _NAMES[2:], "those with the part")
        await pilot.press(*"xx")
        lines = app.screen.query_one(LineList)
        await until(lambda: lines.empty == f" No name has “trxx” in it{besides}.", "that there is none")
        assert app.names == ()
        await pilot.press("escape")
        await until(lambda: app.names == _NAMES and lines.has_focus, "all of them again")
        await pilot.press("escape")
        await until(lambda: app.chosen == [None], "the list left")


@pytest.mark.parametrize("card", [_namespaces, _views])
async def test_what_is_typed_ahead_means_what_is_listed_by_then(card: Callable[[], Screen[Any]]) -> None:
    app = Choosing(card)
    async with app.run_test() as pilot:
        await all_are_listed(app)
        await pilot.press("slash", *"É", "enter", "y", "slash", "backspace", *"tr", "enter", "j", "enter")
        await until(lambda: app.chosen, "one chosen")
        assert "Café" in app.clipboard
        assert getattr(app.chosen[0], "name", app.chosen[0]) == "Trips"


async def test_a_view_that_is_deleted_comes_back_and_digits_open_what_stands_beside_them() -> None:
    app = Choosing(_views)
    async with app.run_test() as pilot:
        await all_are_listed(app)
        await pilot.press("slash", *"tr", "enter", "x")
        await until(lambda: app.names == ("Trips",), "it is deleted")
        await pilot.press("z")
        await until(lambda: app.names == ("Trains", "Trips"), "it is back")
        await pilot.press("3", "2")
        await until(lambda: app.chosen, "one chosen")
        assert [view.name for view in app.chosen] == ["Trips"]
