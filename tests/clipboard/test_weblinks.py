"""Addresses that may be opened or clicked, and those that are only shown."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conditions import PATIENCE
from tui import browser as browsers
from tui.browser import open_in_browser
from tui.weblinks import shows_links, web_link


@pytest.mark.parametrize(
    "address",
    [
        "https://cdn.example.com/VI1.mp4",
        "http://127.0.0.1:8742/video//VI1/frame_0032.jpg",
        "https://storage.example.com/a?X-Signature=%2Fslash&e=1~2+3#t=5",
        "https://[2001:db8::1]/x",
    ],
)
def test_a_plain_address_is_a_link(address: str) -> None:
    assert web_link(address) == address


@pytest.mark.parametrize(
    "address",
    [
        None,
        "",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "data:text/html,x",
        "//example.com/x",
        "https:///x",
        "https://example.com/a b",
        "https://example.com/\x1b]8;;https://evil.example\x1b\\",
        "https://example.com/\x07",
        "https://exämple.com/",
        "https://user:secret@example.com/",
        "https://example.com:port/",
        "https://[::1/",
        'https://example.com/"$(reboot)`',
        "https://example.com/" + "x" * 2_000,
    ],
)
def test_anything_else_is_not(address: str | None) -> None:
    assert web_link(address) is None


@given(st.text())
def test_whatever_comes_after_the_host_a_link_holds_nothing_that_acts(tail: str) -> None:
    found = web_link(f"https://example.com/{tail}")
    assert found is None or (found.isascii() and found.isprintable() and not set(found) & set(" \"'`<>\\"))


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({"TERM": "xterm-256color"}, True),
        ({"TERM": "tmux-256color"}, True),
        ({"TERM": "xterm-kitty"}, True),
        ({"TERM": "xterm-256color", "VTE_VERSION": "7600"}, True),
        ({"TERM": "xterm-256color", "VTE_VERSION": "4205"}, False),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "Apple_Terminal"}, False),
        ({"TERM": "linux"}, False),
        ({"TERM": "screen"}, False),
        ({}, False),
    ],
)
def test_where_links_are_sent(environ: dict[str, str], expected: bool) -> None:
    assert shows_links(environ) is expected


def browser(folder: Path, script: str) -> dict[str, str]:
    """Surroundings whose browser is that script."""
    file = folder / "browse"
    file.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    file.chmod(file.stat().st_mode | stat.S_IXUSR)
    return {"PATH": os.defpath, "BROWSER": f"{file} %s", "MEMORIES_API_KEY": "sk-mavi-browser-0123456789"}


@pytest.fixture
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A script that has not ended has not started: a busy machine takes its time."""
    monkeypatch.setattr(browsers, "_STARTED", PATIENCE)


@pytest.mark.usefixtures("_patient")
def test_the_browser_of_this_machine(tmp_path: Path) -> None:
    environ = browser(tmp_path, f'echo "$1" > {tmp_path}/opened; env > {tmp_path}/environ')
    assert open_in_browser("https://example.com/x?a=1&b=2", environ, platform="linux")
    assert (tmp_path / "opened").read_text(encoding="utf-8") == "https://example.com/x?a=1&b=2\n"
    assert "sk-mavi-browser" not in (tmp_path / "environ").read_text(encoding="utf-8")


@pytest.mark.usefixtures("_patient")
def test_a_browser_that_needs_a_terminal_gets_none(tmp_path: Path) -> None:
    environ = browser(tmp_path, f"(: > /dev/tty) 2>/dev/null && touch {tmp_path}/drew; exit 1")
    assert not open_in_browser("https://example.com/", environ, platform="linux")
    assert not (tmp_path / "drew").exists()


def test_a_browser_that_does_not_end_has_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browsers, "_STARTED", 0.0)
    monkeypatch.setattr(browsers, "_BEGINNING", PATIENCE)
    assert open_in_browser("https://example.com/", browser(tmp_path, "exec sleep 5"), platform="linux")


@pytest.mark.parametrize("more", [{"SSH_CONNECTION": "1 2 3 4"}, {"SSH_TTY": "/dev/pts/1"}])
def test_no_browser_on_the_wrong_machine(tmp_path: Path, more: dict[str, str]) -> None:
    environ = browser(tmp_path, f"touch {tmp_path}/opened")
    assert not open_in_browser("https://example.com/", environ | more, platform="linux")
    assert not (tmp_path / "opened").exists()


def test_no_browser_where_there_is_no_desktop(tmp_path: Path) -> None:
    assert not open_in_browser("https://example.com/", {"PATH": os.defpath, "TERM": "xterm"}, platform="linux")
