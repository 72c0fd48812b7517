"""Where the program begins: straight to the interface when nothing else was asked for, else to the command line.

The command line takes a tenth of the time to the first paint to import, and most starts need none of it. What is
imported here before `Kept` stands is imported at each start anew.
"""

from __future__ import annotations

import gc
import os
import sys

from tui.kept import Kept, usual_file

TYPE_CHECKING = False  # that of `typing` is not there yet
if TYPE_CHECKING:
    from typing import Final

    from tui.options import Plain

_COMPLETION: Final = "_MEMORIES_TUI_COMPLETE"
"""Set by the shell that asks click how a word goes on."""


def main() -> None:
    """The program. What only the command line can answer, down to a mistake in the settings, is left to that."""
    gc.disable()  # until the first paint (`early.settle`): what is imported stays, and need not be looked through
    kept = Kept(usual_file())
    kept.begin()
    from tui.bounds import leave_no_core
    from tui.options import plain
    from tui.terminal.fitness import wants_lines

    leave_no_core()
    elsewhere = _COMPLETION in os.environ or wants_lines(os.environ)
    asked = None if elsewhere else plain(sys.argv[1:])
    if asked is not None:
        _interface(asked)
    kept.end()
    kept.close()
    gc.enable()
    from tui.cli import main as command_line

    command_line()


def _interface(asked: Plain) -> None:
    from pathlib import Path

    from tui.config import ConfigProblem, load
    from tui.folders import Folders
    from tui.launch import launch

    file = Folders.usual().config_file if asked.config is None else Path(asked.config)
    flags = {name: getattr(asked, name) for name in ("namespace", "api", "host", "read_only", "theme")}
    try:
        config = load(file, must_exist=asked.config is not None, profile=asked.profile, flags=flags)
    except ConfigProblem:
        return
    sys.exit(launch(config, demo=asked.demo, config_file=file))
