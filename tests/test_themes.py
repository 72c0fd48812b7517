"""Our colours can be read: measured as WCAG 2 has it, on every ground that there is, and on palettes of others."""

from __future__ import annotations

import pytest
from rich.color import Color as Sent
from rich.color import ColorSystem
from rich.terminal_theme import TerminalTheme
from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme

from tests.palettes import DARK, LIGHT
from tui.terminal.colours import Colours
from tui.themes import fitting, furnished, our_themes

RGB = tuple[int, ...]
"""Red, green and blue, 0 to 255."""

TEXT, QUIET = 4.5, 3.0
"""The least contrast: of what is to be read, and of what can be skipped."""
SEEN = 1.9
"""Of sixteen colours, whose palette is somebody else's: nothing is invisible."""

_GROUNDS = ("background", "surface", "panel")
_AT_REST = "block-cursor-blurred-background"
_INKS = ("foreground", "text-primary", "text-accent", "text-success", "text-warning", "text-error")
_PAIRS = [
    *[(ink, ground, TEXT) for ink in _INKS for ground in (*_GROUNDS, _AT_REST)],
    *[("text-muted", ground, TEXT) for ground in ("background", "surface")],
    *[(ink, ground, QUIET) for ink in ("text-muted", "foreground-muted") for ground in (*_GROUNDS, _AT_REST)],
    *[(ink, ground, QUIET) for ink in ("text-disabled", "scrollbar") for ground in ("background", "surface")],
    ("block-cursor-foreground", "block-cursor-background", TEXT),
    ("block-cursor-blurred-foreground", _AT_REST, TEXT),
    ("input-selection-foreground", "input-selection-background", TEXT),
    ("screen-selection-foreground", "screen-selection-background", TEXT),
    ("input-cursor-foreground", "input-cursor-background", TEXT),
]


def luminance(colour: RGB) -> float:
    """https://www.w3.org/TR/WCAG22/#dfn-relative-luminance"""
    linear = [
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in (v / 255 for v in colour)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: RGB, other: RGB) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def words(theme: Theme) -> dict[str, str]:
    """Every variable of the stylesheets, as Textual makes them."""
    return theme.to_color_system().generate() | theme.variables


def sent(colour: str, colours: Colours) -> RGB:
    """The colour that arrives at the terminal."""
    system = {"truecolor": ColorSystem.TRUECOLOR, "256": ColorSystem.EIGHT_BIT}[colours]
    return tuple(Sent.parse(Color.parse(colour).hex6).downgrade(system).get_truecolor())


def test_the_measure_is_that_of_wcag() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((119, 119, 119), (255, 255, 255)) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("colours", ["truecolor", "256"])
@pytest.mark.parametrize("number", [0, 1], ids=["dark", "light"])
def test_everything_can_be_read(colours: Colours, number: int) -> None:
    meant = words(our_themes(colours)[number])
    found = {
        (ink, ground): contrast(sent(meant[ink], colours), sent(meant[ground], colours)) for ink, ground, _ in _PAIRS
    }
    assert [
        (ink, ground, round(found[ink, ground], 2)) for ink, ground, least in _PAIRS if found[ink, ground] < least
    ] == []


@pytest.mark.parametrize("number", [0, 1], ids=["dark", "light"])
def test_the_256_arrive_as_they_were_meant(number: int) -> None:
    """What is brought down by rounding turns blue or green: here greys are greys, and no colour is far off."""
    theme = our_themes("256")[number]
    ours = {theme.foreground, theme.background, theme.surface, theme.panel, *theme.variables.values()}
    colours = [Color.parse(each).rgb for each in ours if each and each.startswith("#")]
    assert len(colours) >= 12
    for meant in colours:
        arrives = sent(Color(*meant).hex6, "256")
        assert all(abs(one - other) <= 10 for one, other in zip(meant, arrives, strict=True)), meant
        assert (len(set(arrives)) == 1) == (len(set(meant)) == 1), meant


@pytest.mark.parametrize(
    ("ground", "palette"),
    [("dark", name) for name in DARK] + [("light", name) for name in LIGHT],
)
@pytest.mark.row("X30")
def test_sixteen_colours_are_seen_on_every_palette(ground: str, palette: str) -> None:
    dark, light = our_themes("16")
    theme, terminal = (dark, DARK[palette]) if ground == "dark" else (light, LIGHT[palette])
    assert theme.dark == (ground == "dark")
    for ink in _INKS:
        meant = words(theme)[ink]
        assert contrast(_ink(meant, terminal), tuple(terminal.background_color)) >= SEEN, (ink, meant)


def _ink(word: str, terminal: TerminalTheme) -> RGB:
    number = Color.parse(word).ansi
    assert number is not None, f"{word} is one of the sixteen"
    assert number < 8, f"{word} is one of the eight that can be trusted"
    return tuple(terminal.foreground_color if number < 0 else terminal.ansi_colors[number])


@pytest.mark.parametrize("colours", ["16", "none"])
def test_few_colours_are_the_terminals_own(colours: Colours) -> None:
    """No paper but its own ground, no ink brighter than the eighth, which stands for dim."""
    for theme in our_themes(colours):
        meant = words(theme)
        assert theme.ansi
        for name in _GROUNDS:
            assert meant[name] == "ansi_default"
        assert meant["text-muted"] == meant["border-blurred"] == "ansi_bright_black"
        assert meant["block-cursor-text-style"] == "reverse"
        assert meant["block-cursor-blurred-text-style"] == "underline"


def test_states_differ_in_colour_too() -> None:
    for colours in ("truecolor", "256", "16"):
        for theme in our_themes(colours):
            meant = words(theme)
            states = {meant[f"text-{each}"] for each in ("success", "warning", "error", "accent")}
            assert len(states) == 4


def test_one_accent() -> None:
    for theme in (*our_themes("truecolor"), *our_themes("256"), *our_themes("16")):
        meant = words(theme)
        assert len({meant[each] for each in ("text-primary", "text-accent", "border", "footer-key-foreground")}) == 1


@pytest.mark.parametrize("name", sorted(BUILTIN_THEMES))
def test_textuals_themes_have_lines_that_are_seen(name: str) -> None:
    theme = furnished(BUILTIN_THEMES[name])
    meant = words(theme)
    if theme.ansi:
        assert meant["border-blurred"] == "ansi_bright_black"
    else:
        assert contrast(Color.parse(meant["border-blurred"]).rgb, Color.parse(meant["background"]).rgb) > 1.3


def test_the_theme_that_fits() -> None:
    dark, light = our_themes("truecolor")
    assert (fitting("dark"), fitting("light")) == (dark.name, light.name)
    assert (dark.dark, light.dark) == (True, False)
