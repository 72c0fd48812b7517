"""Shares of a whole as bars of a list, and a course of months as a line of little columns."""

from __future__ import annotations

from collections.abc import Sequence

from tui.frozen import dataclass
from tui.library.statistics import Part, Share
from tui.text import safe_text
from tui.widgets.lines import Line, Tone
from tui.widgets.present import cells, fit, percent_text

_EIGHTHS = " ▏▎▍▌▋▊▉█"
_COLUMNS = "▁▂▃▄▅▆▇█"
_NAME = 26
_COUNT = 11
_PERCENT = 5
_LEAST_BAR = 4


@dataclass(frozen=True, slots=True)
class Bar:
    """A line of a list of bars: a share, or what stands above some."""

    key: str
    share: Share | None = None
    title: str = ""
    course: tuple[int, ...] = ()


def bars(parts: Sequence[Part]) -> tuple[Bar, ...]:
    """The lines for some parts: a title, the course of time where there is one, and the shares."""
    found: list[Bar] = []
    for part in parts:
        if found:
            found.append(Bar(f"{part.title}:before"))
        found.append(Bar(part.title, title=part.title))
        if len(part.course) > 1:
            found.append(Bar(f"{part.title}:course", course=part.course))
        found += [Bar(f"{part.title}:{share.name}", share) for share in part.shares]
    return tuple(found)


class BarRows:
    """`bars` out of `whole` videos, for a list."""

    def __init__(self, lines: Sequence[Bar], whole: int) -> None:
        self._lines = lines
        self._whole = whole

    def __len__(self) -> int:
        return len(self._lines)

    def key(self, n: int) -> str:
        return self._lines[n].key

    def line(self, n: int, width: int) -> Line:
        bar = self._lines[n]
        if bar.share is not None:
            return share_line(bar.share, self._whole, width)
        if bar.course:
            return (("  ", ""), (course_text(bar.course, width - 4), "accent"))
        rule = "─" * max(0, width - cells(bar.title) - 1)
        return ((bar.title, "strong"), (f" {rule}", "muted")) if bar.title else ((" ", ""),)


def share_line(share: Share, whole: int, width: int) -> Line:
    """Name, bar, count and percentage. What can't be asked for is muted."""
    tone: Tone = "" if share.query is not None else "muted"
    room = max(_LEAST_BAR, width - _COUNT - _PERCENT - 4)
    name = min(_NAME, max(8, room * 2 // 5))
    bar = bar_text(share.videos, whole, room - name)
    count = f"{share.videos:,}" if share.videos else ""
    percent = percent_text(share.videos, whole) if share.videos else ""
    percent = "<1%" if percent == "0%" else percent
    return (
        (f"  {fit(safe_text(share.name), name)} ", tone),
        (fit(bar, room - name), "accent" if share.query is not None else "muted"),
        (f"{count:>{_COUNT}}", tone),
        (f"{percent:>{_PERCENT}}", "muted"),
    )


def bar_text(part: int, whole: int, width: int) -> str:
    """A bar of at most `width` cells, in eighths; whatever there is some of is seen."""
    if part <= 0 or whole <= 0 or width <= 0:
        return ""
    eighths = max(1, min(width * 8, round(width * 8 * part / whole)))
    return "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()


def course_text(course: Sequence[int], width: int) -> str:
    """A column per month, or per several where they are more than `width`; nothing is a space."""
    per = max(1, -(-len(course) // max(1, width)))
    sums = [sum(course[n : n + per]) for n in range(0, len(course), per)]
    most = max(sums, default=0)
    return "".join(" " if not each else _COLUMNS[(each * len(_COLUMNS) - 1) // most] for each in sums)
