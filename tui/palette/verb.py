"""A command with an argument, as a value: its name, what it wants, what could stand there, and what it does."""

from __future__ import annotations

import difflib
from collections.abc import Awaitable, Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.app import App

from tui.frozen import dataclass
from tui.pressing import press
from tui.text import safe_text

if TYPE_CHECKING:
    from tui.library.desk import LibraryDesk
    from tui.screens.library import LibraryScreen

Deed = Callable[[], object]
"""What is left to do once the palette is gone."""


class Wrong(Exception):
    """An argument that can't be taken: one sentence that says what is expected."""


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that an argument could be."""

    argument: str
    """The whole argument, as it would stand there."""
    label: str
    """Safe to show."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Reach:
    """What the verbs can get at."""

    app: App[Any]  # Any: what the app returns
    desk: LibraryDesk | None
    """None where there is no key yet."""
    here: Path
    """The folder that the program was started in."""
    back: Callable[[], object]
    """Closes what is above the library."""
    send: Callable[[str], object]
    """Opens the upload form with this path typed into it."""
    wear: Callable[[str], object]
    """Puts on the theme of this name."""
    namespaces: Sequence[str] = ()
    """Those of the account that are known here."""

    @property
    def library(self) -> LibraryScreen:
        """The library screen, wherever it is. Raises Wrong where there is none."""
        from tui.screens.library import LibraryScreen

        first = self.app.screen_stack[0]
        if not isinstance(first, LibraryScreen):
            raise Wrong(f"There is no library here yet: {press('welcome.demo', 'd')} opens the demo.")
        return first


async def offer_nothing(_reach: Reach, _argument: str) -> Sequence[Offer]:
    """For what takes no argument, or any."""
    return ()


@dataclass(frozen=True, slots=True)
class Verb:
    """One command of the palette."""

    name: str
    explanation: str
    run: Callable[[Reach, str], Awaitable[Deed]]
    """Reads the argument and answers with what to do. Raises Wrong; may ask the service first."""
    hint: str = ""
    """What the argument is, in capitals; empty for a verb that takes none."""
    offer: Callable[[Reach, str], Awaitable[Sequence[Offer]]] = offer_nothing
    needs: bool = True
    """Whether it can't do without its argument."""

    @property
    def title(self) -> str:
        return f"{self.name} {self.hint}".strip()


def meant(verbs: Sequence[Verb], word: str) -> Verb | None:
    """The verb of this name, or the only one that begins like that."""
    exact = [verb for verb in verbs if verb.name == word]
    begun = [verb for verb in verbs if word and verb.name.startswith(word)]
    found = exact or begun
    return found[0] if len(found) == 1 else None


def one_of(names: Iterable[str], typed: str, what: str) -> str:
    """The name that was typed, or the only one that begins like that; raises Wrong with the nearest."""
    known = sorted(names)
    begun = [name for name in known if name.startswith(typed)] if typed else []
    if typed in known or len(begun) == 1:
        return typed if typed in known else begun[0]
    if len(begun) > 1:
        raise Wrong(f"{safe_text(typed, 40)} may be {', '.join(begun[:5])}{' …' if len(begun) > 5 else ''}.")
    near = difflib.get_close_matches(typed, known, n=1)
    hint = f"Did you mean {near[0]}?" if near else f"There are {', '.join(known[:8])}{' …' if len(known) > 8 else ''}."
    raise Wrong(f"{safe_text(typed, 40)} is no {what}. {hint}" if typed else f"Which {what}? {hint}")
