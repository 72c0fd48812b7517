"""A screen as it is drawn where there is only ASCII: what of it is something else, though it is no data."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any, Final

from textual._context import visible_screen_stack
from textual.app import App

from tui.terminal.letters import Letters, twin
from tui.terminal.paint import AsciiOnly

_ROOT: Final = Path(__file__).parent.parent
_DATA: Final = frozenset(
    "".join(
        (_ROOT / file).read_text(encoding="utf-8")
        for file in ("tui/local/scenery.py", "tui/local/demo.py", "tests/upload_scenes.py")
    )
)
"""Every character that the library and the files of a scene can have brought along."""


def strangers(app: App[Any]) -> set[str]:
    """Signs that nobody but us can have drawn. Letters are nobody's signs: they are names, of videos and of places."""
    visible_screen_stack.set(app._background_screens)
    # Filters are asked anew for every picture: nothing of what was drawn before is kept.
    app._filters.append(AsciiOnly(Letters(ascii_only=True, why="a test")))
    drawn = {character for strip in app.screen._compositor.render_strips() for character in strip.text}
    app._filters.pop()
    signs = {each for each in drawn if not each.isascii() and unicodedata.category(each)[0] not in "LM"}
    return {each for each in signs if each not in _DATA or twin(each) is not None}
