"""Asks the probe process about files, and starts another when that one dies or takes too long."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import sys
from dataclasses import field
from pathlib import Path
from typing import Any, Final

from tui.frozen import dataclass
from tui.text import safe_text
from tui.uploads.desk import Facts
from tui.uploads.told import facts_in

LONGEST: Final = 10.0
"""Seconds for one file; on a disk that hangs the process is given up."""

_LONGEST_ANSWER: Final = 1 << 20
"""Bytes of a line: the pixels of a small picture are one."""
_KEPT: Final = ("PATH", "PYTHONHOME", "VIRTUAL_ENV", "LD_LIBRARY_PATH", "TMPDIR", "LANG", "LC_ALL")
_HOME: Final = str(Path(__file__).parents[2])
"""Where this package lies, installed or not."""


@dataclass(frozen=True, slots=True)
class Probed:
    """What came of looking at one file."""

    facts: Facts | None = None
    problem: str = ""
    """It is no video, in plain words."""
    warning: str = ""
    """It could not be looked at, which says nothing about the file."""


@dataclass(frozen=True, slots=True)
class Pixels:
    """A picture made small: three bytes for each pixel, row by row; or none, and the reason in words."""

    width: int = 0
    height: int = 0
    rgb: bytes = field(default=b"", repr=False)
    problem: str = ""


class Prober:
    """One long-lived child process, asked about one file after the other."""

    def __init__(self, *, command: tuple[str, ...] = (sys.executable, "-P", "-m", "tui.uploads.probe")) -> None:
        """`-P`: nothing is imported from the folder that we happen to stand in."""
        self._command = command
        self._child: asyncio.subprocess.Process | None = None
        self._turn = asyncio.Lock()

    async def probe(self, path: Path) -> Probed:
        """What the file says of itself. Never raises for what a file holds."""
        async with self._turn:
            try:
                asked = {"path": os.fsencode(path).hex()}
                async with asyncio.timeout(LONGEST):
                    return _probed(await self._ask(asked))
            except TimeoutError:
                await self._end()
                return Probed(warning=f"looking into it took more than {LONGEST:.0f} s")
            except (OSError, EOFError, ValueError, TypeError):
                await self._end()
                return Probed(warning="it broke the reader of video files: handle with care")
            except asyncio.CancelledError:
                # The answer to an abandoned question would be taken for the next one's.
                self._kill()
                raise

    async def thumbnail(self, data: bytes, kind: str, *, width: int, height: int) -> Pixels:
        """A picture in these bytes (`kind`: jpeg, png, webp or gif) within so many pixels. Never raises for them."""
        asked = {"picture": base64.b64encode(data).decode("ascii"), "kind": kind, "width": width, "height": height}
        async with self._turn:
            try:
                async with asyncio.timeout(LONGEST):
                    return _pixels(await self._ask(asked), width, height)
            except TimeoutError:
                await self._end()
                return Pixels(problem="it took too long to decode the picture")
            except (OSError, EOFError, ValueError, TypeError, KeyError, OverflowError):
                await self._end()
                return Pixels(problem="the picture broke what decodes pictures")
            except asyncio.CancelledError:
                self._kill()
                raise

    async def aclose(self) -> None:
        """To its end, also for somebody who is cancelled meanwhile."""
        await asyncio.shield(asyncio.create_task(self._end()))

    async def _ask(self, asked: dict[str, Any]) -> dict[str, Any]:
        child = await self._running()
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write(json.dumps(asked).encode() + b"\n")
        await child.stdin.drain()
        line = await child.stdout.readline()
        if not line:
            raise EOFError
        try:
            answer = json.loads(line)
        except RecursionError:
            raise ValueError("no answer of ours") from None
        if not isinstance(answer, dict):
            raise ValueError("no answer of ours")
        return answer

    async def _running(self) -> asyncio.subprocess.Process:
        if self._child is None or self._child.returncode is not None:
            self._child = await asyncio.create_subprocess_exec(
                *self._command,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                env=_environment(),
                limit=_LONGEST_ANSWER,
                start_new_session=True,  # Ctrl-C in the terminal is not meant for it
            )
        return self._child

    def _kill(self) -> None:
        if self._child is not None and self._child.returncode is None:
            self._child.kill()

    async def _end(self) -> None:
        self._kill()
        child, self._child = self._child, None
        if child is not None:
            await child.communicate()


def _probed(answer: dict[str, Any]) -> Probed:
    """Raises ValueError or TypeError for what is no answer."""
    if answer.get("facts") is not None:
        return Probed(facts=facts_in(answer["facts"]))
    problem = safe_text(answer.get("problem") or "", 200)
    if not problem:
        raise ValueError("neither facts nor a problem")
    return Probed(warning=problem) if answer.get("missing") else Probed(problem=problem)


def _pixels(answer: dict[str, Any], width: int, height: int) -> Pixels:
    """Raises ValueError, TypeError or KeyError for what is no answer: a picture may have taken the process over."""
    if answer.get("problem"):
        return Pixels(problem=safe_text(answer["problem"], 80))
    found = Pixels(int(answer["width"]), int(answer["height"]), base64.b64decode(answer["rgb"]))
    fits = 0 < found.width <= width and 0 < found.height <= height
    if not fits or len(found.rgb) != found.width * found.height * 3:
        raise ValueError("no such picture")
    return found


def _environment() -> dict[str, str]:
    """Without the key, or anything else that a file's reader has no use for."""
    return {name: os.environ[name] for name in _KEPT if name in os.environ} | {"PYTHONPATH": _HOME}
