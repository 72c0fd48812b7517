"""Copies, links and opening, as bytes on a real line; inside a real tmux where there is one."""

from __future__ import annotations

import re
import shutil
import subprocess
from base64 import b64decode
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.pty.program import ENTER, PATIENT, Home, Service, leave, press_escape
from tests.pty.term import Term

pytestmark = pytest.mark.pty

OSC_52 = re.compile(rb"\x1b\]52;[a-z]*;([A-Za-z0-9+/=]*)(?:\x07|\x1b\\)")
ENVELOPE = re.compile(rb"\x1bPtmux;((?:[^\x1b]|\x1b\x1b)*)\x1b\\")
NUMBER = re.compile(r"\AVI[0-9]+\Z")


def copies(term: Term) -> list[str]:
    """What the terminal itself was asked to take, not counting what is in an envelope."""
    return [b64decode(found).decode() for found in OSC_52.findall(ENVELOPE.sub(b"", term.raw()))]


def enveloped(term: Term) -> list[str]:
    """What was wrapped for a tmux in between."""
    inside = [each.replace(b"\x1b\x1b", b"\x1b") for each in ENVELOPE.findall(term.raw())]
    return [b64decode(found).decode() for each in inside for found in OSC_52.findall(each)]


def test_a_copy_is_sent_once(home: Home, demo: Service) -> None:
    with home.start(demo) as term:
        term.wait_text("383 in the library", "the library")
        term.send("yy")
        term.wait_text("Sent to the terminal's clipboard (OSC 52)", "what became of it")
        (number,) = copies(term)
        assert NUMBER.match(number)
        term.send("Y")
        term.wait_text("Select with the mouse", "the texts to be selected")
        term.wait_text(f"\n{number}\n", "the number on a line of its own, from its beginning")
        press_escape(term, "? Help", "the library")
        leave(term)


def test_within_a_tmux_that_is_not_to_be_reached_both_forms_are_sent_once(home: Home, demo: Service) -> None:
    with home.start(demo, env={"TMUX": f"{home.folder}/no-socket,1,0", "TERM": "tmux-256color"}) as term:
        term.wait_text("383 in the library", "the library")
        term.send("yy")
        term.wait_text("Sent to the terminal's clipboard (OSC 52)", "what became of it")
        (number,) = enveloped(term)
        assert NUMBER.match(number)
        assert copies(term) == [number]
        leave(term)


def test_over_ssh_a_video_is_opened_where_the_person_sits(home: Home, demo: Service) -> None:
    with home.start(demo, env={"SSH_CONNECTION": "192.0.2.1 1 192.0.2.2 22", "DISPLAY": ":0"}) as term:
        term.wait_text("383 in the library", "the library")
        term.send("/")
        term.wait_text("tag: has the tag", "what can be typed")
        term.send("louvre courtyard")
        term.wait_text("1 shown", "one that is ready")
        term.send(ENTER)
        term.wait_text("‹louvre›", "the query as chips")
        term.send("o")
        term.wait_text("open this link where you sit", "the link")
        term.wait_text("Sent to the terminal's clipboard (OSC 52)", "the copy of it")
        (address,) = copies(term)
        assert address.startswith("http")
        assert re.search(rb"\x1b\]8;[^;]*;" + re.escape(address.encode()) + rb"\x1b\\", term.raw())
        press_escape(term, "? Help", "the library")
        leave(term)


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[Callable[..., str]]:
    """Speaks to a tmux server of this test's own."""
    program = shutil.which("tmux")
    if program is None:
        pytest.skip("there is no tmux on this machine")
    socket = tmp_path / "tmux"

    def speak(*words: str) -> str:
        asked = [program, "-S", f"{socket}", "-f", "/dev/null", *words]
        return subprocess.run(asked, capture_output=True, text=True, check=False).stdout

    yield speak
    speak("kill-server")


def test_a_real_tmux_takes_it_and_passes_it_on(
    home: Home, demo: Service, tmux: Callable[..., str], tmp_path: Path
) -> None:
    inside = ["tmux", "-S", f"{tmp_path / 'tmux'}", "-f", "/dev/null", "new-session", *PATIENT]
    with home.start(demo, argv=inside, columns=110, rows=32) as term:
        term.wait_text("383 in the library", "the library")
        term.send("yy")
        term.wait_text("Sent to tmux and the terminal's clipboard (OSC 52)", "what became of it")
        number = tmux("show-buffer")
        assert NUMBER.match(number)
        term.wait(lambda: number in copies(term), "tmux passing it on to the terminal")
        assert copies(term) == [number]
        assert len(tmux("list-buffers").splitlines()) == 1
        term.send("q")
        term.wait_exit()
