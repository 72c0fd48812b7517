"""Run the small app the way the command line runs the real one.

    python -m tests.pty.small DIRECTORY [mount|unmount]

In DIRECTORY: `pulse` grows by a byte twenty times a second while the interface's loop is alive; `crashes/` takes the
crash files; after a hang-up `draining` grows until there is a file `enough`.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from tui.terminal.fitness import UNFIT_EXIT, fitness, prepare_environment


def main(directory: Path, fault: str = "none") -> int:
    if trouble := fitness():
        sys.stderr.write(trouble + "\n")
        return UNFIT_EXIT
    prepare_environment(os.environ)
    from tests.pty.small_app import SECRET, SmallApp, beat
    from tui.terminal.guarded import guarded_run

    def drain() -> None:
        for _ in range(400):
            beat(directory / "draining")
            if (directory / "enough").exists():
                return
            time.sleep(0.05)

    app = SmallApp(directory / "pulse", fault)
    return guarded_run(app, crash_dir=directory / "crashes", secrets=[SECRET], on_hang_up=drain)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), *sys.argv[2:]))
