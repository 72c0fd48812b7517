"""What stands between us and the terminal, tmux or screen, and which way a copied text takes past it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from typing import Final

from tui.clipboard import MOST_BYTES, Plan, plan
from tui.doctor.finding import Finding
from tui.frozen import dataclass
from tui.multiplexer import ask_tmux, sits_elsewhere
from tui.pressing import press

_OPTIONS: Final = (
    "version",
    "escape-time",
    "set-clipboard",
    "extended-keys",
    "default-terminal",
    "allow-passthrough",
    "focus-events",
    "client_termname",
    "client_termfeatures",
)
_BETWEEN: Final = "|"
_LATE: Final = 100
"""Milliseconds after which Escape feels slow."""
_SWITCHES: Final = frozenset({"allow-passthrough", "focus-events"})
_SWITCH: Final = {"0": "off", "1": "on", "2": "all"}


@dataclass(frozen=True, slots=True)
class Tmux:
    """The tmux around us, by its own words."""

    options: Mapping[str, str]

    @property
    def passes_copies_on(self) -> bool | None:
        """Whether what it is given reaches the terminal's clipboard; None where it does not say."""
        features = self.options["client_termfeatures"]
        if not features:
            return None
        return "clipboard" in features.split(",") or self.options["allow-passthrough"] not in {"", "0"}


def tmux_around(environ: Mapping[str, str]) -> Tmux | None:
    """What the tmux that we run in says of itself; None where there is none, or it does not answer."""
    said = ask_tmux(["display-message", "-p", _BETWEEN.join(f"#{{{name}}}" for name in _OPTIONS)], environ)
    values = (said or "").strip("\n").split(_BETWEEN)
    return Tmux(dict(zip(_OPTIONS, values, strict=True))) if len(values) == len(_OPTIONS) else None


def look_at_multiplexer(environ: Mapping[str, str], tmux: Tmux | None) -> Iterator[Finding]:
    """tmux and its options, or screen; nothing where there is neither."""
    if tmux is not None:
        yield from _look_at_tmux(tmux.options)
    elif environ.get("TMUX"):
        change = "Start it from within the tmux that you see, or unset TMUX."
        yield Finding("tmux", "TMUX is set, and that tmux does not answer", "note", change)
    elif environ.get("STY"):
        yield Finding("screen", "GNU screen: copies reach the terminal in an envelope, links do not")


def _look_at_tmux(options: Mapping[str, str]) -> Iterator[Finding]:
    shown = {name: _SWITCH.get(value, value) if name in _SWITCHES else value for name, value in options.items()}
    yield Finding(
        "tmux", f"tmux {options['version']}, drawing on {options['client_termname'] or 'no terminal'}", facts=shown
    )
    delay = options["escape-time"]
    if delay.isdigit() and int(delay) >= _LATE:
        change = "In ~/.tmux.conf: set -sg escape-time 20"
        yield Finding("tmux", f"escape-time is {delay} ms: Escape acts that much later", "note", change)
    if "256color" not in options["default-terminal"]:
        change = 'In ~/.tmux.conf: set -g default-terminal "tmux-256color"'
        yield Finding("tmux", f"default-terminal is {options['default-terminal']}: fewer colours", "note", change)
    if options["extended-keys"] in {"on", "always"}:
        yield Finding("tmux", f"extended-keys is {options['extended-keys']}; nothing here needs it")


def look_at_clipboard(environ: Mapping[str, str], tmux: Tmux | None) -> Iterator[Finding]:
    """Which way a copied text goes, and what may stop it."""
    path = environ.get("PATH")
    chosen = plan(environ, elsewhere=sits_elsewhere(environ), which=lambda name: shutil.which(name, path=path))
    ways = list(_ways(chosen, tmux))
    facts = {"ways": ways, "most_bytes": MOST_BYTES}
    if not ways:
        change = f"{press('app.by_hand', 'Y')} shows what there is to copy, to select it by hand."
        yield Finding("Clipboard", "this terminal has none", "note", change, facts)
    elif tmux is not None and tmux.passes_copies_on is False:
        change = (
            "In ~/.tmux.conf: set -as terminal-features ',*:clipboard' (where the terminal has a clipboard), "
            "or set -g allow-passthrough on"
        )
        yield Finding(
            "Clipboard", "tmux keeps copies: it takes its terminal to have no clipboard", "note", change, facts
        )
    else:
        yield Finding("Clipboard", f"{', '.join(ways)}; no terminal says whether it took it", facts=facts)
        yield from _known_to_ignore(environ, chosen)


def _ways(chosen: Plan, tmux: Tmux | None) -> Iterator[str]:
    if chosen.tool:
        yield chosen.tool[0]
    if tmux is not None:
        yield "tmux load-buffer -w"
    names = {"raw": "OSC 52", "tmux": "OSC 52 through tmux", "screen": "OSC 52 through screen"}
    wraps = ("raw", *chosen.wraps) if chosen.tmux and tmux is None else chosen.wraps
    yield from (names[wrap] for wrap in wraps)


def _known_to_ignore(environ: Mapping[str, str], chosen: Plan) -> Iterator[Finding]:
    """Terminals that are known not to take OSC 52; a tool of the desktop makes up for it."""
    name = ""
    if environ.get("TERM_PROGRAM") == "Apple_Terminal":
        name = "Terminal of macOS"
    elif environ.get("VTE_VERSION"):
        name = "this terminal (VTE)"
    if name and not chosen.tool:
        takers = "a terminal that takes OSC 52 (kitty, foot, WezTerm, iTerm2, …)"
        change = f"{press('app.by_hand', 'Y')} shows what there is to copy; or use {takers}."
        yield Finding("Clipboard", f"{name} may ignore OSC 52", "note", change)
