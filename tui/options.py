"""Reads the options of a start that is nothing but that: the command line takes a tenth of such a start to import."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tui.frozen import dataclass

_FLAGS: Final = frozenset({"demo", "read_only"})
_VALUES: Final = frozenset({"config", "profile", "namespace", "api", "host", "theme"})


@dataclass(frozen=True, slots=True)
class Plain:
    """The options of a start that is nothing but that; what was not given is None."""

    demo: bool = False
    config: str | None = None
    profile: str | None = None
    namespace: str | None = None
    api: str | None = None
    host: str | None = None
    read_only: bool | None = None
    theme: str | None = None


def plain(words: Sequence[str]) -> Plain | None:
    """The options, if the words behind the program's name are options of the interface alone, rightly written."""
    given: dict[str, str | bool] = {}
    rest = iter(words)
    for word in rest:
        option, equals, value = word.partition("=")
        name = option.removeprefix("--").replace("-", "_") if option.startswith("--") else ""
        if "_" in option or not (name in _VALUES or (name in _FLAGS and not equals)):
            return None
        if name in _VALUES and not equals:
            value = next(rest, "-")
            if value.startswith("-"):
                return None
        given[name] = value if name in _VALUES else True
    if given.get("api", "v1") not in ("v1", "legacy"):
        return None
    return Plain(**given)  # type: ignore[arg-type]  # the names above decide which of them are words
