"""What could stand at the cursor of a query: keys first, then the values that the library knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from tui.frozen import dataclass
from tui.library.query_keys import KEYS, closest
from tui.library.query_tokens import Token, quoted, token_at
from tui.library.values import Facets
from tui.text import safe_text

_MOST: Final = 50
_DAYS: Final = (("today", ""), ("yesterday", ""), ("7d", "a week ago"), ("30d", "30 days ago"), ("1y", "a year ago"))
_SHORTEST_WORD: Final = 2
"""Letters from which a bare word is also looked for among the tags and cameras."""


@dataclass(frozen=True, slots=True)
class Completion:
    """Replaces the characters from `start` to `end` of the text by `insert`."""

    insert: str
    start: int
    end: int
    label: str
    """Safe to show."""
    note: str = ""
    """What it is, or how many videos have it."""


def complete(text: str, cursor: int, facets: Facets) -> list[Completion]:
    """What the condition at the cursor could become, the likeliest first; at most 50."""
    cursor = max(0, min(cursor, len(text)))
    token = token_at(text, cursor)
    if token is None:
        return [_key(key, "", cursor, cursor) for key in KEYS]
    space = "" if text[token.end : token.end + 1].isspace() else " "
    if token.key is None and token.quoted:
        return []
    if token.key is None:
        return list(islice(_anything(token, facets, space), _MOST))
    if token.key in KEYS:
        return list(islice(_values(token, facets, space), _MOST))
    meant = closest(token.key)
    return [_key(meant, "-" if token.negated else "", token.start, token.value_start)] if meant else []


def half_typed(text: str, cursor: int, facets: Facets) -> bool:
    """Whether the tag or camera at the cursor is only the beginning of known ones: as it stands it finds nothing."""
    token = token_at(text, cursor)
    if token is not None and token.key == "near":
        return _is_begun(token)
    if token is None or token.key not in {"tag", "camera"}:
        return False
    known = {value for value, _note in _known(token.key, facets)}
    typed = token.value.casefold()
    return token.value not in known and any(typed in value.casefold() for value in known)


def _anything(token: Token, facets: Facets, space: str) -> Iterator[Completion]:
    typed = token.value.casefold()
    minus = "-" if token.negated else ""
    for key, meaning in KEYS.items():
        if key.startswith(typed) and (meaning.negatable or not token.negated):
            yield _key(key, minus, token.start, token.end)
    if len(typed) < _SHORTEST_WORD:
        return
    for key in ("tag", "camera", "status"):
        for value, count in _matching(_known(key, facets), typed):
            insert = f"{minus}{key}:{quoted(value)}"
            yield Completion(insert + space, token.start, token.end, safe_text(insert, 60), count)


def _values(token: Token, facets: Facets, space: str) -> Iterator[Completion]:
    if token.key == "near":
        yield from _places(token, space)
        return
    typed = token.value.casefold()
    for value, note in _matching(_known(token.key, facets), typed):
        if value == token.value:
            continue
        yield Completion(quoted(value) + space, token.value_start, token.end, safe_text(value, 60), note)


def _is_begun(token: Token) -> bool:
    from tui.library.place_names import is_begun, looks_like_a_name

    return looks_like_a_name(token.value) and "~" not in token.value + token.trailing and is_begun(token.value)


def _places(token: Token, space: str) -> Iterator[Completion]:
    """Cities, unless coordinates or a radius are being typed."""
    from tui.library.place_names import looks_like_a_name, offered

    if not looks_like_a_name(token.value) or "~" in token.value + token.trailing:
        return
    for insert, label, note in offered(token.value):
        if insert != token.value:
            yield Completion(quoted(insert) + space, token.value_start, token.end, label, note)


def _key(key: str, minus: str, start: int, end: int) -> Completion:
    return Completion(f"{minus}{key}:", start, end, f"{minus}{key}:", KEYS[key].help)


def _known(key: str | None, facets: Facets) -> Iterable[tuple[str, str]]:
    if key in {"since", "until"}:
        return _DAYS
    known: dict[str | None, tuple[tuple[str, int], ...]] = {
        "tag": facets.tags,
        "camera": facets.cameras,
        "status": facets.statuses or (("ready", 0), ("indexing", 0), ("failed", 0)),
    }
    return ((value, f"{count:,}" if count else "") for value, count in known.get(key, ()))


def _matching(known: Iterable[tuple[str, str]], typed: str) -> Iterator[tuple[str, str]]:
    """Those that begin with what is typed, then those that contain it."""
    later: list[tuple[str, str]] = []
    for value, note in known:
        folded = value.casefold()
        if folded.startswith(typed):
            yield value, note
        elif typed in folded:
            later.append((value, note))
    yield from later
