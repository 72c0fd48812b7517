"""An address into the browser of the machine that the person sits at; never one that would draw over our screen."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from typing import Final

from tui.credentials import VARIABLE
from tui.multiplexer import sits_elsewhere

_STARTED: Final = 4.0
"""Seconds: a browser that has not ended by then has started, and is what the person looks at, left to itself."""
_BEGINNING: Final = 6.0
"""Seconds that whoever starts it may take to begin."""
_OPEN: Final = """
import os, sys, threading, webbrowser
opened = []
thread = threading.Thread(target=lambda: opened.append(webbrowser.open(sys.argv[1])), daemon=True)
thread.start()
thread.join(float(sys.argv[2]))
os._exit(0 if thread.is_alive() or any(opened) else 1)
"""


def open_in_browser(url: str, environ: Mapping[str, str], *, platform: str = sys.platform) -> bool:
    """Whether a browser was started; False where there is none on this side of an ssh connection. Blocks: a thread."""
    has_desktop = platform == "darwin" or any(environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"))
    if not has_desktop or sits_elsewhere(environ):
        return False
    try:
        # In a session without our terminal: a text browser gives up at once instead of drawing over the screen.
        done = subprocess.run(
            [sys.executable, "-c", _OPEN, url, str(_STARTED)],
            env={name: value for name, value in environ.items() if name != VARIABLE},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            timeout=_BEGINNING + _STARTED,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
