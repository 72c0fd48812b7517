"""How much of the line an upload gets, beside `curl -F` in the same run, and whether the interface feels it.

    python benchmarks/upload_beside_curl.py [--size 1000000000] [--rounds 5] [--bottomless]

One file goes over loopback to a bare sink in a process of its own: by curl, and by the whole program, with its
interface running (headless) and its journal on disk; whoever begins changes from round to round. Printed are both
rates, the median of the rounds' ratios (aim: 0.8 of curl or more), and the longest time for which the interface's
event loop answered nobody (aim: less than 50 ms). With `--bottomless` the sink has the kernel throw the bytes away
(Linux), so that it holds up neither: then the rates are those of the two senders alone, an order of magnitude above
any line.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

from tui.account import Account
from tui.api.values import UploadForm
from tui.app import MemoriesApp
from tui.config import Config
from tui.counters import UploadCounter
from tui.credentials import Key
from tui.folders import Folders
from tui.services import Services
from tui.uploads.desk import Source
from tui.uploads.job import Job, State

_RECEIPT: Final = {"code": "0000", "msg": "success", "data": {"videoNo": "VI1", "videoName": "big"}}
_NOTHING: Final = {"code": "0000", "msg": "success", "data": {"videos": [], "total_count": "0"}}
_PULSE: Final = 0.005


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--size", type=int, default=1_000_000_000, help="bytes of the file")
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--bottomless", action="store_true", help="a sink that copies nothing")
    options = asked.parse_args()
    found = compared(options.size, options.rounds, bottomless=options.bottomless, say=say)
    if found.curl:
        quickest = min(found.curl) / min(found.ours)
        say(f"{found.ratio:.2f} of curl's rate (the quickest of each: {quickest:.2f})")
    worst, usual = 1000 * max(found.stalls), 1000 * statistics.median(found.stalls)
    say(f"longest stall of all: {worst:.0f} ms (median {usual:.0f} ms)")


@dataclass(slots=True)
class Beside:
    """Seconds of each round; no curl, no seconds of it."""

    size: int
    curl: list[float] = field(default_factory=list)
    ours: list[float] = field(default_factory=list)
    stalls: list[float] = field(default_factory=list)
    """The longest of the interface's loop while it went on."""

    @property
    def ratio(self) -> float:
        """Our rate as a part of curl's: the median of the rounds."""
        return statistics.median(theirs / ours for theirs, ours in zip(self.curl, self.ours, strict=True))


def compared(
    size: int, rounds: int, *, bottomless: bool = False, say: Callable[[str], None] = lambda _line: None
) -> Beside:
    """One file of so many bytes, so many rounds, to a sink in a process of its own."""
    ours, theirs = multiprocessing.Pipe()
    sink = multiprocessing.Process(target=serve, args=(theirs, bottomless), daemon=True)
    sink.start()
    url = f"http://127.0.0.1:{ours.recv()}"
    try:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "big.mp4"
            fill(file, size)
            return compare(url, file, rounds, say)
    finally:
        sink.terminate()


def compare(url: str, file: Path, rounds: int, say: Callable[[str], None]) -> Beside:
    found = Beside(file.stat().st_size)
    say(f"{found.size:,} bytes over loopback, {rounds} rounds")
    has_curl = shutil.which("curl") is not None
    if not has_curl:
        say("There is no curl here: only our own rate is shown.")
    for number in range(rounds):
        if has_curl and number % 2 == 0:
            found.curl.append(by_curl(url, file))
        seconds, stall, idle = asyncio.run(by_us(url, file, file.parent / f"home{number}"))
        if has_curl and number % 2 == 1:
            found.curl.append(by_curl(url, file))
        found.ours.append(seconds)
        found.stalls.append(stall)
        beside = f"curl {found.size / found.curl[-1] / 1e6:6,.0f} MB/s   " if has_curl else ""
        say(
            f"  {beside}ours {found.size / seconds / 1e6:6,.0f} MB/s   "
            f"longest stall of the interface {1000 * stall:.0f} ms (idle: {1000 * idle:.0f} ms)"
        )
    return found


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def fill(file: Path, size: int) -> None:
    """Real bytes: a hole would be read for nothing."""
    piece = bytes(range(256)) * 4096
    with file.open("wb") as out:
        for at in range(0, size, len(piece)):
            out.write(piece[: size - at])


def by_curl(url: str, file: Path) -> float:
    """Seconds."""
    asked = ["curl", "-sS", "-F", f"file=@{file}", "-H", "Authorization: sk-bench", "-w", "%{stderr}%{time_total}"]
    ended = subprocess.run([*asked, f"{url}/serve/api/v1/upload"], capture_output=True, text=True, check=True)
    return float(ended.stderr)


async def by_us(url: str, file: Path, home: Path) -> tuple[float, float, float]:
    """Seconds that it took; the interface's longest stall meanwhile, and in as long a time without an upload."""
    folders = Folders(home / "config", home / "data", home / "state", home / "log")
    config = Config(host=url)
    services = Services(Account(url, Key("sk-bench", "benchmark"), "default", "v1"), config, folders)
    app = MemoriesApp(config, services, config_file=folders.config_file)
    try:
        async with app.run_test(size=(120, 36)) as pilot:
            await until(lambda: services.started is not None and services.sync.synced_at is not None)
            await pilot.press("w")
            await pilot.pause()
            async with pulse() as idle:
                await asyncio.sleep(1.0)
            (job_id,) = await UploadCounter(services).add([Source(str(file), UploadForm())])
            async with pulse() as busy:
                await until(lambda: _job(services, job_id).state is State.INDEXING)
            job = _job(services, job_id)
            assert job.started is not None
            assert job.accepted is not None
            return job.accepted - job.started, max(busy), max(idle)
    finally:
        services.close()


def _job(services: Services, job_id: str) -> Job:
    return next(job for job in services.jobs if job.id == job_id)


@asynccontextmanager
async def pulse() -> AsyncIterator[list[float]]:
    """How late this loop was, again and again."""
    late = [0.0]

    async def beat() -> None:
        while True:
            due = time.perf_counter() + _PULSE
            await asyncio.sleep(_PULSE)
            late.append(time.perf_counter() - due)

    task = asyncio.create_task(beat())
    try:
        yield late
    finally:
        task.cancel()


async def until(condition: object) -> None:
    assert callable(condition)
    async with asyncio.timeout(300):
        while not condition():
            await asyncio.sleep(0.01)


def serve(ready: Connection, bottomless: bool) -> None:
    """Takes everything and keeps nothing."""
    listening = socket.create_server(("127.0.0.1", 0))
    ready.send(listening.getsockname()[1])
    while True:
        connection, _ = listening.accept()
        threading.Thread(target=answer, args=(connection, bottomless), daemon=True).start()


def answer(connection: socket.socket, bottomless: bool) -> None:
    with connection:
        head = b""
        while b"\r\n\r\n" not in head:
            piece = connection.recv(65536)
            if not piece:
                return
            head += piece
        head, _, body = head.partition(b"\r\n\r\n")
        fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
        if fields.get(b"expect") == b"100-continue":
            connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        left = int(fields.get(b"content-length", 0)) - len(body)
        space = bytearray(1 << 20)
        while left > 0 and (taken := connection.recv_into(space, 0, socket.MSG_TRUNC if bottomless else 0)):
            left -= taken
        said = json.dumps(_RECEIPT if b"upload" in head.split(b"\r\n")[0] else _NOTHING).encode()
        answer_head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(said)}\r\n"
        connection.sendall(answer_head.encode() + b"Connection: close\r\n\r\n" + said)


if __name__ == "__main__":
    main()
