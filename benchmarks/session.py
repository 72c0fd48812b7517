"""One run of one program in a real pty, measured from outside: every chunk it writes is stamped when it is read.

The emulator is fed later, in the quiet after a burst, so that its slowness is neither in the figures nor in the
program's way.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.emulator import QUERY, Emulator, answer

now = time.monotonic


@dataclass(frozen=True, slots=True)
class Start:
    """Milliseconds from exec: to the first frame that shows what is waited for; bytes until it is quiet; MB then."""

    useful: float | None
    size: int
    memory: float


@dataclass(frozen=True, slots=True)
class Stroke:
    """Milliseconds from a key to the first chunk that changes the screen and to the last of the burst; its bytes.

    `shown`: to the last chunk that changed what the key had asked for, if anything of that has changed.
    """

    change: float | None
    settled: float
    size: int
    shown: float | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """A key held down: milliseconds from the last key to the screen's last change, bytes for each key, CPU per cent.

    `cursor`: milliseconds from the last key until the cursor stood where it stayed; `places`: how many places of the
    cursor were to be seen meanwhile. None where no line stands out.
    """

    lag: float
    size: float
    cpu: float
    cursor: float | None = None
    places: int | None = None


@dataclass(slots=True)
class Session:
    """Begins the program at once; `close` ends it. `environment` is all that it sees beside PATH and the terminal."""

    words: Sequence[str]
    environment: Mapping[str, str]
    columns: int = 120
    rows: int = 36
    _chunks: list[tuple[float, bytes]] = field(default_factory=list)
    _fed: int = 0
    _alive: bool = True

    def __post_init__(self) -> None:
        self._emulator = Emulator(self.columns, self.rows)
        self._arrived = threading.Condition()
        self._begin()
        threading.Thread(target=self._read, daemon=True).start()

    _emulator: Emulator = field(init=False)
    _arrived: threading.Condition = field(init=False)
    _pid: int = field(init=False, default=0)
    _fd: int = field(init=False, default=-1)
    _begun: float = field(init=False, default=0.0)
    _over: bool = field(init=False, default=False)
    """Its number was given back to the system."""
    _status: int = field(init=False, default=0)

    def _begin(self) -> None:
        told, tell = os.pipe()
        self._pid, self._fd = pty.fork()
        if self._pid == 0:
            try:
                fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", self.rows, self.columns, 0, 0))
                os.write(tell, struct.pack("d", now()))
                os.execvpe(self.words[0], list(self.words), dict(self.environment))
            finally:
                os._exit(127)
        os.close(tell)
        packed = os.read(told, 8)
        os.close(told)
        self._begun = struct.unpack("d", packed)[0] if len(packed) == 8 else now()

    def _read(self) -> None:
        tail = b""
        while True:
            try:
                ready, _, _ = select.select([self._fd], [], [], 0.1)
                data = os.read(self._fd, 65536) if ready else None
            except (OSError, ValueError):
                data = b""
            stamp = now()
            if data is None:
                continue
            tail += data
            end = 0
            for asked in QUERY.finditer(tail):
                end = asked.end()
                with contextlib.suppress(OSError):
                    os.write(self._fd, answer(asked, self.columns, self.rows))
            tail = tail[max(end, len(tail) - 32) :]
            with self._arrived:
                if data:
                    self._chunks.append((stamp, data))
                else:
                    self._alive = False
                self._arrived.notify()
            if not data:
                return

    def _quiet(self, since: int, quiet: float, patience: float, limit: float = 3.0) -> bool:
        """Waits for output after so many chunks, then for the quiet after it; whether there was any."""
        begun = now()
        with self._arrived:
            while self._alive:
                at = now()
                if len(self._chunks) > since:
                    left = min(self._chunks[-1][0] + quiet, begun + limit) - at
                else:
                    left = begun + patience - at
                if left <= 0:
                    break
                self._arrived.wait(left)
        return len(self._chunks) > since

    def _feed(self, look: Callable[[float], None] = lambda _stamp: None) -> float | None:
        """Brings the picture up to date; when it first changed. `look` is called after each chunk that changed it."""
        changed = None
        while self._fed < len(self._chunks):
            stamp, data = self._chunks[self._fed]
            self._fed += 1
            if self._emulator.feed(data):
                changed = changed or stamp
                look(stamp)
        return changed

    def start(self, wait: str, patience: float = 30.0) -> Start:
        """Waits until the screen shows `wait` (a regular expression), and then for quiet."""
        shows = re.compile(wait, re.DOTALL)
        useful = None
        while useful is None and self._alive and now() < self._begun + patience:
            self._quiet(self._fed, 0.0, 0.1)
            while useful is None and self._fed < len(self._chunks):
                stamp, data = self._chunks[self._fed]
                self._fed += 1
                if self._emulator.feed(data) and shows.search(self._emulator.text):
                    useful = (stamp - self._begun) * 1000
        self._quiet(self._fed, 0.4, 0.4, 5)
        self._feed()
        return Start(useful, sum(len(data) for _, data in self._chunks), self.memory)

    def answered(self, key: str, column: int, patience: float = 30.0) -> float | None:
        """Milliseconds from exec to the frame in which a key that is pressed at once has moved the cursor.

        `column`: where the line of the cursor stands out.
        """
        self._send(self._emulator.key(key))
        places: list[str] = []
        while self._alive and now() < self._begun + patience:
            self._quiet(self._fed, 0.0, 0.1)
            while self._fed < len(self._chunks):
                stamp, data = self._chunks[self._fed]
                self._fed += 1
                place = self._emulator.marked(column) if self._emulator.feed(data) else ""
                if place and place not in places:
                    places.append(place)
                if places[1:]:
                    return (stamp - self._begun) * 1000
        return None

    def press(self, keys: str, quiet: float = 0.08, patience: float = 1.0, asked: str = "") -> Stroke | None:
        """The last of one or several keys, and what it does to the screen; None if nothing.

        `asked`: a regular expression for everything on the screen that the key is meant to change.
        """
        *first, last = map(self._emulator.key, keys.split())
        for key in first:
            self._send(key)
            self._quiet(len(self._chunks), 0.05, 0.1)
        self._feed()
        known = len(self._chunks)
        sent = self._send(last)
        if not self._quiet(known, quiet, patience):
            return None
        burst = self._chunks[known:]
        shows = re.compile(asked) if asked else None
        seen = [(sent, shows.findall(self._emulator.text) if shows else [])]

        def look(stamp: float) -> None:
            if shows and (now_shown := shows.findall(self._emulator.text)) != seen[-1][1]:
                seen.append((stamp, now_shown))

        changed = self._feed(look)
        return Stroke(
            None if changed is None else (changed - sent) * 1000,
            (burst[-1][0] - sent) * 1000,
            sum(len(data) for _, data in burst),
            (seen[-1][0] - sent) * 1000 if seen[1:] else None,
        )

    def _send(self, key: bytes) -> float:
        sent = now()
        os.write(self._fd, key)
        return sent

    def hold(self, key: str, count: int = 90, rate: float = 30.0, *, column: int = 0) -> Held:
        """A key held down, as a keyboard repeats it. `column`: where a line that stands out has the cursor."""
        self._feed()
        first, begun, cpu = len(self._chunks), now(), self.cpu
        sent = begun
        for place in range(count):
            time.sleep(max(0.0, begun + place / rate - now()))
            sent = now()
            os.write(self._fd, self._emulator.key(key))
        self._quiet(first, 0.12, 0.5, 20)
        spent, ended = self.cpu - cpu, now()
        burst = self._chunks[first:]
        late = [stamp for stamp, _ in burst if stamp > sent]
        places = [(begun, self._emulator.marked(column))]

        def look(stamp: float) -> None:
            if (place := self._emulator.marked(column)) != places[-1][1]:
                places.append((stamp, place))

        self._feed(look)
        size = sum(len(data) for _, data in burst) / count
        is_seen = bool(places[1:]) and bool(places[-1][1])
        return Held(
            (late[-1] - sent) * 1000 if late else 0.0,
            size,
            100 * spent / (ended - begun),
            max(0.0, places[-1][0] - sent) * 1000 if is_seen else None,
            len({place for _, place in places[1:]}) if is_seen else None,
        )

    def rest(self, seconds: float) -> tuple[int, float]:
        """Bytes written and CPU per cent while nothing is done."""
        first, cpu, begun = len(self._chunks), self.cpu, now()
        time.sleep(seconds)
        return sum(len(data) for _, data in self._chunks[first:]), 100 * (self.cpu - cpu) / (now() - begun)

    @property
    def text(self) -> str:
        self._feed()
        return self._emulator.text

    @property
    def cpu(self) -> float:
        """Seconds that the process has worked (of its own: the programs here have no helpers that work)."""
        with contextlib.suppress(OSError):
            return time.clock_gettime((~self._pid << 3) | 2)
        return 0.0

    @property
    def memory(self) -> float:
        """MB that it holds now, with its children; 0 where the system does not tell."""
        return sum(_resident(pid) for pid in _family(self._pid))

    @property
    def ending(self) -> str:
        """How the program has ended by itself: its exit code or signal; nothing while it runs."""
        if self._alive or not self._is_over(1.0):
            return ""
        code = os.waitstatus_to_exitcode(self._status)
        return signal.Signals(-code).name if code < 0 else f"exit code {code}"

    def _is_over(self, patience: float) -> bool:
        """Waits for its end, but not for long."""
        end = now() + patience
        while not self._over and now() < end:
            try:
                pid, self._status = os.waitpid(self._pid, os.WNOHANG)
            except ChildProcessError:
                pid = self._pid
            self._over = pid != 0
            if not self._over:
                time.sleep(0.01)
        return self._over

    def close(self) -> None:
        """Ends the program and what it began."""
        family = [] if self._over else _family(self._pid)
        for number in (signal.SIGTERM, signal.SIGKILL):
            for pid in family:
                if pid != self._pid or not self._over:  # a number that was given back may be somebody else's by now
                    with contextlib.suppress(OSError):
                        os.kill(pid, number)
            self._is_over(1.0)
        with contextlib.suppress(OSError):
            os.close(self._fd)


def _family(pid: int) -> list[int]:
    found = [pid]
    for parent in found:
        with contextlib.suppress(OSError):
            found += map(int, Path(f"/proc/{parent}/task/{parent}/children").read_text().split())
    return found


def _resident(pid: int) -> float:
    with contextlib.suppress(OSError):
        told = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
        return int(told[1]) / 1024 if told else 0.0
    return 0.0
