"""The first face of the upload modal: files or URLs, what accompanies them, and whether that can be started."""

from __future__ import annotations

import math
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from tui.pressing import press
from tui.screens.one_file import OneFile
from tui.text import safe_text
from tui.uploads.desk import Candidate, Source
from tui.widgets.choice import Chosen, added, described, looked_at, sendable, total
from tui.widgets.chosen_files import ChosenFiles
from tui.widgets.file_chooser import FileChooser
from tui.widgets.form_checks import check_urls, split_urls
from tui.widgets.form_field import FormField
from tui.widgets.present import counted
from tui.widgets.segments import Segments
from tui.widgets.upload_draft import UploadDraft
from tui.widgets.upload_form import UploadFields

Look = Callable[[Sequence[Path]], Awaitable[tuple[Candidate, ...]]]

_LOOKED_AT_ONCE = 8
"""Files looked at in one go: what is known of the first shows while the rest is still being read."""
_NEWS_EVERY = 0.3
"""Seconds between two showings of what is known by then: of ten thousand files each keeps keys waiting for a moment."""


class UploadChoosing(Widget):
    """Begins with a draft and can be kept as one; `Begun` tells what is to be sent."""

    chosen: reactive[tuple[Chosen, ...]] = reactive(tuple, init=False, repaint=False)

    class Begun(Message):
        """A person wants these sent; `left_out` can't be."""

        def __init__(self, sources: tuple[Source, ...], left_out: tuple[Chosen, ...]) -> None:
            super().__init__()
            self.sources = sources
            self.left_out = left_out

    def __init__(
        self,
        look: Look,
        *,
        namespaces: tuple[str, ...],
        namespace: str,
        why_not: Mapping[str, str],
        here: Path,
        draft: UploadDraft,
    ) -> None:
        """`why_not`: by field (and "url"), why this dialect of the service has no such thing."""
        super().__init__(id="choosing")
        self._look_at = look
        self._draft = draft
        self._starting = False
        self._taking = False
        by_url = draft.by_url and "url" not in why_not
        self._segments = Segments(("Files", "URL"), chosen=int(by_url), why_not=("", why_not.get("url", "")))
        self.files = FileChooser(here, draft.folder or here, draft.typed)
        self._url = FormField("url", "URL", text=draft.urls, placeholder="https://… of an .mp4 or .m3u8")
        self._fields = UploadFields(
            namespaces=namespaces,
            namespace=namespace,
            why_not=why_not,
            texts=draft.texts,
            keep_original=draft.keep_original,
        )
        self._start = Button("Start", id="start", variant="primary", compact=True)
        self._summary = Static(id="summary", markup=False)

    def compose(self) -> ComposeResult:
        yield self._segments
        with VerticalScroll(id="body", can_focus=False):
            yield self.files.data_bind(UploadChoosing.chosen)
            with Vertical(id="by-url"):
                yield self._url
                yield Static("The service fetches it itself, without signing in: at most 1 GB.", classes="hint")
            yield self._fields
        with Horizontal(id="foot"):
            yield self._summary
            yield self._start

    def on_mount(self) -> None:
        self._show_way(self._segments.chosen)
        self._add(self._draft.paths)
        self.chosen = described(self.chosen, self._draft.own)
        self._summarise()

    # Choosing

    @on(Segments.Changed)
    def turn(self, event: Segments.Changed) -> None:
        self._show_way(event.chosen)
        self._summarise()

    def _show_way(self, place: int) -> None:
        self.set_class(place == 1, "-by-url")
        (self._url.input if place == 1 else self.files.path).focus()

    @property
    def _by_url(self) -> bool:
        return self._segments.chosen == 1

    @on(FileChooser.Wanted)
    def add_files(self, event: FileChooser.Wanted) -> None:
        self._add(event.paths)

    def _add(self, paths: tuple[Path, ...]) -> None:
        before = len(self.chosen)
        self.chosen = added(self.chosen, paths)
        if fresh := tuple(each.path for each in self.chosen[before:]):
            self._look(fresh)
        elif paths:
            self.notify("That is chosen already.", markup=False, timeout=3)

    @work(group="look")
    async def _look(self, paths: tuple[Path, ...]) -> None:
        found: tuple[Candidate, ...] = ()
        told = -math.inf
        for start in range(0, len(paths), _LOOKED_AT_ONCE):
            found += await self._look_at(paths[start : start + _LOOKED_AT_ONCE])
            if time.monotonic() - told > _NEWS_EVERY:
                self._looked(found)
                found, told = (), time.monotonic()
        if found:
            self._looked(found)

    def _looked(self, candidates: tuple[Candidate, ...]) -> None:
        self.chosen = looked_at(self.chosen, candidates)
        self._fields.take_facts([each.facts for each in sendable(self.chosen)])
        if self._starting and not self._looking:
            self._starting = False
            self.start()

    @property
    def _looking(self) -> bool:
        return any(each.candidate is None for each in self.chosen)

    @on(ChosenFiles.TakenOut)
    def take_out(self, event: ChosenFiles.TakenOut) -> None:
        self.chosen = tuple(each for each in self.chosen if each.path != event.path)
        self._fields.take_facts([each.facts for each in sendable(self.chosen)])

    @on(ChosenFiles.Opened)
    @work(group="describe")
    async def describe(self, event: ChosenFiles.Opened) -> None:
        card = OneFile(event.chosen, self._fields.texts)
        said = await self.app.push_screen_wait(card)
        if said is not None:
            self.chosen = described(self.chosen, {event.chosen.path: said.own})
            if said.start:
                self.start()

    def watch_chosen(self) -> None:
        if self.is_mounted:
            self._summarise()

    @on(Input.Changed, "#field-url PlainInput")
    def judge_url(self, event: Input.Changed) -> None:
        self._url.checked = check_urls(event.value)
        self._summarise()

    # Starting

    @on(Input.Submitted, "#field-url PlainInput")
    def leave_url(self) -> None:
        self.screen.focus_next()

    @on(UploadFields.Completed)
    @on(Button.Pressed, "#start")
    def start_now(self) -> None:
        self.start()

    def start(self) -> None:
        """Starts, or says why that can't be yet."""
        if not self._by_url and self.files.path.value.strip():
            self._taking = True
            self._take_typed()
        elif not self._by_url and self._looking:
            self._starting = True
            self._summarise()
        elif why_not := self._why_not_start() or self._fields.problem():
            self._summarise(why_not)
        else:
            left_out = () if self._by_url else tuple(each for each in self.chosen if not each.sendable)
            self.post_message(self.Begun(self._sources(), left_out))

    @work(group="look")
    async def _take_typed(self) -> None:
        """Takes the path that is typed but not added as added, then starts."""
        await self.files.path.completed()
        found = await self.files.found(self.files.path.value)
        self._taking = False
        if found.folder is not None:
            self.files.picker.go(found.folder)
            key = press("pick.add", "a")
            self._summarise(f"That is a folder: pick files in it, or press {key} on it to add all of them")
        else:
            self.files.path.remember(self.files.path.value)
            self.files.path.value = ""
            self._add(found.files)
            self.start()

    @property
    def is_about_to_start(self) -> bool:
        """Whether it starts as soon as files have been looked at."""
        return self._starting or self._taking

    def _why_not_start(self) -> str:
        if self._by_url:
            return check_urls(self._url.input.value).problem
        if not self.chosen:
            return "Choose a file first: type its path, or pick it in the list"
        return "" if any(each.sendable for each in self.chosen) else "None of these can be sent; each says why"

    def _sources(self) -> tuple[Source, ...]:
        if self._by_url:
            form = self._fields.form()
            return tuple(Source(url, form, is_url=True) for url in split_urls(self._url.input.value))
        files = [each for each in self.chosen if each.sendable]
        return tuple(Source(str(each.path), self._fields.form(each.facts, each.own)) for each in files)

    def _summarise(self, problem: str = "") -> None:
        if self._by_url:
            count = len(split_urls(self._url.input.value))
            said = counted(count, "address", "addresses") if count else "no address yet"
        else:
            said = total(self.chosen)
        if self._starting:
            said += ", then it starts"
        self._summary.set_class(bool(problem), "-problem")
        self._summary.update(Content(safe_text(problem or said)))
        self._start.set_class(bool(self._why_not_start()), "-not-yet")

    def kept(self) -> UploadDraft:
        """All of it, to go on with another time."""
        return UploadDraft(
            by_url=self._by_url,
            paths=tuple(each.path for each in self.chosen),
            own={each.path: each.own for each in self.chosen if each.own},
            typed=self.files.path.value,
            folder=self.files.picker.folder,
            urls=self._url.input.value,
            texts=self._fields.edited,
            keep_original=self._fields.keep_original,
            history=self.files.path.history,
        )
