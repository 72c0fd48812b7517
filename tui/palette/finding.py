"""Which commands somebody means who types a few letters, and how a command looks in a list."""

from __future__ import annotations

from typing import Final

from textual.content import Content

from tui.text import safe_text
from tui.widgets.commands import Command
from tui.widgets.present import fit

KEY_CELLS: Final = 10
TITLE_CELLS: Final = 22


def narrowed(commands: tuple[Command, ...], wish: str) -> tuple[Command, ...]:
    """The commands that fit the wish, best first; all of them in their own order for an empty one."""
    words = wish.casefold().split()
    if not words:
        return commands
    ranked = [(rank, command) for command in commands if (rank := _rank(command, words)) is not None]
    return tuple(command for _rank, command in sorted(ranked, key=lambda pair: pair[0]))


def _rank(command: Command, words: list[str]) -> int | None:
    """How near it is, the less the nearer; None if a word is nowhere in it."""
    title, name, rest = command.title.casefold(), command.id.casefold(), command.explanation.casefold()
    key = command.key_text.casefold()
    worst = 0
    for word in words:
        if word in (key, key.replace(" ", "")) or title.startswith(word):
            rank = 0
        elif f" {word}" in title or word in name.split("."):
            rank = 1
        elif word in title or word in name:
            rank = 2
        elif word in rest:
            rank = 3
        else:
            return None
        worst = max(worst, rank)
    return worst


def named_line(command: Command) -> Content:
    """What it is called, its key, and what it does."""
    style = "" if command.enabled else "$foreground-muted"
    return Content.assemble(
        (fit(command.title, TITLE_CELLS), style),
        (fit(command.key_text, KEY_CELLS), "bold $primary" if command.enabled else style),
        (" " + safe_text(command.explanation), "$foreground-muted"),
    )


def command_line(command: Command) -> Content:
    """Its key, what it is called, and what it does."""
    style = "" if command.enabled else "$foreground-muted"
    return Content.assemble(
        (" " + fit(command.key_text, KEY_CELLS), "bold $primary" if command.enabled else style),
        (fit(command.title, TITLE_CELLS), style),
        (" " + safe_text(command.explanation), "$foreground-muted"),
    )
