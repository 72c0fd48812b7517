"""Dresses the interface: the theme it wears, and what is drawn brought down to what the terminal can show.

Private names that this leans on: `App._filters`, `App._driver`, and `Console._color_system` of Rich.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection
from typing import TYPE_CHECKING, Any, Final

from rich.console import COLOR_SYSTEMS
from textual.app import App
from textual.filter import Monochrome, NoColor
from textual.scrollbar import ScrollBar
from textual.theme import BUILTIN_THEMES, Theme

from tui.appearance import Appearance
from tui.memory import Memory, remembered_theme, with_theme
from tui.pressing import press
from tui.terminal.colours import Colours
from tui.terminal.driver import GuardedDriver
from tui.terminal.ground import Ground
from tui.terminal.paint import AsciiOnly, FewColours, NoColours
from tui.text import safe_text
from tui.themes import AUTO, DARK, LIGHT, fitting, furnished, our_themes
from tui.widgets.thin_bar import ThinBar

if TYPE_CHECKING:
    from tui.config import Config

_SYSTEMS: Final[dict[Colours, str]] = {"truecolor": "truecolor", "256": "256", "16": "standard", "none": "standard"}


class Wardrobe:
    """Dresses an app. Owns which theme is wished for: one by its name, or `auto`, ours for the terminal's ground."""

    def __init__(self, app: App[Any], appearance: Appearance, config: Config, memory: Memory) -> None:
        """`memory`: which theme was chosen the last time. One that the command line names is for this run alone."""
        self.appearance = appearance
        self._config = config
        self._memory = memory
        self._is_for_now = config.origins.get("theme") == "flag"
        self.wish = AUTO
        self._app = app
        self._ground: Ground = appearance.ground.ground
        colours = appearance.colours.colours
        for theme in (*map(furnished, BUILTIN_THEMES.values()), *our_themes(colours)):
            app.register_theme(theme)
        app.console._color_system = COLOR_SYSTEMS[_SYSTEMS[colours]]
        app.no_color = colours == "none"
        app._filters[:] = [each for each in app._filters if not isinstance(each, Monochrome | NoColor)]
        self._few_colours = FewColours(enabled=False)
        app._filters.append(NoColours() if app.no_color else self._few_colours)
        if appearance.letters.ascii_only:
            app._filters.append(AsciiOnly(appearance.letters))
        ScrollBar.renderer = ThinBar
        self.wear(config.theme if self._is_for_now else remembered_theme(memory.state, config.theme))

    def begin(self) -> None:
        """Once there is a terminal: asks for its ground, tells of a theme that is not there, remembers changes."""
        self._ask()
        if unknown := why_unknown(self._config.theme, self._app.available_themes):
            self._app.notify(unknown, severity="warning", timeout=10, markup=False)
        self._app.theme_changed_signal.subscribe(self._app, lambda _theme: self._remember())

    def _remember(self) -> None:
        if not self._is_for_now:
            self._memory.keep(with_theme(self._memory.state, self.wish, self._config.theme))

    def wear(self, wish: str) -> None:
        """Puts a theme on; an unknown one is not, and neither is any but ours where there are no colours."""
        known = wish == AUTO or wish in self._app.available_themes
        self.wish = wish if known else AUTO
        plain = self.wish == AUTO or self._app.no_color
        self._app.theme = fitting(self._ground) if plain else self.wish
        self._few_colours.enabled = self._app.current_theme.ansi

    def try_on(self, wish: str) -> None:
        """Shows a theme without wishing for it."""
        kept = self.wish
        self.wear(wish)
        self.wish = kept

    async def choose(self) -> None:
        """Lets a person choose, from a worker, and remembers it."""
        from tui.screens.themes import ThemeChoice

        if self.why_not:
            self._app.notify(self.why_not, markup=False)
            return
        chosen = await self._app.push_screen_wait(ThemeChoice(self.offers(), self.wish, self.try_on))
        if chosen is None:
            self.wear(self.wish)
        else:
            self.choose_named(chosen)

    def choose_named(self, wish: str) -> None:
        """Puts a theme on and remembers it."""
        self.wear(wish)
        self._remember()  # also where two names are the same colours

    @property
    def why_not(self) -> str:
        """Why there is nothing to choose from; empty where there is."""
        why = self.appearance.colours.why
        return f"There are no colours here to choose from: {why}." if self._app.no_color else ""

    def offers(self) -> list[tuple[str, str]]:
        """Every theme with a word about it: ours, then Textual's."""
        few = self.appearance.colours.colours == "16"
        ours = [(AUTO, "as the terminal is"), (DARK, "ours"), (LIGHT, "ours")]
        others = [theme for name, theme in sorted(self._app.available_themes.items()) if name not in {DARK, LIGHT}]
        return ours + [(each.name, _about(each, few=few)) for each in others]

    def _ask(self) -> None:
        """Asks the terminal for its ground, unless that is settled."""
        driver = self._app._driver
        settled = self._app.no_color or self.appearance.ground.is_settled
        if isinstance(driver, GuardedDriver) and not settled:
            driver.ask_for_ground()

    def stand_on(self, ground: Ground) -> None:
        """The terminal has told its ground."""
        self._ground = ground
        self.wear(self.wish)


def _all_of_them() -> str:
    return f"{press('app.theme', 'T')} shows them all."


def why_unknown(wish: str, themes: Collection[str]) -> str:
    """What to say of a theme that was wished for and is not among `themes`; empty if it is."""
    if wish == AUTO or wish in themes:
        return ""
    near = difflib.get_close_matches(wish, themes, n=1)
    hint = f"Did you mean {near[0]}?" if near else _all_of_them()
    return f"There is no theme {safe_text(wish, 40)!r}. {hint}"


def wrong_theme(wish: str) -> str:
    """The same for the command line, before there is anything to be dressed."""
    names = {AUTO, DARK, LIGHT, *BUILTIN_THEMES}
    return why_unknown(wish, names).replace(_all_of_them(), f"There are {', '.join(sorted(names))}.")


def _about(theme: Theme, *, few: bool) -> str:
    """What is worth knowing of a theme that is not ours."""
    if theme.ansi:
        return "the terminal's own"
    return "for 256 colours" if few else "dark" if theme.dark else "light"
