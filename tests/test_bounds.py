"""What the program takes of its machine's memory is told by the C library itself, in a process of its own."""

from __future__ import annotations

import platform
import subprocess
import sys
from typing import Final

import pytest

_THREADS: Final = 12
_HEAPS: Final = f"""
import ctypes, sys, threading
from tui.bounds import fit_in

if sys.argv[1] == "fit":
    assert fit_in() == ""
allocated = threading.Barrier({_THREADS} + 1)
kept = []

def allocate():
    kept.append(b"x" * 10_000)
    allocated.wait()

for _ in range({_THREADS}):
    threading.Thread(target=allocate).start()
allocated.wait()
library = ctypes.CDLL(None)
library.fdopen.restype = ctypes.c_void_p
told = ctypes.c_void_p(library.fdopen(1, b"w"))
library.malloc_info(0, told)
library.fflush(told)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other C libraries have one heap, and don't tell of it")
def test_all_threads_allocate_from_two_heaps() -> None:
    assert _heaps("fit") <= 2 < _heaps("as it is")


def _heaps(how: str) -> int:
    told = subprocess.run([sys.executable, "-c", _HEAPS, how], capture_output=True, text=True, check=True)
    return told.stdout.count("<heap nr=")
