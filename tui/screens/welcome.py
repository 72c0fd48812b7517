"""For somebody without a key: both ways in, and the first of them is one key press away."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from tui.text import safe_text


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
        with VerticalScroll(id="card") as card:
            card.border_title = "memories-tui"
            yield Static(self._words())

    def _words(self) -> Content:
        key, muted = "bold $primary", "$foreground-muted"
        return Content.assemble(
            ("The terminal home of your memories.ai video library.\n\n", "bold"),
            "There is no API key here yet. Two ways in:\n\n",
            (" d ", key),
            (" Look around first\n", "bold"),
            "    A library of some 400 videos on this machine: browse, filter, upload and\n"
            "    watch it become ready. No key, no network, nothing leaves. Also as\n",
            ("    memories-tui --demo\n\n", "$text-accent"),
            (" 2 ", key),
            (" Your own library\n", "bold"),
            "    Make a key at api-platform.memories.ai, then give it in one of three ways:\n",
            ("    export MEMORIES_API_KEY=sk-mavi-…\n", "$text-accent"),
            ('    api_key_file = "~/.config/memories-tui/key"', "$text-accent"),
            ("     a file only you can read\n", muted),
            ('    api_key_command = "pass show memories"', "$text-accent"),
            ("          a command that prints it\n\n", muted),
            ("    The last two are lines of ", muted),
            f"{self._config_file}\n",
            ("    which ", muted),
            ("memories-tui config init", "$text-accent"),
            (" writes for you.\n\n", muted),
            (" d ", key),
            " open the demo   ",
            (" q ", key),
            " quit",
        )

    def action_demo(self) -> None:
        self.app.exit("demo")
