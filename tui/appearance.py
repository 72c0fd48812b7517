"""What the interface looks like in this terminal: so many colours, these letters, light or dark, each with a reason.

Decided from the settings and the environment before anything is drawn; the doctor tells the same.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

from tui.config import Config
from tui.frozen import dataclass
from tui.terminal.colours import Chosen, choose_colours
from tui.terminal.ground import Guess, choose_ground
from tui.terminal.letters import Letters, choose_letters
from tui.text import safe_text


@dataclass(frozen=True, slots=True)
class Appearance:
    """What was decided, each with its reason."""

    colours: Chosen
    letters: Letters
    ground: Guess


def choose_appearance(config: Config, environ: Mapping[str, str], encoding: str) -> Appearance:
    """`encoding`: of the terminal, as Python has it."""

    def by(name: str) -> str:
        return safe_text(config.origins.get(name, "the settings"))

    return Appearance(
        choose_colours(environ, config.color, wanted_by=by("color")),
        choose_letters(environ, encoding, config.glyphs, wanted_by=by("glyphs")),
        choose_ground(environ, config.background, wanted_by=by("background")),
    )


def appearance_here(config: Config) -> Appearance:
    """In the terminal that this process has."""
    return choose_appearance(config, os.environ, sys.__stdout__.encoding if sys.__stdout__ else "utf-8")
