"""A file from the disk's cache to the line by the kernel itself: its bytes never come into this program.

On Linux, where no TLS is in between: that is where a line can be quicker than Python. h11 counts a body by `len()`
alone for just this (its "sendfile" chapter), so that HTTP's own bookkeeping stays what it is.
"""

from __future__ import annotations

import asyncio
import errno
import os
import select
import socket
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Final

MOST: Final = 16 * 1024 * 1024
"""Bytes of one portion: on the quickest line some milliseconds, so that hopping between threads costs nothing."""
_LONGEST: Final = 0.25
"""Seconds of one portion, however slow the line: as often are progress, cap and cancel looked at."""
_UNSUITED: Final = frozenset({errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP})


class Unsuited(Exception):
    """The file system or the kernel can't do that for this file."""


class Beside(bytes):
    """Stands in HTTP's sum for bytes that have left already; has none itself."""

    length: int

    @classmethod
    def of(cls, count: int) -> Beside:
        placeholder = cls()
        placeholder.length = count
        return placeholder

    def __len__(self) -> int:
        return self.length


class Direct:
    """One file over one connection, a portion at a time, in a thread of its own: it waits for the line."""

    def __init__(self, file: int, connection: int) -> None:
        """Both are descriptors; that of the connection is duplicated, so that nobody closes it beneath a thread."""
        self._file = file
        self._connection = socket.socket(fileno=os.dup(connection))
        self._poll = select.poll()
        self._poll.register(self._connection, select.POLLOUT)
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="sending")
        self._sending: asyncio.Future[int] | None = None

    async def portion(self, at: int, length: int) -> int:
        """How many of so many bytes the kernel took within a moment.

        Raises OSError, Unsuited, and EOFError where the file ends before.
        """
        self._sending = asyncio.get_running_loop().run_in_executor(self._thread, self._send, at, length)
        return await asyncio.shield(self._sending)

    def close(self) -> None:
        """What is still being sent, as whoever awaited it was cancelled, ends at once. Does not wait for the disk."""
        if self._sending is not None and not self._sending.done():
            self._sending.add_done_callback(_hear)
            with suppress(OSError):  # the other end was quicker
                self._connection.shutdown(socket.SHUT_RDWR)
        self._thread.submit(self._connection.close)
        self._thread.shutdown(wait=False)

    def _send(self, at: int, length: int) -> int:
        deadline, sent = time.monotonic() + _LONGEST, 0
        while sent < length and (left := deadline - time.monotonic()) > 0:
            try:
                taken = os.sendfile(self._connection.fileno(), self._file, at + sent, length - sent)
            except BlockingIOError:
                self._poll.poll(1000 * left)
                continue
            except OSError as error:
                if sent:
                    break  # what has left is told first: the next portion meets the same error
                raise (Unsuited() if error.errno in _UNSUITED else error) from None
            if not taken and not sent:
                raise EOFError
            if not taken:
                break
            sent += taken
        return sent


def _hear(late: asyncio.Future[int]) -> None:
    """Of a line that was broken off, nobody wants to know what became of it."""
    if not late.cancelled():
        late.exception()


def direct(file: int, connection: int | None) -> Direct | None:
    """Where that is possible; `connection` is None where there is no bare socket."""
    return Direct(file, connection) if sys.platform == "linux" and connection is not None else None
