"""Finding words inside a pane of lines: which line holds the next match, and where that is to be seen."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from tui.pressing import press
from tui.text import safe_text
from tui.widgets.line_view import LineView
from tui.widgets.lines import Line, plain


class FindInside:
    """Owns what is looked for in a view, and on which match it stands."""

    def __init__(self, view: LineView) -> None:
        self._view = view
        self.text = ""
        self._at: int | None = None

    def look_for(self, text: str) -> str:
        """Goes to the first match; answers why there is none, else nothing."""
        self.text, self._at = text, None
        return self.step(1) if text else ""

    def step(self, by: int) -> str:
        """Goes to a match further on, round the end; answers why there is none, else nothing."""
        if not self.text:
            key = press("details.find", "/")
            return f"Nothing is looked for in here yet: {key} asks for words, while this pane has the focus."
        hits = [n for n, line in enumerate(self._view.lines) if self._is_match(line)]
        if not hits:
            return f"“{safe_text(self.text, 40)}” is not in here."
        if self._at is None:
            self._at = hits[0] if by > 0 else hits[-1]
        else:
            place = bisect_right(hits, self._at) + by - 1 if by > 0 else bisect_left(hits, self._at) + by
            self._at = hits[place % len(hits)]
        self._view.action_go_to(max(0, self._at - self._view.size.height // 2))
        return ""

    def marked(self, lines: tuple[Line, ...]) -> tuple[Line, ...]:
        """The same lines, those that match in the colour of what was chosen."""
        if not self.text:
            return lines
        return tuple(_accented(line) if self._is_match(line) else line for line in lines)

    def _is_match(self, line: Line) -> bool:
        return self.text.casefold() in plain(line).casefold()


def _accented(line: Line) -> Line:
    return tuple((text, "accent") for text, _tone in line)
