"""The counter at which the interface stands for covers: every question hops to the engine's thread."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from tui.api.values import Status, Video
from tui.config import PROTOCOLS
from tui.covers.desk import Manner, Missing
from tui.terminal.fitness import over_ssh

if TYPE_CHECKING:
    from tui.appearance import Appearance
    from tui.covers.thumbnail import Thumbnail
    from tui.services import Services
    from tui.terminal.pictures import Pictures

_KEPT: Final = 200
_ASKED_AGAIN_AFTER: Final = 60.0
"""Seconds after which a cover that was not to be had may be."""
_NO_ADDRESS: Final = "The service gave no cover."
_REST: Final = 0.25
_REST_OVER_SSH: Final = 0.6


class Line:
    """The line to the terminal: it may be measured before anybody asks, or later."""

    def __init__(self) -> None:
        self._kbit: float | None = None
        self._then: Callable[[float], None] | None = None

    def told(self, kbit: float) -> None:
        """It carries so many kilobits a second."""
        self._kbit = kbit
        if self._then is not None:
            self._then(kbit)

    def when_told(self, then: Callable[[float], None]) -> None:
        """Calls `then` with that as soon as it is known: at once, if it is."""
        self._then = then
        if self._kbit is not None:
            then(self._kbit)


class CoverCounter:
    """See tui.covers.desk.CoverDesk."""

    def __init__(self, services: Services, manner: Manner, line: Line | None = None) -> None:
        """`line` is the one to the terminal, where it is measured."""
        self.manner = manner
        self._line = line or Line()
        self._services = services
        self._seen: dict[tuple[str, str], tuple[Thumbnail | Missing, float]] = {}
        """By number and address; until when, by the monotonic clock, it is not asked for again."""

    @property
    def wished(self) -> bool | None:
        state = self._services.memory.state
        told = state.covers if state.covers_instead_of == self._services.config.images else ""
        return told == "shown" if told else None

    def wish(self, *, shown: bool) -> None:
        memory, images = self._services.memory, self._services.config.images
        memory.keep(replace(memory.state, covers="shown" if shown else "hidden", covers_instead_of=images))

    def when_line_is_told(self, then: Callable[[float], None]) -> None:
        self._line.when_told(then)

    def known(self, video: Video) -> Thumbnail | Missing | None:
        if not video.cover_url:
            indexing = video.status is Status.INDEXING
            return Missing("No cover until it is indexed." if indexing else _NO_ADDRESS)
        found, until = self._seen.get((video.video_no, video.cover_url), (None, 0.0))
        return found if time.monotonic() < until else None

    async def cover(self, video: Video) -> Thumbnail | Missing:
        known = self.known(video)
        if known is not None or not video.cover_url:
            return known or Missing(_NO_ADDRESS)
        if self._services.started is None:
            await asyncio.to_thread(self._services.engine)
        covers = self._services.engine().covers
        found = await asyncio.wrap_future(self._services.ask(covers.get(video.video_no, video.cover_url)))
        while len(self._seen) >= _KEPT:
            del self._seen[next(iter(self._seen))]
        lasts = _ASKED_AGAIN_AFTER if isinstance(found, Missing) else math.inf
        self._seen[video.video_no, video.cover_url] = (found, time.monotonic() + lasts)
        return found


def manner_here(
    images: str,
    appearance: Appearance,
    environ: Mapping[str, str],
    pictures: Pictures | None = None,
    *,
    headless: bool = False,
) -> Manner:
    """From the setting and the terminal. By itself a cover is only drawn where it costs nobody anything."""
    colours, letters = appearance.colours.colours, appearance.letters.ascii_only
    remote = over_ssh(environ)
    fits = images == "auto" and colours in {"truecolor", "256"} and not letters and not headless
    return Manner(
        shown=images in {"blocks", *PROTOCOLS} or (fits and not remote),
        if_fast=fits and remote,
        letters=letters or colours == "none",
        few=colours == "16",
        dark=appearance.ground.ground != "light",
        rest=_REST_OVER_SSH if remote else _REST,
        pictures=pictures,
    )
