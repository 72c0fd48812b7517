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

_README: Final = Path(__file__).with_name("README.md")
_BEGIN: Final = "<!-- written by python -m benchmarks: from here -->"
_END: Final = "<!-- to here -->"
_BUSY: Final = 1.0
"""A load average from which on the machine had other things to do."""


def written(found: Sequence[Figures], missing: Sequence[str], loads: tuple[float, float], *, quick: bool) -> str:
    """The tables, for people; also put into README.md unless this was a quick run."""
    parts = [_circumstances(found, loads, quick=quick), _starts(found), _keys(found), _held(found)]
    unseen = [f"{figures.program.name}: never showed what was waited for" for figures in found if not figures.useful]
    parts += [f"Not measured: {'; '.join([*missing, *unseen])}."] if missing or unseen else []
    text = "\n\n".join(parts)
    if not quick:
        readme = _README.read_text(encoding="utf-8")
        before, _, rest = readme.partition(_BEGIN)
        _README.write_text(f"{before}{_BEGIN}\n\n{text}\n\n{_END}{rest.partition(_END)[2]}", encoding="utf-8")
    return text


def _circumstances(found: Sequence[Figures], loads: tuple[float, float], *, quick: bool) -> str:
    system = f"{platform.system()} on {platform.machine()}, {os.cpu_count()} cores ({_processor()})"
    runs = max((len(figures.starts) for figures in found), default=0)
    words = (
        f"{system}; Python {platform.python_version()}; {time.strftime('%Y-%m-%d')}; medians of {runs} runs in turn."
    )
    before, after = loads
    if max(before, after) >= _BUSY:
        # Our own runs keep about one core busy: what is beyond that was somebody else.
        words += f" The machine was busy meanwhile (load {before:.1f} before, {after:.1f} after): compare, don't quote."
    return words + (" A quick run: too few for anything but a hint." if quick else "")


def _processor() -> str:
    try:
        told = Path("/proc/cpuinfo").read_text().split("model name", 1)[1]
    except (OSError, IndexError):
        return platform.processor() or "unknown"
    return " ".join(told.split(":", 1)[1].split("\n", 1)[0].split())


def _starts(found: Sequence[Figures]) -> str:
    base = found[0].useful
    rows = []
    for figures in found:
        useful = figures.useful
        ratio = useful / base if useful and base else None
        sizes = [start.size for start in figures.starts]
        memory = [start.memory for start in figures.starts]
        idle_bytes = median(size for size, _ in figures.idle) if figures.idle else None
        idle_cpu = median(cpu for _, cpu in figures.idle) if figures.idle else None
        cells = (_number(useful), _number(ratio, 2), _number(median(sizes)), _number(median(memory)))
        more = (_number(figures.memory or None), _number(idle_bytes), _number(idle_cpu, 1))
        rows.append((figures.program.name, figures.program.what, *cells, *more))
    titles = (
        ("program", "with"),
        ("useful frame, ms", "ratio", "bytes", "MB then", "MB at most", "bytes idle (3 s)", "CPU idle, %"),
    )
    return "### Start and rest\n\n" + _table(titles, rows)


def _keys(found: Sequence[Figures]) -> str:
    rows = []
    for figures in found:
        for name, strokes in figures.strokes.items():
            changes = [stroke.change for stroke in strokes if stroke.change is not None]
            settled = _spread(strokes, lambda stroke: stroke.settled)
            size = _spread(strokes, lambda stroke: float(stroke.size))
            first = _number(median(changes), 1) if changes else "–"
            rows.append((figures.program.name, name, str(len(strokes)), first, *settled, size[0]))
    titles = (("program", "keys"), ("strokes", "changed, ms", "settled, ms", "95 %, ms", "bytes"))
    return "### From a key to the screen\n\n" + _table(titles, rows)


def _held(found: Sequence[Figures]) -> str:
    rows = []
    for figures in found:
        if figures.held:
            lag, size, cpu = (
                median(values) for values in zip(*((h.lag, h.size, h.cpu) for h in figures.held), strict=True)
            )
            rows.append((figures.program.name, _number(lag, 1), _number(size), _number(cpu)))
    return "### A key held down, 30 a second\n\n" + _table(
        (("program",), ("behind, ms", "bytes a key", "CPU, %")), rows
    )


def _spread(strokes: Sequence[Stroke], of: Callable[[Stroke], float]) -> tuple[str, str]:
    values = sorted(map(of, strokes))
    if not values:
        return "–", "–"
    return _number(median(values), 1), _number(values[min(len(values) - 1, round(0.95 * (len(values) - 1)))], 1)


def _number(value: float | None, digits: int = 0) -> str:
    return "–" if value is None else f"{value:,.{digits}f}"


def _table(titles: tuple[tuple[str, ...], tuple[str, ...]], rows: Sequence[tuple[str, ...]]) -> str:
    words, numbers = titles
    lines = [(*words, *numbers), (*("---" for _ in words), *("--:" for _ in numbers)), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
