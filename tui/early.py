"""What follows the first paint: what was put off for its sake, and what is got ready for the next start.

What is imported when it is first needed is imported soon after the start all the same. Whoever upgrades a program that
runs takes its files away: half of the old one and half of the new one is none.
"""

from __future__ import annotations

import gc
import importlib
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from tui.kept import Kept, found
from tui.sheets import parsed

if TYPE_CHECKING:
    from textual.app import App

_AFTER: Final = 3.0
"""Seconds after the first paint: by then the library is there, and the keys have been answered."""
_PAUSE: Final = 0.01
"""Seconds between two modules that are imported, for whoever presses keys meanwhile."""
_BREATH: Final = 0.002
"""Seconds between two modules that are kept."""
_TURN: Final = 0.0005
"""Seconds after which Python lets another thread go on that waits for its turn; usually 0.005, and each key needs
several turns."""
_WITHOUT_A_SCREEN: Final = ("tui.__main__", "tui.cli", "tui.commands", "tui.linear", "tui.start")


def settle(app: App[Any]) -> None:  # Any: what it returns is no concern of this
    """To be called right after the first paint."""
    gc.freeze()
    gc.enable()
    sys.setswitchinterval(_TURN)
    kept, files = found(), dict[str, str]()
    if kept is not None:
        files = kept.end()
        if files:
            kept.sheets = parsed(app.stylesheet)
    rest = threading.Thread(target=_rest, args=(kept, files), name="imports", daemon=True)
    app.set_timer(_AFTER, rest.start)


def _rest(kept: Kept | None, files: Mapping[str, str]) -> None:
    """In a thread that nobody waits for."""
    run()
    if kept is not None:
        from tui.keeping import keep

        keep(kept, files, lambda: time.sleep(_BREATH))
        kept.close()


def run(pause: float = _PAUSE) -> None:
    """Imports all that the interface may ever need; what can't be imported is left to whoever needs it."""
    import tui

    # The stand-in is needed only where it runs in this process.
    without = _WITHOUT_A_SCREEN if "tui.local" in sys.modules else (*_WITHOUT_A_SCREEN, "tui.local")
    for name in _modules(tui.__path__, "tui.", frozenset(without)):
        if name in sys.modules:
            continue
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
