"""What the doctor makes of each thing that he looks at."""

from __future__ import annotations

import stat
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from tests.conditions import PATIENCE
from tui import multiplexer
from tui.api.errors import Interrupted, RateLimited, Unauthorized, Unreachable
from tui.appearance import choose_appearance
from tui.config import Config, load
from tui.credentials import Key
from tui.doctor.appearance import look_at_appearance
from tui.doctor.finding import Finding
from tui.doctor.multiplexer import look_at_clipboard, look_at_multiplexer, tmux_around
from tui.doctor.service import Reply, look_at_service
from tui.doctor.settings import look_at_key, look_at_settings, look_at_versions
from tui.doctor.terminal import Tty, look_at_terminal

WIDE = Tty(True, 120, 36)
XTERM = {"TERM": "xterm-256color"}
SECRET = "sk-mavi-doctor-0123456789"


def only(findings: Iterable[Finding]) -> Finding:
    (finding,) = findings
    return finding


def marks(findings: Iterable[Finding]) -> list[str]:
    return [f"{each.mark} {each.about}" for each in findings]


# The terminal


@pytest.mark.parametrize(
    ("environ", "tty", "expected"),
    [
        (XTERM, WIDE, ["ok Terminal"]),
        (XTERM, Tty(is_terminal=False), ["ok Terminal"]),
        (XTERM, Tty(True, 40, 12), ["ok Terminal", "note Size"]),
        ({"TERM": "dumb"}, WIDE, ["problem Terminal"]),
        ({}, WIDE, ["problem Terminal"]),
    ],
)
def test_terminal(environ: dict[str, str], tty: Tty, expected: list[str]) -> None:
    assert marks(look_at_terminal(environ, tty)) == expected


def test_the_terminal_is_named() -> None:
    environ = XTERM | {"TERM_PROGRAM": "WezTerm", "COLORTERM": "truecolor", "SSH_TTY": "/dev/pts/1"}
    terminal = only(look_at_terminal(environ, WIDE))
    assert terminal.words == "xterm-256color, WezTerm, 120 × 36, over ssh"
    assert terminal.facts["ssh"] is True


def seen(environ: dict[str, str], encoding: str = "utf-8", **settings: Any) -> list[Finding]:
    """Colours, ground and letters."""
    config = Config(**settings, origins=dict.fromkeys(settings, "config.toml"))
    return list(look_at_appearance(environ, choose_appearance(config, environ, encoding)))


@pytest.mark.parametrize(
    ("environ", "mark", "words"),
    [
        (XTERM, "ok", "256 colours: TERM is xterm-256color"),
        ({"TERM": "no-such"}, "note", "16 colours: TERM is no-such, of which nothing more is known"),
        ({"TERM": "no-such", "COLORTERM": "truecolor"}, "ok", "16 million colours: COLORTERM is truecolor"),
        ({"TERM": "no-such", "NO_COLOR": "1"}, "ok", "no colours: NO_COLOR is set"),
    ],
)
def test_colours(environ: dict[str, str], mark: str, words: str) -> None:
    colours, *_ = seen(environ)
    assert (colours.mark, colours.words) == (mark, words)


def test_what_the_settings_say() -> None:
    colours, ground, letters = seen(XTERM, color="16", background="light", glyphs="ascii")
    assert (colours.mark, colours.words) == ("ok", "16 colours: config.toml: color is 16")
    assert ground.words == "light: config.toml: background is light"
    assert letters.words == "UTF-8 (no locale is set); signs and lines are ASCII: config.toml: glyphs is ascii"


def test_the_ground_is_a_guess() -> None:
    _, ground, _ = seen(XTERM | {"COLORFGBG": "0;15"})
    assert ground.words == "light: COLORFGBG is 0;15, unless the terminal says otherwise when it is asked"


@pytest.mark.parametrize("encoding", ["utf-8", "UTF-8", "utf8"])
def test_utf8(encoding: str) -> None:
    *_, letters = seen({"LANG": "C.UTF-8"}, encoding)
    assert (letters.mark, letters.words) == ("ok", "UTF-8 (LANG=C.UTF-8); all signs are drawn: the locale is UTF-8")


@pytest.mark.parametrize("encoding", ["iso-8859-1", "ascii", "no such encoding"])
def test_an_encoding_that_can_not_show_names(encoding: str) -> None:
    *_, letters = seen({}, encoding)
    assert letters.mark == "problem"
    assert letters.facts["ascii"] is True
    assert "LANG=C.UTF-8" in letters.change


# tmux, screen and the clipboard


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine a tmux that answers may take longer than a person is kept waiting."""
    monkeypatch.setattr(multiplexer, "SECONDS", PATIENCE)


def within(folder: Path, answer: str) -> dict[str, str]:
    """Surroundings with a tmux that gives this answer to a question about itself."""
    file = folder / "tmux"
    file.write_text(f'#!/bin/sh\n[ "$1" = display-message ] || exit 1\necho "{answer}"\n', encoding="utf-8")
    file.chmod(file.stat().st_mode | stat.S_IXUSR)
    return {"PATH": f"{folder}:/usr/bin:/bin", "TMUX": "/tmp/t,1,0", "TERM": "tmux-256color"}


GOOD = "3.3a|20|external|off|tmux-256color|0|1|xterm-256color|256,clipboard"


def test_a_tmux_that_is_well_set_up(tmp_path: Path) -> None:
    environ = within(tmp_path, GOOD)
    tmux = tmux_around(environ)
    found = only(look_at_multiplexer(environ, tmux))
    assert found.words == "tmux 3.3a, drawing on xterm-256color"
    assert found.facts["set-clipboard"] == "external"
    assert found.facts["focus-events"] == "on"
    clipboard = only(look_at_clipboard(environ, tmux))
    assert clipboard.mark == "ok"
    assert clipboard.words.startswith("tmux load-buffer -w, OSC 52 through tmux;")


def test_a_tmux_that_could_be_better(tmp_path: Path) -> None:
    environ = within(tmp_path, "3.3a|500|off|on|screen|0|0|alacritty|256,RGB")
    tmux = tmux_around(environ)
    _, delay, colours, extended = look_at_multiplexer(environ, tmux)
    assert (delay.mark, delay.change) == ("note", "In ~/.tmux.conf: set -sg escape-time 20")
    assert "default-terminal" in colours.change
    assert extended.mark == "ok"
    clipboard = only(look_at_clipboard(environ, tmux))
    assert clipboard.mark == "note"
    assert "clipboard" in clipboard.change
    assert "allow-passthrough" in clipboard.change


def test_a_tmux_that_is_gone(tmp_path: Path) -> None:
    environ = {"PATH": f"{tmp_path}", "TMUX": "/tmp/t,1,0", "TERM": "tmux-256color"}
    assert tmux_around(environ) is None
    assert only(look_at_multiplexer(environ, None)).mark == "note"
    assert only(look_at_clipboard(environ, None)).words.startswith("OSC 52, OSC 52 through tmux;")


def test_clipboards_elsewhere() -> None:
    assert only(look_at_clipboard({"TERM": "linux"}, None)).words == "this terminal has none"
    assert only(look_at_clipboard(XTERM, None)).words == "OSC 52; no terminal says whether it took it"
    assert only(look_at_multiplexer({"STY": "1.pts"}, None)).about == "screen"
    assert marks(look_at_clipboard(XTERM | {"VTE_VERSION": "6800"}, None)) == ["ok Clipboard", "note Clipboard"]


# Settings, key, versions


def test_settings_with_their_origins(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('namespace = "holiday"\napi_key_command = "echo sk-mavi-in-a-command"\n', encoding="utf-8")
    config = load(file, flags={"host": "https://lab.example.com"}, environ={})
    head, *changed = look_at_settings(config, "", file)
    assert head.words == f"{file}"
    assert [each.words for each in changed] == [
        "host = https://lab.example.com  from flag",
        f"namespace = holiday  from {file}",
        f"api_key_command = echo …  from {file}",
    ]
    assert "in-a-command" not in f"{head.facts}"


def test_settings_that_are_not_there_or_not_right(tmp_path: Path) -> None:
    absent = only(look_at_settings(load(None, environ={}), "", tmp_path / "config.toml"))
    assert "not there: all defaults" in absent.words
    wrong = only(look_at_settings(None, "config.toml: there is no setting 'hots'.", tmp_path / "config.toml"))
    assert (wrong.mark, wrong.words) == ("problem", "config.toml: there is no setting 'hots'.")


def test_keys() -> None:
    assert only(look_at_key(Key(SECRET, "MEMORIES_API_KEY"), "", demo=False)).words == "…6789 from MEMORIES_API_KEY"
    assert only(look_at_key(None, "", demo=True)).mark == "ok"
    assert only(look_at_key(None, "", demo=False)).mark == "problem"
    assert only(look_at_key(None, "key: chmod 600", demo=False)).words == "key: chmod 600"


def test_versions() -> None:
    found = only(look_at_versions())
    assert {"memories-tui", "Python", "textual", "av", "SQLite"} <= set(found.facts)


# The service


def test_a_service_that_answers() -> None:
    found, clock = look_at_service(Reply("https://api.example.com", 0.123, 1204, 0.4))
    assert found.words == "https://api.example.com answered in 123 ms, 1,204 videos"
    assert (found.mark, clock.mark) == ("ok", "ok")
    assert found.facts["milliseconds"] == 123


def test_a_service_that_is_slow_behind_a_proxy() -> None:
    found = only(look_at_service(Reply("https://api.example.com", 3.0, None, None, "proxy.example:3128")))
    assert found.mark == "note"
    assert "through the proxy proxy.example:3128" in found.words


@pytest.mark.row("N14")
@pytest.mark.parametrize(("skew", "words"), [(90.0, "90 s behind"), (-3600.0, "3,600 s ahead of")])
def test_a_clock_that_is_wrong(skew: float, words: str) -> None:
    _, clock = look_at_service(Reply("https://api.example.com", 0.1, 1, skew))
    assert clock.mark == "note"
    assert words in clock.words


def test_weather() -> None:
    for error, mark in (
        (Unreachable("can't be found", advice="Check the network."), "problem"),
        (Unauthorized("The key was refused.", message="bad key", code="0401"), "problem"),
        (Interrupted("The line dropped."), "problem"),
        (RateLimited("Too many requests."), "note"),
    ):
        found = only(look_at_service(Reply("https://api.example.com", error=error)))
        assert found.mark == mark
        assert found.facts["error"] == type(error).__name__
        assert error.what in found.words
    assert "key above" in only(look_at_service(Reply("h", error=Unauthorized("no")))).change
