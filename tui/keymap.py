"""Keys that somebody chose: as Textual wants to hear of them, and what is wrong with them in plain words."""

from __future__ import annotations

import difflib
import importlib
import pkgutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Final, TypeGuard

from textual.binding import Binding
from textual.dom import DOMNode
from textual.keys import Keys, _character_to_key
from textual.screen import ModalScreen, Screen

from tui.frozen import dataclass
from tui.key_syntax import CHORD, read_keys
from tui.pressing import press
from tui.screens.everywhere import EVERYWHERE
from tui.text import safe_text
from tui.widgets.commands import key_word

_HOLDING: Final = ("tui.screens", "tui.widgets", "tui.palette")
"""The packages whose classes have keys."""
_MODIFIERS: Final = frozenset({"ctrl", "shift", "alt", "super", "meta", "hyper"})


@dataclass(frozen=True, slots=True)
class Holder:
    """A class with bindings of its own; None for what is there on every screen."""

    kind: type[DOMNode] | None
    bindings: tuple[Binding, ...]


def normal(keys: Mapping[str, str]) -> dict[str, str]:
    """By action, its keys under the names that Textual has for them."""
    return {
        action: ",".join(CHORD.join(_name(key) for key in way) for way in read_keys(keys[action])) for action in keys
    }


def beginnings(keys: Mapping[str, str]) -> tuple[str, ...]:
    """The keys with which chords of somebody's own begin, that begin none otherwise."""
    first = [_name(way[0]) for each in keys.values() for way in read_keys(each) if len(way) == 2]
    ours = {binding.key.split(CHORD)[0] for holder in holders() for binding in holder.bindings if CHORD in binding.key}
    return tuple(key for key in dict.fromkeys(first) if key not in ours)


def complaints(keys: Mapping[str, str]) -> tuple[str, ...]:
    """A sentence for each action that there is not, each key that is none, and each key that two want."""
    known = {binding.id for holder in holders() for binding in holder.bindings if binding.id}
    mine = {action: text for action, text in keys.items() if action in known}
    return (
        *(_unknown(action, known) for action in keys if action not in known),
        *(words for action, text in mine.items() for words in _strange(action, text)),
        *_clashes(normal(mine), beginnings(mine)),
    )


def displaced(keys: Mapping[str, str]) -> dict[str, str]:
    """By command whose usual key somebody gave to another one beside it, what is left to press; else its name."""
    mine = normal({action: text for action, text in keys.items() if action in _titles()})
    wished = {(action, key) for action, ways in mine.items() for key in ways.split(",")}
    lost: dict[str, set[str]] = {}
    for pair, key in _rivals(mine, beginnings(mine), wished):
        for action in pair:
            if action in _titles() and (action, key) not in wished:
                lost.setdefault(action, set()).add(key)
    return {action: _left(action, gone) for action, gone in lost.items() if _usual(action)[0] in gone}


def _left(action: str, gone: set[str]) -> str:
    left = [key for key in _usual(action) if key not in gone]
    return _shown(left[0]) if left else f"“{_titles()[action]}” (:)"


def _usual(action: str) -> list[str]:
    return [binding.key for binding in every_binding() if binding.id == action]


@cache
def _titles() -> dict[str, str]:
    return {binding.id: binding.description for binding in every_binding() if binding.id}


def every_binding() -> tuple[Binding, ...]:
    """All there are, as they are without anybody's own keys. Imports every screen."""
    return tuple(binding for holder in holders() for binding in holder.bindings)


@cache
def holders() -> tuple[Holder, ...]:
    """Everything that has keys. Imports every screen, which takes a moment the first time."""
    for package in map(importlib.import_module, _HOLDING):
        for module in pkgutil.walk_packages(getattr(package, "__path__", ()), package.__name__ + "."):
            importlib.import_module(module.name)
    found = [Holder(None, tuple(Binding.make_bindings(EVERYWHERE)))]
    for kind in dict.fromkeys(_below(DOMNode)):
        declared = kind.__dict__.get("BINDINGS", [])
        if kind.__module__.startswith(_HOLDING) and declared:
            found.append(Holder(kind, tuple(Binding.make_bindings(declared))))
    return tuple(found)


def _below(kind: type[DOMNode]) -> Iterator[type[DOMNode]]:
    for each in kind.__subclasses__():
        yield each
        yield from _below(each)


# What is wrong


def _unknown(action: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(action, sorted(known), n=1, cutoff=0.5)
    hint = f'Did you mean "{near[0]}"?' if near else f"{press('app.help', '?')} in the program names them all."
    return f'[keys]: there is no action "{safe_text(action, 60)}". {hint}'


def _strange(action: str, text: str) -> Iterator[str]:
    """Names of keys that no terminal sends."""
    for key in (key for way in read_keys(text) for key in way):
        *_modifiers, name = _name(key).split("+")
        if len(name) > 1 and name not in _names():
            near = difflib.get_close_matches(name, sorted(_names()), n=1)
            hint = f' Did you mean "{near[0]}"?' if near else ""
            yield f'[keys]: "{action}" waits for "{safe_text(key, 40)}", which is no key.{hint}'


def _clashes(keys: Mapping[str, str], own_beginnings: Iterable[str]) -> Iterator[str]:
    """Pairs that would answer to one key at one time, at least one of them by somebody's own wish."""
    wished = {(action, key) for action, text in keys.items() for key in text.split(",")}
    wished |= {(f"{_shown(key)} …", key) for key in own_beginnings}
    said: set[frozenset[str]] = set()
    for pair, key in _rivals(keys, own_beginnings, wished):
        if pair not in said:
            said.add(pair)
            one, two = sorted(pair)
            yield f'[keys]: "{one}" and "{two}" both want {_shown(key)}, and only one of them can have it.'


def _rivals(
    keys: Mapping[str, str], own_beginnings: Iterable[str], wished: set[tuple[str, str]]
) -> Iterator[tuple[frozenset[str], str]]:
    held = [(holder.kind, dict(_held(holder, keys, own_beginnings))) for holder in holders()]
    for upper, its in held:
        for lower, other in held:
            if _meets(upper, lower):
                yield from _both(its, other, wished)


def _held(
    holder: Holder, keys: Mapping[str, str], own_beginnings: Iterable[str]
) -> Iterator[tuple[tuple[str, str], None]]:
    """Every action with every key it has now, and the keys with which its chords begin."""
    for binding in holder.bindings:
        for key in keys.get(binding.id or "", binding.key).split(","):
            yield (binding.id or binding.action, key), None
            first, *rest = key.split(CHORD)
            if rest and first in own_beginnings:
                yield (f"{_shown(first)} …", first), None


def _both(
    its: Iterable[tuple[str, str]], other: Iterable[tuple[str, str]], wished: set[tuple[str, str]]
) -> Iterator[tuple[frozenset[str], str]]:
    by_key: dict[str, list[str]] = {}
    for action, key in other:
        by_key.setdefault(key, []).append(action)
    for action, key in its:
        for rival in by_key.get(key, ()):
            if rival != action and ((action, key) in wished or (rival, key) in wished):
                yield frozenset({action, rival}), key


def _meets(upper: type[DOMNode] | None, lower: type[DOMNode] | None) -> bool:
    """Whether both can have a say about one key: one of them is around the other, or they are the same."""
    if lower is None:
        return upper is None
    if upper is None:
        return any(lower is screen or lower in _within(screen) for screen in _open_screens())
    return upper is lower or lower in _within(upper)


@cache
def _open_screens() -> tuple[type[DOMNode], ...]:
    """Those in which what is there everywhere is there, too: all but dialogs."""
    kinds = [holder.kind for holder in holders() if holder.kind is not None]
    return tuple(kind for kind in kinds if issubclass(kind, Screen) and not issubclass(kind, ModalScreen))


@cache
def _within(kind: type[DOMNode]) -> frozenset[type[DOMNode]]:
    """The classes that a class is made of, read off what its module knows: never too few."""
    found: set[type[DOMNode]] = set()
    waiting = [kind]
    while waiting:
        for each in vars(sys.modules[waiting.pop().__module__]).values():
            if _is_part(each) and each not in found:
                found.add(each)
                waiting.append(each)
    return frozenset(found - {kind})


def _is_part(each: object) -> TypeGuard[type[DOMNode]]:
    ours = isinstance(each, type) and issubclass(each, DOMNode) and each.__module__.startswith("tui.")
    return ours and isinstance(each, type) and not issubclass(each, Screen)


# Names


def _name(key: str) -> str:
    return _character_to_key(key) if len(key) == 1 else key


@cache
def _names() -> frozenset[str]:
    characters = {_character_to_key(chr(code)) for code in range(0x21, 0x7F)}
    return frozenset({key.value for key in Keys} | characters) - _MODIFIERS


def _shown(key: str) -> str:
    return " ".join(map(key_word, key.split(CHORD)))
