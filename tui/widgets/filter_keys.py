"""The commands of the filter sidebar, one binding each."""

from __future__ import annotations

from typing import Final

from textual.binding import Binding, BindingType

FILTER_KEYS: Final[list[BindingType]] = [
    Binding("space", "include", "Include", id="filters.include", tooltip="Include this value, or no longer"),
    Binding("x", "exclude", "Exclude", id="filters.exclude", tooltip="Exclude this value, or no longer"),
    Binding("enter", "only", "Only this", id="filters.only", tooltip="Only this value; in a field: edit it"),
    Binding("slash", "narrow", "Narrow", id="filters.narrow", tooltip="Type to narrow the values of this facet"),
    Binding("c", "clear", "Clear", id="filters.clear", tooltip="Clear this facet"),
    Binding("F", "clear_all", "Clear all", id="filters.clear-all", tooltip="Clear all filters", show=False),
    Binding("full_stop", "here", "This place", id="filters.here", tooltip="Near the current video", show=False),
    Binding("plus", "wider(1)", "Wider", id="filters.wider", tooltip="A radius 1.5 times as large", show=False),
    Binding("underscore", "wider(-1)", "Closer", id="filters.closer", tooltip="A radius 1.5 times smaller", show=False),
]
