"""What is known of a video, as lines: the same lines in the same places for every video, so that little changes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from rich.cells import chop_cells
from textual.content import Content

from tui.api.values import Status, Video
from tui.frozen import dataclass
from tui.library.values import Known
from tui.text import safe_text
from tui.widgets.lines import Line, Tone
from tui.widgets.present import (
    UNKNOWN,
    ago_text,
    cells,
    clock_text,
    coordinates_text,
    counted,
    cut,
    duration_text,
    fit,
    name_text,
    resolution_text,
    size_text,
    status_mark,
)

NOTHING: Final[tuple[Line, ...]] = ((), (("Nothing is selected.", "muted"),))
_LABEL: Final = 10
_LINES: Final = {"Tags": 4}
"""Lines that a fact takes at the least, so that those beneath it seldom move when the cursor does."""
_TONES: Final[dict[Status, Tone]] = {Status.READY: "good", Status.INDEXING: "warn", Status.FAILED: "bad"}


@dataclass(frozen=True, slots=True)
class View:
    """What the facts depend on: the video, the time, and whether the service is being asked or gave trouble."""

    known: Known
    now: float
    asking: bool = False
    problem: str = ""
    nearby: str = ""
    """The place of capture in words: how far from which city."""
    untold: str = ""
    """Said in place of what the service never tells of any video."""


def fact_lines(view: View, width: int) -> tuple[Line, ...]:
    """Every fact in lines of at most `width` cells."""
    video = view.known.video
    lines: list[Line] = []
    lines += _identity(view, width)
    lines += _trouble(view, width)
    for title, facts in (
        ("Media", _media(view, width)),
        ("Capture", _capture(view)),
        ("Service", _service(video)),
    ):
        lines += [(), ((title, "strong"),)]
        for label, value, missing in facts:
            fact = list(_fact(label, value, missing, width))
            lines += [*fact, *[()] * (_LINES.get(label, 1) - len(fact))]
    lines += _links(video, width)
    return tuple(lines)


def wrapped(text: str, width: int) -> list[str]:
    """Safe text in lines of at most `width` cells, broken between words where there are any."""
    clean = safe_text(text, 4_000)
    if cells(clean) <= width:
        return [clean]
    lines = (line.plain.rstrip() for line in Content(clean).wrap(max(2, width)))
    return [part for line in lines for part in ([line] if cells(line) <= width else chop_cells(line, max(2, width)))]


def _identity(view: View, width: int) -> Iterator[Line]:
    video = view.known.video
    # One spare line, so that a longer name does not move everything beneath it.
    names = wrapped(name_text(video), width)
    for line in [*names, *[""] * (2 - len(names))]:
        yield ((line, "strong"),)
    mark = status_mark(video.status)
    status = f"{mark.glyph} {mark.word}"
    yield ((status, _TONES[video.status]), (cut(f"  {freshness(view)}", width - cells(status)), "muted"))


def freshness(view: View) -> str:
    """How old what is shown is, and whether something newer is on its way."""
    seen = max(view.known.listed_at, view.known.metadata_at or 0.0)
    text = f"as of {ago_text(view.now - seen)} ago"
    return f"{text}, asking …" if view.asking else text


def _trouble(view: View, width: int) -> Iterator[Line]:
    video = view.known.video
    if video.status is Status.FAILED:
        cause = f"Indexing failed: {video.cause}" if video.cause else "Indexing failed; the service gave no cause."
        yield ()
        for line in wrapped(cause, width):
            yield ((line, "bad"),)
    if view.problem:
        yield ()
        for line in wrapped(view.problem, width):
            yield ((line, "warn"),)


Fact = tuple[str, str | None, str]
"""A label, its value, and the words for having none."""


def _media(view: View, width: int) -> Iterator[Fact]:
    video = view.known.video
    later = _missing(view, "not given by the service")
    listed = "not known until indexing finishes" if video.status is Status.INDEXING else "not given by the service"
    yield "Length", _known(duration_text(video.duration)), listed
    yield "Size", _size(video.size, _room(width)), listed
    yield "Picture", _known(resolution_text(video)), later
    fps = f"{video.fps:.5g} per second" if video.fps and 0 < video.fps < 1e6 else None
    yield "Frames", fps, later


def _size(size: int | None, room: int) -> str | None:
    """As exact as one line allows: a second one would move all that is beneath it."""
    if not size or size < 0:
        return None
    short = size_text(size)
    exact = (f"{short} ({counted(size, 'byte')})", f"{short} ({size:,})")
    return next((text for text in exact if cells(text) <= room), short)


def _capture(view: View) -> Iterator[Fact]:
    video = view.known.video
    yield "Taken", _known(clock_text(video.taken, utc=True, zone=True)), _missing(view, "no capture time was supplied")
    yield "Camera", video.camera, _missing(view, "no camera was supplied")
    place = _known(coordinates_text(video.latitude, video.longitude))
    yield "Place", place, _missing(view, "no GPS was supplied")
    # A line also where there is nothing to say, so that nothing beneath it moves.
    yield "", view.nearby or " ", ""
    tags = "  ".join(f"#{safe_text(tag, 200)}" for tag in video.tags[:100])
    yield "Tags", tags or None, _missing(view, "no tags")


def _service(video: Video) -> Iterator[Fact]:
    yield "Uploaded", _known(clock_text(video.created, zone=True)), "not given by the service"
    yield "Number", video.video_no, "none"
    yield "Status", video.status_word, "none"


def _missing(view: View, otherwise: str) -> str:
    """Why a fact that `get_metadata` tells is not there."""
    if view.untold:
        return view.untold
    if view.known.video.status is Status.INDEXING:
        return "not known until indexing finishes"
    if view.known.metadata_at is None:
        return "asking …" if view.asking else "not asked for yet"
    return otherwise


def _known(text: str) -> str | None:
    return None if text == UNKNOWN else text


def _room(width: int) -> int:
    """Cells for a value beside its label."""
    return max(8, width - _LABEL)


def _fact(label: str, value: str | None, missing: str, width: int) -> Iterator[Line]:
    room = _room(width)
    first = fit(label, _LABEL)
    if not value:
        head, *rest = wrapped(missing, room)
        yield ((first + head, "muted"),)
        for line in rest:
            yield ((" " * _LABEL + line, "muted"),)
        return
    head, *rest = wrapped(value, room)
    yield ((first, "muted"), (head, ""))
    for line in rest:
        yield ((" " * _LABEL + line, ""),)


def _links(video: Video, width: int) -> Iterator[Line]:
    """Addresses whole and without indentation, so that a selection of the lines is the address."""
    stored = f"{video.bucket}/{video.blob}" if video.bucket and video.blob else video.bucket or video.blob
    places: tuple[tuple[str, str | None, str, Tone], ...] = (
        ("Video", video.video_url, "no link was given", "link"),
        ("Cover", video.cover_url, "no link was given", "link"),
        ("Stored at", stored, "not given by the service", "accent"),
    )
    for title, address, missing, tone in places:
        yield ()
        yield ((title, "strong"),)
        lines = chop_cells(safe_text(address, 4_000), max(2, width)) if address else wrapped(missing, width)
        for line in lines:
            yield ((line, tone if address else "muted"),)
