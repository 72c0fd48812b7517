"""A folder to pick files from: read aside, however large; folders first, videos bright."""

from __future__ import annotations

from dataclasses import field
from pathlib import Path
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from tui.frozen import dataclass
from tui.text import safe_text
from tui.widgets.aside import aside, is_under_way
from tui.widgets.directory import Entry, Listing, read_directory
from tui.widgets.line_list import LineList
from tui.widgets.lines import Line, Tone, fit_middle
from tui.widgets.present import fit, homely, size_text

_UP = Entry("..", True)


@dataclass(frozen=True, slots=True)
class EntryRows:
    """A folder's entries as rows; the first leads up."""

    entries: tuple[Entry, ...] = ()
    marked: frozenset[str] = field(default_factory=frozenset)

    def __len__(self) -> int:
        return len(self.entries)

    def key(self, n: int) -> str:
        return self.entries[n].name

    def line(self, n: int, width: int) -> Line:
        entry = self.entries[n]
        mark = "✓ " if entry.name in self.marked else "  "
        if entry.is_dir:
            return ((mark, "good"), (fit_middle(entry.name + "/", width - 3), "accent"))
        size = "" if entry.size is None else size_text(entry.size)
        name = max(6, width - 13)
        tone: Tone = "" if entry.is_video else "muted"
        end = fit(size, width - name - 3, right=True)
        return ((mark, "good"), (fit_middle(entry.name, name), tone), (end, "muted"))


class PathPicker(Widget):
    """Shows `folder`; what is picked is told by `Picked`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,l,right", "into", "Open/add", id="pick.into", tooltip="Opens the folder, or adds the file"),
        Binding("h,left,backspace", "up", "Up", id="pick.up", tooltip="Goes to the folder above"),
        Binding("space", "mark", "Mark", id="pick.mark", tooltip="Marks it, to add several at once"),
        Binding("a", "add", "Add", id="pick.add", tooltip="Adds what is marked, or this; of a folder all in it"),
        Binding("full_stop", "hidden", "Hidden", show=False, id="pick.hidden", tooltip="Shows or hides hidden files"),
    ]
    DEFAULT_CSS = """
    PathPicker { border: round $border-blurred; border-title-color: $text-muted; border-subtitle-color: $text-muted; }
    PathPicker:focus-within { border: round $primary; }
    PathPicker LineList { height: 1fr; }
    """

    class Picked(Message):
        """Files, or folders with all that is in them."""

        def __init__(self, paths: tuple[Path, ...]) -> None:
            super().__init__()
            self.paths = paths

    def __init__(self, folder: Path) -> None:
        super().__init__(id="picker")
        self.folder = folder
        self._listing = Listing(folder)
        self._marked: frozenset[str] = frozenset()
        self._hidden = False
        self._lines = LineList(empty="")

    def compose(self) -> ComposeResult:
        yield self._lines

    def on_mount(self) -> None:
        self.go(self.folder)

    @work(exclusive=True, group="read")
    async def go(self, folder: Path, *, onto: str | None = None) -> None:
        """Shows another folder, with the cursor on the entry `onto`."""
        self.border_subtitle = Content("reading…")
        listing = await aside(lambda: read_directory(folder))
        self.border_subtitle = ""
        if listing.problem and folder != self.folder:
            self.notify(f"{safe_text(folder.name or folder)}: {listing.problem}", severity="warning", markup=False)
            return
        self.folder, self._listing, self._marked = folder, listing, frozenset()
        self._show()
        self._lines.cursor = next((n for n, entry in enumerate(self._entries) if entry.name == onto), 0)

    @property
    def is_behind(self) -> bool:
        """Whether another folder is being read than is shown."""
        return is_under_way(self, "read")

    def focus_lines(self) -> None:
        """Puts the keyboard on the list, at once: the next key may be waiting."""
        self.screen.set_focus(self._lines)

    def on_line_list_picked(self, event: LineList.Picked) -> None:
        event.stop()
        self.action_into()

    def action_into(self) -> None:
        entry = self._entry
        if entry is None:
            return
        if entry is _UP:
            self.action_up()
        elif self._is_left():
            return
        elif entry.is_dir:
            self.go(self.folder / entry.name)
        else:
            self.post_message(self.Picked((self.folder / entry.name,)))

    def action_up(self) -> None:
        if self.folder.parent != self.folder:
            self.go(self.folder.parent, onto=self.folder.name)

    def action_mark(self) -> None:
        entry = self._entry
        if self._is_left():
            return
        if entry is not None and entry is not _UP:
            self._marked = self._marked ^ {entry.name}
            self._show()
        self._lines.action_move(1)

    def action_add(self) -> None:
        if self._is_left():
            return
        entry = self._entry
        names = [each.name for each in self._entries if each.name in self._marked]
        if not names and entry is not None and entry is not _UP:
            names = [entry.name]
        if names:
            self.post_message(self.Picked(tuple(self.folder / name for name in names)))
            self._marked = frozenset()
            self._show()

    def action_hidden(self) -> None:
        self._hidden = not self._hidden
        self._show()

    def _is_left(self) -> bool:
        """Whether somebody is on the way to another folder: what is pressed then is meant for that one."""
        if self.is_behind:
            self.notify("The folder is still being read.", markup=False, timeout=3)
        return self.is_behind

    @property
    def _entry(self) -> Entry | None:
        entries = self._entries
        return entries[self._lines.cursor] if self._lines.cursor < len(entries) else None

    @property
    def _entries(self) -> tuple[Entry, ...]:
        rows = self._lines.rows
        return rows.entries if isinstance(rows, EntryRows) else ()

    def _show(self) -> None:
        shown = self._listing.entries
        if not self._hidden:
            shown = tuple(entry for entry in shown if not entry.name.startswith("."))
        self._lines.rows = EntryRows((_UP, *shown), self._marked)
        self.border_title = Content(_short(self.folder, max(12, self.size.width - 6)))
        said = self._listing.problem or (f"{len(self._marked)} marked" if self._marked else "")
        self.border_subtitle = Content(said)


def _short(folder: Path, width: int) -> str:
    """A folder as `~/videos/2025`, its beginning left out where it is too long."""
    clean = safe_text(homely(str(folder)), 4_000)
    return clean if len(clean) <= width else "…" + clean[-(width - 1) :]
