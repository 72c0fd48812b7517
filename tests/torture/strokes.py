"""What a monkey does with a keyboard: the same strokes for the same seed, whatever the program makes of them."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.clips import make_clip

MEGABYTE: Final = 1_000_000
HOSTILE_NAME: Final = "\x1b[2J\u202e [@click=app.quit]x[/] $(id) 'q'.mp4"


@dataclass(frozen=True, slots=True)
class Keys:
    """One after the other, all at once."""

    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paste:
    """So many times that text, as a terminal brackets it."""

    text: str
    times: int = 1


@dataclass(frozen=True, slots=True)
class Resize:
    width: int
    height: int


Stroke = Keys | Paste | Resize

MOTIONS: Final = (
    "j", "k", "h", "l", "G", "up", "down", "left", "right", "home", "end", "pageup", "pagedown", "ctrl+d", "ctrl+u",
)  # fmt: skip
CHORDS: Final = {
    "g": "glfdjosmahLc0",
    "f": "fstcgdqnx",
    "s": "dtuzscga",
    "y": "yutjgeif",
    "*": "tsngdc",
}
COMMANDS: Final = (*"vAIzZSFrRnN-xtebBCcioWHLJKEaMPpm<>.+_TYXDduw:/?!", "space", "delete", "backspace")
TEXTS: Final = (
    "beach", "tag:", "taken>2024", "near:52.5,13.4 10km", "status:failed", "ü", "日本語", "👩‍👩‍👧",
    "e\u0301\u0301", "\u202ex",
    "\u200d", "[red]", "'", '"', "((", "-", "not a query:::", "~", "/", "..", "all", "3", "12", "theme auto",
)  # fmt: skip
PATHS: Final = (
    "clip.mp4", "other.mp4", "notes.txt", "empty.mp4", "*.mp4", "./", "..", "missing.mp4", HOSTILE_NAME, "one\ntwo.mp4",
    "http://127.0.0.1:1/x.mp4",
)  # fmt: skip
SIZES: Final = ((1, 1), (1, 40), (200, 1), (2, 2), (10, 5), (20, 3), (40, 12), (60, 20), (80, 24), (120, 36), (250, 80))


def prepare(folder: Path) -> None:
    """Makes the files whose names are typed."""
    make_clip(folder / "clip.mp4")
    make_clip(folder / "other.mp4", metadata={"creation_time": "2025-06-01T14:30:00Z"})
    make_clip(folder / HOSTILE_NAME.replace("/", "_"), seconds=1)
    (folder / "notes.txt").write_text("no video")
    (folder / "empty.mp4").touch()


def strokes(seed: int, count: int) -> tuple[Stroke, ...]:
    """So many strokes of this seed. More of them begin with the fewer ones."""
    chance = random.Random(seed)
    kinds, weights = zip(*_KINDS, strict=True)
    return tuple(chance.choices(kinds, weights)[0](chance) for _ in range(count))


def _one(*keys: str) -> Callable[[random.Random], Stroke]:
    return lambda chance: Keys((chance.choice(keys),))


def _held(chance: random.Random) -> Stroke:
    return Keys((chance.choice(MOTIONS),) * chance.choice((2, 5, 30)))


def _chord(chance: random.Random) -> Stroke:
    first = chance.choice(tuple(CHORDS))
    return Keys((first, chance.choice(CHORDS[first])))


def _place(chance: random.Random) -> Stroke:
    return Keys(chance.choice((*(("g", key) for key in "osmahcj"), ("?",), ("!",), ("T",), ("C",), ("b",))))


def _count(chance: random.Random) -> Stroke:
    return Keys((*str(chance.choice((2, 10, 57, 99999999))), chance.choice(("j", "k", "G", "x", "escape"))))


def _text(chance: random.Random) -> Stroke:
    return Keys(tuple(chance.choice(TEXTS)))


def _upload(chance: random.Random) -> Stroke:
    paths = chance.choices(PATHS, k=chance.randint(1, 3))
    typed = (key for path in paths for key in ("ctrl+u", *(letter for letter in path if letter.isprintable()), "enter"))
    return Keys(("u", *typed, *chance.choice(((), ("ctrl+g",), ("tab", "tab"), ("escape",)))))


def _delete(chance: random.Random) -> Stroke:
    return Keys((*chance.choice((("space",), ("A",), ())), "X", *chance.choice((("y",), ("enter",), ("3", "enter")))))


def _verb(chance: random.Random) -> Stroke:
    return Keys((chance.choice((":", "/")), *chance.choice(TEXTS), chance.choice(("enter", "tab", "escape", "down"))))


def _paste(chance: random.Random) -> Stroke:
    text = chance.choice(("x", "two\nlines\n", "\x1b[2J", "日本 ", "clip.mp4\n", "a:b "))
    return Paste(text, chance.choice((1, 3, MEGABYTE // len(text))) if chance.random() < 0.3 else 1)


def _resize(chance: random.Random) -> Stroke:
    return Resize(*chance.choice(SIZES))


_KINDS: Final[tuple[tuple[Callable[[random.Random], Stroke], int], ...]] = (
    (_one(*MOTIONS), 20),
    (_held, 4),
    (_chord, 14),
    (_place, 12),
    (_count, 2),
    (_one(*COMMANDS), 30),
    (_one("escape"), 5),
    (_one("enter", "tab", "shift+tab", "ctrl+g"), 14),
    (_one("1", "2", "3", "4"), 2),
    (_one("q", "ctrl+c", "ctrl+l", "f1", "ctrl+p", "ctrl+w", "ctrl+k", "ctrl+a", "ctrl+e"), 2),
    (_text, 6),
    (_upload, 3),
    (_delete, 2),
    (_verb, 5),
    (_paste, 3),
    (_resize, 6),
)
