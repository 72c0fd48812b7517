"""Commands are bindings with an id: footer, chords, help and palette all read them off the live bindings."""

from __future__ import annotations

import string
from collections.abc import Iterable, Mapping
from typing import Final

from textual.binding import ActiveBinding, Binding
from textual.dom import DOMNode
from textual.keys import _character_to_key
from textual.screen import Screen
from textual.widget import Widget

from tui.frozen import dataclass
from tui.key_syntax import CHORD

_OPENS_CHORD: Final = "chord('"

_SHOWN: Final = {
    **{_character_to_key(character): character for character in string.punctuation},
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

    @property
    def is_chord(self) -> bool:
        """Whether its key is the first of two."""
        return self.action.removeprefix("app.").startswith(_OPENS_CHORD)


def active_commands(screen: Screen[object]) -> tuple[Command, ...]:
    """What can be done now, the focused pane's commands first; one each, with its first key."""
    found: dict[str, Command] = {}
    active = screen.active_bindings
    begins = _beginnings(active.values())
    for each in active.values():
        binding = each.binding
        if binding.id and binding.id not in found and not _is_typed(binding.key, screen.focused):
            found[binding.id] = _command(each, begins)
    return tuple(found.values())


def command_of(screen: Screen[object], key: str) -> Command | None:
    """What the key, by Textual's name, would do now."""
    active = screen.active_bindings.get(key)
    return None if active is None else _command(active, {})


def _command(active: ActiveBinding, begins: Mapping[str, str]) -> Command:
    binding = active.binding
    return Command(
        id=binding.id or "",
        title=binding.description,
        explanation=binding.tooltip or "",
        keys=_keys(binding, begins),
        action=binding.action,
        node=active.node,
        enabled=active.enabled,
        shown=binding.show,
    )


def _beginnings(active: Iterable[ActiveBinding]) -> dict[str, str]:
    """By the letter that a chord is known under, the key that begins it now: somebody may have chosen another."""
    found: dict[str, str] = {}
    for each in active:
        prefix = each.binding.action.removeprefix("app.").removeprefix(_OPENS_CHORD).removesuffix("')")
        if prefix != each.binding.action.removeprefix("app."):
            found.setdefault(prefix, key_word(each.binding.key))
    return found


def chord_commands(screen: Screen[object], prefix: str) -> tuple[Command, ...]:
    """The commands of the chord that is known under this letter."""
    begins = _beginnings(screen.active_bindings.values()).get(prefix, key_word(prefix))
    return tuple(command for command in active_commands(screen) if len(command.keys) == 2 and command.keys[0] == begins)


def own_words(keys: Mapping[str, str]) -> dict[str, str]:
    """By command, what to press for it, as a person would type it; `keys` under Textual's names."""
    return {command: _pressed(ways.split(",")[0].strip()) for command, ways in keys.items()}


def _pressed(way: str) -> str:
    return " ".join(map(key_word, way.split(CHORD)))


def key_word(key: str) -> str:
    """A key as a person would type it."""
    return _SHOWN.get(key, key)


def _is_typed(key: str, focused: Widget | None) -> bool:
    """Whether the key is text to what has the focus; Textual itself leaves out letters, but no `/`."""
    character = _SHOWN.get(key, key)
    is_text = len(character) == 1 and character.isascii()
    return is_text and focused is not None and focused.check_consume_key(key, character)


def _keys(binding: Binding, begins: Mapping[str, str]) -> tuple[str, ...]:
    if binding.key_display:
        return (binding.key_display,)
    first, *rest = binding.key.split(CHORD)
    return (begins.get(first, key_word(first)) if rest else key_word(first), *map(key_word, rest))
