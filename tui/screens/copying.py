"""What the library screen can copy, show to be selected, or open: of the video under the cursor and of the view."""

from __future__ import annotations

import asyncio
import os
import shlex
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

from textual.binding import Binding, BindingType
from textual.screen import Screen

from tui.api.values import Video
from tui.browser import open_in_browser
from tui.clipboard import one_line
from tui.library.query import Query
from tui.library.query_text import text_of
from tui.library.values import Known
from tui.pressing import press
from tui.text import safe_text
from tui.weblinks import web_link
from tui.widgets.present import coordinates_text

if TYPE_CHECKING:
    from tui.screens.by_hand import Texts
    from tui.screens.marking import Marking

COPYING: Final[list[BindingType]] = [
    Binding("y>i", "copy('cover')", "Cover URL", id="copy.cover", show=False, tooltip="Copy the cover's address"),
    Binding(
        "y>c", "copy('command')", "Command", id="copy.command", show=False, tooltip="Copy the command that lists this"
    ),
    Binding("Y", "by_hand", "Select by hand", id="copy.by_hand", show=False, tooltip="Show it all, to select by mouse"),
    Binding("o", "open", "Open", id="library.open", show=False, tooltip="Open the video's address; over ssh, show it"),
]

TITLES: Final = {
    "id": "Number",
    "name": "Name",
    "url": "Video",
    "cover": "Cover",
    "place": "Coordinates",
    "command": "The command line for this list",
    "json": "JSON",
}


def copied(what: str, known: Known | None, command: str) -> str:
    """The text that is copied, or nothing where there is no such thing. `command`: what `view_command` says."""
    if what == "command":
        return command
    if known is None:
        return ""
    return known.raw if what == "json" else fact_of(what, known.video)


def fact_of(what: str, video: Video) -> str:
    """One fact of a video as it is copied, on one line; nothing where there is no such thing."""
    match what:
        case "id":
            return one_line(video.video_no)
        case "name":
            return one_line(video.name)
        case "url":
            return one_line(video.video_url or "")
        case "cover":
            return one_line(video.cover_url or "")
        case _:
            if video.latitude is None or video.longitude is None:
                return ""
            return coordinates_text(video.latitude, video.longitude)


def everything(known: Known | None, command: str) -> Texts:
    """All that can be copied, with titles."""
    found = [(title, copied(what, known, command)) for what, title in TITLES.items()]
    return [(title, text) for title, text in found if text]


def start_words(options: Sequence[str], namespace: str, *, demo: bool) -> tuple[str, ...]:
    """How the program was started, as words, with the namespace that is looked at now."""
    kept: list[str] = []
    words = iter(options)
    for word in words:
        if word == "--namespace":
            next(words, None)
        elif not word.startswith("--namespace="):
            kept.append(word)
    asked = ["--demo"] if demo and "--demo" not in kept else []
    return ("memories-tui", *kept, *asked, "--namespace", namespace)


def view_command(start: Sequence[str], query: Query) -> str:
    """The command line that prints what is listed now, quoted for a shell."""
    text = text_of(query)
    return shlex.join([*start, "list", *([text] if text else [])])


class Copies:
    """The commands of the library screen about the video under the cursor."""

    def __init__(
        self,
        screen: Screen[Any],  # Any: what a screen returns
        start_words: Sequence[str],
        *,
        known: Callable[[], Known | None],
        looking_for: Callable[[], Query],
        marking: Marking,
        copy_marked: Callable[[str], bool],
    ) -> None:
        """`start_words`: the command line that shows this library. `known`: the video that the cursor is on.

        `looking_for`: what is listed now. `copy_marked` copies of all that are marked, and answers whether any are.
        """
        self._screen = screen
        self._known = known
        self._looking_for = looking_for
        self._marking = marking
        self._copy_marked = copy_marked
        self._start_words = tuple(start_words)

    def copy(self, what: str) -> None:
        """Copies one thing of it or of all that are marked, or the command line that lists what is listed."""
        if self._marking.is_settled:
            self._copy(what)
        else:
            self._screen.run_worker(self._copy_in_turn(what), group="copy")

    async def _copy_in_turn(self, what: str) -> None:
        await self._marking.settled()
        self._copy(what)

    def _copy(self, what: str) -> None:
        if self._copy_marked(what):
            return
        text = copied(what, self._known(), self._command())
        if text:
            self._screen.app.copy_to_clipboard(text)
        else:
            self._screen.notify("This video has no such thing to copy.", markup=False)

    def _command(self) -> str:
        return view_command(self._start_words, self._looking_for())

    def by_hand(self) -> None:
        """Shows everything that can be copied."""
        from tui.screens.by_hand import ByHand

        self._screen.app.push_screen(ByHand(everything(self._known(), self._command())))

    def open(self) -> None:
        """Opens its address."""
        known = self._known()
        url = known.video.video_url if known else None
        self._screen.run_worker(open_address(self._screen, url), group="open")


async def open_address(screen: Screen[Any], url: str | None) -> None:  # Any: what a screen returns does not matter
    """In a browser where the person has one on this machine; elsewhere the address is shown and copied."""
    if not url:
        screen.notify("This video has no address: the service gives one only when there is one.", markup=False)
        return
    safe = web_link(url)
    if safe is None:
        key = press("copy.by_hand", "Y")
        screen.notify(f"The address that the service gave is no plain web address; {key} shows it.", markup=False)
        return
    environ = {} if screen.app.is_headless else dict(os.environ)
    if await asyncio.to_thread(open_in_browser, safe, environ):
        screen.notify(f"Handed to the browser: {safe_text(safe, 60)}", markup=False)
        return
    screen.app.copy_to_clipboard(safe)
    from tui.screens.by_hand import ByHand

    screen.app.push_screen(ByHand([("The video: open this link where you sit", safe)]))
