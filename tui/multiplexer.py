"""What tmux says of itself where we run inside it: asked in a process of its own, for a second at most."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from typing import Final

from tui.credentials import VARIABLE
from tui.terminal.fitness import over_ssh

SECONDS: Final = 1.0
"""How long any tool is waited for: a person who copied a line is not kept waiting longer."""


def answer(command: Sequence[str], environ: Mapping[str, str], *, typed: bytes = b"") -> str:
    """What a program prints. Raises OSError where it is not there, fails, or takes too long."""
    # A clipboard tool stays behind as the keeper of the text, so it gets neither the key nor our terminal.
    without_key = {name: value for name, value in environ.items() if name != VARIABLE}
    try:
        done = subprocess.run(
            command,
            input=typed,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=without_key,
            timeout=SECONDS,
            check=True,
        )
    except subprocess.SubprocessError as problem:
        raise OSError(f"{command[0]} did not do it") from problem
    return done.stdout.decode("utf-8", "replace")


def ask_tmux(words: Sequence[str], environ: Mapping[str, str], *, typed: bytes = b"") -> str | None:
    """The answer of the tmux that we run in to a command; None where there is none."""
    if not environ.get("TMUX"):
        return None
    try:
        return answer(["tmux", *words], environ, typed=typed)
    except OSError:
        return None


def sits_elsewhere(environ: Mapping[str, str]) -> bool:
    """Whether the person looks at this over ssh. A tmux knows how it was last attached, our environment may not."""
    said = ask_tmux(["show-environment", "SSH_CONNECTION"], environ)
    return over_ssh(environ) if said is None else said.startswith("SSH_CONNECTION=")
