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


def switch(before: Pen, now: Pen) -> str:
    """What makes the terminal go on with `now` instead of `before`."""
    if before is now:
        return ""
    return _sgr(before, now) + (_link(now.link) if before.link != now.link else "")


def _sgr(before: Pen, now: Pen) -> str:
    if before.attributes <= now.attributes:
        codes = sorted(now.attributes - before.attributes)
        codes += [now.ink or "39"] * (before.ink != now.ink) + [now.paper or "49"] * (before.paper != now.paper)
        anew = ["0", *sorted(now.attributes), now.ink, now.paper]
        shorter = min(";".join(codes), ";".join(filter(None, anew)), key=len) if codes else ""
    else:
        shorter = ";".join(filter(None, ["0", *sorted(now.attributes), now.ink, now.paper]))
    return f"\x1b[{shorter}m" if shorter else ""


def _link(address: str) -> str:
    """OSC 8, with an id so that the lines of one address are one link. Nothing else: the end of it."""
    return f"\x1b]8;id={crc32(address.encode()):x};{address}\x1b\\" if address else "\x1b]8;;\x1b\\"
