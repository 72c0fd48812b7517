"""The program, held in the midst of its start until it is let. See `test_picture`.

    python -P held.py MODULE [OPTION …]

Where MODULE would be imported, there is then a file `held` at home, and it waits for one named `go`; for one named
`break`, it meets a bug instead. After that there is a file `first-paint` with what the first paint has sent.
"""

from __future__ import annotations

import builtins
import os
import sys
import time
from pathlib import Path
from typing import Any


def hold_at(module: str) -> None:
    """Wraps what every import passes."""
    plain, home = builtins.__import__, Path(os.environ["HOME"])

    def held(name: str, *how: Any, **more: Any) -> Any:
        if name == module:
            builtins.__import__ = plain
            (home / "held").touch()
            while not (home / "go").exists():
                if (home / "break").exists():
                    raise RuntimeError
                time.sleep(0.005)
            tell_of_the_first_paint(home / "first-paint")
        return plain(name, *how, **more)

    builtins.__import__ = held


def tell_of_the_first_paint(told: Path) -> None:
    """Wraps what everything that is drawn passes."""
    from tui.terminal.canvas import Canvas

    paint = Canvas.paint

    def painted(canvas: Canvas, *what: Any) -> str:
        sent = paint(canvas, *what)
        if not told.exists():
            part = told.with_suffix(".part")
            part.write_text(sent, encoding="utf-8")
            part.rename(told)
        return sent

    Canvas.paint = painted  # type: ignore[method-assign,assignment]  # it is what this is for


if __name__ == "__main__":
    hold_at(sys.argv[1])
    sys.argv = ["memories-tui", *sys.argv[2:]]
    from tui.start import main

    main()
