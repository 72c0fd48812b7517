"""A process of its own that sends what it is given, and what the journal holds: made to be killed.

python -m tests.uploads.uploader URL KEY JOURNAL SPEED [FILE...]
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from tests.uploads.hurried import HurriedClock
from tui.api.client import Client
from tui.api.values import UploadForm
from tui.uploads.desk import Source
from tui.uploads.journal import Journal
from tui.uploads.queue import Uploads


async def main(url: str, key: str, journal: str, speed: str, *paths: str) -> None:
    clock = HurriedClock(float(speed))
    uploads = Uploads(Client(host=url, key=key, clock=clock), Journal.open(Path(journal)), clock=clock)
    uploads.add([Source(path, UploadForm()) for path in paths])
    sys.stdout.write("added\n")
    sys.stdout.flush()
    await uploads.run()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
