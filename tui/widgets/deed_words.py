"""What is done to many videos at once, in words: a few for the status line, a line for each video, a report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from tui.deeds.deed import Deed, Fate, Item, Kind, Phase
from tui.pressing import press
from tui.text import safe_text
from tui.widgets.lines import Line, Piece, Tone, fit_middle
from tui.widgets.present import count_text, counted, duration_text, fit, homely, percent_text, rate_text, size_text

_GLYPHS: Final[dict[Fate, tuple[str, Tone]]] = {
    Fate.WAITING: ("·", "muted"),
    Fate.WORKING: ("◐", "accent"),
    Fate.DONE: ("✓", "good"),
    Fate.SKIPPED: ("–", "muted"),
    Fate.FAILED: ("✗", "bad"),
    Fate.UNSURE: ("?", "warn"),
    Fate.LEFT: ("○", "warn"),
}
_DONE: Final[dict[Kind, str]] = {"download": "downloaded", "delete": "deleted", "export": "written"}
_WORDS: Final[dict[Fate, str]] = {
    Fate.WAITING: "waiting",
    Fate.WORKING: "under way",
    Fate.DONE: "done",
    Fate.SKIPPED: "nothing to do",
    Fate.FAILED: "failed",
    Fate.UNSURE: "unsure",
    Fate.LEFT: "not begun",
}
_STATE: Final = 14


def deed_title(deed: Deed) -> str:
    """`Download of 12 videos to ~/Downloads`."""
    videos = counted(deed.total, "video")
    where = safe_text(homely(str(deed.where)), 300) if deed.where is not None else ""
    match deed.kind:
        case "delete":
            return f"Deletion of {videos}"
        case "download":
            return f"Download of {videos} to {where}"
        case _:
            return f"Export of {videos} to {where}"


def doing_words(deeds: Sequence[Deed], now: float) -> Line:
    """For the status line: what goes on, the most pressing of it. `now`: seconds since the epoch."""
    open_deeds = [deed for deed in deeds if not deed.is_over]
    if not open_deeds:
        return ()
    deed = min(open_deeds, key=lambda deed: (deed.phase is not Phase.COUNTDOWN, deed.kind != "delete", -deed.at))
    more = f" +{len(open_deeds) - 1}" if len(open_deeds) > 1 else ""
    if deed.phase is Phase.COUNTDOWN:
        seconds, undo = seconds_left(deed, now), press("marks.undo", "z")
        return ((f"deleting {count_text(deed.total)} in {seconds} s · {undo} undoes{more}", "warn"),)
    settled = count_text(deed.done + deed.counts.get(Fate.SKIPPED, 0) + deed.counts.get(Fate.FAILED, 0))
    verb = {"download": "↓", "delete": "deleting", "export": "exporting"}[deed.kind]
    share = f" {share_text(deed)}" if deed.kind == "download" else ""
    return ((f"{verb} {settled} of {count_text(deed.total)}{share}{more}", ""),)


def seconds_left(deed: Deed, now: float) -> int:
    """Of a countdown, whole seconds."""
    return max(0, round((deed.starts_at or now) - now))


def share_text(deed: Deed) -> str:
    """How much of a download's bytes is here; nothing where sizes are not known."""
    wanted = deed.load(*(fate for fate in Fate if fate not in {Fate.SKIPPED, Fate.FAILED}))
    if not wanted.count or wanted.unsized:
        return ""
    done = deed.load(Fate.DONE)
    return percent_text(done.size + wanted.got - done.got, wanted.size or 1)


def sums_line(deed: Deed, now: float) -> Line:
    """How all of it stands."""
    if deed.phase is Phase.COUNTDOWN:
        words = f"nothing is sent yet: it begins in {seconds_left(deed, now)} s · {press('deeds.undo', 'z')} undoes it"
        return ((words, "warn"),)
    if deed.phase is Phase.UNDONE:
        return (("undone: nothing was sent", "good"),)
    return tuple(_apart(list(_sums(deed))))


def _sums(deed: Deed) -> Iterator[Piece]:
    if deed.kind == "export":
        yield f"{count_text(deed.written)} of {count_text(deed.total)} written", ""
    for fate in (Fate.DONE, Fate.WORKING, Fate.WAITING, Fate.SKIPPED, Fate.FAILED, Fate.UNSURE, Fate.LEFT):
        count = deed.counts.get(fate, 0)
        if count:
            word = _DONE[deed.kind] if fate is Fate.DONE else _word(deed.kind, fate)
            yield f"{count_text(count)} {word}", _GLYPHS[fate][1]
    if deed.kind == "download" and not deed.is_over:
        if share := share_text(deed):
            yield share, ""
        if deed.rate:
            yield rate_text(deed.rate), ""
            if left := _left(deed):
                yield f"about {duration_text(left)} left", "muted"


def _left(deed: Deed) -> float | None:
    to_come = deed.load(Fate.WAITING, Fate.WORKING)
    return None if not deed.rate or to_come.unsized else (to_come.size - to_come.got) / deed.rate


def ended_words(deed: Deed) -> tuple[str, bool]:
    """What is said when it is over, and whether that is good news."""
    if deed.phase is Phase.UNDONE:
        return "Undone: nothing was deleted.", True
    bad = [
        f"{count_text(deed.counts[fate])} {_word(deed.kind, fate)}"
        for fate in (Fate.FAILED, Fate.UNSURE, Fate.LEFT)
        if deed.counts.get(fate)
    ]
    done = f"{counted(deed.done, 'video')} {_DONE[deed.kind]}"
    if deed.counts.get(Fate.SKIPPED):
        done += f", {count_text(deed.counts[Fate.SKIPPED])} {_word(deed.kind, Fate.SKIPPED)}"
    words = ", ".join([done, *bad])
    where = f" to {safe_text(homely(str(deed.where)), 200)}" if deed.where is not None and deed.done else ""
    problem = f". {safe_text(deed.problem)}" if deed.problem else ""
    more = f" · {press('go.deeds', 'g a')} shows each" if bad or deed.problem else ""
    return f"{words}{where}{problem}{more}", not bad and not deed.problem


def _word(kind: Kind, fate: Fate) -> str:
    if kind == "delete":
        special = {
            Fate.SKIPPED: "gone already",
            Fate.LEFT: "not sent",
            Fate.WORKING: "sent",
            Fate.FAILED: "still there",
        }
        return special.get(fate, _WORDS[fate])
    return {Fate.SKIPPED: "there already"}.get(fate, _WORDS[fate])


class ItemRows:
    """A deed's videos as lines of a list."""

    def __init__(self, deed: Deed) -> None:
        self._deed = deed

    def __len__(self) -> int:
        return len(self._deed.items)

    def key(self, n: int) -> str:
        return self._deed.items[n].target.video_no

    def line(self, n: int, width: int) -> Line:
        item = self._deed.items[n]
        glyph, tone = _GLYPHS[item.fate]
        name = max(16, min(44, width * 2 // 5))
        told = _told(self._deed.kind, item)
        return (
            (f"{glyph} ", tone),
            (fit_middle(item.target.name or item.target.video_no, name), ""),
            ("  ", ""),
            (fit(_state(self._deed.kind, item), _STATE), tone),
            (" ", ""),
            (safe_text(told, 300), "muted"),
        )


def _state(kind: Kind, item: Item) -> str:
    if kind == "download" and item.fate is Fate.WORKING:
        return percent_text(item.got, item.target.size) if item.target.size else size_text(item.got)
    if item.fate is Fate.DONE:
        return _DONE[kind]
    return _word(kind, item.fate)


def _told(kind: Kind, item: Item) -> str:
    if item.note:
        return item.note
    return size_text(item.target.size) if kind == "download" or item.fate is Fate.WAITING else ""


def item_words(item: Item) -> str:
    """All that is known of one, for the line beneath the list."""
    return " · ".join(safe_text(part, 1_000) for part in (item.target.video_no, item.note) if part)


def report(deed: Deed) -> str:
    """As text to be copied: a head, then a line each, apart by tabs."""
    lines = [deed_title(deed), ended_words(deed)[0] if deed.is_over else "still under way"]
    for item in deed.items:
        state = _DONE[deed.kind] if item.fate is Fate.DONE else _word(deed.kind, item.fate)
        cells = (state, item.target.video_no, item.target.name, item.note)
        lines.append("\t".join(safe_text(cell, 1_000) for cell in cells))
    return "\n".join(lines)


def _apart(pieces: list[Piece]) -> Iterator[Piece]:
    for n, piece in enumerate(pieces):
        if n:
            yield " · ", "muted"
        yield piece
