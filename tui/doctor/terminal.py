"""The terminal as its variables describe it: what it is, and its size."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from tui.doctor.finding import Finding
from tui.frozen import dataclass
from tui.terminal.fitness import over_ssh

_SMALLEST: Final = (60, 20)


@dataclass(frozen=True, slots=True)
class Tty:
    """What there is in front of us: nothing, if we run in a pipe."""

    is_terminal: bool
    columns: int = 0
    lines: int = 0
    encoding: str = "utf-8"


def look_at_terminal(environ: Mapping[str, str], tty: Tty) -> Iterator[Finding]:
    """The terminal and its size."""
    yield _kind(environ, tty)
    if tty.is_terminal and (tty.columns < _SMALLEST[0] or tty.lines < _SMALLEST[1]):
        yield Finding(
            "Size",
            f"{tty.columns} × {tty.lines} is very small",
            "note",
            f"Enlarge the window to {_SMALLEST[0]} × {_SMALLEST[1]} or more, or make its letters smaller.",
        )


def _kind(environ: Mapping[str, str], tty: Tty) -> Finding:
    term = environ.get("TERM", "")
    program = " ".join(filter(None, [environ.get("TERM_PROGRAM"), environ.get("TERM_PROGRAM_VERSION")]))
    facts = {
        "term": term,
        "program": program,
        "colorterm": environ.get("COLORTERM", ""),
        "is_terminal": tty.is_terminal,
        "columns": tty.columns,
        "lines": tty.lines,
        "ssh": over_ssh(environ),
    }
    if term in {"", "dumb", "unknown"}:
        found = f"TERM is {term}" if term else "TERM is not set"
        change = "Where the terminal can really move its cursor: TERM=xterm-256color"
        return Finding("Terminal", f"{found}: nothing can be drawn", "problem", change, facts)
    size = f"{tty.columns} × {tty.lines}" if tty.is_terminal else "not on this output: it is a pipe or a file"
    parts = [term, program, size, "over ssh" if over_ssh(environ) else ""]
    return Finding("Terminal", ", ".join(part for part in parts if part), facts=facts)
