"""The command line as a shell sees it: words, exit codes, and no key anywhere."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tui import __version__
from tui.cli import example_text, main

SECRET = "sk-mavi-0123456789abcdef"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own: no test reads or writes the files of whoever runs it."""
    for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(variable, str(tmp_path / variable.lower()))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("MEMORIES_API_KEY", raising=False)
    monkeypatch.delenv("MEMORIES_API_HOST", raising=False)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def test_version_and_help() -> None:
    assert run("--version").output.strip() == f"memories-tui, version {__version__}"
    assert "--demo" in run("--help").output


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys\nfrom tui.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "print([name for name in ('textual', 'httpx', 'pydantic', 'av', 'starlette', 'ssl') if name in sys.modules])"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.splitlines()[-1] == "[]"


def test_config_path_init_and_show(home: Path) -> None:
    path = Path(run("config", "path").output.strip())
    assert path.is_relative_to(home)
    assert not path.exists()
    assert run("config", "init").exit_code == 0
    assert path.read_text(encoding="utf-8") == example_text()
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    again = run("config", "init")
    assert again.exit_code == 1
    assert "exists already" in again.output
    shown = run("config", "show").output
    assert f"{path}" in shown
    assert "none" in shown


def test_config_show_masks_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEMORIES_API_KEY", SECRET)
    shown = run("config", "show").output
    assert "…cdef" in shown
    assert "MEMORIES_API_KEY" in shown
    assert SECRET not in shown


@pytest.mark.parametrize(
    "arguments",
    [
        ("--host", "http://nas.example"),
        ("--config", "/nonexistent/settings.toml"),
        ("--profile", "nobody"),
        ("--api", "v3"),
        ("--no-such-flag",),
    ],
)
def test_usage_and_configuration_problems_end_with_2(arguments: tuple[str, ...]) -> None:
    answer = run(*arguments)
    assert answer.exit_code == 2
    assert answer.output
    assert "Traceback" not in answer.output


def test_without_a_terminal_it_is_one_sentence_and_2() -> None:
    answer = subprocess.run(
        [sys.executable, "-m", "tui", "--demo"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env=os.environ | {"TERM": "xterm-256color"},
        check=False,
    )
    assert answer.returncode == 2
    assert answer.stdout == b""
    assert b"needs a terminal" in answer.stderr
    assert b"\x1b" not in answer.stderr


@pytest.mark.row("N20", "T15")
def test_a_bad_key_is_refused_before_the_terminal_is_touched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEMORIES_API_KEY", SECRET + " and more")
    answer = run("config", "show")
    assert answer.exit_code == 2
    assert "position" in answer.output
    assert SECRET not in answer.output
