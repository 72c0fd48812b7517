"""What somebody wants of a download: where files go, and what is done about those that are there."""

from __future__ import annotations

from dataclasses import field

from tui.deeds.deed import Clash
from tui.deeds.saving import Folder
from tui.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Order:
    """Where files go, and what is done about those that are there."""

    folder: Folder
    clash: Clash
    may_replace: frozenset[str]
    """The names that somebody was asked about."""
    names: dict[str, str]
    """Names of what is on its way into this folder, each with its video."""
    made: set[str] = field(default_factory=set)
    """Names that this very order has given."""
    any_size: bool = False

    def is_taken(self, name: str, video_no: str) -> bool:
        return self.names.get(name, video_no) != video_no or self.folder.holds(name)

    def is_skipped(self, name: str) -> bool:
        """Whether somebody wants to keep what has the name, and that is none of ours."""
        ours = name in self.made or name in self.names
        return self.clash == "skip" and not ours and self.folder.holds(name)

    def is_replaced(self, name: str) -> bool:
        """Whether somebody said that what has the name may go."""
        return self.clash == "replace" and name in self.may_replace and name not in self.made
