"""Writing to a line that takes nothing: frames are dropped, all else is kept in order, and a repaint is asked for."""

from __future__ import annotations

import os
import threading
import tty
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from tests.conditions import PATIENCE
from tests.waiting import wait_until
from tui.terminal.output import MAX_WAITING, STALLED_AFTER, Output

FRAME = b"#" * 8192
KERNEL = 70_000
"""Bytes, more than the kernel takes of a line that nobody reads."""


@dataclass
class Line:
    """A pty whose far end is written to, and what was reported about it."""

    near: int
    far: int
    repaint: threading.Event = field(default_factory=threading.Event)
    gone: threading.Event = field(default_factory=threading.Event)
    now: float = 0.0
    """Seconds: it is later when a test says so, and not on a machine that has stood still."""

    def output(self) -> Output:
        return Output(self.far, repaint=self.repaint.set, gone=self.gone.set, monotonic=lambda: self.now)

    def read_until(self, end: bytes) -> bytes:
        data = b""
        while not data.endswith(end):
            data += os.read(self.near, 65536)
        return data


@pytest.fixture
def line() -> Iterator[Line]:
    near, far = os.openpty()
    tty.setraw(far)
    line = Line(near, far)
    yield line
    if not line.gone.is_set():
        os.close(near)
        os.close(far)


def test_everything_arrives_in_order_on_a_line_that_takes_it(line: Line) -> None:
    output = line.output()
    reader = threading.Thread(target=lambda: got.append(line.read_until(b"end")))
    got: list[bytes] = []
    reader.start()
    for n in range(50):
        output.write(b"[%d]" % n, frame=n % 2 == 0)
    output.write(b"end", frame=False)
    reader.join()
    assert output.close(PATIENCE)
    assert got == [b"".join(b"[%d]" % n for n in range(50)) + b"end"]
    assert not line.repaint.is_set()


@pytest.mark.row("T18")
def test_a_stalled_line_costs_frames_and_nothing_else(line: Line) -> None:
    output = line.output()
    # As long as nobody reads, the thread has this to write, however early or late it begins: it never catches up.
    output.write(b"#" * KERNEL, frame=False)
    for n in range(100):
        output.write(FRAME, frame=True)
        output.write(b"<%d>" % n, frame=False)
    output.write(b"end", frame=False)
    assert not line.repaint.is_set()
    got = line.read_until(b"end")
    assert len(got) < KERNEL + MAX_WAITING + len(FRAME), "no more than the kernel's buffer and ours"
    assert got.replace(b"#", b"") == b"".join(b"<%d>" % n for n in range(100)) + b"end"
    assert line.repaint.wait(PATIENCE), "a whole picture is asked for once the line has caught up"
    output.write(b"whole picture", frame=True)
    assert line.read_until(b"picture") == b"whole picture"
    assert output.close(PATIENCE)


def test_a_line_on_which_nothing_has_moved_gets_no_frame(line: Line) -> None:
    output = line.output()
    output.write(b"#" * KERNEL, frame=False)

    def is_behind() -> bool:
        output.write(b"frame", frame=True)
        line.now += STALLED_AFTER + 0.1
        return output._missed

    # Not at the first one yet: the kernel takes something, and that may be now.
    wait_until(is_behind, "a frame that is dropped for its age")
    output.write(b"end", frame=False)
    assert line.read_until(b"end").replace(b"#", b"") == b"end"
    assert line.repaint.wait(PATIENCE)
    assert output.close(PATIENCE)


def test_what_is_kept_has_a_bound_too(line: Line) -> None:
    output = line.output()
    for _ in range(1000):
        output.write(FRAME, frame=False)
    reader = threading.Thread(target=lambda: got.append(line.read_until(b"closed")))
    got: list[bytes] = []
    reader.start()
    assert output.close(PATIENCE)
    os.write(line.far, b"closed")
    reader.join()
    assert 2 * MAX_WAITING <= len(got[0]) < KERNEL + 2 * MAX_WAITING + len(FRAME)


def test_closing_a_stalled_line_takes_no_longer_than_it_may(line: Line) -> None:
    output = line.output()
    for _ in range(20):
        output.write(FRAME, frame=False)
    assert not output.close(0.05)
    output.write(b"too late", frame=False)


def test_frames_about_to_be_covered_are_forgotten(line: Line) -> None:
    output = line.output()
    frames = MAX_WAITING // len(FRAME) - 1
    for _ in range(frames):
        output.write(FRAME, frame=True)
    output.drop_frames()
    output.write(b"end", frame=False)
    assert len(line.read_until(b"end")) < KERNEL + len(FRAME) < frames * len(FRAME), (
        "what had begun to leave, and no more"
    )
    assert output.close(PATIENCE)


def test_a_line_that_is_gone_is_reported_once(line: Line) -> None:
    output = line.output()
    os.close(line.far)
    os.close(line.near)
    output.write(b"anybody?", frame=True)
    assert line.gone.wait(PATIENCE)
    output.write(b"hello?", frame=True)
    assert output.close(PATIENCE)
