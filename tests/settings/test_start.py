"""A start that needs no command line must mean exactly what the command line would have made of it."""

from __future__ import annotations

import subprocess
import sys
from typing import Final

import click
from hypothesis import given
from hypothesis import strategies as some

from tui.cli import main as command_line
from tui.options import Plain, plain

_WORDS: Final = [
    "--demo", "--read-only", "--config", "--profile", "--namespace", "--api", "--host", "--host=http://a", "--api=v2",
    "--demo=yes", "--read_only", "--help", "-h", "--version", "--", "-", "", "v1", "legacy", "upload", "doctor", "a b",
    "--name", "--namespace=", "--profile==", "x=y", "--theme", "--theme=nord",
]  # fmt: skip


def _by_click(words: list[str]) -> dict[str, object] | None:
    """The options as the command line reads them; None where it does something else than starting the interface."""
    try:
        with command_line.make_context("memories-tui", list(words)) as context:
            # Private, because click warns of the public name.
            return None if context._protected_args or context.args else dict(context.params)
    except (click.ClickException, click.exceptions.Exit):
        return None


@given(some.lists(some.sampled_from(_WORDS), max_size=6))
def test_a_plain_start_means_what_the_command_line_means(words: list[str]) -> None:
    asked = plain(words)
    if asked is None:
        return
    read = _by_click(words)
    assert read is not None, words
    file = read.pop("config_file")
    assert not read.pop("linear")
    told = {name: getattr(asked, name) for name in read}
    assert (None if file is None else str(file)) == asked.config or asked.config == ""
    assert told == read


def test_every_option_of_the_interface_starts_it_plainly() -> None:
    assert plain([]) == Plain()
    words = ["--demo", "--read-only", "--config", "c", "--profile", "p", "--namespace=n", "--api", "legacy", "--host=h"]
    words += ["--theme", "nord"]
    assert plain(words) == Plain(True, "c", "p", "n", "legacy", "h", True, "nord")
    known = {option for parameter in command_line.params for option in parameter.opts}
    told = {f"--{name.replace('_', '-')}" for name in Plain.__dataclass_fields__}
    assert known == told | {"--version", "--linear"}


def test_commands_and_mistakes_are_the_command_lines() -> None:
    for words in (["upload", "x"], ["--help"], ["--api", "v3"], ["--host"], ["--demo=1"], ["--nonsense"]):
        assert plain(words) is None


def test_the_command_line_is_not_imported_for_a_plain_start() -> None:
    code = "import sys, tui.start, tui.options; tui.options.plain(['--demo']); print('click' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
