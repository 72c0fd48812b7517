"""Videos for tests of what is drawn: friendly ones, hostile ones, and lists of any length."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tui.api.values import Status, Video

HOSTILE = (
    "\x1b[31mred\x1b[0m.mp4",
    "\x1b]52;c;ZXZpbA==\x07clip",
    "a [/red] [@click=app.quit]x[/] b.mp4",
    "line\r\nbreak\u2028again",
    "\u202egpj.exe",
    "\ud800 lonely",
    "生日快乐" * 40,
    "👩\u200d👩\u200d👧 family ❤\ufe0f.mp4",
    "e" + "\u0301" * 50,
    "\u0301starts with a mark",
    "مرحبا بالعالم.mp4",
    "x" * 10_000,
    "",
)


def number(n: int) -> str:
    return f"VI{n:09d}"


def video(n: int, name: str | None = None) -> Video:
    """The nth video of an endless library, newest first."""
    return Video(
        video_no=number(n),
        name=HOSTILE[n % len(HOSTILE)] if name is None else name,
        status=tuple(Status)[n % 3],
        duration=n % 9000,
        size=n * 1_000_003 % 10**10,
        created=1_750_000_000_000 - n * 60_000,
        camera=HOSTILE[n % 7] if n % 2 else None,
        latitude=(n % 180) - 90.0 if n % 3 else None,
        longitude=(n % 360) - 180.0 if n % 3 else None,
        tags=HOSTILE[: n % 5],
        width=1920,
        height=1080,
    )


@dataclass(frozen=True)
class Listed:
    """Rows from a list; None is a row that has vanished."""

    videos: Sequence[Video | None]

    @property
    def count(self) -> int:
        return len(self.videos)

    def row(self, n: int) -> Video | None:
        return self.videos[n]

    def position(self, video_no: str) -> int | None:
        found = (n for n, each in enumerate(self.videos) if each is not None and each.video_no == video_no)
        return next(found, None)


@dataclass(frozen=True)
class Endless:
    """Rows that are computed: a million of them take no memory."""

    count: int

    def row(self, n: int) -> Video | None:
        return video(n, f"clip {n}.mp4")

    def position(self, video_no: str) -> int | None:
        return int(video_no[2:])
