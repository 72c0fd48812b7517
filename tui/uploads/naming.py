"""Whether a stored video is called as a file is: the service keeps names in several shapes."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

from tui.api.values import Video
from tui.uploads.job import Job


def is_named(video: Video, job: Job) -> bool:
    """Stored names are the file's stem, or the whole name, perhaps quoted as in a URL, or made by the service."""
    mine = {job.name.casefold(), Path(job.name).stem.casefold()}
    theirs = unquote(video.name).casefold()
    return theirs in mine or Path(theirs).stem in mine
