"""From what a person chose to jobs, and how large their files are."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from typing import Final
from urllib.parse import unquote, urlsplit

from tui.api.values import UploadForm
from tui.uploads.job import Job, State
from tui.uploads.ledger import Ledger

_AT_ONCE: Final = 500


def new_job(source: str, form: UploadForm, *, created: float, is_url: bool = False) -> Job:
    """A job for an absolute path or a URL; `created` in seconds since the epoch."""
    last = _url_name(source) if is_url else os.path.basename(source.rstrip("/"))
    return Job(id=os.urandom(6).hex(), source=source, is_url=is_url, name=last or source, form=form, created=created)


async def measure(ledger: Ledger) -> None:
    """Finds the size of every file that waits, without holding anybody up on a slow disk."""
    unmeasured = [job for job in ledger.ours(State.WAITING) if job.size is None and not job.is_url]
    for start in range(0, len(unmeasured), _AT_ONCE):
        jobs = unmeasured[start : start + _AT_ONCE]
        sizes = await asyncio.to_thread(_sizes, [job.source for job in jobs])
        ledger.measured({job.id: size for job, size in zip(jobs, sizes, strict=True) if size is not None})


def _sizes(paths: Sequence[str]) -> list[int | None]:
    return [_size(path) for path in paths]


def _size(path: str) -> int | None:
    """What is not there is told when its turn comes."""
    try:
        return os.stat(path).st_size
    except (OSError, ValueError):
        return None


def _url_name(url: str) -> str:
    try:
        return unquote(urlsplit(url).path).rstrip("/").rpartition("/")[2]
    except ValueError:
        return ""
