"""The values behind the keys of the query language: statuses, days, places with a radius."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Final

from tui.api.values import Status
from tui.geo.point import CoordinateProblem, Point
from tui.library.query import Near
from tui.text import safe_text

DEFAULT_KM: Final = 20.0
LONGEST_KM: Final = 20_040.0
"""Half around the earth."""

STATUS_WORDS: Final = {
    "ready": Status.READY,
    "parse": Status.READY,
    "parsed": Status.READY,
    "done": Status.READY,
    "indexing": Status.INDEXING,
    "unparse": Status.INDEXING,
    "failed": Status.FAILED,
    "fail": Status.FAILED,
    "parse_error": Status.FAILED,
}
"""Our words and every one that the service has been seen to use."""

_KM_PER: Final = {"": 1.0, "km": 1.0, "m": 0.001, "mi": 1.609344, "ft": 0.0003048}
_RADIUS: Final = re.compile(r"\s*([0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)\s*([a-z]*)\s*", re.IGNORECASE | re.ASCII)
_DAY: Final = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?", re.ASCII)
_AGO: Final = re.compile(r"([0-9]{1,6})\s*([dwmy])", re.IGNORECASE | re.ASCII)


class Unclear(ValueError):
    """Why a value is none, in words for a person; `swapped` is a place that may have been meant."""

    def __init__(self, message: str, swapped: Point | None = None, choices: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.swapped = swapped
        self.choices = choices
        """Texts that could stand in its place: names that are clear."""


def utc_today() -> date:
    """Today as queries count: their days are UTC days, as the service's are."""
    return datetime.now(UTC).date()


def read_status(text: str) -> Status:
    """A status by our word or the service's."""
    status = STATUS_WORDS.get(text.lower())
    if status is None:
        raise Unclear(f"There is no status {_short(text)}: ready, indexing or failed.")
    return status


def read_near(text: str, *, km: float = DEFAULT_KM) -> Near:
    """A place in any notation or by its name, with `~5km` behind it for a radius other than `km`."""
    from tui.geo.coordinates import parse  # not before the first paint: all notations of the world

    place, tilde, tail = text.rpartition("~")
    # Bing's links part their two numbers with a tilde: there it has nothing to do with a radius.
    if not tilde or "cp=" in place:
        place = text
    else:
        km = read_radius(tail)
    try:
        point = parse(place)
    except CoordinateProblem as problem:
        return _named(place, km, problem)
    return Near(point.latitude, point.longitude, km)


def _named(place: str, km: float, problem: CoordinateProblem) -> Near:
    """What the name of a place means; `problem` is why it is no coordinates."""
    from tui.library.place_names import NoSuchPlace, looks_like_a_name, meant

    if not looks_like_a_name(place):
        raise Unclear(problem.message, problem.swapped) from None
    try:
        city = meant(place)
    except NoSuchPlace as none:
        raise Unclear(none.message, choices=none.choices) from None
    return Near(city.point.latitude, city.point.longitude, km, place.strip(), str(city))


def read_radius(text: str) -> float:
    """Kilometres from `5`, `5km`, `500m` or `3mi`."""
    match = _RADIUS.fullmatch(text)
    unit = match[2].lower() if match else ""
    if match is None or unit not in _KM_PER:
        raise Unclear(f"{_short(text) if text else 'An empty radius'} is no radius: write 5km, 500m or 3mi.")
    number = float(match[1].replace(",", "."))
    # Divided, since 350 * 0.001 is not quite what 0.35 is.
    km = number / 1000 if unit == "m" else number * _KM_PER[unit]
    if not 0 < km <= LONGEST_KM:
        raise Unclear("A radius is more than nothing and at most 20,040 km, which is half around the earth.")
    return km


def read_day(text: str, *, today: date, last: bool = False) -> date:
    """A day from `2025-06-01`, `2025-06`, `2025`, `today`, `yesterday`, `7d`, `2w`, `3m` or `1y` ago.

    Of a month or a year it is the first day, or the `last`.
    """
    word = text.strip().lower()
    try:
        if word in {"today", "yesterday"}:
            return today - timedelta(days=word == "yesterday")
        if ago := _AGO.fullmatch(word):
            return _ago(int(ago[1]), ago[2], today)
        if day := _DAY.fullmatch(word):
            return _calendar_day(int(day[1]), day[2], day[3], last=last)
    except (ValueError, OverflowError):
        raise Unclear(f"The calendar has no {_short(text)}.") from None
    raise Unclear(f"{_short(text)} is no date: write 2025-06-01, 2025-06, 7d, today or yesterday.")


def _calendar_day(year: int, month: str | None, day: str | None, *, last: bool) -> date:
    in_year = int(month) if month else (12 if last else 1)
    first = date(year, in_year, 1)
    if day:
        return first.replace(day=int(day))
    return first.replace(day=_days(year, in_year)) if last else first


def _ago(count: int, unit: str, today: date) -> date:
    if unit in "dw":
        return today - timedelta(days=count * (7 if unit == "w" else 1))
    months = today.year * 12 + today.month - 1 - count * (12 if unit == "y" else 1)
    year, month = divmod(months, 12)
    first = date(year, month + 1, 1)
    return first.replace(day=min(today.day, _days(year, month + 1)))


def _days(year: int, month: int) -> int:
    from calendar import monthrange  # not before the first paint

    return monthrange(year, month)[1]


def _short(text: str) -> str:
    return f"“{safe_text(text, 30)}”"
