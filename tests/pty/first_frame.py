"""The program, telling of its first frame: what was imported by then, and what it shows. See `test_first_frame`.

    python -P first_frame.py [OPTION …]

At home there is then a file `first-frame`, in JSON.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from tui.terminal.driver import GuardedDriver

_SMALLEST = 1_000
"""Bytes of a whole screen; what is sent before is questions and modes."""


def tell_of_it() -> None:
    """Wraps what everything that is drawn passes through."""
    send = GuardedDriver._send
    told = Path(os.environ["HOME"], "first-frame")

    def sent(driver: GuardedDriver, data: str, *, frame: bool) -> None:
        if frame and len(data) > _SMALLEST and not told.exists():
            part = told.with_suffix(".part")
            part.write_text(json.dumps({"modules": sorted(sys.modules), "drawn": data}), encoding="utf-8")
            part.rename(told)
        send(driver, data, frame=frame)

    GuardedDriver._send = sent  # type: ignore[method-assign,assignment]  # it is what this file is for


if __name__ == "__main__":
    tell_of_it()
    sys.argv = ["memories-tui", *sys.argv[1:]]
    from tui.start import main

    main()
