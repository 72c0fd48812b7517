"""Where warnings go: a small file of our own, never the terminal or what a script reads."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Final

_LOG_BYTES: Final = 1_000_000


def log_to(file: Path) -> None:
    """Warnings and worse, a megabyte and its predecessor; other libraries' logs stay out of it. Raises OSError."""
    file.touch(mode=0o600)
    handler = RotatingFileHandler(file, maxBytes=_LOG_BYTES, backupCount=1, encoding="utf-8", errors="backslashreplace")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logger = logging.getLogger("tui")
    logger.addHandler(handler)
    logger.setLevel(logging.WARNING)
    logger.propagate = False
