"""What the kernel sends by itself: the same bytes and the same care, and the slow way where it can't."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.api.conftest import MakeClient
from tests.rawserver import RECEIPT, Visit, http, rawserver
from tui.api.errors import SourceChanged, SourceUnreadable
from tui.api.values import UploadForm

FORM = UploadForm(tags=("sea",))
SIZE = (24 << 20) + 12_345
SendFile = Callable[[int, int, int, int], int]


@pytest.fixture
def video(tmp_path: Path) -> Path:
    """No two kilobytes of it are alike."""
    path = tmp_path / "large.mp4"
    pieces = (hashlib.sha256(n.to_bytes(4, "big")).digest() * 32 for n in range(SIZE // 1024 + 1))
    path.write_bytes(b"".join(pieces)[:SIZE])
    return path


class Listener:
    """Reads a body in uneven pieces and keeps all of it."""

    def __init__(self) -> None:
        self.body = bytearray()

    async def act(self, visit: Visit) -> None:
        while len(self.body) < visit.length and (piece := await visit.reader.read(77_777)):
            self.body += piece
        visit.received = len(self.body)
        if visit.received == visit.length:
            await visit.say(http(RECEIPT))


async def arrived(connect: MakeClient, video: Path, **options: object) -> bytes:
    """The file as it came out at the other end, once it was sent whole."""
    listener, sent = Listener(), [0]
    async with rawserver(listener.act) as server:
        receipt = await connect(server.url).upload(video, FORM, on_sent=sent.append, **options)  # type: ignore[arg-type] # handed through
        assert (receipt.video_no, len(server.visits)) == ("VI1", 1)
    assert sent == sorted(sent)
    assert sent[-1] == video.stat().st_size
    head, _, rest = bytes(listener.body).partition(b"Content-Type: video/mp4\r\n\r\n")
    assert b"sea" in head
    return rest[: rest.rindex(b"\r\n--")]


def counted(monkeypatch: pytest.MonkeyPatch, send: SendFile) -> list[int]:
    """Puts `send` in the kernel's place; what it took, call by call."""
    taken: list[int] = []

    def noted(out: int, file: int, at: int, length: int) -> int:
        taken.append(0)
        taken[-1] = send(out, file, at, length)
        return taken[-1]

    monkeypatch.setattr("tui.api.direct.os.sendfile", noted)
    return taken


async def test_nearly_all_of_a_large_file_is_sent_by_the_kernel(
    connect: MakeClient, video: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = counted(monkeypatch, os.sendfile)
    assert await arrived(connect, video) == video.read_bytes()
    assert SIZE - (1 << 20) < sum(taken) < SIZE


@pytest.mark.parametrize("after", [0, 3])
async def test_where_the_kernel_can_not_the_rest_is_read(
    connect: MakeClient, video: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    def balks(out: int, file: int, at: int, length: int) -> int:
        if len(taken) > after:
            raise OSError(errno.EINVAL, "not for this file")
        return os_sendfile(out, file, at, min(length, 100_000))

    os_sendfile = os.sendfile
    taken = counted(monkeypatch, balks)
    assert await arrived(connect, video) == video.read_bytes()


async def test_a_cap_is_kept_to_by_the_kernel_too(
    connect: MakeClient, video: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def pace(wanted: int) -> int:
        return min(wanted, 500_000)

    taken = counted(monkeypatch, os.sendfile)
    assert await arrived(connect, video, pace=pace) == video.read_bytes()
    assert max(taken) <= 500_000


@pytest.mark.parametrize(
    ("number", "kind"),
    [(errno.EIO, SourceUnreadable), (None, SourceChanged)],
    ids=["a disk that fails", "a file that ends early"],
)
async def test_what_becomes_of_the_file_meanwhile_completes_nothing(
    connect: MakeClient, video: Path, monkeypatch: pytest.MonkeyPatch, number: int | None, kind: type[Exception]
) -> None:
    def fails(out: int, file: int, at: int, length: int) -> int:
        if at < 5_000_000:
            return os_sendfile(out, file, at, min(length, 1_000_000))
        if number is None:
            return 0
        raise OSError(number, "no")

    os_sendfile, listener = os.sendfile, Listener()
    counted(monkeypatch, fails)
    async with rawserver(listener.act) as server:
        with pytest.raises(kind):
            await connect(server.url).upload(video, FORM)
        (visit,) = server.visits
        assert visit.received < visit.length
