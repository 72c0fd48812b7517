"""A copied text on its way out: handed over in a thread, written to the terminal on the loop, and told in words."""

from __future__ import annotations

import asyncio
import os
from typing import Any, Final

from textual.app import App

from tui.clipboard import copy
from tui.mishaps import Mishap, Mishaps
from tui.text import safe_text

_SHOWN: Final = 60
"""Characters of the text that the notice repeats: enough to see that it was the right one."""


async def hand_over(app: App[Any], text: str, mishaps: Mishaps | None) -> None:  # Any: what an app returns
    """Takes every way to the person's clipboard that there is. Private name of Textual: `App._driver`."""
    # Without a terminal (a test, a recording) the tools of this machine's desktop are none of our business.
    environ = {} if app.is_headless else dict(os.environ)
    copied = await asyncio.to_thread(copy, text, environ)
    driver = app._driver
    if driver is not None:
        for sequence in copied.sequences:
            driver.write(sequence)
    if not copied.routes and mishaps is not None:
        mishaps.note(Mishap("copy", "Nothing could be copied.", copied.words))
    shown = f"{copied.words}\n{safe_text(text.strip(), _SHOWN)}" if copied.routes else copied.words
    app.notify(shown, markup=False, severity="information" if copied.routes else "warning")
