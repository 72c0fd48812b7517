"""Style sheets as they were parsed last time: that is a tenth of the work of parsing them.

Textual remembers what it parsed by text, place and rank of a sheet (`Stylesheet._parse_cache`, a private name), as long
as the variables are the same. What a start finds there is what the last one left.
"""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.css.stylesheet import Stylesheet

    from tui.kept import Kept, Sheets


def take(sheet: Stylesheet, kept: Kept) -> None:
    """What is kept, if it was parsed with the variables that there are now, by the Textual that there is."""
    if kept.sheets is None:
        return
    variables, remembered = kept.sheets
    if variables == sheet._variables and kept.has_served("textual"):
        for key, rules in pickle.loads(remembered):
            sheet._parse_cache[key] = rules


def parsed(sheet: Stylesheet) -> Sheets:
    """What was parsed, for the next start."""
    remembered = [(key, sheet._parse_cache[key]) for key in list(sheet._parse_cache.keys())]
    return dict(sheet._variables), pickle.dumps(remembered)
