"""`memories-tui doctor`: against a live service, a dead one, a wrong key, and with hardly anything there."""

from __future__ import annotations

import json
import re
import socket
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.commands.shell import Shell
from tests.standin import KEY, StandIn


def findings(shell: Shell, *options: str, code: int) -> dict[str, dict[str, Any]]:
    """The last finding about each thing."""
    ended = shell.run(*options, "doctor", "--json")
    assert ended.code == code, ended.out
    (told,) = ended.objects
    assert told["ok"] is (code == 0)
    return {finding["about"]: finding for finding in told["findings"]}


def plain(shell: Shell) -> Shell:
    """In a terminal that nothing is wrong with, wherever the tests run."""
    bare = dict.fromkeys(("TMUX", "STY", "NO_COLOR", "http_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"), "")
    return replace(shell, more={**bare, "TERM": "xterm-256color", "LANG": "C.UTF-8", "PYTHONUTF8": "1"})


def test_all_is_well(shell: Shell, service: StandIn) -> None:
    found = findings(plain(shell), code=0)
    assert found["Service"]["facts"]["videos"] == 0
    assert found["Service"]["facts"]["milliseconds"] < 15_000
    assert abs(found["Clock"]["facts"]["seconds"]) < 30
    assert found["Key"]["words"] == f"…{KEY[-4:]} from MEMORIES_API_KEY"
    assert found["Settings"]["words"] == f"host = {shell.url}  from MEMORIES_API_HOST"


def test_as_text(shell: Shell) -> None:
    ended = plain(shell).run("doctor")
    assert ended.code == 0
    assert ended.err == ""
    lines = ended.out.splitlines()
    assert lines[0].startswith("ok       Versions   memories-tui ")
    assert f"ok       Settings   host = {shell.url}  from MEMORIES_API_HOST" in lines
    assert re.fullmatch(r"All is well\.|1 note\.|\d notes\.", lines[-1]), "a service that is slow for once is noted"


def test_it_changes_nothing(shell: Shell) -> None:
    assert plain(shell).run("doctor").code == 0
    assert list(shell.home.rglob("*")) == []


def test_a_dead_host(shell: Shell) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        dead = replace(plain(shell), url=f"http://127.0.0.1:{taken.getsockname()[1]}")
        found = findings(dead, code=1)
    assert found["Service"]["mark"] == "problem"
    assert found["Service"]["facts"]["error"] == "Unreachable"
    assert found["Service"]["change"]


def test_a_wrong_key(shell: Shell) -> None:
    found = findings(replace(plain(shell), key="sk-mavi-wrong-0123456789"), code=1)
    assert found["Service"]["facts"]["error"] == "Unauthorized"
    assert found["Key"]["mark"] == "ok"


def test_without_a_key(shell: Shell) -> None:
    found = findings(replace(plain(shell), key=None), code=1)
    assert found["Key"]["mark"] == "problem"
    assert "MEMORIES_API_KEY" in found["Key"]["change"]
    assert "Service" not in found


def test_a_key_that_can_not_be_one(shell: Shell) -> None:
    found = findings(replace(plain(shell), key="sk-mavi-two words"), code=1)
    assert "position 12" in found["Key"]["words"]


def test_the_demo(shell: Shell) -> None:
    found = findings(replace(plain(shell), key=None), "--demo", code=0)
    assert found["Service"]["words"] == "the demo's is built in"
    assert list(shell.home.rglob("*")) == []


def test_settings_that_are_wrong_are_a_finding_not_the_end(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text("hots = 1\n", encoding="utf-8")
    found = findings(plain(shell), "--config", f"{file}", code=1)
    assert "Did you mean 'host'?" in found["Settings"]["words"]
    assert found["Disk"]["mark"] == "ok"


def test_after_work_the_files_are_looked_at(shell: Shell) -> None:
    there = plain(shell)
    assert there.run("list").code == 0
    found = findings(there, code=0)
    assert found["Index"]["facts"]["whole"] is True
    assert json.dumps(found["Index"]["facts"]).count(KEY) == 0
