"""Asks for a path, with completion as in a shell."""

from __future__ import annotations

import asyncio
import contextlib
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar, Final

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static
from textual.worker import WorkerCancelled

from tui.pressing import press
from tui.text import safe_text
from tui.uploads.choosing import unreachable
from tui.widgets.aside import aside
from tui.widgets.directory import typed_path
from tui.widgets.file_chooser import names_line
from tui.widgets.form_checks import Checked
from tui.widgets.path_input import PathInput

_PATIENCE: Final = 0.8
"""Seconds that keys typed ahead wait for the disk's answer."""
_SUFFIXES: Final = (".csv", ".json", ".ndjson", ".jsonl")


class AskPath(ModalScreen[Path | None]):
    """Dismisses with a path that passed its check, or None."""

    CSS_PATH = "ask_path.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "Back", id="path.back", show=False)]

    def __init__(
        self,
        title: str,
        words: str,
        check: Callable[[Path], Checked],
        *,
        here: Path,
        text: str,
        problem: str = "",
        before: tuple[str, ...] = (),
    ) -> None:
        """`here`: what a relative path is relative to; `before`: what ↑ brings back, the latest first.

        `check` may look at the disk: it is asked in a thread.
        """
        super().__init__()
        self._title = safe_text(title)
        self._words = safe_text(words)
        self._check = check
        self._here = here
        self._problem = problem
        self._asked = text
        self._input = PathInput(here, text)
        self._input.remember(*before)
        self._names = Static(id="names", markup=False)
        self._note = Static(id="note", markup=False)

    def compose(self) -> ComposeResult:
        with Vertical(id="card") as card:
            card.border_title = Content(self._title)
            card.border_subtitle = (
                f"{press('path.complete', 'tab')} completes · enter · {press('path.back', 'esc')} back"
            )
            yield Static(Content(self._words), id="words")
            yield self._input
            yield self._names
            yield self._note

    def on_mount(self) -> None:
        self._input.focus()
        self._input.cursor_position = len(self._asked)
        self._judge(self._asked)

    @on(PathInput.Completions)
    def list_names(self, event: PathInput.Completions) -> None:
        event.stop()
        self._names.update(names_line(event.names, event.chosen, self._names.size.width), layout=False)

    @on(PathInput.Pasted)
    def take_pasted(self, event: PathInput.Pasted) -> None:
        """One line of it, as it is: a path may hold blanks."""
        event.stop()
        self._input.value = event.text.strip().splitlines()[0].strip("'\"")

    @on(Input.Changed)
    def typed(self, event: Input.Changed) -> None:
        self._judge(event.value)

    @on(Input.Submitted)
    async def answer(self, event: Input.Submitted) -> None:
        """Keys typed ahead are for what comes of it; but no longer than a disk takes that is there."""
        event.stop()
        with contextlib.suppress(TimeoutError, WorkerCancelled):
            async with asyncio.timeout(_PATIENCE):
                await asyncio.shield(self._answer(event.value).wait())

    @work(exclusive=True, group="answer")
    async def _answer(self, text: str) -> None:
        checked = await self._checked(text)
        if checked.fine:
            self.dismiss(typed_path(text.strip(), self._here))
        else:
            self._say(checked.problem, is_problem=True)

    async def _checked(self, text: str) -> Checked:
        if not text.strip() or "\0" in text:
            return Checked("a path, please")
        path = typed_path(text.strip(), self._here)
        return await aside(lambda: self._check(path))

    @work(exclusive=True, group="judge")
    async def _judge(self, text: str) -> None:
        checked = await self._checked(text)
        said = (self._problem if text == self._asked else "") or checked.problem
        self._say(said or checked.note, is_problem=bool(said))

    def _say(self, words: str, *, is_problem: bool) -> None:
        self._note.set_class(is_problem, "-problem")
        self._note.update(Content(safe_text(words, 300)))


def check_folder(path: Path) -> Checked:
    """Whether downloads can go there, as far as a glance tells."""
    try:
        about = path.stat()
    except FileNotFoundError:
        return Checked("that is a link to nowhere") if os.path.lexists(path) else Checked(note="it is made")
    except (OSError, ValueError) as error:
        return Checked(unreachable(error))
    if not stat.S_ISDIR(about.st_mode):
        return Checked("that is a file, not a folder")
    return Checked(note="" if os.access(path, os.W_OK) else "it may not be written")


def check_file(path: Path) -> Checked:
    """Whether an export can be called so."""
    if path.suffix.lower() not in _SUFFIXES:
        return Checked("end it with .csv, .json or .ndjson")
    if os.path.isdir(path):
        return Checked("that is a folder")
    if not os.path.isdir(path.parent):
        return Checked("there is no such folder")
    try:
        path.stat()
    except FileNotFoundError:
        pass
    except (OSError, ValueError) as error:
        return Checked(unreachable(error))
    kind = {".csv": "a row for each video", ".json": "one list of objects"}
    return Checked(note=kind.get(path.suffix.lower(), "one object on each line"))
