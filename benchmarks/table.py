"""The figures as the tables of README.md, which nobody else writes."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Final

from benchmarks.figures import Figures
from benchmarks.session import Stroke
from benchmarks.upload_beside_curl import Beside

_README: Final = Path(__file__).with_name("README.md")
_BEGIN: Final = "<!-- written by python -m benchmarks: from here -->"
_END: Final = "<!-- to here -->"
_BUSY: Final = 1.0
"""A load average from which on the machine had other things to do."""


def written(
    found: Sequence[Figures], missing: Sequence[str], sent: Beside, loads: tuple[float, float], *, quick: bool
) -> str:
    """The tables, for people; also put into README.md unless this was a quick run. `missing`: "name: why not"."""
    head = circumstances(loads) + _rounds(found, quick=quick)
    text = "\n\n".join((head, _starts(found, missing), _keys(found), _held(found), _sent(sent)))
    if not quick:
        put_between(_BEGIN, text)
    return text


def put_between(begin: str, text: str) -> None:
    """Puts a text into README.md, between this line and the next end of such a part."""
    readme = _README.read_text(encoding="utf-8")
    before, _, rest = readme.partition(begin)
    _README.write_text(f"{before}{begin}\n\n{text}\n\n{_END}{rest.partition(_END)[2]}", encoding="utf-8")


def circumstances(loads: tuple[float, float]) -> str:
    """The machine, the day, and whether it had other things to do before and after."""
    system = f"{platform.system()} on {platform.machine()}, {os.cpu_count()} cores ({_processor()})"
    words = f"{system}; Python {platform.python_version()}; {time.strftime('%Y-%m-%d')}."
    before, after = loads
    if max(before, after) >= _BUSY:
        # Our own runs keep about one core busy: what is beyond that was somebody else.
        words += f" The machine was busy meanwhile (load {before:.1f} before, {after:.1f} after): compare, don't quote."
    return words


def _rounds(found: Sequence[Figures], *, quick: bool) -> str:
    runs = max((len(figures.starts) for figures in found), default=0)
    return f" Medians of {runs} runs in turn." + (" A quick run: too few for anything but a hint." if quick else "")


def _processor() -> str:
    try:
        told = Path("/proc/cpuinfo").read_text().split("model name", 1)[1]
    except (OSError, IndexError):
        return platform.processor() or "unknown"
    return " ".join(told.split(":", 1)[1].split("\n", 1)[0].split())


def _starts(found: Sequence[Figures], missing: Sequence[str]) -> str:
    base = found[0].useful
    rows: list[tuple[str, ...]] = []
    for figures in found:
        useful = figures.useful
        ratio = useful / base if useful and base else None
        size = median(start.size for start in figures.starts) if useful else None
        memory = median(start.memory for start in figures.starts) if useful else None
        idle_bytes = median(size for size, _ in figures.idle) if figures.idle else None
        idle_cpu = median(cpu for _, cpu in figures.idle) if figures.idle else None
        key = median(figures.answers) if figures.answers else None
        cells = (number(useful), number(ratio, 2), number(key), number(size), number(memory))
        more = (number(figures.memory or None), number(idle_bytes), number(idle_cpu, 1))
        rows.append((figures.program.name, figures.trouble or figures.program.what, *cells, *more))
    for name, _, why in (each.partition(": ") for each in missing):
        rows.append((name, why.replace("|", "/"), *("–" for _ in range(8))))
    titles = (
        ("program", "with"),
        (
            "useful frame, ms",
            "ratio",
            "first key, ms",
            "bytes",
            "MB then",
            "MB at most",
            "bytes idle (3 s)",
            "CPU idle, %",
        ),
    )
    return "### Start and rest\n\n" + table(titles, rows)


def _keys(found: Sequence[Figures]) -> str:
    rows = []
    for figures in found:
        for name, strokes in figures.strokes.items():
            changes = [stroke.change for stroke in strokes if stroke.change is not None]
            settled = _spread(strokes, lambda stroke: stroke.settled)
            size = _spread(strokes, lambda stroke: float(stroke.size))
            first = number(median(changes), 1) if changes else "–"
            came = [stroke.shown for stroke in strokes if stroke.shown is not None]
            shown = number(median(came), 1) if came else "–"
            rows.append((figures.program.name, name, str(len(strokes)), first, shown, *settled, size[0]))
    titles = (("program", "keys"), ("strokes", "changed, ms", "result, ms", "settled, ms", "95 %, ms", "bytes"))
    return "### From a key to the screen\n\n" + table(titles, rows)


def _held(found: Sequence[Figures]) -> str:
    rows = []
    for figures in found:
        if figures.held:
            lag, size, cpu = (
                median(values) for values in zip(*((h.lag, h.size, h.cpu) for h in figures.held), strict=True)
            )
            cursors = [h.cursor for h in figures.held if h.cursor is not None]
            places = [h.places for h in figures.held if h.places is not None]
            behind = number(median(cursors), 1) if cursors else "–"
            seen = number(median(places)) if places else "–"
            rows.append((figures.program.name, behind, seen, number(lag, 1), number(size), number(cpu)))
    titles = ("cursor behind, ms", "its places seen of 90", "last change, ms", "bytes a key", "CPU, %")
    return "### A key held down, 30 a second\n\n" + table((("program",), titles), rows)


def _sent(sent: Beside) -> str:
    rows = []
    if sent.curl:
        rows.append(("curl -F", *_rate(sent.size, sent.curl), "1.00", "–"))
    else:
        rows.append(("curl -F: there is none here", "–", "–", "–", "–"))
    ratio = number(sent.ratio, 2) if sent.curl else "–"
    rows.append(("memories-tui", *_rate(sent.size, sent.ours), ratio, number(1000 * median(sent.stalls))))
    titles = (("program",), ("MB/s", "at best", "of curl's rate", "longest stall of the interface, ms"))
    return f"### An upload of {sent.size / 1e6:,.0f} MB over loopback\n\n" + table(titles, rows)


def _rate(size: int, seconds: Sequence[float]) -> tuple[str, str]:
    return number(size / median(seconds) / 1e6), number(size / min(seconds) / 1e6)


def _spread(strokes: Sequence[Stroke], of: Callable[[Stroke], float]) -> tuple[str, str]:
    values = sorted(map(of, strokes))
    if not values:
        return "–", "–"
    return number(median(values), 1), number(values[min(len(values) - 1, round(0.95 * (len(values) - 1)))], 1)


def number(value: float | None, digits: int = 0) -> str:
    return "–" if value is None else f"{value:,.{digits}f}"


def table(titles: tuple[tuple[str, ...], tuple[str, ...]], rows: Sequence[tuple[str, ...]]) -> str:
    words, numbers = titles
    lines = [(*words, *numbers), (*("---" for _ in words), *("--:" for _ in numbers)), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
