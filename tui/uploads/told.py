"""What the probe process says about a file, taken for no more than it is: a hostile file may have taken it over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tui.uploads.desk import Facts

_LONGEST: Final = 1000
"""Characters of a fact."""
_MOST: Final = 1e12
"""Of any number: seconds, pixels."""
_NUMBERS: Final[Mapping[str, tuple[type, ...]]] = {
    "duration": (int, float),
    "width": (int,),
    "height": (int,),
    "fps": (int, float),
    "latitude": (int, float),
    "longitude": (int, float),
}
_LOWEST_AND_HIGHEST: Final = {"latitude": (-90.0, 90.0), "longitude": (-180.0, 180.0)}
_ALWAYS: Final = ("taken_from", "camera_from", "place_from")


def facts_in(told: object) -> Facts:
    """The facts, if each is of the kind that it has to be. Raises ValueError or TypeError."""
    if not isinstance(told, dict):
        raise TypeError("no facts")
    for name, value in told.items():
        if not (_is_fit(name, value) or (value is None and name not in _ALWAYS)):
            raise ValueError("a fact that is none")
    return Facts(**told)


def _is_fit(name: str, value: object) -> bool:
    if name == "has_audio" or isinstance(value, bool):
        return name == "has_audio" and isinstance(value, bool)
    if name in _NUMBERS:
        low, high = _LOWEST_AND_HIGHEST.get(name, (0.0, _MOST))
        return isinstance(value, _NUMBERS[name]) and isinstance(value, int | float) and low <= value <= high
    return isinstance(value, str) and len(value) <= _LONGEST
