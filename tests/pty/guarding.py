"""The small app in a terminal, and what a terminal must be like after it."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from tests.pty.term import Manner, Term

ROOT: Final = Path(__file__).parents[2]
IN_TIME: Final = 2.0
"""Seconds within which the terminal must be as it was, whatever was asked and however the line is."""


def small(
    directory: Path,
    fault: str = "none",
    *,
    env: Mapping[str, str] | None = None,
    manner: Manner = "plain",
    synchronized: bool = False,
) -> Term:
    argv = [sys.executable, "-m", "tests.pty.small", str(directory), fault]
    return Term(argv, env=env, cwd=ROOT, manner=manner, synchronized=synchronized)


def assert_given_back(term: Term) -> None:
    term.resume_reading()
    term.wait(lambda: not term.left_on(), "the terminal as it was", timeout=1)
