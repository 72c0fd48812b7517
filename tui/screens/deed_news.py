"""What goes on with many videos, told in the library: in the status line while it does, in a notice when it is over."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from textual.screen import Screen
from textual.timer import Timer

from tui.deeds.deed import Deed, Fate, Phase
from tui.deeds.items import Items
from tui.widgets.deed_words import doing_words, ended_words
from tui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from tui.screens.marking import Marking

_TICK: Final = 1.0
_GONE: Final = (Fate.DONE, Fate.SKIPPED)


class DeedNews:
    """Hears of every change, and tells each end once."""

    def __init__(self, screen: Screen[Any], marking: Marking, now: Callable[[], float]) -> None:
        """`now`: seconds since the epoch."""
        self._screen = screen
        self._marking = marking
        self._now = now
        self._deeds: tuple[Deed, ...] = ()
        self._told: set[str] = set()
        self._dropped: dict[str, Items] = {}
        """By deletion, those of whose items the marks were taken away."""
        self._timer: Timer | None = None

    def show(self, deeds: tuple[Deed, ...]) -> None:
        """The deeds are others now."""
        self._deeds = deeds
        for deed in deeds:
            self._drop_gone(deed)
            if deed.is_over and deed.id not in self._told:
                self._told.add(deed.id)
                words, is_good = ended_words(deed)
                severity = "information" if is_good else "warning"
                self._screen.notify(words, markup=False, severity=severity, timeout=8)  # type: ignore[arg-type] # one of two words
        self._say_doing()

    def _drop_gone(self, deed: Deed) -> None:
        """What is gone is not marked any more."""
        if deed.kind == "delete" and deed.load(*_GONE).count:
            items, before = Items.of(deed.items), self._dropped.get(deed.id, ())
            self._dropped[deed.id] = items
            self._marking.drop(item.target.video_no for item in items.other_than(before) if item.fate in _GONE)

    def _say_doing(self) -> None:
        if not self._screen.is_attached:
            return
        self._screen.query_one(StatusLine).doing = doing_words(self._deeds, self._now())
        is_counting = any(deed.phase is Phase.COUNTDOWN for deed in self._deeds)
        if is_counting and self._timer is None:
            self._timer = self._screen.set_interval(_TICK, self._say_doing)
        elif not is_counting and self._timer is not None:
            self._timer.stop()
            self._timer = None
