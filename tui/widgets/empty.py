"""What stands in the middle of a pane that has nothing to show."""

from __future__ import annotations

from textual.content import Content
from textual.geometry import Size

from tui.text import safe_block
from tui.widgets.lines import Line
from tui.widgets.present import cells


def empty_lines(words: str, size: Size) -> tuple[Line, ...]:
    """As many lines as the pane is high: the words wrapped and centred, the first line of them strong."""
    width, height = size
    said: list[tuple[str, bool]] = []
    for n, paragraph in enumerate(safe_block(words, 2_000).split("\n") if words else ()):
        wrapped = Content(paragraph).wrap(max(1, width - 4)) if paragraph else [Content("")]
        said += [(line.plain.rstrip(), n == 0) for line in wrapped]
    above = max(0, (height - len(said)) // 2)
    lines: list[Line] = [((" " * width, ""),)] * above
    for text, strong in said[: max(0, height - above)]:
        left = max(0, (width - cells(text)) // 2)
        padded = " " * left + text
        lines.append(((padded + " " * max(0, width - cells(padded)), "strong" if strong else "muted"),))
    lines += [((" " * width, ""),)] * (height - len(lines))
    return tuple(lines)
