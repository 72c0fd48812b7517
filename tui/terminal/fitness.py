"""May we run in this terminal, and with which of Textual's settings; asked before Textual is imported."""

from __future__ import annotations

import os
from collections.abc import Mapping, MutableMapping
from typing import Final

UNFIT_EXIT: Final = 2
"""Exit code when `fitness` has something to say."""

_REMOTE_SETTINGS: Final = {
    # An arrow key arrives in pieces on a slow line: wait this long (ms) before calling its first byte Escape.
    "ESCDELAY": "300",
    "TEXTUAL_FPS": "15",
    "TEXTUAL_ANIMATIONS": "none",
    "TEXTUAL_SMOOTH_SCROLL": "0",
}


def over_ssh(environ: Mapping[str, str]) -> bool:
    """Whether what we draw crosses a network: then nothing blinks, and frames are few."""
    return bool(environ.get("SSH_CONNECTION") or environ.get("SSH_TTY"))


def wants_lines(environ: Mapping[str, str]) -> bool:
    """Whether the person asked all programs for plain lines of text, as users of screen readers do."""
    return environ.get("ACCESSIBLE", "") not in {"", "0"}


def prepare_environment(environ: MutableMapping[str, str]) -> None:
    """Fill in the settings that Textual reads once, when it is imported. What the person has set stays."""
    if over_ssh(environ):
        for name, value in _REMOTE_SETTINGS.items():
            environ.setdefault(name, value)


def fitness(environ: Mapping[str, str] = os.environ, *, stdin: int = 0, stdout: int = 1) -> str | None:
    """Why an interface cannot be drawn here, as a sentence with what to do next; None when it can."""
    if not (os.isatty(stdin) and os.isatty(stdout)):
        return "memories-tui needs a terminal to draw on. Over ssh, ask for one: ssh -t HOST memories-tui"
    term = environ.get("TERM", "")
    if term in {"", "dumb", "unknown"}:
        found = f"TERM is {term}" if term else "TERM is not set"
        return (
            f"memories-tui needs a terminal that can move its cursor, and {found}. "
            "As plain lines of text it works here, too: memories-tui --linear. "
            "Where the cursor really can move: TERM=xterm-256color memories-tui"
        )
    return None
