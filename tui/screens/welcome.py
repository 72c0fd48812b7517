"""For somebody without a key: both ways in, and the first of them is one key press away."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from tui.pressing import press
from tui.text import safe_text
from tui.widgets.scrolled import Scrolled


class Welcome(Screen[None]):
    """Ends the program with `demo` when the demo is wanted; the command line starts it then."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d,enter", "demo", "Open the demo", id="welcome.demo"),
        Binding("q,escape", "app.quit", "Quit", id="welcome.quit"),
    ]

    def __init__(self, config_file: str) -> None:
        super().__init__()
        self._config_file = safe_text(config_file)

    def compose(self) -> ComposeResult:
        with Scrolled(id="card") as card:
            card.border_title = "memories-tui"
            yield Static(self._words())

    def _words(self) -> Content:
        """Lines of at most 72 cells, as many as a screen of 24 has room for."""
        key, muted, said = "bold $primary", "$foreground-muted", "$text-accent"
        return Content.assemble(
            ("The terminal home of your memories.ai video library.\n\n", "bold"),
            "There is no API key here yet. Two ways in:\n\n",
            ("Look around first: press ", "bold"),
            (press("welcome.demo", "d"), key),
            "\n    Some 400 videos on this machine: browse, filter, upload one and watch"
            "\n    it become ready. No key, no network, nothing leaves. The same as\n",
            ("    memories-tui --demo\n\n", said),
            ("Your own library\n", "bold"),
            "    Make a key at api-platform.memories.ai, then one of these three:\n",
            ("    export MEMORIES_API_KEY=sk-mavi-…\n", said),
            ('    api_key_file = "~/.config/memories-tui/key"', said),
            ("   a file only you can read\n", muted),
            ('    api_key_command = "pass show memories"', said),
            ("        a command that prints it\n", muted),
            ("    The last two are lines of a file that ", muted),
            ("memories-tui config init", said),
            (" writes:\n", muted),
            f"    {self._config_file}\n\n",
            (press("welcome.demo", "d"), key),
            " open the demo   ",
            (press("welcome.quit", "q"), key),
            " quit",
        )

    def action_demo(self) -> None:
        self.app.exit("demo")
