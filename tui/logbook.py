"""Where warnings go: a small file of our own, never the terminal or what a script reads."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Final

from tui.folders import Folders
from tui.redaction import redact

_LOG_BYTES: Final = 1_000_000
_NAME: Final = "memories-tui.log"


def log_file(folders: Folders) -> Path:
    """Where it is, whether it exists or not."""
    return folders.log / _NAME


class _Discreet(logging.Formatter):
    """A traceback ends in an exception's own words, and those may hold anything."""

    def __init__(self, secrets: Iterable[str]) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._secrets = tuple(secrets)

    def keep_out(self, secret: str) -> None:
        """From here on this is a secret, too."""
        self._secrets = (*self._secrets, secret)

    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record), self._secrets)


class _ForOnePerson(RotatingFileHandler):
    """The next file, too, is for this person alone, whatever the umask says."""

    def _open(self) -> TextIOWrapper:
        descriptor = os.open(self.baseFilename, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        return open(descriptor, "a", encoding=self.encoding, errors=self.errors)


def keep_out(secret: str) -> None:
    """Has the log that is written, if there is one, leave this out, too."""
    for handler in logging.getLogger("tui").handlers:
        if isinstance(handler.formatter, _Discreet):
            handler.formatter.keep_out(secret)


def log_to(file: Path, *, secrets: Iterable[str] = ()) -> None:
    """Warnings and worse, a megabyte and its predecessor, without `secrets` or anything that looks like a key.

    Other libraries' logs stay out of it. Raises OSError.
    """
    handler = _ForOnePerson(file, maxBytes=_LOG_BYTES, backupCount=1, encoding="utf-8", errors="backslashreplace")
    handler.setFormatter(_Discreet(secrets))
    logger = logging.getLogger("tui")
    logger.addHandler(handler)
    logger.setLevel(logging.WARNING)
    logger.propagate = False
