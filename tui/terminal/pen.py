"""How a cell is drawn, as the terminal is told it, and the least bytes from one such way to the next.

Nothing of Rich, which takes a while to import: a picture from last time is drawn before that (tui.terminal.still).
"""

from __future__ import annotations

from typing import Final
from zlib import crc32

from tui.frozen import dataclass


@dataclass(frozen=True, slots=True, eq=False)
class Pen:
    """Parameters of SGR, and an address. Two that are alike are the same one (`Pens`)."""

    attributes: frozenset[str] = frozenset()
    ink: str = ""
    paper: str = ""
    link: str = ""
    picture: int = 0
    """The number of the picture that stands in the cell (tui.terminal.pictures)."""


PLAIN: Final = Pen()

_ENDS: Final = {"1": "22", "2": "22", "3": "23", "4": "24", "7": "27", "9": "29"}
"""What ends an attribute, for terminals that have colours: a VT100 knows nothing but the end of all."""


def switch(before: Pen, now: Pen) -> str:
    """What makes the terminal go on with `now` instead of `before`."""
    if before is now:
        return ""
    return _sgr(before, now) + (_link(now.link) if before.link != now.link else "")


def _sgr(before: Pen, now: Pen) -> str:
    anew = ";".join(filter(None, ["0", *sorted(now.attributes), now.ink, now.paper]))
    gone = before.attributes - now.attributes
    if gone and not ((now.ink or now.paper) and gone <= _ENDS.keys()):
        return f"\x1b[{anew}m"
    ends = {_ENDS[each] for each in gone}
    # Bold and dim end by the same code.
    begun = {each for each in now.attributes if each not in before.attributes or _ENDS.get(each) in ends}
    codes = [*sorted(ends), *sorted(begun)]
    codes += [now.ink or "39"] * (before.ink != now.ink) + [now.paper or "49"] * (before.paper != now.paper)
    return f"\x1b[{min(';'.join(codes), anew, key=len)}m" if codes else ""


def _link(address: str) -> str:
    """OSC 8, with an id so that the lines of one address are one link. Nothing else: the end of it."""
    return f"\x1b]8;id={crc32(address.encode()):x};{address}\x1b\\" if address else "\x1b]8;;\x1b\\"
