"""Another namespace within the running program: left and opened anew, with nothing lost."""

from __future__ import annotations

import pytest

from tests.pty.program import ENTER, Home, leave

pytestmark = pytest.mark.pty


def test_there_and_back(home: Home) -> None:
    with home.start(None, "--demo") as term:
        term.wait_text("demo · default", "the usual namespace")
        term.wait_text("383 in the library", "its library")
        term.send("gn")
        term.wait_text("The service lists 3", "the namespaces")
        term.send("j" + ENTER)
        term.wait_text("demo · drone-survey", "the other namespace")
        term.send("gn")
        term.wait_text("known here", "the way back")
        term.wait_text("The service lists 3", "the namespaces")
        term.send("j" + ENTER)
        term.wait_text("383 in the library", "the library of before")
        leave(term)
