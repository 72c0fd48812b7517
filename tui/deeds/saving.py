"""Files in one folder that was chosen, reached through its descriptor: no name leads out of it, no link is followed.

Every call blocks and belongs into a thread. What is written has `.part` behind its name until it is whole.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tui.deeds.naming import PART

_READ_ONLY_FOLDER: Final = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
_WRITE: Final = os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK
_CLOSED: Final = -1
"""No file has this descriptor: it can't come to mean another one."""
_NO_LINKS: Final = frozenset({errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EACCES, errno.EXDEV})


class Taken(OSError):
    """Something else has that name."""


class Part:
    """A file that is not whole yet. Whoever comes to it when it is closed finds nothing, and nobody else's file."""

    def __init__(self, name: str, fd: int) -> None:
        """`name`: what it will be called."""
        found = os.fstat(fd)
        self.name = name
        self.inode = found.st_ino
        self.size = found.st_size
        self._fd = fd
        self._lock = threading.Lock()

    def write(self, data: bytes) -> None:
        """All of it, after what was written before. Raises OSError."""
        left = memoryview(data)
        with self._lock:
            while left:
                left = left[os.write(self._fd, left) :]

    def truncate(self, size: int) -> None:
        """Cuts it, and goes to its end."""
        with self._lock:
            os.ftruncate(self._fd, size)
            os.lseek(self._fd, size, os.SEEK_SET)

    def sync(self) -> None:
        """Returns when all of it is on the disk."""
        with self._lock:
            os.fsync(self._fd)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in it, and it still has its own name."""
        with self._lock:
            found = os.fstat(self._fd)
        return found.st_size == 0 and found.st_nlink == 1

    def close(self) -> None:
        with self._lock:
            fd, self._fd = self._fd, _CLOSED
        os.close(fd)


class Folder:
    """An open folder. Close it when nothing is written any more."""

    def __init__(self, path: Path) -> None:
        """Makes the folder if it is not there. Raises OSError."""
        path.mkdir(parents=True, exist_ok=True)
        self.path = path
        self._fd = os.open(path, _READ_ONLY_FOLDER)
        self._lock = threading.Lock()

    def close(self) -> None:
        """After this every call raises OSError."""
        with self._lock:
            fd, self._fd = self._fd, _CLOSED
        os.close(fd)

    def holds(self, name: str) -> bool:
        """Whether anything has that name, a broken link too."""
        with self._lock:
            try:
                os.stat(_one(name), dir_fd=self._fd, follow_symlinks=False)
            except FileNotFoundError:
                return False
        return True

    def begin(self, name: str) -> Part:
        """A new part. Raises Taken where something has its name, and OSError."""
        with self._lock:
            try:
                fd = os.open(_one(name) + PART, _WRITE | os.O_CREAT | os.O_EXCL, 0o666, dir_fd=self._fd)
            except FileExistsError as error:
                raise Taken(*error.args) from None
        return Part(name, fd)

    def resume(self, name: str, inode: int) -> Part | None:
        """The part that was begun before, or None if it is not that file any more."""
        with self._lock:
            try:
                fd = os.open(_one(name) + PART, _WRITE, dir_fd=self._fd)
            except OSError:
                return None
        found = os.fstat(fd)
        if not stat.S_ISREG(found.st_mode) or found.st_nlink != 1 or found.st_ino != inode:
            os.close(fd)
            return None
        return Part(name, fd)

    def finish(self, part: Part, *, as_name: str = "", replace: bool = False) -> None:
        """Gives the file its name, once all of it is on the disk. Raises Taken unless it may `replace`, and OSError.

        Replaces files and links, never a folder. `as_name`: another name than it was begun for.
        """
        part.sync()
        before, after = part.name + PART, _one(as_name or part.name)
        with self._lock:
            if replace:
                os.rename(before, after, src_dir_fd=self._fd, dst_dir_fd=self._fd)
            else:
                self._name_anew(before, after)
            with contextlib.suppress(OSError):  # some file systems have no such thing
                os.fsync(self._fd)

    def drop_if_empty(self, part: Part) -> bool:
        """Removes a part that has nothing in it; says whether it had not."""
        with contextlib.suppress(OSError):
            if part.is_empty:
                with self._lock:
                    os.unlink(part.name + PART, dir_fd=self._fd)
                return True
        return False

    def free(self) -> int:
        """Bytes that still fit."""
        with self._lock:
            found = os.fstatvfs(self._fd)
        return found.f_bavail * found.f_frsize

    def _name_anew(self, before: str, after: str) -> None:
        try:
            os.link(before, after, src_dir_fd=self._fd, dst_dir_fd=self._fd, follow_symlinks=False)
        except FileExistsError as error:
            raise Taken(*error.args) from None
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            self._reserve(after)
            os.rename(before, after, src_dir_fd=self._fd, dst_dir_fd=self._fd)
            return
        os.unlink(before, dir_fd=self._fd)

    def _reserve(self, name: str) -> None:
        """Takes the name where it can't be given by a link: what is renamed over is our own empty file."""
        try:
            os.close(os.open(name, _WRITE | os.O_CREAT | os.O_EXCL, 0o666, dir_fd=self._fd))
        except FileExistsError as error:
            raise Taken(*error.args) from None


@contextlib.contextmanager
def opened(path: Path) -> Iterator[Folder]:
    folder = Folder(path)
    try:
        yield folder
    finally:
        folder.close()


def why(error: OSError) -> str:
    """Plain words for what a disk said."""
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return "the disk is full"
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return "it may not be written there"
        case errno.ENAMETOOLONG:
            return "its name is too long for this disk"
        case errno.ENOENT:
            return "the folder is gone"
        case errno.EISDIR | errno.ENOTEMPTY:
            return "a folder has its name"
        case errno.ENOTDIR | errno.EEXIST:
            return "that is no folder"
    return (error.strerror or "the disk refused it").lower()


def _one(name: str) -> str:
    """The name, which must be a name and no path: the last line, whatever came before."""
    if not name or name in {".", ".."} or "/" in name or "\0" in name:
        raise ValueError("not the name of a file")
    return name
