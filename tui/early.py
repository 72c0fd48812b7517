"""What is imported when it is first needed is imported soon after the start all the same.

Whoever upgrades a program that runs takes its files away: half of the old one and half of the new one is none.
"""

from __future__ import annotations

import importlib
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from typing import Final

AFTER: Final = 4.0
"""Seconds after the first paint: by then the library is there, and the keys have been answered."""
_PAUSE: Final = 0.01
"""Seconds between two modules, for whoever presses keys meanwhile."""
_WITHOUT_A_SCREEN: Final = ("tui.__main__", "tui.cli", "tui.commands", "tui.linear", "tui.start")


def import_the_rest() -> None:
    """Begins with it, in a thread that nobody waits for."""
    threading.Thread(target=run, name="imports", daemon=True).start()


def run(pause: float = _PAUSE) -> None:
    """Imports all that the interface may ever need; what can't be imported is left to whoever needs it."""
    import tui

    # The stand-in is needed only where it runs in this process.
    without = _WITHOUT_A_SCREEN if "tui.local" in sys.modules else (*_WITHOUT_A_SCREEN, "tui.local")
    for name in _modules(tui.__path__, "tui.", frozenset(without)):
        time.sleep(pause)
        try:
            importlib.import_module(name)
        except (ImportError, OSError, SyntaxError):
            continue


def _modules(path: Iterable[str], prefix: str, without: frozenset[str]) -> Iterator[str]:
    import pkgutil

    for module in pkgutil.iter_modules(path, prefix):
        if module.name not in without:
            yield module.name
            if module.ispkg:
                inside = [f"{folder}/{module.name.rpartition('.')[2]}" for folder in path]
                yield from _modules(inside, f"{module.name}.", without)
