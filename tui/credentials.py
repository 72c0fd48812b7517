"""The API key: found in one of three places, shown to nobody beyond its last four characters."""

from __future__ import annotations

import os
import shlex
import stat
from collections.abc import Mapping
from dataclasses import field
from pathlib import Path
from typing import Final

from tui.config import Config, ConfigProblem, shown
from tui.frozen import dataclass

VARIABLE: Final = "MEMORIES_API_KEY"
_COMMAND_SECONDS: Final = 60.0
"""Long enough for a person to type a passphrase."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key that does not print itself."""

    secret: str = field(repr=False)
    origin: str
    """Where it was found, in words."""

    @property
    def masked(self) -> str:
        """What a person may see: the last four characters, and only of a key long enough to hide the rest."""
        return f"…{self.secret[-4:]}" if len(self.secret) >= 12 else "…"


def find_key(config: Config, environ: Mapping[str, str] = os.environ) -> Key | None:
    """The environment's key, else the file's, else the command's, else None. Raises ConfigProblem."""
    if environ.get(VARIABLE, "").strip():
        return Key(checked(environ[VARIABLE], VARIABLE), VARIABLE)
    if config.api_key_file:
        file = Path(config.api_key_file).expanduser()
        return Key(checked(_read(file), shown(file)), shown(file))
    if config.api_key_command:
        return Key(checked(_ask(config.api_key_command), "api_key_command"), "api_key_command")
    return None


def checked(raw: str, origin: str) -> str:
    """The key without surrounding space; says where a wrong character stands, never what the key is."""
    key = raw.strip()
    if not key:
        raise ConfigProblem(f"{origin} holds no key.")
    for position, character in enumerate(key, 1):
        if not "!" <= character <= "~":
            raise ConfigProblem(
                f"The key from {origin} has a character at position {position} that no key contains "
                "(a space, a line end, or something pasted along). Copy it again."
            )
    return key


def _read(file: Path) -> str:
    try:
        mode = file.stat().st_mode
        if stat.S_IMODE(mode) & 0o077:
            raise ConfigProblem(f"{shown(file)} can be read by others: run  chmod 600 {shlex.quote(shown(file))}")
        if not stat.S_ISREG(mode):
            raise ConfigProblem(f"{shown(file)} is no plain file, so no key was read from it.")
        return file.read_text(encoding="utf-8", errors="replace")
    except OSError as problem:
        raise ConfigProblem(f"The key file {shown(file)} can't be read: {problem.strerror}.") from None


def _ask(command: str) -> str:
    import subprocess  # no start should wait for it that does not need it

    try:
        words = shlex.split(command)
        answer = subprocess.run(words, stdout=subprocess.PIPE, timeout=_COMMAND_SECONDS, check=False, text=True)
    except subprocess.TimeoutExpired:
        raise ConfigProblem(f"api_key_command did not answer within {_COMMAND_SECONDS:.0f} s.") from None
    except (OSError, ValueError):
        raise ConfigProblem(
            "api_key_command could not be run: is the program installed, and the quoting right?"
        ) from None
    if answer.returncode != 0:
        raise ConfigProblem(f"api_key_command ended with code {answer.returncode}; its own words are above.")
    return answer.stdout.split("\n", 1)[0]
