"""Writes what the next start has at hand (`kept`), once this one is over."""

from __future__ import annotations

import marshal
import os
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from importlib.machinery import SourceFileLoader
from importlib.util import cache_from_source
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from tui.folders import private
from tui.kept import NUMBER, stamp

if TYPE_CHECKING:
    from tui.kept import Kept, Module

_LEFT_BEHIND: Final = 3600.0
"""Seconds after which a file that is not finished is nobody's any more."""


def keep(kept: Kept, files: Mapping[str, str], pause: Callable[[], None]) -> None:
    """Writes the code of these modules, pausing between them, and what else was compiled, in place of what was kept.

    Nothing is written where there is nothing to keep, or that is not wanted, or can't be.
    """
    if not files or sys.dont_write_bytecode:
        return
    with suppress(OSError):
        file = Path(kept.file)
        _clear(private(file.parent), file.name)
        fd, part = tempfile.mkstemp(dir=file.parent, prefix=f"{file.name}-")  # for this person alone
        try:
            with os.fdopen(fd, "wb") as writing:
                _write(writing, kept, files, pause)
                writing.flush()
                os.fsync(fd)
            os.replace(part, file)
        except OSError:
            Path(part).unlink(missing_ok=True)
            raise


def _write(writing: IO[bytes], kept: Kept, files: Mapping[str, str], pause: Callable[[], None]) -> None:
    writing.write(bytes(2 * NUMBER))
    modules: dict[str, Module] = {}
    for name, file in files.items():
        pause()
        before = stamp(file)
        code = _code(name, file)
        if before is not None and code and stamp(file) == before:  # not changed meanwhile
            is_package = os.path.basename(file) == "__init__.py"
            modules[name] = (file, cache_from_source(file), *before, is_package, writing.tell(), len(code))
            writing.write(code)
    patterns = {key: _plain(*parts) for key, parts in kept.patterns.items()}
    known: Any = kept.tag, modules, kept.texts, patterns, kept.sheets  # Any: `marshal` takes more than its type can say
    tables = marshal.dumps(known)
    at = writing.tell()
    writing.write(tables)
    writing.seek(0)
    writing.write(at.to_bytes(NUMBER, "big") + len(tables).to_bytes(NUMBER, "big"))


def _code(name: str, file: str) -> bytes:
    try:
        return marshal.dumps(SourceFileLoader(name, file).get_code(name))
    except (ImportError, OSError, SyntaxError, ValueError):
        return b""


def _plain(pattern: str, flags: int, code: list[int], *rest: Any) -> tuple[Any, ...]:  # Any: as `_sre` has them
    """What a regular expression is made of, without the names that its numbers have in Python's own modules."""
    return pattern, int(flags), [int(each) for each in code], *rest


def _clear(folder: Path, name: str) -> None:
    """Takes away what a program that was killed had begun to write."""
    for part in folder.glob(f"{name}-*"):
        if time.time() - part.stat().st_mtime > _LEFT_BEHIND:
            part.unlink(missing_ok=True)
