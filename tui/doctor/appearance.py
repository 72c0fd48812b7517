"""What the terminal is taken to be able to show, and why: its colours, what lies behind them, and its letters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from tui.appearance import Appearance
from tui.config import PROTOCOLS
from tui.doctor.finding import Finding
from tui.terminal.colours import Chosen, Colours
from tui.terminal.drawing import EXTRA, is_installed, why_not
from tui.terminal.ground import Guess
from tui.terminal.letters import LOCALE, Letters, is_utf8

_NAMES: Final[dict[Colours, str]] = {
    "truecolor": "16 million colours",
    "256": "256 colours",
    "16": "16 colours",
    "none": "no colours",
}


def look_at_appearance(environ: Mapping[str, str], found: Appearance) -> Iterator[Finding]:
    """Colours, ground and letters."""
    yield _colours(found.colours)
    yield _ground(found.ground)
    yield _letters(environ, found.letters)


def look_at_pictures(environ: Mapping[str, str], images: str) -> Iterator[Finding]:
    """What covers are drawn as, where somebody asked for more than blocks."""
    if images not in PROTOCOLS:
        return
    why = why_not(images, environ)
    change = EXTRA if not is_installed() else 'images = "auto"'
    if why:
        yield Finding("Covers", why, "note", change, {"images": images})
    else:
        yield Finding("Covers", f"drawn as {images} pictures", facts={"images": images})


def _colours(found: Chosen) -> Finding:
    facts = {"system": found.colours, "why": found.why}
    words = f"{_NAMES[found.colours]}: {found.why}"
    if found.colours == "16" and "TERM is" in found.why:
        change = "If your terminal has more, as most have: export COLORTERM=truecolor"
        return Finding("Colours", words, "note", change, facts)
    return Finding("Colours", words, facts=facts)


def _ground(found: Guess) -> Finding:
    asked = "" if found.is_settled else ", unless the terminal says otherwise when it is asked"
    facts = {"ground": found.ground, "why": found.why}
    return Finding("Background", f"{found.ground}: {found.why}{asked}", facts=facts)


def _letters(environ: Mapping[str, str], found: Letters) -> Finding:
    locale = next((f"{name}={environ[name]}" for name in LOCALE if environ.get(name)), "no locale is set")
    facts = {"locale": locale, "encoding": found.encoding, "ascii": found.ascii_only, "why": found.why}
    drawn = "signs and lines are ASCII" if found.ascii_only else "all signs are drawn"
    if is_utf8(found.encoding):
        return Finding("Letters", f"UTF-8 ({locale}); {drawn}: {found.why}", facts=facts)
    words = f"{found.encoding} ({locale}): most names can't be shown whole; {drawn}: {found.why}"
    return Finding("Letters", words, "problem", "export LANG=C.UTF-8", facts)
