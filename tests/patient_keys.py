"""Keys wait for what those before them have begun, however long a busy machine takes for what is a moment elsewhere."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from unittest.mock import patch

from tests.conditions import PATIENCE


@asynccontextmanager
async def patient_keys() -> AsyncIterator[None]:
    """While it lasts no key is handed on before its turn because something has taken too long."""
    with (
        patch("tui.keyboard._LIST", PATIENCE),
        patch("tui.keyboard._DISK", PATIENCE),
        patch("tui.terminal.typeahead._PATIENCE", PATIENCE),
        patch("tui.terminal.typeahead._OPENING", PATIENCE),
    ):
        yield
