"""Where a query is typed: completion by tab, earlier queries by the arrows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from tui.library.query_text import Completion
from tui.widgets.line_input import LineInput


class QueryInput(LineInput):
    """Takes one of `candidates` at each tab; answers with `Left` when typing is over."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave(False)", "Take back", id="query.drop", tooltip="Back to the query before"),
        Binding("enter", "leave(True)", "Keep", id="query.keep", tooltip="Keep the query and return to the list"),
        Binding("tab", "complete(1)", "Complete", id="query.complete", tooltip="Take the next completion"),
        Binding("shift+tab", "complete(-1)", "Previous completion", id="query.complete-back", show=False),
        Binding("up", "recall(-1)", "Earlier", id="query.earlier", show=False, tooltip="The query before this one"),
        Binding("down", "recall(1)", "Later", id="query.later", show=False),
    ]

    class Left(Message):
        """Typing is over; what stands there is to be `kept`, or not."""

        def __init__(self, *, kept: bool) -> None:
            super().__init__()
            self.kept = kept

    def __init__(
        self,
        typed: Callable[[], None],
        candidates: Callable[[str, int], list[Completion]],
        history: Sequence[str] = (),
    ) -> None:
        """`typed` is called after every change, before it is painted. `history`: earlier queries, the oldest first."""
        super().__init__(placeholder="part of a name, or tag:  status:  camera:  near:  since:", id="query-input")
        self._typed = typed
        self._candidates = candidates
        self._history = list(dict.fromkeys(history))
        self._recalled: int | None = None
        self._draft = ""
        self._cycle: tuple[str, list[Completion], int] | None = None
        self._completed = ""

    def begin(self, text: str) -> None:
        """Starts a new round of typing."""
        self._recalled = self._cycle = None
        self.say(text)

    def remember(self, text: str) -> None:
        """Makes a query the newest of the history."""
        if text:
            self._history = [*(earlier for earlier in self._history if earlier != text), text]

    @property
    def offered(self) -> tuple[list[Completion], int | None]:
        """What could stand at the cursor, and which of it does by completion."""
        if self._cycle and self.value == self._completed:
            return self._cycle[1], self._cycle[2]
        return self._candidates(self.value, self.cursor_position), None

    def on_input_changed(self, event: LineInput.Changed) -> None:
        event.stop()
        self._typed()

    def action_leave(self, kept: bool) -> None:
        self.post_message(self.Left(kept=kept))

    def action_complete(self, step: int) -> None:
        found, taken = self.offered
        if not found:
            return
        if self._cycle is None or taken is None:
            self._cycle = (self.value, found, 0 if step > 0 else len(found) - 1)
        elif len(found) > 1:
            self._cycle = (self._cycle[0], found, (taken + step) % len(found))
        else:
            # The only candidate stands already: what could follow it is next.
            self._cycle = None
            return
        text, _found, at = self._cycle
        chosen = found[at]
        self._completed = text[: chosen.start] + chosen.insert + text[chosen.end :]
        self.value = self._completed
        self.cursor_position = chosen.start + len(chosen.insert)
        if len(found) == 1:
            self._cycle = None

    def action_recall(self, step: int) -> None:
        if not self._history:
            return
        if self._recalled is None:
            if step > 0:
                return
            self._draft, self._recalled = self.value, len(self._history)
        self._recalled = max(0, self._recalled + step)
        if self._recalled >= len(self._history):
            self._recalled = None
            self.say(self._draft)
            return
        self.say(self._history[self._recalled])
