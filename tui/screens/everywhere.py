"""The commands that are there on every screen that is no dialog, one binding each."""

from __future__ import annotations

from typing import Final

from textual.binding import Binding, BindingType

EVERYWHERE: Final[list[BindingType]] = [
    Binding("u", "upload", "Upload", id="app.upload", tooltip="Send files or a URL to the library"),
    Binding("w", "jobs", "Jobs", id="app.jobs", tooltip="Everything on its way, and how it ended"),
    Binding("g", "chord('g')", "Go", id="app.go", show=False, tooltip="Go to a line, a pane or a place"),
    Binding("g>j,4", "jobs", "Jobs", id="go.jobs", show=False, tooltip="Go to the uploads"),
    Binding("g>a", "deeds", "Actions", id="go.deeds", show=False, tooltip="Downloads, deletions, exports: how they go"),
    Binding("question_mark,f1", "help", "Help", id="app.help", tooltip="What can be done here"),
    Binding("colon,ctrl+p", "palette", "Commands", id="app.palette", show=False, tooltip="Everything, by name"),
    Binding("exclamation_mark", "trouble", "What is wrong", id="app.trouble", show=False, tooltip="And how to mend it"),
    Binding("g>h", "doctor", "Doctor", id="app.doctor", show=False, tooltip="Health: what to change"),
    Binding("g>n", "namespaces", "Namespaces", id="go.namespaces", show=False, tooltip="Another part of the account"),
    Binding("g>k", "another_key", "Another key", id="app.key", show=False, tooltip="Enter another API key"),
    Binding("g>o", "log", "Log", id="app.log", show=False, tooltip="What was written down of what went wrong"),
    Binding("g>L", "log", "Log", id="go.log", show=False, tooltip="What was written down of what went wrong"),
    Binding("Y", "by_hand", "Last copy", id="app.by_hand", show=False, tooltip="Show what was copied last"),
    Binding("T", "theme", "Theme", id="app.theme", show=False, tooltip="Other colours, seen while choosing"),
    Binding("q", "leave", "Quit", id="app.quit", show=False, tooltip="Leave; uploads under way are asked about"),
    Binding("ctrl+c", "interrupt", "Stop", id="app.interrupt", show=False, tooltip="Twice: leave"),
    Binding("ctrl+l", "redraw", "Draw again", id="app.redraw", show=False, tooltip="Paint the whole screen anew"),
]
