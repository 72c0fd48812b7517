"""Where the program begins: straight to the interface when nothing else was asked for, else to the command line.

The command line takes a tenth of the time to the first paint to import, and most starts need none of it.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tui.bounds import leave_no_core
from tui.frozen import dataclass
from tui.terminal.fitness import wants_lines

_FLAGS: Final = frozenset({"demo", "read_only"})
_VALUES: Final = frozenset({"config", "profile", "namespace", "api", "host", "theme"})
_COMPLETION: Final = "_MEMORIES_TUI_COMPLETE"
"""Set by the shell that asks click how a word goes on."""


@dataclass(frozen=True, slots=True)
class Plain:
    """The options of a start that is nothing but that; what was not given is None."""

    demo: bool = False
    config: str | None = None
    profile: str | None = None
    namespace: str | None = None
    api: str | None = None
    host: str | None = None
    read_only: bool | None = None
    theme: str | None = None


def main() -> None:
    """The program. What only the command line can answer, down to a mistake in the settings, is left to that."""
    leave_no_core()
    gc.disable()  # until the first paint (MemoriesApp.on_mount): what is imported stays, and need not be looked through
    elsewhere = _COMPLETION in os.environ or wants_lines(os.environ)
    asked = None if elsewhere else plain(sys.argv[1:])
    if asked is not None:
        _interface(asked)
    gc.enable()
    from tui.cli import main as command_line

    command_line()


def plain(words: Sequence[str]) -> Plain | None:
    """The options, if the words behind the program's name are options of the interface alone, rightly written."""
    given: dict[str, str | bool] = {}
    rest = iter(words)
    for word in rest:
        option, equals, value = word.partition("=")
        name = option.removeprefix("--").replace("-", "_") if option.startswith("--") else ""
        if "_" in option or not (name in _VALUES or (name in _FLAGS and not equals)):
            return None
        if name in _VALUES and not equals:
            value = next(rest, "-")
            if value.startswith("-"):
                return None
        given[name] = value if name in _VALUES else True
    if given.get("api", "v1") not in ("v1", "legacy"):
        return None
    return Plain(**given)  # type: ignore[arg-type]  # the names above decide which of them are words


def _interface(asked: Plain) -> None:
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
