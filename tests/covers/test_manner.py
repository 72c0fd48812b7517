"""Whether covers are shown by themselves: by the setting, the terminal and its line."""

from __future__ import annotations

import pytest

from tui.appearance import choose_appearance
from tui.config import Config
from tui.cover_counter import Line, manner_here

SSH = {"SSH_CONNECTION": "192.0.2.1 50000 192.0.2.2 22"}


@pytest.mark.parametrize(
    ("images", "environ", "shown", "if_fast"),
    [
        ("auto", {}, True, False),
        ("auto", SSH, False, True),
        ("auto", SSH | {"NO_COLOR": "1"}, False, False),
        ("auto", {"NO_COLOR": "1"}, False, False),
        ("blocks", SSH, True, False),
        ("sixel", SSH, True, False),
        ("off", SSH, False, False),
        ("off", {}, False, False),
    ],
)
def test_by_setting_terminal_and_line(images: str, environ: dict[str, str], shown: bool, if_fast: bool) -> None:
    everything = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"} | environ
    manner = manner_here(images, choose_appearance(Config(), everything, "utf-8"), everything)
    assert (manner.shown, manner.if_fast) == (shown, if_fast)


def test_a_line_is_told_to_who_asks_before_and_after() -> None:
    line, told = Line(), list[float]()
    line.when_told(told.append)
    assert told == []
    line.told(300.0)
    line.when_told(told.append)
    assert told == [300.0, 300.0]
