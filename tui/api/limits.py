"""How long each part of a call may take, in seconds."""

from __future__ import annotations

from tui.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """A service that drips a byte now and then never trips httpx's own timeouts: hence `read_total`."""

    connect: float = 10.0
    read_total: float = 30.0
    """A whole read call, from the connection to the last byte of the answer."""
    write: float = 120.0
    answer: float = 600.0
    """From an upload's last byte to its answer: the service takes the file in before it speaks."""
    stall: float = 90.0
    """An upload of which the other end acknowledges no byte."""
