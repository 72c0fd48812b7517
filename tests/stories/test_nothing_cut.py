"""No question is cut: whatever lies over the library shows all of its words and answers, also on a small window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import pytest
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import OptionList, Static

from tests.standin import StandIn
from tests.stories.program import running
from tui.deeds.deed import Target
from tui.screens.ask_line import AskLine
from tui.screens.ask_path import AskPath, check_file
from tui.screens.confirm import Confirm
from tui.screens.deleting import ConfirmDelete
from tui.screens.leaving import Leaving
from tui.screens.namespaces import NamespaceList, check_name
from tui.screens.new_key import NewKey
from tui.screens.one_file import OneFile
from tui.screens.trouble import Trouble
from tui.screens.views_list import ViewsList
from tui.uploads.desk import Candidate
from tui.widgets.choice import Chosen
from tui.widgets.file_chooser import hint
from tui.widgets.line_list import LineList
from tui.widgets.present import cells
from tui.widgets.saved_view import SavedView

_LONG: Final = "A sentence that says what happened, why, and what to do about it, in plain words, and takes its time."
_VIDEO: Final = Target(
    "VI606402010571841536", "a rather long name of a video, as some cameras and most people make them", 48
)
_FILE: Final = Path("/videos/a rather long name of a video, as some cameras and most people make them.mp4")


async def _nothing(*_: str) -> str:
    return ""


_CARDS: Final[tuple[Callable[[], Screen[Any]], ...]] = (
    lambda: AskLine("Another namespace", _LONG, check_name, problem=_LONG),
    lambda: AskPath("Export 1,234 videos", _LONG, check_file, here=Path("/"), text="videos.csv", problem=_LONG),
    lambda: Confirm(
        "The service takes this key", _LONG * 2, (("k", _LONG[:60]), ("s", "skip these, download the others"))
    ),
    lambda: ConfirmDelete([_VIDEO]),
    lambda: ConfirmDelete([_VIDEO] * 8, left_out=3),
    lambda: ConfirmDelete([_VIDEO] * 1_234, left_out=3),
    lambda: Leaving(),
    lambda: NamespaceList("default", [f"name {n}" for n in range(30)], _nothing),
    lambda: NewKey(_LONG, _nothing),
    lambda: OneFile(Chosen(_FILE, Candidate(_FILE, 48, warnings=(_LONG, _LONG))), {"tags": "a", "camera": "b"}),
    lambda: Trouble(_LONG * 4, advice=_LONG * 4, detail=_LONG * 4),
    lambda: ViewsList([SavedView(f"view {n}") for n in range(30)], lambda _views: None),
)
_KEYS: Final = (("?",), (":",), ("T",), ("C",), ("g", "n"), ("B",), ("g", "k"), ("u",))
"""What opens the others."""


def _cut(screen: Screen[Any]) -> Iterator[str]:
    """Words for which there is no room, and widgets that reach beyond the card that they are in."""
    for widget in screen.walk_children(Widget):
        if not widget.display or not widget.region:
            continue
        for title in (widget.border_title, widget.border_subtitle):
            if title and cells(str(title)) > widget.region.width - 4:
                yield f"{widget.id}: {title!r} in {widget.region.width - 4} cells"
        room = widget.content_size
        if isinstance(widget, Static) and room.width:
            text = widget.content if isinstance(widget.content, Content) else Content(str(widget.content))
            if text.plain.strip() and text.get_height({}, room.width) > room.height:
                yield f"{widget.id}: {text.plain!r} in {room}"
        around = widget.parent
        if isinstance(around, Widget) and isinstance(widget, Static | LineList | OptionList):
            reaches = widget.region.bottom > around.region.bottom or widget.region.right > around.region.right
            if reaches and not around.allow_vertical_scroll:
                yield f"{widget!r} {widget.region} reaches out of {around.region}"


@pytest.mark.parametrize("size", [(80, 24), (60, 20)], ids=["80x24", "60x20"])
async def test_no_question_is_cut(
    demo: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    monkeypatch.chdir(tmp_path)
    found: list[str] = []
    async with running(demo, tmp_path, size=size) as program:
        await program.is_synced()

        async def look(what: str) -> None:
            await program.is_calm()
            assert len(program.app.screen_stack) == 2, what
            screen = program.app.screen
            with suppress(AssertionError):  # what comes later, from a thread, takes its room later
                await program.happens(lambda: not [*_cut(screen)], f"{what} whole")
            found.extend(f"{what}: {each}" for each in _cut(screen))
            program.app.screen.dismiss(None)
            await program.happens(lambda: len(program.app.screen_stack) == 1, f"{what} closed")

        for keys in _KEYS:
            await program.press(*keys)
            await program.happens(lambda: len(program.app.screen_stack) == 2, f"{keys} opened something")
            await look(" ".join(keys))
        for number, make in enumerate(_CARDS):
            card = make()
            await program.app.push_screen(card)
            await look(f"{number} {card!r}")
    assert not found, "\n".join(found)


def test_the_hint_of_the_path_says_whole_parts() -> None:
    for width in range(16, 100):
        assert cells(hint(width)) <= width
        assert hint(width).endswith(("work too", "works too", "completes"))
    assert "several at once and patterns" in hint(80)
    assert "several" in hint(44)
