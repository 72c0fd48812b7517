"""Paths that were typed before, stepped through as a shell does; what is half typed is there again afterwards."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from tui.frozen import dataclass
from tui.text import safe_text
from tui.uploads.job import Job

_MOST: Final = 50


@dataclass(frozen=True, slots=True)
class PathHistory:
    """`texts` with the latest first; `at` counts from 1, and 0 is what was being typed."""

    texts: tuple[str, ...] = ()
    at: int = 0
    typed: str = ""

    @property
    def text(self) -> str:
        """What stands in the input now."""
        return self.typed if self.at == 0 else self.texts[self.at - 1]

    def adding(self, texts: Iterable[str]) -> PathHistory:
        """With these before the others, each once; whoever steps begins anew."""
        return PathHistory(tuple(dict.fromkeys((*texts, *self.texts)))[:_MOST])

    def moved(self, by: int, value: str) -> PathHistory:
        """So many steps back; `value` stands in the input, and whoever has edited it is typing again."""
        here = self if value == self.text else replace(self, at=0, typed=value)
        return replace(here, at=max(0, min(len(self.texts), here.at + by)))


def folders_of(jobs: Iterable[Job]) -> tuple[str, ...]:
    """Where files were sent from, the latest first, as one would type it; names that can't be typed are left out."""
    home = os.path.expanduser("~")
    found: dict[str, None] = {}
    for job in sorted((job for job in jobs if not job.is_url), key=lambda job: -job.created):
        folder = os.path.dirname(job.source).rstrip("/") + "/"
        short = "~" + folder[len(home) :] if folder.startswith(home + "/") else folder
        if safe_text(short, len(short)) == short:
            found[short] = None
        if len(found) == _MOST:
            break
    return tuple(found)
