"""The real program in a pty, with a home of its own, against the stand-in in a process of its own."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import httpx

from tests.pty.term import Manner, Term

COMMAND: Final = str(Path(sys.executable).with_name("memories-tui"))
PATIENT: Final = (sys.executable, "-P", str(Path(__file__).with_name("patient.py")))
"""The same, for what must be heard of in time where it is not the time that is tried."""
KEY: Final = "sk-mavi-pty-0123456789abcdef"
CTRL_C, CTRL_G, CTRL_U, ESCAPE, ENTER, TAB = "\x03", "\x07", "\x15", "\x1b", "\r", "\t"
UP, DOWN, HOME, END, PAGE_DOWN = "\x1b[A", "\x1b[B", "\x1b[H", "\x1b[F", "\x1b[6~"
IN_TIME: Final = 3.0
"""Seconds within which the process has ended, its services closed."""

_READ: Final = 0.5
"""Seconds; after 0.3 a question takes an answer, unless the machine was busy with other things just then."""
_AGAIN: Final = 10.0
_PROMISE: Final = re.compile(r"MEMORIES_API_HOST=(http://127\.0\.0\.1:\d+) MEMORIES_API_KEY=(\S+)\n\Z")


@dataclass(frozen=True, slots=True)
class Service:
    """Where a stand-in is and what opens it."""

    url: str
    key: str = field(repr=False)

    def videos(self) -> list[dict[str, Any]]:
        """The newest 200 as the service tells them, asked for without any code of ours."""
        asked = httpx.post(
            f"{self.url}/serve/api/v1/list_videos", json={"size": 200}, headers={"Authorization": self.key}
        )
        found: list[dict[str, Any]] = asked.json()["data"]["videos"]
        return found

    def named(self, name: str) -> list[dict[str, Any]]:
        return [video for video in self.videos() if video["video_name"] == name]


@contextmanager
def serving(*options: str) -> Iterator[Service]:
    """`memories-tui serve` with these options, from the line that it prints to its end."""
    command = [COMMAND, "serve", "--key", KEY, *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True) as process:
        try:
            assert process.stdout is not None
            said = _PROMISE.match(process.stdout.readline())
            assert said, "serve prints its URL and key on one line"
            yield Service(said[1], said[2])
        finally:
            process.terminate()


@dataclass(frozen=True, slots=True)
class Home:
    """A person's home directory, in which the program has never run."""

    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        kinds = ("CONFIG", "DATA", "STATE", "CACHE")
        return {"HOME": str(self.folder)} | {f"XDG_{kind}_HOME": str(self.folder / kind.lower()) for kind in kinds}

    @property
    def log(self) -> Path:
        return self.folder / "state" / "memories-tui" / "log"

    def start(
        self,
        service: Service | None = None,
        *options: str,
        argv: Sequence[str] = (COMMAND,),
        columns: int = 100,
        rows: int = 30,
        env: Mapping[str, str] | None = None,
        manner: Manner = "plain",
        synchronized: bool = False,
        ground: str = "",
    ) -> Term:
        """The program in a terminal, standing in this home; with a service, that one's library."""
        reach = {"MEMORIES_API_HOST": service.url, "MEMORIES_API_KEY": service.key} if service else {}
        everything = self.environment | reach | dict(env or {})
        command = [*argv, *options]
        return Term(
            command, columns=columns, rows=rows, env=everything, cwd=self.folder, manner=manner,
            synchronized=synchronized, ground=ground,
        )  # fmt: skip

    def files(self) -> Iterator[Path]:
        return (path for path in self.folder.rglob("*") if path.is_file())


def descendants(pid: int) -> Iterator[int]:
    """Every process that this one has started, at any depth, and that still runs."""
    # Any thread may have started one, and each child is listed with the thread that did.
    for task in _threads(pid):
        with suppress(OSError):  # it has ended meanwhile
            for child in (task / "children").read_text(encoding="ascii").split():
                yield int(child)
                yield from descendants(int(child))


def _threads(pid: int) -> list[Path]:
    try:
        return list(Path(f"/proc/{pid}/task").iterdir())
    except OSError:
        return []


def send_clip(term: Term, name: str) -> None:
    """Through the modal, to the moment at which it is on its way."""
    term.send("u")
    term.wait_text("Start", "the upload modal")
    term.send(name + ENTER)
    term.wait_text("1 file", "the file chosen")
    term.send(CTRL_G)
    term.wait_text("Uploading", "the upload being watched")


def press_escape(term: Term, then: str, what: str) -> None:
    """Escape, and nothing after it until it has acted: what follows at once would make it Alt."""
    term.send(ESCAPE)
    term.wait_text(then, what)


def answer(term: Term, key: str, then: Callable[[], bool], what: str) -> None:
    """As a person does who has read the question about uploads: keys typed ahead are none.

    Again only after so long that the first one was none for certain: whoever has the terminal by then would get it.
    """
    term.wait_text("Uploads are under way", "the question")
    due = time.monotonic() + _READ

    def happened() -> bool:
        nonlocal due
        if time.monotonic() >= due and "Uploads are under way" in term.text():
            term.send(key)
            due = time.monotonic() + _AGAIN
        return then()

    term.wait(happened, what)


def leave(term: Term) -> None:
    term.send("q")
    assert term.wait_exit(IN_TIME) == 0
    assert term.left_on() == []
    assert term.text().strip() == ""
