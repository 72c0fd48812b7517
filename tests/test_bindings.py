"""All keys of all panes, read off the classes: none is swallowed, each action has a plain one, motions everywhere."""

from __future__ import annotations

from typing import Final

import pytest
from textual.binding import Binding
from textual.containers import ScrollableContainer
from textual.dom import DOMNode
from textual.widgets import Input, OptionList, TextArea

import tui.app
from tui.key_syntax import CHORD
from tui.keymap import Holder, every_binding, holders
from tui.widgets.motions import MOTIONS

_CONTROL: Final = (*"qshimbajklzcwtnvp", "left_square_bracket", "backslash", "space", "at")
_BRACKETS: Final = ("left_square_bracket", "right_square_bracket", "left_curly_bracket", "right_curly_bracket")
_ALTGR: Final = (*_BRACKETS, "at", "backslash", "vertical_line", "tilde")
_SWALLOWED: Final = frozenset(
    {f"ctrl+{key}" for key in _CONTROL} | set(_ALTGR) | {"f1", "f10", "f11", "ctrl+enter", "shift+enter"}
)
"""What some terminal, multiplexer, editor or keyboard keeps for itself."""
_NEVER: Final = ("alt+", "ctrl+shift+", "shift+up", "shift+down", "shift+left", "shift+right")
_OF_NECESSITY: Final = {
    "app.interrupt": "ctrl+c stops; q leaves",
    "leaving.at-once": "ctrl+c leaves; so do the answers",
    "app.redraw": "ctrl+l draws again wherever there is a screen; the palette has it, too",
    "move.half-down": "half a page is ctrl+d as in vim; page down is a key of its own",
    "move.half-up": "half a page is ctrl+u as in vim; page up is a key of its own",
    "upload.start": "ctrl+g, or enter on Start",
    "file.start": "ctrl+g, or enter on Start",
}
"""Actions that have no plain key, each with the reason, and with what leads there else."""
_READLINE: Final = (Input, TextArea)

ALL: Final = every_binding()


def _swallowed(key: str) -> bool:
    return any(each in _SWALLOWED or each.startswith(_NEVER) for each in key.split(CHORD))


def _plain(key: str) -> bool:
    return not any(_swallowed(each) or each.startswith(("ctrl+", "super+")) for each in key.split(CHORD))


def _keys(action: str, holder: Holder) -> list[str]:
    return [binding.key for binding in holder.bindings if binding.id == action]


@pytest.mark.parametrize("holder", holders(), ids=lambda holder: holder.kind.__name__ if holder.kind else "everywhere")
def test_no_key_that_is_swallowed_is_the_only_one(holder: Holder) -> None:
    for binding in holder.bindings:
        assert not binding.key.startswith(_NEVER), binding
        if binding.id not in _OF_NECESSITY and _swallowed(binding.key):
            assert any(map(_plain, _keys(binding.id or "", holder))), binding


@pytest.mark.parametrize("holder", holders(), ids=lambda holder: holder.kind.__name__ if holder.kind else "everywhere")
def test_every_action_has_a_name_and_a_plain_key(holder: Holder) -> None:
    for binding in holder.bindings:
        assert binding.id, f"{binding.key}: without an id it is in no palette and on no keymap"
        assert binding.description, binding.id
        assert binding.id in _OF_NECESSITY or any(map(_plain, _keys(binding.id, holder))), binding.id


def test_what_textual_would_bind_is_not_bound() -> None:
    kinds: list[type[DOMNode]] = [holder.kind for holder in holders() if holder.kind is not None]
    kinds.append(tui.app.MemoriesApp)
    for kind in kinds:
        merged = kind._merge_bindings().key_to_bindings
        own = {binding.key for binding in ALL}
        inherited = {key for key in merged if key not in own and _swallowed(key)}
        assert not inherited or issubclass(kind, _READLINE), (kind, inherited)
    assert "ctrl+q" not in tui.app.MemoriesApp._merge_bindings().key_to_bindings


def _scrollables() -> list[type[DOMNode]]:
    found: list[type[DOMNode]] = []
    waiting: list[type[DOMNode]] = [ScrollableContainer, OptionList]
    while waiting:
        for kind in waiting.pop().__subclasses__():
            waiting.append(kind)
            if (
                kind.__module__.startswith("tui.")
                and getattr(kind, "can_focus", False)
                and not issubclass(kind, _READLINE)
            ):
                found.append(kind)
    return found


def test_everything_that_scrolls_is_moved_in_by_the_same_keys() -> None:
    wanted = {binding.key: binding.action for binding in Binding.make_bindings(MOTIONS)}
    kinds = _scrollables()
    assert {"LineList", "LineView", "VideoTable", "JobDetails", "Scrolled"} <= {kind.__name__ for kind in kinds}
    for kind in kinds:
        merged = kind._merge_bindings().key_to_bindings
        assert {key: merged[key][0].action for key in wanted if key in merged} == wanted, kind
        for action in ("move", "half", "page", "top", "bottom", "go_to"):
            assert callable(getattr(kind, f"action_{action}", None)), (kind, action)
