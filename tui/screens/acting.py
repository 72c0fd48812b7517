"""What can be done to the marked videos, or else to the one under the cursor: export, download, delete."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from textual.binding import Binding, BindingType
from textual.screen import Screen

from tui.deeds.deed import Clash, Deed, Phase, Target
from tui.library.connections import Closed
from tui.pressing import press
from tui.screens.copying_many import CopyingMany
from tui.screens.deed_news import DeedNews
from tui.text import safe_text
from tui.widgets.present import counted, homely
from tui.widgets.video_table import VideoTable

if TYPE_CHECKING:
    from tui.deeds.desk import DeedDesk
    from tui.screens.marking import Marking

ACTING: Final[list[BindingType]] = [
    Binding("d", "act('download')", "Download", id="library.download", tooltip="Download what is marked, or this"),
    Binding(
        "D", "act('download_to')", "Download to", id="library.download_to", show=False, tooltip="Choose the folder"
    ),
    Binding("E", "act('export')", "Export", id="library.export", show=False, tooltip="What is marked as CSV or JSON"),
    Binding("X", "act('delete')", "Delete", id="library.delete", tooltip="Delete what is marked, or this; asks first"),
]

_PATIENCE: Final = 0.8
"""Seconds that keys typed ahead wait for a question."""

Answer = TypeVar("Answer")


class Acting:
    """Begins deeds from the library, shows in the status line how they go, and says how they ended."""

    def __init__(self, screen: Screen[Any], desk: DeedDesk, marking: Marking, now: Callable[[], float]) -> None:
        """`now`: seconds since the epoch."""
        self._screen = screen
        self._desk = desk
        self._marking = marking
        self._asked = asyncio.Event()
        self._asked.set()
        self._deeds: tuple[Deed, ...] = ()
        self._news = DeedNews(screen, marking, now)
        self._copying = CopyingMany(screen, desk, marking)
        self._folders: tuple[str, ...] = ()
        self._file = "memories-export.csv"

    async def do(self, what: str) -> None:
        """One of the commands; one question at a time. Returns when it is asked: keys typed ahead are the answer."""
        if self._asked.is_set():
            self._asked.clear()
            self._screen.run_worker(self._do(what), group="act")
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_PATIENCE):
                    await self._asked.wait()

    async def _do(self, what: str) -> None:
        try:
            await self._marking.settled()
            numbers = self._numbers()
            if not numbers:
                self._say("There is no video here, and none is marked.")
            elif what == "export":
                await self._export(numbers)
            elif what == "delete":
                await self._delete(numbers)
            else:
                await self._download(numbers, ask=what == "download_to")
        except (Closed, OSError) as trouble:
            self._say(f"What is known of them can't be read now. {safe_text(trouble)}")
        finally:
            self._asked.set()

    async def _ask(self, question: Screen[Answer]) -> Answer | None:
        self._asked.set()  # whoever waits for this goes on when the question is there
        return await self._screen.app.push_screen_wait(question)

    def _numbers(self) -> Collection[str]:
        marks = self._marking.marks
        if marks:
            return marks
        video = self._screen.query_one(VideoTable).video
        return frozenset((video.video_no,)) if video is not None else frozenset()

    # Deleting

    async def _delete(self, numbers: Collection[str]) -> None:
        from tui.screens.deleting import ask_and_delete

        targets = () if self._desk.why_not_delete else await self._desk.targets(numbers)
        await ask_and_delete(
            self._screen, self._desk, targets, ask=self._ask, left_out=len(numbers) - len(targets)
        )  # fmt: skip

    def undo(self) -> bool:
        """Undoes a deletion of which nothing was sent; says whether there was one."""
        counting = [deed for deed in self._deeds if deed.phase is Phase.COUNTDOWN]
        for deed in counting:
            self._desk.undo(deed.id)
        return bool(counting)

    # Downloading

    async def _download(self, numbers: Collection[str], *, ask: bool) -> None:
        folder = await self._ask_folder(len(numbers)) if ask else self._desk.downloads
        if folder is None:
            return
        targets = await self._desk.targets(numbers)
        if not targets:
            self._say("None of them is known here any more: nothing to download.")
            return
        taken = await self._desk.there_already(folder, numbers)
        clash = await self._ask_clash(folder, taken) if taken else "keep"
        if clash is not None:
            await self._begin_download(targets, folder, clash, taken)

    async def _begin_download(
        self, targets: Sequence[Target], folder: Path, clash: Clash, taken: Iterable[str]
    ) -> None:
        await self._desk.download(targets, folder, clash, frozenset(taken))
        where = safe_text(homely(os.fspath(folder)), 200)
        deeds = press("go.deeds", "g a")
        self._say(f"Downloading {counted(len(targets), 'video')} to {where} · {deeds} shows how it goes")

    async def _ask_folder(self, count: int) -> Path | None:
        from tui.screens.ask_path import AskPath, check_folder

        text = self._folders[0] if self._folders else f"{homely(os.fspath(self._desk.downloads))}/"
        title = f"Download {counted(count, 'video')}"
        question = AskPath(
            title, "Into which folder? One that is not there is made.", check_folder, here=Path.home(), text=text,
            before=self._folders,
        )  # fmt: skip
        folder = await self._ask(question)
        if folder is not None:
            self._folders = (f"{homely(os.fspath(folder))}/", *self._folders)[:20]
        return folder

    async def _ask_clash(self, folder: Path, taken: tuple[str, ...]) -> Clash | None:
        from tui.screens.confirm import Confirm

        named = [f"  {safe_text(name, 60)}" for name in taken[:5]]
        more = [f"  and {len(taken) - 5:,} more"] if len(taken) > 5 else []
        words = "\n".join([f"In {safe_text(homely(os.fspath(folder)), 200)} there is already:", *named, *more])
        answers = (
            ("k", "keep both: the new ones get a number"),
            ("s", "skip these, download the others"),
            ("o", "overwrite them"),
        )
        question = Confirm(f"{counted(len(taken), 'file')} would be overwritten", words, answers)
        answer = await self._ask(question)
        return _CLASHES.get(answer or "")

    # Exporting

    async def _export(self, numbers: Collection[str]) -> None:
        from tui.screens.ask_path import AskPath, check_file
        from tui.screens.confirm import Confirm

        problem = ""
        while True:
            question = AskPath(
                f"Export {counted(len(numbers), 'video')}", "Into which file? .csv, .json or .ndjson",
                check_file, here=_here(), text=self._file, problem=problem,
            )  # fmt: skip
            path = await self._ask(question)
            if path is None:
                return
            self._file = homely(os.fspath(path))
            over = await asyncio.to_thread(os.path.lexists, path)
            if not over or await self._ask(
                Confirm("The file exists", f"{safe_text(path, 300)} is there already.", _KEEP_OR_OVER)
            ) == "o":  # fmt: skip
                await self._desk.export(numbers, path, over=over)
                return
            problem = "kept as it is: choose another name"

    def copy(self, what: str) -> bool:
        """Copies something of all that are marked; says whether anything is, else it is about the one in sight."""
        return self._copying.copy(what)

    def show(self, deeds: tuple[Deed, ...]) -> None:
        """The deeds are others now."""
        self._deeds = deeds
        self._news.show(deeds)

    def _say(self, words: str) -> None:
        if self._screen.is_attached:
            self._screen.notify(words, markup=False)


_CLASHES: Final[dict[str, Clash]] = {"k": "keep", "s": "skip", "o": "replace"}
_KEEP_OR_OVER: Final = (("k", "keep it"), ("o", "overwrite it"))


def _here() -> Path:
    try:
        return Path.cwd()
    except OSError:
        return Path.home()
