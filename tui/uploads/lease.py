"""Who runs a job: one process at a time, and a process that died holds nothing."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import Final

from tui.frozen import dataclass

BEAT_SECONDS: Final = 15.0
"""How often a process says that it lives."""
LEASE_SECONDS: Final = 90.0
"""How long a job stays with a process of another machine that no longer says that it lives."""


@dataclass(frozen=True, slots=True)
class Holder:
    """A process, told apart from any later one that got the same number."""

    machine: str
    """The boot id and the process namespace where there are such: another boot or container is another machine."""
    pid: int
    started: str
    """The process's own start time, in the kernel's words; empty where the kernel has none."""
    part: str = ""
    """Tells two journals of one process apart."""

    def __str__(self) -> str:
        return f"{self.machine}/{self.pid}/{self.started}/{self.part}"

    @classmethod
    def parse(cls, text: str) -> Holder:
        machine, pid, started, part = text.split("/", 3)
        return cls(machine, int(pid), started, part)

    def lives(self, *, beat: float, now: float) -> bool:
        """Whether it still runs: asked of the kernel on this machine, of its last `beat` on another one."""
        if self.machine != _machine():
            return now - beat < LEASE_SECONDS
        if self.pid == os.getpid():
            return self.started == _started(self.pid)
        return _runs(self.pid) and self.started == _started(self.pid)


def this_process() -> Holder:
    return Holder(_machine(), os.getpid(), _started(os.getpid()), os.urandom(4).hex())


def _machine() -> str:
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        return f"{boot} {os.readlink('/proc/self/ns/pid')}".replace("/", "_")
    except OSError:
        return socket.gethostname().replace("/", "_")


def _started(pid: int) -> str:
    """Field 22 of /proc/PID/stat, counted after the name, which may hold spaces and brackets; a zombie has ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except OSError:
        return ""
    return fields[19] if len(fields) > 19 and fields[0] not in {"Z", "X"} else ""


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
