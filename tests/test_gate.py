"""Words from outside are harmless also where no widget shows them: on stderr, and in a line beneath a list."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tui.commands.settings import Trouble
from tui.config import Config
from tui.deeds.deed import Fate, Item, Target
from tui.launch import launch
from tui.widgets.deed_words import item_words

HOSTILE = "a\x1b]52;c;eA==\x07\u202eb"


def test_a_setting_that_is_complained_about_moves_no_terminal(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    config = replace(Config(), theme=HOSTILE, origins={"theme": "flag"})
    assert launch(config, demo=True, config_file=tmp_path / "config.toml") == 2
    said = capsys.readouterr().err
    assert "52;c;eA==" in said
    assert said.replace("\n", "").isprintable()


def test_nor_does_a_command_that_fails() -> None:
    assert Trouble(f"There is no file {HOSTILE}.").message == "There is no file a\ufffd]52;c;eA==\ufffdb."


def test_nor_the_number_of_a_video() -> None:
    words = item_words(Item(Target(f"{HOSTILE}\nVI2"), Fate.FAILED, HOSTILE))
    assert words.isprintable()
