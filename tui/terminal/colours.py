"""How many colours we draw in, and why: decided once, before anything is drawn, by what is known of the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from tui.frozen import dataclass
from tui.terminal.terminfo import colours_known

Colours = Literal["truecolor", "256", "16", "none"]
CHOICES: Final[tuple[Colours, ...]] = ("truecolor", "256", "16", "none")

_BY_NAME: Final[dict[str, Colours]] = {
    "alacritty": "truecolor",
    "contour": "truecolor",
    "foot": "truecolor",
    "foot-extra": "truecolor",
    "rio": "truecolor",
    "wezterm": "truecolor",
    "xterm-ghostty": "truecolor",
    "xterm-kitty": "truecolor",
}
"""Terminals that say more by their name than ssh lets through (it hands on TERM, and no COLORTERM)."""
_BY_PROGRAM: Final[dict[str, Colours]] = {
    "Apple_Terminal": "256",
    "WezTerm": "truecolor",
    "ghostty": "truecolor",
    "iTerm.app": "truecolor",
    "vscode": "truecolor",
}
_COLOURLESS: Final = ("vt52", "vt100", "vt102", "vt220", "vt320", "vt420")
_TEXTUAL: Final[dict[str, Colours]] = {"truecolor": "truecolor", "256": "256", "standard": "16"}
"""What Textual's own variable may say."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """So many colours, and what told us."""

    colours: Colours
    why: str
    """As `COLORTERM is truecolor`."""


def choose_colours(environ: Mapping[str, str], wanted: str = "auto", *, wanted_by: str = "the settings") -> Chosen:
    """`wanted`: one of CHOICES, which is then so; or `auto`.

    A setting goes over NO_COLOR, as https://no-color.org has it: the one is for us, the other for every program.
    """
    for colours in CHOICES:
        if colours == wanted:
            return Chosen(colours, f"{wanted_by}: color is {wanted}")
    if environ.get("NO_COLOR"):
        return Chosen("none", "NO_COLOR is set")
    said = environ.get("TEXTUAL_COLOR_SYSTEM", "")
    if said in _TEXTUAL:
        return Chosen(_TEXTUAL[said], f"TEXTUAL_COLOR_SYSTEM is {said}")
    return _by_terminal(environ)


def _by_terminal(environ: Mapping[str, str]) -> Chosen:
    term = environ.get("TERM", "")
    known = colours_known(term, environ)
    if term in _COLOURLESS or term.endswith(("-m", "-mono")):
        return Chosen("none", f"TERM is {term}, which has no colours")
    if known is not None and known < 8:
        return Chosen("none", f"TERM is {term}, which has no colours by terminfo")
    return _by_its_own_word(environ, term) or _by_name(term, known)


def _by_its_own_word(environ: Mapping[str, str], term: str) -> Chosen | None:
    word = environ.get("COLORTERM", "").strip().lower()
    if word in {"truecolor", "24bit"}:
        if is_gnu_screen(environ, term):
            # It takes the parameters of 24 bit colours for attributes: text that blinks.
            return Chosen("256", "COLORTERM means the terminal outside of GNU screen, which itself has 256 at most")
        return Chosen("truecolor", f"COLORTERM is {word}")
    if environ.get("TMUX") or is_gnu_screen(environ, term):
        return None  # what else is told is told of the terminal outside
    program = environ.get("TERM_PROGRAM", "")
    if program in _BY_PROGRAM:
        return Chosen(_BY_PROGRAM[program], f"TERM_PROGRAM is {program}")
    if environ.get("WT_SESSION"):
        return Chosen("truecolor", "Windows Terminal")
    return None


def is_gnu_screen(environ: Mapping[str, str], term: str) -> bool:
    """Whether that is the terminal, and no tmux within it."""
    return not environ.get("TMUX") and (bool(environ.get("STY")) or term.partition("-")[0].startswith("screen"))


def _by_name(term: str, known: int | None) -> Chosen:
    if term in _BY_NAME or term.endswith("-direct"):
        return Chosen("truecolor", f"TERM is {term}")
    if "256color" in term:
        return Chosen("256", f"TERM is {term}")
    if known is None:
        return Chosen("16", f"TERM is {term or 'not set'}, of which nothing more is known")
    if known >= 1 << 24:
        return Chosen("truecolor", f"TERM is {term}, with 24 bit colours by terminfo")
    return Chosen("256" if known >= 256 else "16", f"TERM is {term}, with {known} colours by terminfo")
