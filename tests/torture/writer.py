"""A process of its own that writes, again and again, every file that several copies of the program share.

python -m tests.torture.writer HOME WHO ROUNDS
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tests.conditions import PATIENCE
from tui.api.values import Status, UploadForm, Video
from tui.deeds.deed import Deed, Item, Phase, Target
from tui.deeds.record import Record
from tui.folders import Folders, private
from tui.library.index import Index
from tui.library.mark_book import MarkBook
from tui.library.marks import Marks
from tui.library.values import Progress
from tui.logbook import log_to
from tui.state import State, write
from tui.uploads.intake import new_job
from tui.uploads.journal import Journal

LOG: Final = logging.getLogger("tui.torture")
PAGE: Final = 100
_EPOCH: Final = 1_700_000_000_000
_HOST: Final = "http://nowhere.invalid"


def folders_in(home: Path) -> Folders:
    return Folders(home / "config", home / "data", home / "state", home / "log")


def index_in(home: Path) -> Path:
    return folders_in(home).library(_HOST)


def marks_in(home: Path) -> Path:
    return folders_in(home).marks(_HOST)


def journal_in(home: Path) -> Path:
    return folders_in(home).journal(_HOST)


def record_in(home: Path) -> Path:
    return folders_in(home).deeds(_HOST)


def number(who: str, n: int) -> str:
    """Of a video that `who` has put into the index, the n-th."""
    return f"{who}-{n}"


def page(who: str, n: int) -> list[Video]:
    """What everybody puts, and what `who` alone puts in round n."""
    names = [f"everybody's-{m}" for m in range(PAGE)] + [number(who, n * PAGE + m) for m in range(PAGE)]
    return [
        Video(video_no=name, name=f"{name} by {who}", status=Status.READY, created=_EPOCH + m, tags=("api", who))
        for m, name in enumerate(names)
    ]


@contextmanager
def _opened(home: Path) -> Iterator[tuple[Index, Journal, MarkBook, Record]]:
    # Whoever waits for a disk that stands still may wait for long: here it is about what is lost, and not about when.
    index, book = Index.open(index_in(home)), MarkBook(marks_in(home), patience=PATIENCE)
    record = Record(record_in(home), patience=PATIENCE)
    try:
        with Journal.open(journal_in(home)) as journal:
            journal._db.execute(f"PRAGMA busy_timeout = {PATIENCE * 1000:.0f}")
            yield index, journal, book, record
    finally:
        record.close()
        index.close()


def main(home: str, who: str, rounds: str) -> None:
    folder = Path(home)
    log_to(private(folder / "log") / "memories-tui.log")
    private(folder / "state")
    with _opened(folder) as (index, journal, book, record):
        marks = book.load()
        sys.stdout.write("begun\n")
        sys.stdout.flush()
        for n in range(int(rounds)):
            index.put(page(who, n), at=float(n))
            index.forget([number(who, n * PAGE)])
            index.remember(Progress(sweep=n, page=n))
            marks = marks.adding([number(who, n), number(who, n + 1)]).without([number(who, n)])
            book.keep(marks)
            journal.add([new_job(f"/{who}/{n}.mp4", UploadForm(), created=float(n))])
            deed = Deed(f"{who}-{n}", "delete", float(n), Phase.RUNNING, (Item(Target(number(who, n))),), 1)
            record.put(deed)
            record.note(deed.id, (), Phase.RUNNING if n % 2 else Phase.OVER)
            write(folder / "state" / "state.json", State(theme=f"{who} {n}" * 50))
            LOG.warning("%s in round %d", who, n)
    assert isinstance(marks, Marks)
    sys.stdout.write("through\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
