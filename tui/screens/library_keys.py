"""The library screen's commands: one binding each, from which footer, chords, help and palette follow."""

from __future__ import annotations

from typing import Final

from textual.binding import Binding, BindingType

from tui.screens.alike import ALIKE

MOVING: Final[list[BindingType]] = [
    Binding("slash", "edit_query", "Search", id="library.search", tooltip="Edit the query as text"),
    Binding("f", "app.chord('f')", "Filter", id="library.filter", tooltip="Filter by status, tag, camera, place …"),
    Binding("r", "refresh", "Refresh", id="library.refresh", show=False, tooltip="Ask the service what is new, now"),
    Binding("R", "take_in", "Show new", id="library.take_in", show=False, tooltip="Take the new rows into the list"),
    Binding("n", "wish('next')", "Next match", id="library.next", show=False, tooltip="In the details: of found words"),
    Binding("N", "wish('next')", "Match before", id="library.previous", show=False, tooltip="In the details"),
    Binding("F", "wish('clear')", "Clear filters", id="library.clear", show=False, tooltip="Show everything again"),
    Binding("x", "drop_condition", "Drop what hides all", id="library.drop", show=False, tooltip="Drop one condition"),
    Binding(
        "minus", "wish('flip')", "Previous query", id="library.flip", show=False, tooltip="Back to the query before"
    ),
    Binding("J", "scroll_details(1)", "Details down", id="move.details-down", show=False, tooltip="From the list"),
    Binding("K", "scroll_details(-1)", "Details up", id="move.details-up", show=False, tooltip="From the list"),
    Binding("escape", "back", "Back", id="library.back", show=False, tooltip="Undo one level: pane, marks, filters"),
]

CHORDS: Final[list[BindingType]] = [
    Binding("s", "app.chord('s')", "Sort", id="library.sort", tooltip="Order the list"),
    Binding("y", "app.chord('y')", "Copy", id="library.copy", show=False, tooltip="Copy something of this video"),
    *ALIKE,
    Binding("g>l,1", "focus_pane('table')", "Library", id="go.library", show=False, tooltip="Go to the list"),
    Binding("g>f,2", "focus_pane('filters')", "Filters", id="go.filters", show=False, tooltip="Go to the filters"),
    Binding("g>d,3", "focus_pane('details')", "Details", id="go.details", show=False, tooltip="Go to the details"),
    Binding(
        "g>s", "wish('statistics')", "Statistics", id="go.statistics", show=False, tooltip="What there is, in bars"
    ),
    Binding(
        "g>m", "wish('map')", "Map", id="go.map", show=False, tooltip="Where the videos are, and a place to filter by"
    ),
    Binding("full_stop", "place('here')", "Near this", id="place.here", show=False, tooltip="Near the current video"),
    Binding("plus", "place('wider')", "Wider", id="place.wider", show=False, tooltip="A radius 1.5 times as large"),
    Binding("underscore", "place('closer')", "Closer", id="place.closer", show=False, tooltip="1.5 times smaller"),
    Binding("f>f", "focus_pane('filters')", "All filters", id="filter.all", show=False, tooltip="Go to the filters"),
    Binding("f>s", "filter_by('status')", "Status", id="filter.status", show=False, tooltip="Filter by status"),
    Binding("f>t,number_sign", "filter_by('tag')", "Tag", id="filter.tag", show=False, tooltip="Filter by tag"),
    Binding("f>c", "filter_by('camera')", "Camera", id="filter.camera", show=False, tooltip="Filter by camera"),
    Binding("f>g", "filter_by('place')", "Place", id="filter.place", show=False, tooltip="Filter by place of capture"),
    Binding("f>n", "filter_by('name')", "Name", id="filter.name", show=False, tooltip="Filter by part of the name"),
    Binding("f>d", "filter_by('taken')", "Taken since", id="filter.taken", show=False, tooltip="Filter by capture day"),
    Binding("f>q", "edit_query", "Query as text", id="filter.query", show=False, tooltip="Filter as one line of text"),
    Binding("f>x", "wish('clear')", "Clear all", id="filter.clear", show=False, tooltip="Show everything again"),
    Binding("y>y", "copy('id')", "Id", id="copy.id", show=False, tooltip="Copy the number"),
    Binding("y>t", "copy('name')", "Name", id="copy.name", show=False, tooltip="Copy the name"),
    Binding("y>u", "copy('url')", "Video URL", id="copy.url", show=False, tooltip="Copy the address"),
    Binding("y>j", "copy('json')", "JSON", id="copy.json", show=False, tooltip="Copy the service's own answer"),
    Binding("y>g", "copy('place')", "Coordinates", id="copy.place", show=False, tooltip="Copy the place of capture"),
]
