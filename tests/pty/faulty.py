"""The program with a fault built in, for tests of how it ends: one function raises, or never comes back.

    python -P faulty.py raise|hang MODULE:QUALIFIED.NAME [OPTION …]

What it raises says the API key, as an exception of some library may. While it hangs, there is a file `hanging` at home.
"""

from __future__ import annotations

import os
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import NoReturn


def build_in(kind: str, place: str) -> None:
    module, _, path = place.partition(":")
    *holders, name = path.split(".")
    holder = import_module(module)
    for part in holders:
        holder = getattr(holder, part)

    def fail(*_: object, **__: object) -> NoReturn:
        api_key = os.environ["MEMORIES_API_KEY"]
        raise LookupError(f"a fault in {name} with {api_key}")

    def hang(*_: object, **__: object) -> None:
        Path(os.environ["HOME"], "hanging").touch()
        time.sleep(60)

    setattr(holder, name, {"raise": fail, "hang": hang}[kind])


if __name__ == "__main__":
    _, kind, place, *options = sys.argv
    build_in(kind, place)
    sys.argv = ["memories-tui", *options]
    from tui.start import main

    main()
