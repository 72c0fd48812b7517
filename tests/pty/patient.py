"""The program on a machine where others take their time: it waits as long for the terminal's answer as a test does.

python -P patient.py [OPTION …]
"""

from __future__ import annotations

import sys

from tui.terminal import ground

_SECONDS = 60.0


if __name__ == "__main__":
    ground.LIMIT = _SECONDS  # type: ignore[misc]  # it is what this file is for
    sys.argv = ["memories-tui", *sys.argv[1:]]
    from tui.start import main

    main()
