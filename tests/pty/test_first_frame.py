"""The first frame: the rows of the library, whoever answers, from no more imports than that takes; no key is lost."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Final

import pytest

from tests.pty.program import Home, leave, serving

pytestmark = pytest.mark.pty

_TELLING: Final = (sys.executable, "-P", str(Path(__file__).with_name("first_frame.py")))
_HEAVY: Final = {"pydantic", "httpx", "httpcore", "h11", "anyio", "av", "starlette", "uvicorn", "click"}
_OPENED_LATER: Final = {"tui.api.client", "tui.api.models", "tui.local", "tui.screens.upload", "tui.screens.uploads"}


@pytest.mark.row("X20")
def test_rows_without_a_network_from_few_imports_and_keys_that_wait(home: Home) -> None:
    with serving("--index-seconds", "1") as service:
        names = [str(video["video_name"]) for video in service.videos()]
        with home.start(service) as term:
            term.wait_text("383 in the library", "the whole library")
            leave(term)
    first = home.folder / "first-frame"
    with home.start(service, argv=_TELLING, columns=120, rows=36) as term:
        term.send("G")  # long before anybody reads it
        term.wait(first.exists, "the first frame")
        told = json.loads(first.read_text(encoding="utf-8"))
        assert not (_HEAVY | _OPENED_LATER) & set(told["modules"])
        assert names[0][:8] in told["drawn"]
        term.wait_text("Super 8, roll 3", "the oldest video, which the key went to")
        leave(term)
