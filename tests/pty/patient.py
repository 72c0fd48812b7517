"""The program on a machine where others take their time: it waits for a terminal and for tmux as long as a test does.

python -P patient.py [OPTION …]
"""

from __future__ import annotations

import sys

from tui import multiplexer
from tui.terminal import ground

_SECONDS = 60.0


if __name__ == "__main__":
    ground.LIMIT = _SECONDS  # type: ignore[misc]  # it is what this file is for
    multiplexer.SECONDS = _SECONDS  # type: ignore[misc]  # as well
    sys.argv = ["memories-tui", *sys.argv[1:]]
    from tui.start import main

    main()
