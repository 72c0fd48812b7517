"""What this machine lets a process have: files, memory, and no picture of the memory, in which the key is."""

from __future__ import annotations

import resource
import threading
from contextlib import suppress
from typing import Final

LEAST_FILES: Final = 64
"""Descriptors: three databases with their logs, two loops, the terminal, the lines, and files being sent."""
_MANY_FILES: Final = 1024
_STACK: Final = 1 << 20
"""Bytes that a thread of ours needs at most; the usual eight megabytes are reserved for each."""
_ARENA_MAX: Final = -8
_ARENAS: Final = 2


def leave_no_core() -> None:
    """A core file would hold the key: from now on a crash, ours or a child's, leaves none."""
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def fit_in() -> str:
    """Takes what is allowed and needed; why that is not enough, with what to do, or nothing.

    To be called before the first thread is started.
    """
    share_memory()
    if _is_limited(resource.RLIMIT_AS):
        # Most of what is reserved is never used: 8 MB for the stack of each thread.
        threading.stack_size(_STACK)
    files, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if _is_limited(resource.RLIMIT_NOFILE) and files < _MANY_FILES:
        files = _MANY_FILES if most == resource.RLIM_INFINITY else min(_MANY_FILES, most)
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (files, most))
    if _is_limited(resource.RLIMIT_NOFILE) and files < LEAST_FILES:
        return f"memories-tui opens up to {LEAST_FILES} files at once, and {files} are allowed here: see ulimit -n."
    return ""


def _is_limited(what: int) -> bool:
    return resource.getrlimit(what)[0] != resource.RLIM_INFINITY


def share_memory() -> None:
    """Has all threads allocate from the same two heaps. To be called before the first thread is started.

    Else each gets one: 64 MB of addresses, and pages that hold ever less, since what one thread frees is no use to the
    others. While a library kept changing these came to 59 MB for the 32 that were in use.
    """
    with suppress(ImportError, OSError, AttributeError):  # where the C library is another one, it may not know
        import ctypes

        ctypes.CDLL(None).mallopt(_ARENA_MAX, _ARENAS)
