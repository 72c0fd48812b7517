"""Copying something of all videos that are marked, a line each."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final

from textual.screen import Screen

from tui.library.connections import Closed
from tui.pressing import press
from tui.screens.copying import fact_of
from tui.widgets.present import counted

if TYPE_CHECKING:
    from tui.api.values import Video
    from tui.deeds.desk import DeedDesk
    from tui.library.marks import Marks
    from tui.screens.marking import Marking

_MOST: Final = 100_000


class CopyingMany:
    """Reads in a thread what is copied then."""

    def __init__(self, screen: Screen[Any], desk: DeedDesk, marking: Marking) -> None:
        self._screen = screen
        self._desk = desk
        self._marking = marking

    def copy(self, what: str) -> bool:
        """Says whether anything is marked; if not, nothing is copied."""
        marks = self._marking.marks
        if not marks or what == "command":
            return False
        if len(marks) > _MOST:
            export = press("library.export", "E")
            self._say(f"{counted(len(marks), 'video')} are too many for a clipboard: {export} writes them to a file.")
        else:
            self._screen.run_worker(self._copy(what, marks), group="act-copy", exclusive=True)
        return True

    async def _copy(self, what: str, marks: Marks) -> None:
        try:
            texts = await asyncio.to_thread(lambda: list(_texts(what, self._desk.videos(marks.all))))
        except (Closed, OSError):
            self._say("What is known of them can't be read now.")
            return
        there = [text for text in texts if text]
        missing = len(marks) - len(there)
        if there:
            self._screen.app.copy_to_clipboard("\n".join(there))
            self._say(f"{counted(len(there), 'line')} for {counted(len(marks), 'marked video')}{_lacking(missing)}")
        else:
            self._say("None of the marked videos has such a thing to copy.")

    def _say(self, words: str) -> None:
        if self._screen.is_attached:
            self._screen.notify(words, markup=False)


def _texts(what: str, videos: Iterable[Video]) -> Iterator[str]:
    from tui.library.rows import as_json

    for video in videos:
        yield as_json(video) if what == "json" else fact_of(what, video)


def _lacking(missing: int) -> str:
    return f" · {missing:,} {'has' if missing == 1 else 'have'} no such thing" if missing else ""
