"""The commands of the map, one binding each."""

from __future__ import annotations

from typing import Final

from textual.binding import Binding, BindingType

MAP_KEYS: Final[list[BindingType]] = [
    Binding("enter", "pick", "Filter here", id="map.pick", tooltip="Videos within the circle, in the list"),
    Binding("escape,q", "dismiss(None)", "Back", id="map.back", tooltip="Back to the list, nothing changed"),
    Binding("h,left", "move(0, -1)", "West", id="map.west", show=False, tooltip="The crosshair to the left"),
    Binding("l,right", "move(0, 1)", "East", id="map.east", show=False, tooltip="The crosshair to the right"),
    Binding("j,down", "move(1, 0)", "South", id="map.south", show=False, tooltip="The crosshair down"),
    Binding("k,up", "move(-1, 0)", "North", id="map.north", show=False, tooltip="The crosshair up"),
    Binding("H", "move(0, -10)", "Far west", id="map.far-west", show=False, tooltip="Ten cells to the left"),
    Binding("L", "move(0, 10)", "Far east", id="map.far-east", show=False, tooltip="Ten cells to the right"),
    Binding("J", "move(5, 0)", "Far south", id="map.far-south", show=False, tooltip="Five lines down"),
    Binding("K", "move(-5, 0)", "Far north", id="map.far-north", show=False, tooltip="Five lines up"),
    Binding("plus,equals_sign", "zoom(1)", "In", id="map.in", tooltip="Closer, around the crosshair"),
    Binding("minus", "zoom(-1)", "Out", id="map.out", tooltip="Further away"),
    Binding("z", "fit", "Fit", id="map.fit", tooltip="All videos; once more: the whole world"),
    Binding("greater_than_sign", "wider(1)", "Wider", id="map.wider", tooltip="A radius 1.5 times as large"),
    Binding("less_than_sign", "wider(-1)", "Closer", id="map.closer", tooltip="A radius 1.5 times smaller"),
    Binding("n", "next(1)", "Next videos", id="map.next", tooltip="The crosshair to the next place with videos"),
    Binding("N", "next(-1)", "Videos before", id="map.previous", show=False, tooltip="The place before that"),
    Binding("full_stop", "here", "Current video", id="map.here", show=False, tooltip="To the current video's place"),
]
