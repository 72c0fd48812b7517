"""The real program in a process of its own, as a script runs it, against a live service."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.conditions import PATIENCE
from tests.standin import KEY

REPOSITORY = Path(__file__).parents[2]
_LONGEST = 3 * PATIENCE
"""Seconds: what waits for a locked file or a patience to end does so for ten of them on a machine of its own."""
_MEMORIES = ("MEMORIES_API_KEY", "MEMORIES_API_HOST")


@dataclass(frozen=True, slots=True)
class Ended:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def objects(self) -> list[dict[str, Any]]:
        """Every line of stdout as JSON: one that is none fails here."""
        return [json.loads(line) for line in self.out.splitlines()]


@dataclass(frozen=True, slots=True)
class Shell:
    """Somebody's shell: a home, a key in the environment, a service."""

    home: Path
    url: str
    key: str | None = KEY
    more: Mapping[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        bare = {name: value for name, value in os.environ.items() if name not in _MEMORIES}
        folders = {f"XDG_{kind}_HOME": str(self.home / kind.lower()) for kind in ("CONFIG", "DATA", "STATE")}
        account = {"MEMORIES_API_HOST": self.url} | ({"MEMORIES_API_KEY": self.key} if self.key else {})
        return {**bare, "HOME": str(self.home), "PYTHONPATH": str(REPOSITORY), **folders, **account, **self.more}

    def run(self, *arguments: str | Path, stdin: bytes = b"") -> Ended:
        """Runs it to its end; fails if the key or a traceback is to be seen anywhere."""
        done = subprocess.run(
            _command(arguments),
            input=stdin,
            capture_output=True,
            env=self.environment,
            cwd=self.home,
            timeout=_LONGEST,
            check=False,
        )
        return self.ended(done.returncode, done.stdout, done.stderr)

    @contextmanager
    def running(
        self, *arguments: str | Path, before: Sequence[str] = (), **streams: Any
    ) -> Iterator[subprocess.Popen[bytes]]:
        """Runs it beside the test, by the command `before` if there is one; killed at the end, if it has not ended.

        `streams` as of Popen.
        """
        pipes: dict[str, Any] = {
            "stdin": subprocess.DEVNULL,
            "stdout": subprocess.PIPE,
            "stderr": subprocess.PIPE,
        } | streams
        command = [*before, *_command(arguments)]
        process: subprocess.Popen[bytes]
        with subprocess.Popen(command, env=self.environment, cwd=self.home, **pipes) as process:
            try:
                yield process
            finally:
                process.kill()

    def ended(self, code: int, out: bytes, err: bytes) -> Ended:
        """The same, for what was run beside the test."""
        end = Ended(code, out.decode(), err.decode())
        assert "Traceback" not in end.out + end.err, end.err
        assert self.key is None or self.key not in end.out + end.err
        return end

    def finish(self, process: subprocess.Popen[bytes]) -> Ended:
        """Waits for the end of what runs beside the test."""
        out, err = process.communicate(timeout=_LONGEST)
        return self.ended(process.returncode, out or b"", err or b"")


def _command(arguments: tuple[str | Path, ...]) -> list[str]:
    return [sys.executable, "-W", "error", "-m", "tui", *(os.fspath(one) for one in arguments)]
