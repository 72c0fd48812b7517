"""Colours for a query as text: keys step back, values stand out, exclusions are red, mistakes underlined."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, Literal

from rich.highlighter import Highlighter
from rich.style import Style
from rich.text import Text
from textual.content import Content

from tui.library.query import Query
from tui.library.query_keys import KEYS
from tui.library.query_text import Completion
from tui.library.query_tokens import Token, tokens
from tui.widgets.present import cells, cut

Part = Literal["key", "value", "minus", "word", "wrong"]

PARTS: Final[tuple[Part, ...]] = ("key", "value", "minus", "word", "wrong")
_COLOURS: Final[dict[Part, str]] = {
    "key": "$foreground-muted",
    "value": "$text-accent",
    "minus": "$text-error",
    "word": "bold",
    "wrong": "$text-error underline",
}


def parts(text: str) -> Iterator[tuple[int, int, Part]]:
    """Which characters of a query are what."""
    for token in tokens(text):
        yield from _token_parts(token)


def _token_parts(token: Token) -> Iterator[tuple[int, int, Part]]:
    after = token.start + token.negated
    if token.negated:
        yield token.start, after, "minus"
    if token.key is not None:
        yield after, token.value_start, "key" if token.key in KEYS else "wrong"
    yield token.value_start, token.end, "minus" if token.negated else "word" if token.key is None else "value"


class QueryTint(Highlighter):
    """Tints what stands in an input; `wrong` is the piece that makes it no query."""

    def __init__(self, style: Callable[[Part], Style]) -> None:
        self._style = style
        self.wrong: tuple[int, int] | None = None

    def highlight(self, text: Text) -> None:
        for start, end, part in parts(text.plain):
            text.stylize(self._style(part), start, end)
        if self.wrong:
            text.stylize(self._style("wrong"), *self.wrong)


def chips(query: Query, width: int) -> Content:
    """The conditions as ‹chips› in at most `width` cells; those that find no room are counted."""
    shown: list[Content] = []
    left = width
    all_chips = query.chips()
    for n, chip in enumerate(all_chips):
        more = f" +{len(all_chips) - n - 1}" if n + 1 < len(all_chips) else ""
        text = cut(chip.text, min(60, max(8, width - 2 - len(more))))
        if shown and cells(text) + 2 + len(more) > left:
            shown.append(Content.styled(f"+{len(all_chips) - n}", "$foreground-muted"))
            break
        note = f" {query.near.reading}" if query.near and query.near.reading and chip.without.near is None else ""
        note = note if cells(text) + cells(note) + 3 <= left else ""
        shown.append(Content.assemble(_chip(text), (note, "$foreground-muted")))
        left -= cells(text) + cells(note) + 3
    return Content(" ").join(shown)


def _chip(text: str) -> Content:
    inside = Content(text)
    for start, end, part in parts(text):
        inside = inside.stylize(_COLOURS[part], start, end)
    edge = Content.styled("‹", "$foreground-muted"), Content.styled("›", "$foreground-muted")
    return Content.assemble(edge[0], inside, edge[1])


def reading_line(query: Query | None) -> Content:
    """What the name of a place was read as, and which others of that name there are."""
    near = query.near if query else None
    if near is None or not near.reading:
        return Content("")
    from tui.library.place_names import also

    others = also(near.label)
    return Content.assemble((near.reading, "$text-success"), (f", not {others}" if others else "", "$foreground-muted"))


def offered_line(found: list[Completion], taken: int | None, width: int) -> Content:
    """Completions side by side in at most `width` cells, around the one that is taken."""
    first = 0
    while taken is not None and first < taken and _span(found[first : taken + 1]) > width:
        first += 1
    shown: list[Content] = []
    left = width
    for n, one in enumerate(found[first:], first):
        label = cut(one.label, 40)
        note = f" {one.note}" if one.note and (taken is None or n == taken) else ""
        left -= cells(label) + cells(note) + 2
        if left < 0 and shown:
            break
        style = "$text-accent bold reverse" if n == taken else "$text-accent"
        shown.append(Content.assemble((label, style), (note, "$foreground-muted")))
    return Content("  ").join(shown)


def _span(found: list[Completion]) -> int:
    return sum(cells(cut(one.label, 40)) + cells(one.note) + 3 for one in found)
