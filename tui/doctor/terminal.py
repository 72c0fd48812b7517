"""The terminal as its variables describe it: what it is, its colours, its size, and the letters that it can show."""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from tui.doctor.finding import Finding
from tui.terminal.fitness import colourless, over_ssh

_SMALLEST: Final = (60, 20)
_COLOURS: Final = {"truecolor": "16 million colours", "256": "256 colours", "standard": "16 colours", "none": "none"}
_LOCALE: Final = ("LC_ALL", "LC_CTYPE", "LANG")


@dataclass(frozen=True, slots=True)
class Tty:
    """What there is in front of us: nothing, if we run in a pipe."""

    is_terminal: bool
    columns: int = 0
    lines: int = 0
    encoding: str = "utf-8"


def look_at_terminal(environ: Mapping[str, str], tty: Tty) -> Iterator[Finding]:
    """The terminal, its size and its colours."""
    yield _kind(environ, tty)
    if tty.is_terminal and (tty.columns < _SMALLEST[0] or tty.lines < _SMALLEST[1]):
        yield Finding(
            "Size",
            f"{tty.columns} × {tty.lines} is very small",
            "note",
            f"Enlarge the window to {_SMALLEST[0]} × {_SMALLEST[1]} or more, or make its letters smaller.",
        )
    yield _colours(environ)


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


def _colours(environ: Mapping[str, str]) -> Finding:
    system = colour_system(environ)
    facts = {"system": system, "no_color": colourless(environ)}
    if colourless(environ):
        return Finding("Colours", "none, as NO_COLOR asks", facts=facts)
    if system == "standard":
        change = "If your terminal has more, as most have: export COLORTERM=truecolor"
        return Finding("Colours", "16 colours, by what TERM says", "note", change, facts)
    return Finding("Colours", _COLOURS[system], facts=facts)


def colour_system(environ: Mapping[str, str]) -> str:
    """`truecolor`, `256`, `standard` or `none`, as the interface will decide it."""
    from rich.console import Console

    forced = environ.get("TEXTUAL_COLOR_SYSTEM", "auto")
    if forced in _COLOURS:
        return forced
    bare = {name: value for name, value in environ.items() if name != "NO_COLOR"}
    return Console(force_terminal=True, _environ=bare).color_system or "none"


def look_at_locale(environ: Mapping[str, str], tty: Tty, *, plain_ascii: bool) -> Iterator[Finding]:
    """Whether letters beyond ASCII can be shown."""
    locale = next((f"{name}={environ[name]}" for name in _LOCALE if environ.get(name)), "no locale is set")
    facts = {"locale": locale, "encoding": tty.encoding}
    try:
        is_utf8 = codecs.lookup(tty.encoding).name == "utf-8"
    except LookupError:
        is_utf8 = False
    if is_utf8:
        yield Finding("Letters", f"UTF-8 ({locale})", facts=facts)
    else:
        change = "export LANG=C.UTF-8" if plain_ascii else "export LANG=C.UTF-8, or ascii = true in the settings"
        words = f"{tty.encoding} ({locale}): most names can't be shown whole"
        yield Finding("Letters", words, "problem", change, facts)
