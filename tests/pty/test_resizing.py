"""The real program on a terminal whose size changes and changes: afterwards it looks as if it had begun like that."""

from __future__ import annotations

import difflib
import random
import re
import time
from pathlib import Path

import pytest

from tests.pty.allowance import Allowance
from tests.pty.program import Home, Service, leave, serving
from tests.pty.term import Term

LAST = ((80, 24), (60, 20), (120, 36))
_REST = 0.7
"""Seconds."""
_AGE = re.compile(r"(synced|as of) \d+ \w+ ago *")


def shown(text: str) -> str:
    """The screen, but for what the clock says."""
    return _AGE.sub(r"\1", text)


def begun(home: Home, service: Service, columns: int, rows: int) -> str:
    """What is to be seen of a program that is started at this size, once it has come to rest."""
    with home.start(service, columns=columns, rows=rows) as term:
        told = ["library · synced", *(["as of", "km from"] if columns > 60 else [])]
        term.wait(lambda: all(words in term.text() for words in told), "everything about the first video")
        term.wait(lambda: "asking" not in term.text(), "the service's answer about it")
        at_rest(term)
        text = shown(term.text())
        leave(term)
    return text


def at_rest(term: Term) -> None:
    """Waits until nothing more is drawn for a while, but what the clock says."""
    before, rest = "", Allowance(term.pid, _REST)

    def rests() -> bool:
        nonlocal before, rest
        now = shown(term.text())
        if now != before:
            before, rest = now, Allowance(term.pid, _REST)
        return rest.is_spent()

    term.wait(rests, "nothing more drawn", 20.0)


def compare(term: Term, size: tuple[int, int], fresh: str) -> None:
    """Waits until the screen is what it would be had it begun like this."""
    try:
        term.wait(lambda: shown(term.text()) == fresh, f"as if begun at {size}", 20.0)
    except AssertionError as never:
        told = difflib.unified_diff(
            fresh.splitlines(), shown(term.text()).splitlines(), "begun", "now", lineterm="", n=0
        )
        raise AssertionError(f"{never}\n" + "\n".join(told)) from None


def without_covers(home: Home) -> None:
    """They come when they come, and what lies below them moves out of sight."""
    config = home.folder / "config" / "memories-tui" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text('images = "off"\n')


@pytest.mark.pty
@pytest.mark.row("T10")
def test_two_hundred_changes_of_size(tmp_path: Path) -> None:
    dice = random.Random("sizes")
    with serving("--videos", "300", "--index-seconds", "0") as service:
        home = Home(tmp_path)
        without_covers(home)
        fresh = {size: begun(home, service, *size) for size in LAST}
        with home.start(service, columns=100, rows=30) as term:
            term.wait_text("synced", "the library")
            for size in LAST:
                for _ in range(66):
                    term.resize(dice.randint(1, 200), dice.randint(1, 60))
                    time.sleep(0.002)
                term.resize(*size)
                compare(term, size, fresh[size])
            leave(term)
