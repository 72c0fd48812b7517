"""The commands of the jobs screen beside those of its table, one binding each."""

from __future__ import annotations

from typing import Final

from textual.binding import Binding, BindingType

KEYS: Final[list[BindingType]] = [
    Binding("f", "step(1)", "Filter", id="jobs.filter", tooltip="Only the uploads in the next of the states above"),
    Binding("F", "clear_view", "Show all", id="jobs.show-all", show=False, tooltip="Takes filter and name away"),
    Binding("slash", "narrow", "Name", id="jobs.narrow", tooltip="Only what has this in its name or number"),
    Binding("s", "sort", "Sort", id="jobs.sort", show=False, tooltip="As added, or what needs a look first"),
    Binding("R", "retry_failed", "Retry failed", id="jobs.retry-failed", tooltip="Tries all that failed again"),
    Binding("P", "pause_all", "Pause all", id="jobs.pause-all", tooltip="Pauses all uploads, or goes on with all"),
    Binding("c", "clear", "Clear", id="jobs.clear", tooltip="Takes what has ended off this list"),
    Binding("plus", "at_once(1)", "More at once", id="jobs.more", show=False, tooltip="Sends one more at a time"),
    Binding(
        "underscore", "at_once(-1)", "Fewer at once", id="jobs.fewer", show=False, tooltip="Sends one less at a time"
    ),
    Binding(
        "b", "limit", "Bandwidth", id="jobs.limit", show=False, tooltip="The most that uploads may take of the line"
    ),
    Binding("e", "export", "Export", id="jobs.export", show=False, tooltip="Writes these uploads as JSON or CSV"),
    Binding("J", "scroll_story(1)", "Story down", show=False, id="move.story-down", tooltip="From the list"),
    Binding("K", "scroll_story(-1)", "Story up", show=False, id="move.story-up", tooltip="From the list"),
    Binding("tab,shift+tab,l,h", "turn", "Other pane", show=False, id="jobs.turn"),
    Binding("g>l,1", "leave", "Library", show=False, id="jobs.library"),
    Binding("w", "leave", "Back", show=False, id="jobs.leave"),
    Binding(
        "escape,q", "back", "Back", id="jobs.back", tooltip="Undoes one level: story, name, filter, then the library"
    ),
]
