"""What comes back at the next start. To have one more thing remembered, give it a field here: a line with its check.

Two small files in the state folder: `state.json` for what belongs to the person, `library-….json` for what belongs to
one account and namespace. Reading never fails: a value that makes no sense is as if it had never been said, and a
file that is none is set aside (`state.json.damaged-…`). How and when they are written: tui.memory.
"""

from __future__ import annotations

import json
import logging
import os
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, field, fields
from pathlib import Path
from typing import Any, Final, Literal, TypeVar

from tui.folders import replace_with
from tui.frozen import dataclass

LOG: Final = logging.getLogger(__name__)
VERSION: Final = 1
"""Of the files. A later one is not guessed at."""
_MOST_BYTES: Final = 1_000_000
_MOST_TEXTS: Final = 1_000
_LONGEST_TEXT: Final = 10_000
_WIDEST: Final = 1_000
_ASIDES: Final = 3
"""How many files that were set aside are kept."""

Kind = TypeVar("Kind", "State", "LibraryState")
Aside = Literal["damaged", "newer"]
_REASONS: Final[dict[Aside, str]] = {"damaged": "it can't be read", "newer": "a later version of this program wrote it"}
Placing = Literal["", "side", "below"]
"""Where the details stand; empty for where there is room."""


def by(check: Callable[[object], object]) -> Mapping[str, Callable[[object], object]]:
    """Says that a field comes back: `check` makes its value of what stands in the file, or raises ValueError."""
    return {"check": check}


def flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError
    return value


def text(value: object) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST_TEXT:
        raise ValueError
    return value


def texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or len(value) > _MOST_TEXTS:
        raise ValueError
    return tuple(text(each) for each in value)


def cells(value: object) -> int:
    """A width or height; 0 for the usual one."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _WIDEST:
        raise ValueError
    return value


def one_of(*allowed: str) -> Callable[[object], str]:
    def check(value: object) -> str:
        if value not in allowed:
            raise ValueError
        return text(value)

    return check


def made(kind: type[Any]) -> Callable[[object], object]:  # Any: every dataclass whose fields come back
    """A value of several."""

    def check(value: object) -> object:
        if not isinstance(value, Mapping):
            raise ValueError
        known = {}
        for each in fields(kind):
            with suppress(KeyError, ValueError):
                known[each.name] = each.metadata["check"](value[each.name])
        return kind(**known)

    return check


_placing: Final = one_of("", "side", "below")


@dataclass(frozen=True, slots=True)
class PaneWish:
    """How the panes should stand where there is room for it; sizes in cells with their borders, 0 for the usual."""

    filters: bool = field(default=True, metadata=by(flag))
    details: bool = field(default=True, metadata=by(flag))
    place: Placing = field(default="", metadata=by(_placing))
    filters_width: int = field(default=0, metadata=by(cells))
    details_width: int = field(default=0, metadata=by(cells))
    details_height: int = field(default=0, metadata=by(cells))


_panes: Final = made(PaneWish)


@dataclass(frozen=True, slots=True)
class State:
    """What belongs to the person, whichever library they look at."""

    theme: str = field(default="", metadata=by(text))
    """One that was chosen while the program ran, by its name."""
    theme_instead_of: str = field(default="", metadata=by(text))
    """What the settings wanted then: once they want another, the choice is over."""
    covers: str = field(default="", metadata=by(one_of("", "shown", "hidden")))
    """What somebody wished by a key; empty if nothing."""
    covers_instead_of: str = field(default="", metadata=by(text))
    """What the settings wanted then: once they want something else, the wish is over."""
    wide: PaneWish = field(default_factory=PaneWish, metadata=by(_panes))
    """Where all three panes have room."""
    middle: PaneWish = field(default_factory=PaneWish, metadata=by(_panes))
    """Where two have."""
    namespaces: tuple[str, ...] = field(default=(), metadata=by(texts))
    """Those that were looked at, the latest last: a digest of the account, a blank, the name."""


@dataclass(frozen=True, slots=True)
class LibraryState:
    """What belongs to one library: an account and a namespace, seen through one generation of the API."""

    query: str = field(default="", metadata=by(text))
    """As it is typed."""
    sort: str = field(default="", metadata=by(text))
    """A column (tui.library.values.Column); empty for the order that the list begins with."""
    descending: bool = field(default=True, metadata=by(flag))
    columns: tuple[str, ...] = field(default=(), metadata=by(texts))
    """The columns of the list in their order, one with a width of its own as `camera:24`; empty for those that fit."""
    wide: bool = field(default=False, metadata=by(flag))
    """Whether all columns are to be seen, however short the name gets."""
    views: tuple[str, ...] = field(default=(), metadata=by(texts))
    """Views under their names, each a line as it is shared: `[Trips] tag:trip sort:-taken`."""
    history: tuple[str, ...] = field(default=(), metadata=by(texts))
    """Queries as they were typed, the oldest first."""


def read(path: Path, kind: type[Kind]) -> tuple[Kind, str]:
    """What stands in the file, and what a person has to be told about it: nothing, if all is well."""
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
    except FileNotFoundError:
        return kind(), ""
    except OSError as trouble:
        LOG.warning("%s can't be read (%s): nothing comes back from last time", path, trouble.strerror)
        return kind(), ""
    document = _document(content)
    if isinstance(document, str):
        return kind(), _set_aside(path, document)
    value = made(kind)(document)
    assert isinstance(value, kind)
    return value, ""


def problem_of(path: Path) -> str:
    """Why what stands in the file will not come back; empty if it will, or if there is no file. Changes nothing."""
    try:
        document = _document(path.read_bytes())
    except FileNotFoundError:
        return ""
    except OSError as trouble:
        return f"it can't be read ({trouble.strerror})"
    return _REASONS[document] if isinstance(document, str) else ""


def _document(content: bytes) -> dict[str, Any] | Aside:  # Any: each field has a check of its own
    """What the file holds, or why it is to be set aside."""
    try:
        document = json.loads(content.decode("utf-8")) if len(content) <= _MOST_BYTES else None
        if not isinstance(document, dict):
            return "damaged"
        return "newer" if document["version"] > VERSION else document
    except (ValueError, TypeError, KeyError, RecursionError):
        return "damaged"


def _set_aside(path: Path, why: Aside) -> str:
    stamp = time.strftime("%Y%m%d-%H%M%S", time.gmtime())
    aside = path.with_name(f"{path.name}.{why}-{stamp}")
    reason = _REASONS[why]
    try:
        os.replace(path, aside)
    except OSError as trouble:
        LOG.warning("%s can't be set aside (%s)", path, trouble.strerror)
        return f"What was remembered in {path.name} is not used: {reason}."
    for old in sorted(path.parent.glob(f"{path.name}.{why}-*"))[:-_ASIDES]:
        with suppress(OSError):
            old.unlink()
    LOG.warning("%s was set aside as %s: %s", path, aside.name, reason)
    return f"What was remembered of last time is not used: {reason}. It was set aside as {aside.name}."


def write(path: Path, value: State | LibraryState) -> None:
    """All of it or nothing, for this person's eyes alone; raises OSError. Whoever writes last has said it."""
    document = json.dumps({"version": VERSION, **asdict(value)}, indent=1)
    replace_with(path, document + "\n")
