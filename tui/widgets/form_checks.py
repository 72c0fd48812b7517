"""What may stand in the fields of an upload, decided as it is typed: from a text to a value or a reason."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from tui.frozen import dataclass
from tui.geo.coordinates import CoordinateProblem, parse
from tui.uploads.choosing import url_problem

MOST_TAGS: Final = 20
LONGEST_CAMERA: Final = 200
LONGEST_CALLBACK: Final = 299
TAKEN_FORMAT: Final = "%Y-%m-%d %H:%M:%S"


@dataclass(frozen=True, slots=True)
class Checked:
    """A field's text, judged."""

    problem: str = ""
    """Why it can't be sent so; empty when it can."""
    note: str = ""
    """What is worth knowing of a text that is fine."""
    tidy: str = ""
    """The same in the form in which it is sent."""
    swapped: str = ""
    """What was probably meant: latitude and longitude exchanged, or the coordinates of a name."""

    @property
    def fine(self) -> bool:
        return not self.problem


def split_tags(text: str) -> tuple[str, ...]:
    """Tags between commas, without blanks around them, each once."""
    return tuple(dict.fromkeys(tag for part in text.split(",") if (tag := part.strip())))


def check_tags(text: str) -> Checked:
    tags = split_tags(text)
    if len(tags) > MOST_TAGS:
        return Checked(f"{len(tags)} of {MOST_TAGS}: take out {len(tags) - MOST_TAGS}")
    return Checked(note=f"{len(tags)} of {MOST_TAGS}" if tags else "", tidy=", ".join(tags))


def check_camera(text: str) -> Checked:
    camera = text.strip()
    if len(camera) > LONGEST_CAMERA:
        return Checked(f"{len(camera)} of {LONGEST_CAMERA} characters: too long")
    return Checked(note=f"{len(camera)} of {LONGEST_CAMERA}" if len(camera) > 150 else "", tidy=camera)


def check_namespace(text: str, known: tuple[str, ...]) -> Checked:
    namespace = text.strip()
    if not namespace:
        return Checked("it needs a name, such as default")
    new = bool(known) and namespace not in known
    return Checked(note="created if it is new" if new else "", tidy=namespace)


def check_taken(text: str, now: datetime | None = None) -> Checked:
    """A capture time, in UTC if it names no other zone."""
    wanted = text.strip()
    if not wanted:
        return Checked()
    moment = _moment(wanted)
    if moment is None:
        return Checked("write it like 2025-06-01 14:30:00 (UTC)")
    if not 1900 <= moment.year <= 9998:
        return Checked(f"the year {moment.year} can't be right")
    tidy = moment.strftime(TAKEN_FORMAT)
    note = "" if tidy == wanted else f"{tidy} UTC"
    future = moment > (now or datetime.now(UTC)) + timedelta(days=1)
    return Checked(note=" · ".join(part for part in (note, "in the future" if future else "") if part), tidy=tidy)


_SLASHED: Final = re.compile(r"^(\d{4})[/.:](\d{1,2})[/.:](\d{1,2})(?=$|[ T])")
_YEAR_MONTH_DAY: Final = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})(?=$|[ T])")
_SHORT_HOUR: Final = re.compile(r"(?<=[ T])(\d):")


def _moment(text: str) -> datetime | None:
    plain = _SLASHED.sub(r"\1-\2-\3", text)
    plain = _YEAR_MONTH_DAY.sub(lambda found: f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}", plain)
    plain = _SHORT_HOUR.sub(r"0\1:", plain).removesuffix(" UTC").strip()
    if not plain.isascii():
        return None
    try:
        found = datetime.fromisoformat(re.sub(r"\s+(?=[+-]\d\d)", "", plain))
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def check_place(text: str) -> Checked:
    """Coordinates; a name is none yet, but says of which it is the name, and `swapped` has them."""
    if not text.strip():
        return Checked()
    try:
        point = parse(text)
    except CoordinateProblem as problem:
        if problem.swapped is None:
            return _named_place(text, problem.message)
        return Checked(f"latitude comes first: enter makes it {problem.swapped}", swapped=str(problem.swapped))
    tidy = str(point)
    return Checked(note="" if tidy == text.strip() else tidy, tidy=tidy)


def _named_place(text: str, problem: str) -> Checked:
    """A video is never sent to a place that somebody else's list gave: who typed its name says yes first."""
    from tui.library.place_names import NoSuchPlace, looks_like_a_name, meant

    if not looks_like_a_name(text):
        return Checked(problem)
    try:
        city = meant(text)
    except NoSuchPlace as none:
        return Checked(none.message)
    return Checked(f"{city}? enter makes it {city.point}", swapped=str(city.point))


def check_callback(text: str) -> Checked:
    url = text.strip()
    if not url:
        return Checked()
    if len(url) > LONGEST_CALLBACK:
        return Checked(f"{len(url)} of {LONGEST_CALLBACK} characters: too long")
    problem = _callback_problem(url)
    return Checked(problem) if problem else Checked(tidy=url)


def check_urls(text: str) -> Checked:
    """One or several addresses of videos, between blanks."""
    urls = split_urls(text)
    if not urls:
        return Checked("type or paste the address of a video")
    for url in urls:
        problem = url_problem(url)
        if problem:
            return Checked(problem if len(urls) == 1 else f"{url[:40]}: {problem}")
    return Checked(note="" if len(urls) == 1 else f"{len(urls)} addresses", tidy=" ".join(urls))


def split_urls(text: str) -> tuple[str, ...]:
    """Addresses between blanks, each once."""
    return tuple(dict.fromkeys(text.split()))


def _callback_problem(url: str) -> str:
    if any(character.isspace() or not character.isprintable() for character in url):
        return "an address has no blanks in it"
    try:
        parts = urlsplit(url)
        host = parts.hostname
        _ = parts.port
    except ValueError:
        return "that is no address"
    if parts.scheme.lower() not in {"http", "https"}:
        return "it begins with https:// or http://"
    if not host:
        return "the name of the server is missing"
    return ""
