"""Asks before somebody leaves what is being done to many videos: what becomes of it is said first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual.app import App

from tui.deeds.deed import Deed, Phase
from tui.screens.confirm import Confirm
from tui.widgets.deed_words import deed_title

_STAY = (("s", "stay"), ("l", "leave"))


async def may_leave(app: App[Any], deeds: Sequence[Deed]) -> bool:  # Any: what an app returns is no concern of this
    """Whether nothing of that kind is under way, or a person leaves it."""
    left = [deed for deed in deeds if not deed.is_over]
    if not left:
        return True
    words = "\n\n".join(f"{deed_title(deed)}\n{_becomes(deed)}" for deed in left[:3])
    return await app.push_screen_wait(Confirm("Something is under way", words, _STAY)) == "l"


def _becomes(deed: Deed) -> str:
    if deed.phase is Phase.COUNTDOWN:
        return "Nothing was sent yet. Who leaves now deletes nothing."
    if deed.kind == "delete":
        return "What was sent is looked for at the next start. The rest is not sent."
    if deed.kind == "export":
        return "No file is left behind."
    return "What is half here is gone on with when it is downloaded again."
