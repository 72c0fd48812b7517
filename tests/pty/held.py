"""The program, held in the midst of its start until it is let. See `test_picture`.

    python -P held.py MODULE [OPTION …]

Where MODULE would be imported, there is then a file `held` at home, and it waits for one named `go`; for one named
`break`, it meets a bug instead.
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
        return plain(name, *how, **more)

    builtins.__import__ = held


if __name__ == "__main__":
    hold_at(sys.argv[1])
    sys.argv = ["memories-tui", *sys.argv[2:]]
    from tui.start import main

    main()
