"""Everything by which files are chosen: a path with completion, a folder to pick from, and what is chosen so far."""

from __future__ import annotations

from pathlib import Path

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Input, Static

from tui.pressing import press
from tui.widgets.aside import aside, is_under_way
from tui.widgets.choice import Chosen
from tui.widgets.chosen_files import ChosenFiles
from tui.widgets.directory import Found, everything_in, find, left_out
from tui.widgets.path_input import PathInput
from tui.widgets.path_picker import PathPicker
from tui.widgets.present import cells


def hint(width: int) -> str:
    """As much of what can be typed as `width` cells hold: whole parts, the most useful ones."""
    tab, up = press("path.complete", "tab"), press("path.before", "↑")
    whole = (
        f"{tab} completes · {up} earlier ones · several at once and patterns (*.mp4) work too",
        f"{tab} completes · {up} earlier · several and *.mp4 work too",
        f"{tab} completes · several and *.mp4 work too",
        f"{tab} completes · *.mp4 works too",
    )
    return next((text for text in whole if cells(text) <= width), f"{tab} completes")


class FileChooser(Widget):
    """Shows `chosen`, and tells by `Wanted` what is to be added to it."""

    DEFAULT_CSS = """
    FileChooser { height: auto; }
    FileChooser .path { height: 1; }
    FileChooser .label { width: 11; color: $text-muted; }
    FileChooser .path:focus-within .label { color: $text-accent; text-style: bold; }
    FileChooser PathInput { width: 1fr; }
    FileChooser #names { height: 1; padding: 0 0 0 11; color: $text-muted; }
    FileChooser .lists { height: 10; }
    FileChooser PathPicker { width: 45%; }
    FileChooser ChosenFiles { width: 55%; }
    """

    chosen: reactive[tuple[Chosen, ...]] = reactive(tuple, init=False, repaint=False)

    class Wanted(Message):
        """Files to be added."""

        def __init__(self, paths: tuple[Path, ...]) -> None:
            super().__init__()
            self.paths = paths

    def __init__(self, here: Path, folder: Path, typed: str) -> None:
        super().__init__(id="files")
        self.path = PathInput(here, typed)
        self.picker = PathPicker(folder)
        self._names = Static(id="names", markup=False)
        self._hints = True

    def compose(self) -> ComposeResult:
        with Horizontal(classes="path"):
            yield Static("Path", classes="label", markup=False)
            yield self.path
        yield self._names
        with Horizontal(classes="lists"):
            yield self.picker
            yield ChosenFiles().data_bind(FileChooser.chosen)

    def on_resize(self) -> None:
        self.call_after_refresh(self._say_hint)

    def _say_hint(self) -> None:
        if self._hints:
            self._names.update(Content(hint(self._names.content_size.width)), layout=False)

    @on(PathInput.Completions)
    def list_names(self, event: PathInput.Completions) -> None:
        event.stop()
        self._hints = not event.names
        if event.names:
            self._names.update(names_line(event.names, event.chosen, self._names.size.width - 12), layout=False)
        self._say_hint()

    @on(PathInput.Pasted)
    def take_pasted(self, event: PathInput.Pasted) -> None:
        event.stop()
        self.take(event.text)

    @on(Input.Submitted, "#path")
    def take_typed(self, event: Input.Submitted) -> None:
        event.stop()
        if event.value.strip():
            self.path.remember(event.value)
            self.take(event.value)
        else:
            self.screen.focus_next()

    @on(PathPicker.Picked)
    def take_picked(self, event: PathPicker.Picked) -> None:
        event.stop()
        self._spread(event.paths)

    @work(group="find")
    async def take(self, text: str) -> None:
        """Adds what a text names; a single folder is opened instead."""
        self._settle(text, await self.found(text))

    @property
    def is_behind(self) -> bool:
        """Whether it is still looked for what a text or a folder stands for."""
        return is_under_way(self, "find")

    async def found(self, text: str) -> Found:
        """What a text names; what of that is not taken is said."""
        here = self.path.here
        return self._with_word(await aside(lambda: find(text, here)))

    def _settle(self, text: str, found: Found) -> None:
        if found.folder is not None:
            self.picker.go(found.folder)
            self.picker.focus_lines()
        if found.files:
            # The next path may have been begun while this one was looked for.
            self.path.value = self.path.value.removeprefix(text)
            self.post_message(self.Wanted(found.files))

    @work(group="find")
    async def _spread(self, paths: tuple[Path, ...]) -> None:
        found = self._with_word(await aside(lambda: everything_in(paths)))
        if found.files:
            self.post_message(self.Wanted(found.files))
        else:
            self.notify("There are no files in it.", markup=False)

    def _with_word(self, found: Found) -> Found:
        if words := left_out(found):
            self.notify(words, markup=False)
        return found


def names_line(names: tuple[str, ...], chosen: int | None, width: int) -> Content:
    """As many names as fit into a line, the chosen one among them, and how many more there are."""
    first = chosen or 0
    line = Content("")
    for place, name in enumerate(names[first:], first):
        more = f"  +{len(names) - place + first}"
        if place > first and cells(line.plain) + cells(name) + 2 + len(more) > width:
            return Content.assemble(line, (more, "$foreground-muted"))
        style = "bold $text-accent" if place == chosen else ""
        line = Content.assemble(line, "  " if line else "", (name, style))
    return line
