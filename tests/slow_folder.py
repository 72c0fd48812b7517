"""A folder on a disk that takes its time: what is in it is told once a test says so."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from tests.conditions import PATIENCE, until


class SlowFolder:
    """Whoever looks into it waits until `answer` was called."""

    def __init__(self) -> None:
        self._asked = threading.Event()
        self._answers = threading.Event()

    async def is_asked(self) -> None:
        """Waits until somebody looks into it."""
        await until(self._asked.is_set, "a look into the folder")

    def answer(self) -> None:
        """From now on at once."""
        self._answers.set()

    def wait(self) -> None:
        self._asked.set()
        assert self._answers.wait(PATIENCE)


@contextmanager
def slow(folder: Path) -> Iterator[SlowFolder]:
    """Makes a folder slow to be read."""
    there, really = SlowFolder(), os.scandir

    def scandir(path: Any = ".") -> Any:
        if Path(path) == folder:
            there.wait()
        return really(path)

    with patch.object(os, "scandir", scandir):
        try:
            yield there
        finally:
            there.answer()
