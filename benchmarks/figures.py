"""Runs the programs in turn, round by round, so that the machine's moods fall on all of them alike; keeps medians."""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Final

from benchmarks.programs import Gesture, Program
from benchmarks.session import Held, Session, Start, Stroke

_SETTLES: Final = 5.0
"""Seconds after which a program has done what it does once after its start."""
_ENDS: Final = 1.0
"""Seconds within which it has closed what it had open."""
_REST: Final = 3.0
"""Seconds for which an idle program is watched."""


@dataclass(slots=True)
class Figures:
    """Everything that was measured of one program."""

    program: Program
    starts: list[Start] = field(default_factory=list)
    answers: list[float] = field(default_factory=list)
    """Milliseconds until the first key was answered."""
    strokes: dict[str, list[Stroke]] = field(default_factory=dict)
    silent: dict[str, int] = field(default_factory=dict)
    """Strokes after which nothing was written."""
    held: list[Held] = field(default_factory=list)
    idle: list[tuple[int, float]] = field(default_factory=list)
    memory: float = 0.0
    """MB at the most, with everything done that is measured."""
    trouble: str = ""
    """Why there is less of it than of the others."""

    @property
    def useful(self) -> float | None:
        """Milliseconds to the first useful frame, the median; None if it never came."""
        came = [start.useful for start in self.starts if start.useful is not None]
        return median(came) if came else None


def measured(programs: Sequence[Program], *, starts: int, whole: int) -> list[Figures]:
    """`starts` of each program, after one that warms the caches; the first `whole` of them go on to keys and rest."""
    found = [Figures(program) for program in programs]
    gaps = random.Random(1)
    for number in range(-1, starts):
        for figures in found:
            if figures.trouble:
                continue
            _say(f"round {number + 1} of {starts}: {figures.program.name}")
            try:
                _run(figures, gaps, keep=number >= 0, whole=0 <= number < whole)
            except OSError:  # its end of the terminal is gone
                figures.trouble = "ended while it was measured"
    _say("")
    return found


def _run(figures: Figures, gaps: random.Random, *, keep: bool, whole: bool) -> None:
    program = figures.program
    _leave(program)
    session = Session(program.words, program.environment)
    try:
        start = session.start(program.shows)
        if start.useful is None:
            figures.trouble = f"ended at once ({session.ending})" if session.ending else "never showed what was awaited"
        if keep:
            figures.starts.append(start)
        if whole and start.useful is not None:
            session.rest(_SETTLES)
            figures.idle.append(session.rest(_REST))
            for keys in program.opening:
                session.press(keys, quiet=0.5)
            for gesture in program.gestures:
                _gesture(figures, session, gesture, gaps)
            if program.held:
                figures.held.append(session.hold(program.held, column=program.column))
            figures.memory = max(figures.memory, session.memory)
    finally:
        session.close()
    if keep and program.first:
        _leave(program)
        _first_key(figures)


def _leave(program: Program) -> None:
    """Begins it and leaves it, if that is part of it."""
    if program.leave:
        session = Session(program.words, program.environment)
        try:
            session.start(program.shows)
            session.rest(_SETTLES)
            session.press(program.leave, quiet=0.5)
            session.rest(_ENDS)
        finally:
            session.close()


def _first_key(figures: Figures) -> None:
    program = figures.program
    session = Session(program.words, program.environment)
    try:
        answer = session.answered(program.first, program.column)
        if answer is not None:
            figures.answers.append(answer)
    finally:
        session.close()


def _gesture(figures: Figures, session: Session, gesture: Gesture, gaps: random.Random) -> None:
    strokes = figures.strokes.setdefault(gesture.name, [])
    for _ in range(gesture.times):
        for keys in gesture.before:
            session.press(keys, quiet=0.5)
        for keys in gesture.keys:
            time.sleep(gaps.uniform(0.005, 0.035))  # so that no timer of the program keeps step
            stroke = session.press(keys, gesture.quiet, asked=gesture.asked)
            if stroke is None:
                figures.silent[gesture.name] = figures.silent.get(gesture.name, 0) + 1
            else:
                strokes.append(stroke)
        for keys in gesture.after:
            session.press(keys, quiet=0.5)


def _say(words: str) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{words}")
        sys.stderr.flush()
