"""The ways to write a latitude and a longitude as numbers: decimal, sexagesimal, ISO 6709."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from typing import Final, Literal, NoReturn

from tui.geo.point import CoordinateProblem, Point, checked

Axis = Literal["latitude", "longitude"]

_ISO6709: Final = re.compile(
    r"([+-])([0-9]{1,6})(\.[0-9]+)?([+-])([0-9]{1,7})(\.[0-9]+)?([+-][0-9]+(\.[0-9]+)?)?(CRS[\w_]*)?/?", re.ASCII
)
_PIECE: Final = r"""
    (?P<label>lat(?:itude)?\b|lon(?:gitude)?\b|lng\b|long\b)\s*[:=]?
  | (?P<number>[+-]?(?:[0-9]+(?:%s[0-9]*)?|\.[0-9]+))
  | (?P<degree>[°º˚]|d(?:eg)?(?![a-df-mo-rt-vx-z]))
  | (?P<second>''|′′|["″”“])
  | (?P<minute>['′’‘]|m(?:in)?(?![a-df-mo-rt-vx-z]))
  | (?P<hemisphere>[nsew](?![a-z]))
  | (?P<comma>[,;&/])
  | (?P<colon>:)
  | (?P<space>[\s()\[\]]+)
"""
_POINT_DECIMALS: Final = re.compile(_PIECE % r"\.", re.VERBOSE | re.IGNORECASE)
_COMMA_DECIMALS: Final = re.compile(_PIECE % "[.,](?=[0-9])", re.VERBOSE | re.IGNORECASE)
_SECONDS_BY_LETTER: Final = re.compile(r"(m(?:in)?\s*[0-9]+(?:[.,][0-9]+)?\s*)(?:s(?:ec)?|S(?=\s*[NSEW]))")
"""After minutes written with their letter, `s` means seconds; everywhere else it means south."""
_MARKS: Final = ("degree", "minute", "second")


@dataclass(slots=True)
class _Half:
    """One of the two numbers, as it is being read."""

    axis: Axis | None = None
    hemisphere: str = ""
    parts: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    closed: bool = False
    """Nothing more belongs to it: its hemisphere stood behind the numbers."""


class _Unreadable(Exception):
    """This reading does not fit the text at all; another may."""


def read(text: str) -> Point | None:
    """Two numbers in any usual shape. With commas, they part the numbers first and are decimal signs second."""
    plain = text.replace("\N{MINUS SIGN}", "-").replace("\N{FULLWIDTH COMMA}", ",")
    plain = _SECONDS_BY_LETTER.sub(r"\1″", plain)
    for pieces in (_POINT_DECIMALS, _COMMA_DECIMALS):
        try:
            return _point(_halves(plain, pieces))
        except _Unreadable:
            continue
    return None


def read_iso6709(text: str) -> Point | None:
    """Such as +39.9042+116.4074+044/ or +395415+1162427/: digits without separators, as cameras write them."""
    match = _ISO6709.fullmatch(text)
    if match is None:
        return None
    north, lat, lat_rest, east, lon, lon_rest = (part or "" for part in match.groups()[:6])
    latitude = _packed(lat, lat_rest, width=2)
    longitude = _packed(lon, lon_rest, width=3)
    return checked(-latitude if north == "-" else latitude, -longitude if east == "-" else longitude)


def _packed(digits: str, rest: str, *, width: int) -> float:
    if len(digits) <= width:
        return float(digits + rest)
    if (len(digits) - width) % 2:
        raise CoordinateProblem(f"{digits} has an odd number of digits for degrees, minutes and seconds.")
    parts = [digits[:width], *(digits[at : at + 2] for at in range(width, len(digits), 2))]
    parts[-1] += rest
    return _degrees(parts)


def _halves(text: str, pieces: re.Pattern[str]) -> list[_Half]:
    halves = [_Half()]
    at = 0
    while at < len(text):
        match = pieces.match(text, at)
        if match is None:
            raise _Unreadable
        _take(halves, str(match.lastgroup), match[0])
        at = match.end()
    found = [half for half in halves if half.parts or half.hemisphere]
    if len(found) == 1:
        found = _cut_in_two(found[0])
    if len(found) != 2 or not all(half.parts for half in found):
        raise _Unreadable
    return found


def _take(halves: list[_Half], kind: str, piece: str) -> None:
    half = halves[-1]
    if kind == "space" or (kind == "colon" and half.parts):
        return
    if kind in {"comma", "label"}:
        if half.parts:
            halves.append(_Half())
        elif half.hemisphere or (kind == "comma" and len(halves) > 1):
            raise _Unreadable
        if kind == "label":
            halves[-1].axis = "latitude" if piece.lower().startswith("lat") else "longitude"
    elif kind == "number":
        _take_number(halves, piece)
    elif kind == "hemisphere":
        _take_hemisphere(halves, piece.upper())
    elif kind == "degree" and half.marks and len(half.parts) > len(half.marks):
        halves.append(_Half(parts=[half.parts.pop()], marks=[kind]))
    elif kind in _MARKS and half.parts and len(half.marks) < len(half.parts):
        half.marks += [""] * (len(half.parts) - len(half.marks) - 1) + [kind]
    else:
        raise _Unreadable


def _take_number(halves: list[_Half], piece: str) -> None:
    half = halves[-1]
    # A new number begins the other half where this one is complete: signed, or degrees after a smaller mark.
    if half.closed or (half.parts and piece[0] in "+-"):
        half = _Half()
        halves.append(half)
    half.parts.append(piece)


def _take_hemisphere(halves: list[_Half], letter: str) -> None:
    half = halves[-1]
    if not half.parts or half.hemisphere:
        if half.parts:
            halves.append(_Half())
        elif half.hemisphere:
            raise _Unreadable
        halves[-1].hemisphere = letter
        return
    half.hemisphere = letter
    half.closed = True


def _cut_in_two(half: _Half) -> list[_Half]:
    """Numbers without anything between them: two, four or six of them are as many for each half."""
    if half.hemisphere or len(half.parts) not in {2, 4, 6}:
        raise _Unreadable
    middle = len(half.parts) // 2
    marks = half.marks + [""] * (len(half.parts) - len(half.marks))
    return [
        _Half(axis=half.axis, parts=half.parts[:middle], marks=marks[:middle]),
        _Half(parts=half.parts[middle:], marks=marks[middle:]),
    ]


def _point(halves: list[_Half]) -> Point:
    first, second = halves
    if len(first.parts) != len(second.parts) and not (first.marks and second.marks):
        raise _Unreadable
    for half in halves:
        if len(half.parts) > 3 or any(mark not in {"", _MARKS[at]} for at, mark in enumerate(half.marks)):
            raise _Unreadable
    axes = [_axis(half) for half in halves]
    if None not in axes and axes[0] == axes[1]:
        _refuse(f"Both numbers are a {axes[0]}: one of each is needed.")
    numbers = [_signed(half) for half in halves]
    known = axes != [None, None]
    if axes[0] == "longitude" or axes[1] == "latitude":
        numbers.reverse()
    return checked(numbers[0], numbers[1], order_is_known=known)


def _axis(half: _Half) -> Axis | None:
    if not half.hemisphere:
        return half.axis
    return "latitude" if half.hemisphere in "NS" else "longitude"


def _signed(half: _Half) -> float:
    sign = half.parts[0][0]
    degrees = _degrees([half.parts[0].lstrip("+-"), *half.parts[1:]])
    if half.hemisphere and sign == "-":
        _refuse(f"A minus sign and {half.hemisphere} say where twice. Leave one out.")
    return -degrees if sign == "-" or half.hemisphere in {"S", "W"} else degrees


def _degrees(parts: list[str]) -> float:
    values = [float(part.replace(",", ".")) for part in parts]
    for part, name in zip(parts[:-1], ("degrees", "minutes"), strict=False):
        if "." in part or "," in part:
            _refuse(f"{part[:20]} {name} have a fraction, so nothing smaller can follow.")
    for value, part, name in zip(values[1:], parts[1:], ("minutes", "seconds"), strict=False):
        if not value < 60:
            _refuse(f"{part[:20]} {name} are too many: they go up to 59.")
    return math.fsum(value / divisor for value, divisor in zip(values, (1, 60, 3600), strict=False))


def _refuse(message: str) -> NoReturn:
    raise CoordinateProblem(message)
