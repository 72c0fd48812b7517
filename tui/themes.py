"""Our own colours, light and dark: designed in sixteen, so that they hold anywhere, then refined where there are more.

One accent, for what has the focus and what was chosen; green, yellow and red for what is well, on its way and wrong,
never without a glyph and a word; the rest is three shades of quiet.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from textual.color import Color
from textual.design import DEFAULT_DARK_BACKGROUND, DEFAULT_LIGHT_BACKGROUND
from textual.theme import Theme

from tui.frozen import dataclass
from tui.terminal.colours import Colours
from tui.terminal.ground import Ground

AUTO: Final = "auto"
"""The theme of ours that fits the terminal's ground."""
DARK: Final = "memories-dark"
LIGHT: Final = "memories-light"


def fitting(ground: Ground) -> str:
    """The name of our theme for a ground."""
    return LIGHT if ground == "light" else DARK


def our_themes(colours: Colours) -> tuple[Theme, Theme]:
    """Dark and light, in as many colours as there are; under the same names, since it is the same choice."""
    match colours:
        case "16" | "none":
            return _theme(DARK, _SIXTEEN_DARK, few=True), _theme(LIGHT, _SIXTEEN_LIGHT, few=True, dark=False)
        case "256":
            return _theme(DARK, _256_DARK), _theme(LIGHT, _256_LIGHT, dark=False)
        case _:
            return _theme(DARK, _DARK), _theme(LIGHT, _LIGHT, dark=False)


def furnished(theme: Theme) -> Theme:
    """A theme of Textual's with the words that our stylesheets mean something by: lines that are seen, quiet words."""
    if theme.ansi:
        quiet = dict.fromkeys(("text-muted", "text-disabled", "foreground-muted", "foreground-disabled"), _QUIET)
        own = quiet | _cursor(_SIXTEEN_DARK) | {"border-blurred": _QUIET, "scrollbar": _QUIET}
    else:
        # Not all that the theme means: that takes a millisecond each, before anything is seen.
        usual = DEFAULT_DARK_BACKGROUND if theme.dark else DEFAULT_LIGHT_BACKGROUND
        ground = Color.parse(theme.background or usual)
        line = ground.blend(Color.parse(theme.foreground or ground.inverse), 0.3)
        own = {"border-blurred": line.hex, "scrollbar": line.hex}
    return replace(theme, variables=theme.variables | own)


@dataclass(frozen=True, slots=True)
class _Palette:
    ground: str
    card: str
    """What lies on the ground: a question, a list to choose from."""
    bar: str
    """What lies on both: notices, a button at rest."""
    line: str
    text: str
    muted: str
    """Words that can be skipped, and still be read."""
    faint: str
    """Words for what can't be had now."""
    accent: str
    good: str
    warn: str
    bad: str
    cursor: str
    cursor_text: str
    cursor_at_rest: str
    """The cursor of a list that has not the focus."""
    cursor_style: str = "none"
    cursor_at_rest_style: str = "none"


# Eight inks on the terminal's own ground. Bright black is no ink but a sign: it becomes the plain one, drawn dim
# (tui.terminal.paint), because Solarized paints its ground with it. No paper but reverse, for the same reason.
# Blue can't be read on black, and yellow, green and cyan hardly on white.
_QUIET: Final = "ansi_bright_black"
_SIXTEEN: Final = {
    **dict.fromkeys(("ground", "card", "bar", "text", "cursor", "cursor_text", "cursor_at_rest"), "ansi_default"),
    **dict.fromkeys(("line", "muted", "faint"), _QUIET),
    "good": "ansi_green",
    "bad": "ansi_red",
    "cursor_style": "reverse",
    "cursor_at_rest_style": "underline",
}
_SIXTEEN_DARK: Final = _Palette(**_SIXTEEN, accent="ansi_cyan", warn="ansi_yellow")
_SIXTEEN_LIGHT: Final = _Palette(**_SIXTEEN, accent="ansi_blue", warn="ansi_magenta")

# Each of these is one of the 256, or a grey that arrives as one: what is brought down by rounding turns blue or green.
_256_DARK: Final = _Palette(
    ground="#121212",
    card="#1c1c1c",
    bar="#262626",
    line="#444444",
    text="#d7d7d7",
    muted="#949494",
    faint="#767676",
    accent="#87afff",
    good="#87af87",
    warn="#d7af5f",
    bad="#ff8787",
    cursor="#005f87",
    cursor_text="#ffffff",
    cursor_at_rest="#303030",
)
_256_LIGHT: Final = _Palette(
    ground="#ffffff",
    card="#f2f2f2",
    bar="#e9e9e9",
    line="#c0c0c0",
    text="#262626",
    muted="#585858",
    faint="#767676",
    accent="#005faf",
    good="#005f00",
    warn="#875f00",
    bad="#af0000",
    cursor="#afd7ff",
    cursor_text="#121212",
    cursor_at_rest="#e9e9e9",
)

_DARK: Final = _Palette(
    ground="#14161d",
    card="#1b1e27",
    bar="#262a36",
    line="#3a4051",
    text="#d2d7e3",
    muted="#8f97aa",
    faint="#6f7688",
    accent="#82aaff",
    good="#95c985",
    warn="#e3ba6c",
    bad="#f28b90",
    cursor="#2b3d63",
    cursor_text="#f1f5ff",
    cursor_at_rest="#252b3a",
)
_LIGHT: Final = _Palette(
    ground="#fbfbfd",
    card="#f2f4f8",
    bar="#e5e9f0",
    line="#c2c9d6",
    text="#242936",
    muted="#5c6577",
    faint="#7a8294",
    accent="#2459c4",
    good="#2a7032",
    warn="#875400",
    bad="#b3263a",
    cursor="#cfdffb",
    cursor_text="#0f1e3d",
    cursor_at_rest="#e6eaf3",
)


def _theme(name: str, of: _Palette, *, few: bool = False, dark: bool = True) -> Theme:
    return Theme(
        name=name,
        dark=dark,
        ansi=few,
        primary=of.accent,
        secondary=of.accent,
        accent=of.accent,
        success=of.good,
        warning=of.warn,
        error=of.bad,
        foreground=of.text,
        background=of.ground,
        surface=of.card,
        panel=of.bar,
        boost=of.card,
        variables=_words(of) | _cursor(of) | _furniture(of),
    )


def _words(of: _Palette) -> dict[str, str]:
    return {
        "text-primary": of.accent,
        "text-secondary": of.accent,
        "text-accent": of.accent,
        "text-success": of.good,
        "text-warning": of.warn,
        "text-error": of.bad,
        "text-muted": of.muted,
        "text-disabled": of.faint,
        "foreground-muted": of.muted,
        "foreground-disabled": of.faint,
        "link-color": of.accent,
        "link-background": "initial",
        "footer-key-foreground": of.accent,
        "footer-background": of.ground,
    }


def _cursor(of: _Palette) -> dict[str, str]:
    return {
        "block-cursor-foreground": of.cursor_text,
        "block-cursor-background": of.cursor,
        "block-cursor-text-style": of.cursor_style,
        "block-cursor-blurred-foreground": of.text,
        "block-cursor-blurred-background": of.cursor_at_rest,
        "block-cursor-blurred-text-style": of.cursor_at_rest_style,
        "input-cursor-foreground": of.ground,
        "input-cursor-background": of.text,
        "input-cursor-text-style": "reverse" if of.cursor_style == "reverse" else "none",
        "input-selection-foreground": of.cursor_text,
        "input-selection-background": of.cursor,
        "screen-selection-foreground": of.cursor_text,
        "screen-selection-background": of.cursor,
    }


def _furniture(of: _Palette) -> dict[str, str]:
    return {
        "ansi-background": of.ground,
        "ansi-foreground": of.text,
        "boost": of.card,
        "surface": of.card,
        "panel": of.bar,
        "border": of.accent,
        "border-blurred": of.line,
        "scrollbar": of.faint,
        "scrollbar-hover": of.muted,
        "scrollbar-active": of.accent,
        "scrollbar-background": of.ground,
        "scrollbar-background-hover": of.ground,
        "scrollbar-background-active": of.ground,
        "scrollbar-corner-color": of.ground,
    }
