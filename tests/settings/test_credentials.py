"""The key: where it is found, in which order, what is refused, and that nothing ever prints it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tui.config import Config, ConfigProblem
from tui.credentials import Key, find_key

SECRET = "sk-mavi-0123456789abcdef"


def key_file(folder: Path, text: str, mode: int = 0o600) -> Path:
    file = folder / "key"
    file.write_text(text, encoding="utf-8")
    file.chmod(mode)
    return file


def found(config: Config, environ: dict[str, str] | None = None) -> Key:
    key = find_key(config, environ or {})
    assert key is not None
    return key


def test_no_source_is_no_key() -> None:
    assert find_key(Config(), {}) is None
    assert find_key(Config(), {"MEMORIES_API_KEY": "  "}) is None


def test_the_environment_beats_the_file_which_beats_the_command(tmp_path: Path) -> None:
    config = Config(
        api_key_file=str(key_file(tmp_path, "sk-from-the-file-1234\n")),
        api_key_command=f"{sys.executable} -c 'print(\"sk-from-the-command-1\")'",
    )
    assert found(config, {"MEMORIES_API_KEY": SECRET}).secret == SECRET
    assert found(config).secret == "sk-from-the-file-1234"
    assert found(Config(api_key_command=config.api_key_command)).secret == "sk-from-the-command-1"


@pytest.mark.row("D8")
def test_a_file_that_others_can_read_is_refused_with_the_cure(tmp_path: Path) -> None:
    file = key_file(tmp_path, SECRET, 0o644)
    with pytest.raises(ConfigProblem, match=r"chmod 600") as problem:
        find_key(Config(api_key_file=str(file)), {})
    assert SECRET not in str(problem.value)


@pytest.mark.row("N20")
@pytest.mark.parametrize("damage", ["sk-a b", "sk-a\nb", "sk-“smart”", "sk-\0", "sk-ключ"])
def test_a_wrong_character_is_named_by_its_place_and_never_by_its_key(damage: str) -> None:
    with pytest.raises(ConfigProblem, match=r"position \d+") as problem:
        find_key(Config(), {"MEMORIES_API_KEY": damage})
    assert damage not in str(problem.value)


def test_a_command_that_fails_is_said(tmp_path: Path) -> None:
    with pytest.raises(ConfigProblem, match="code 3"):
        find_key(Config(api_key_command=f"{sys.executable} -c 'raise SystemExit(3)'"), {})
    with pytest.raises(ConfigProblem, match="could not be run"):
        find_key(Config(api_key_command=str(tmp_path / "absent")), {})
    with pytest.raises(ConfigProblem, match="holds no key"):
        find_key(Config(api_key_command=f"{sys.executable} -c 'pass'"), {})


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(ConfigProblem, match="can't be read"):
        find_key(Config(api_key_file=str(tmp_path / "absent")), {})


@pytest.mark.row("D9")
def test_a_key_shows_its_last_four_characters_at_most() -> None:
    key = Key(SECRET, "somewhere")
    assert key.masked == "…cdef"
    assert SECRET not in repr(key)
    assert Key("short", "somewhere").masked == "…"
