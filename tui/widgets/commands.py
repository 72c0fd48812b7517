"""Commands are bindings with an id: footer, chords, help and palette all read them off the live bindings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from textual.binding import Binding
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widget import Widget

CHORD: Final = ">"
"""Joins the two keys of a chord in a binding: `g>l`. No terminal sends such a key, so only chords use it."""

_SHOWN: Final = {
    "question_mark": "?",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "exclamation_mark": "!",
    "slash": "/",
    "colon": ":",
    "minus": "-",
    "plus": "+",
    "underscore": "_",
    "asterisk": "*",
    "full_stop": ".",
    "number_sign": "#",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "escape": "esc",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "pageup": "pgup",
    "pagedown": "pgdn",
}


@dataclass(frozen=True, slots=True)
class Command:
    """Something that can be done now, here, by a key or by its name."""

    id: str
    title: str
    explanation: str
    keys: tuple[str, ...]
    """As a person would type them, one after the other."""
    action: str
    node: DOMNode
    enabled: bool
    shown: bool

    @property
    def key_text(self) -> str:
        return " ".join(self.keys)


def active_commands(screen: Screen[object]) -> tuple[Command, ...]:
    """What can be done now, the focused pane's commands first; one each, with its first key."""
    found: dict[str, Command] = {}
    for active in screen.active_bindings.values():
        binding = active.binding
        if binding.id and binding.id not in found and not _is_typed(binding.key, screen.focused):
            found[binding.id] = Command(
                id=binding.id,
                title=binding.description,
                explanation=binding.tooltip or "",
                keys=_keys(binding),
                action=binding.action,
                node=active.node,
                enabled=active.enabled,
                shown=binding.show,
            )
    return tuple(found.values())


def chord_commands(screen: Screen[object], prefix: str) -> tuple[Command, ...]:
    """The commands whose first key this is."""
    return tuple(command for command in active_commands(screen) if len(command.keys) == 2 and command.keys[0] == prefix)


def _is_typed(key: str, focused: Widget | None) -> bool:
    """Whether the key is text to what has the focus; Textual itself leaves out letters, but no `/`."""
    character = _SHOWN.get(key, key)
    is_text = len(character) == 1 and character.isascii()
    return is_text and focused is not None and focused.check_consume_key(key, character)


def _keys(binding: Binding) -> tuple[str, ...]:
    if binding.key_display:
        return (binding.key_display,)
    return tuple(_SHOWN.get(key, key) for key in binding.key.split(CHORD))
