"""The ways from here to a person's clipboard, which of them to take, and what may be claimed of each.

OSC 52 asks the terminal to take a text, and no terminal ever says whether it did; a multiplexer in between passes it
on, or not, as it is set up. So several ways are taken at once, and the words say what was sent where, never that it
arrived. Measured: tmux 3.3a with its defaults drops OSC 52 from a program, raw or wrapped, and passes on what
`load-buffer -w` gives it, if it knows its terminal to have a clipboard; GNU screen 4.09 passes on the wrapped one only.
"""

from __future__ import annotations

import base64
import shutil
import sys
import unicodedata
from collections.abc import Callable, Mapping
from typing import Final, Literal

from tui.frozen import dataclass
from tui.multiplexer import answer, ask_tmux, sits_elsewhere
from tui.pressing import press

Wrap = Literal["raw", "tmux", "screen"]
"""How OSC 52 leaves: as it is, or in an envelope that this multiplexer opens and passes on."""

MOST_BYTES: Final = 8 * 1024
"""The longest text for OSC 52: longer ones are cut or dropped by some terminals, and hold up a slow line."""

_SCREEN_PIECE: Final = 200
"""Bytes of one envelope: GNU screen drops longer ones."""
_NO_CLIPBOARD: Final = ("linux", "vt", "cons", "dumb", "unknown")
"""TERM of terminals that have none, by how it begins."""
_BUFFER_AND_CLIENT: Final = ("load-buffer", "-w", "-", ";", "display-message", "-p")
_KNOWS_CLIPBOARD: Final = "#{client_termfeatures} passthrough=#{allow-passthrough}"


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be tried."""

    tmux: bool = False
    """Whether the tmux around us gets the text."""
    wraps: tuple[Wrap, ...] = ()
    tool: tuple[str, ...] = ()
    """A program of this machine's own desktop that takes the text on stdin."""


@dataclass(frozen=True, slots=True)
class Copied:
    """What became of a text. `routes` are the ways that it went, none of them acknowledged."""

    routes: tuple[str, ...]
    words: str
    """For a person: where it was sent, or why it was not, and what to do instead."""
    sequences: tuple[str, ...] = ()
    """What is still to be written to the terminal, each once."""


def plan(
    environ: Mapping[str, str],
    *,
    elsewhere: bool,
    which: Callable[[str], str | None] = shutil.which,
    platform: str = sys.platform,
) -> Plan:
    """The ways to try in such surroundings. `elsewhere`: the person sits at the far end of an ssh connection."""
    term = environ.get("TERM", "")
    tool = () if elsewhere else _tool(environ, platform, which)
    if environ.get("TMUX"):
        return Plan(tmux=True, wraps=("tmux",), tool=tool)
    if environ.get("STY"):
        return Plan(wraps=("screen",), tool=tool)
    if term.startswith(_NO_CLIPBOARD):
        return Plan(tool=tool)
    # A multiplexer at the person's side of the line: its variables do not come along, its TERM does.
    if term.startswith("tmux"):
        return Plan(wraps=("raw", "tmux"), tool=tool)
    if term.startswith("screen"):
        return Plan(wraps=("raw", "screen"), tool=tool)
    return Plan(wraps=("raw",), tool=tool)


def _tool(environ: Mapping[str, str], platform: str, which: Callable[[str], str | None]) -> tuple[str, ...]:
    candidates: list[tuple[str, ...]] = []
    if platform == "darwin":
        candidates.append(("pbcopy",))
    if environ.get("WAYLAND_DISPLAY"):
        candidates.append(("wl-copy",))
    if environ.get("DISPLAY"):
        candidates += [("xclip", "-selection", "clipboard"), ("xsel", "--clipboard", "--input")]
    return next((words for words in candidates if which(words[0])), ())


def copy(text: str, environ: Mapping[str, str]) -> Copied:
    """Hands the text to whoever takes it, for two seconds at most; what the terminal gets is for the caller to write.

    The text is made `harmless` first.
    """
    clean = harmless(text)
    if not clean:
        return Copied((), "There is nothing to copy.")
    path = environ.get("PATH")
    chosen = plan(environ, elsewhere=sits_elsewhere(environ), which=lambda name: shutil.which(name, path=path))
    data = clean.encode()
    by_tool = bool(chosen.tool) and _given(chosen.tool, environ, data)
    fits = len(data) <= MOST_BYTES
    client = _given_to_tmux(environ, data, pass_on=fits) if chosen.tmux else None
    wraps: tuple[Wrap, ...] = ("raw", *chosen.wraps) if chosen.tmux and client is None else chosen.wraps
    routes = [chosen.tool[0]] if by_tool else []
    if client is not None:
        routes.append("tmux")
    if fits:
        routes += [f"osc52-{wrap}" for wrap in wraps]
    words = _words(routes, client, size=len(data))
    return Copied(tuple(routes), words, tuple(wrapped(osc52(data), wrap) for wrap in wraps) if fits else ())


def _given(tool: tuple[str, ...], environ: Mapping[str, str], data: bytes) -> bool:
    try:
        # Its output goes nowhere: xclip stays behind and would keep a pipe open.
        answer(["sh", "-c", f"exec {' '.join(tool)} >/dev/null"], environ, typed=data)
    except OSError:
        return False
    return True


def _given_to_tmux(environ: Mapping[str, str], data: bytes, *, pass_on: bool) -> str | None:
    """Fills tmux's buffer; answers with what tmux knows of its terminal, None where it did not take the text."""
    if pass_on:
        return ask_tmux([*_BUFFER_AND_CLIENT, _KNOWS_CLIPBOARD], environ, typed=data)
    return ask_tmux(["load-buffer", "-"], environ, typed=data)


def _words(routes: list[str], client: str | None, *, size: int) -> str:
    takers = [route for route in routes if not route.startswith("osc52")]
    sent = len(takers) < len(routes)
    if size > MOST_BYTES:
        much = f"{size:,} bytes are too long for the terminal (OSC 52: {MOST_BYTES:,} pass everywhere)"
        return f"Sent to {_listed(takers)} only: {much}." if takers else f"Not copied: {much}. {_by_hand()}"
    if not routes:
        return f"Not copied: this terminal has no clipboard. {_by_hand()}"
    if client is not None and _may_keep_it(client):
        return f"Sent to {_listed(takers)}; tmux may not pass it on to this terminal: memories-tui doctor. {_by_hand()}"
    through = " through screen" if routes[-1] == "osc52-screen" and "osc52-raw" not in routes else ""
    if sent:
        takers.append(f"the terminal's clipboard{through} (OSC 52)")
    return f"Sent to {_listed(takers)}"


def _by_hand() -> str:
    return f"{press('app.by_hand', 'Y')} shows it, to select by hand."


def _listed(names: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _may_keep_it(client: str) -> bool:
    """Whether tmux thinks that its terminal has no clipboard, and lets nothing through to it unread."""
    features, _, passthrough = client.strip().rpartition(" ")
    return bool(features) and "clipboard" not in features.split(",") and passthrough == "passthrough=0"


def harmless(text: str) -> str:
    """The text without what would act when it is pasted: controls (but tab and line ends), and the last line end."""
    kept = "".join(
        character
        for character in text.replace("\r\n", "\n").replace("\r", "\n")
        if character in "\n\t" or unicodedata.category(character) != "Cc"
    )
    return kept.encode("utf-8", "replace").decode("utf-8").rstrip("\n")


def one_line(text: str) -> str:
    """The same on one line: a name that holds a line end would run a command in the shell it is pasted into."""
    return " ".join(harmless(text).split())


def osc52(data: bytes) -> str:
    """The request to the terminal to take these bytes."""
    return f"\x1b]52;c;{base64.b64encode(data).decode('ascii')}\x07"


def wrapped(sequence: str, wrap: Wrap) -> str:
    """The sequence in the envelope of a multiplexer that passes on what is in it."""
    match wrap:
        case "raw":
            return sequence
        case "tmux":
            return "\x1bPtmux;" + sequence.replace("\x1b", "\x1b\x1b") + "\x1b\\"
        case "screen":
            pieces = range(0, len(sequence), _SCREEN_PIECE)
            return "".join(f"\x1bP{sequence[start : start + _SCREEN_PIECE]}\x1b\\" for start in pieces)
