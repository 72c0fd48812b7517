"""A bug ends the app in one sentence; the details go to a file, without local variables and without secrets.

Textual's own way is a traceback with local variables on the terminal (the API key among them), seconds of
work to draw it, and exit code 0. The App hands its errors over instead, in the one method all of them pass:

    def _handle_exception(self, error: Exception) -> None:
        crash.note(self, error)

Private names of Textual that this leans on: `App._handle_exception`, `App._return_code`, `App._exception` and
`App._exception_event` (what `run_test` raises again), `MessagePump._close_messages_no_wait`.
"""

from __future__ import annotations

import logging
import os
import platform
import time
import traceback
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Any, Final

from textual.app import App, ScreenError
from textual.css.query import NoMatches
from textual.widget import MountError
from textual.worker import WorkerFailed

from tui.redaction import redact
from tui.text import safe_text

CRASHED: Final = 70
"""Exit code after a bug: EX_SOFTWARE of sysexits(3)."""

_LOG: Final = logging.getLogger(__name__)
_MISSED: Final = (NoMatches, ScreenError, MountError)
"""What is raised where a widget or a screen is not there any more."""
_OURS: Final = __name__.partition(".")[0] + "."
_RUNNER: Final = f"{__package__}.guarded"


def note(app: App[Any], error: Exception) -> None:
    """End the app because of `error`: quietly here, `guarded_run` says it once the terminal is given back.

    Of an app that is leaving, what still comes in (a key, news, an answer) may miss screens that are closed already.
    """
    if not app.is_running and isinstance(_cause(error), _MISSED):
        _LOG.info("missed while leaving: %s", type(_cause(error)).__name__)
        return
    app._return_code = CRASHED
    if app._exception is None:
        app._exception = error
        app._exception_event.set()
    app._close_messages_no_wait()


def sentence(error: BaseException, details: Path | str) -> str:
    """What a person reads. The error's own words are left out: they may hold anything, the key included."""
    error = _cause(error)
    where = f"Details: {details}" if isinstance(details, Path) else f"The details could not be kept: {details}"
    return safe_text(
        f"memories-tui met a bug and closed: {type(error).__name__} in {_place(error.__traceback__)}. "
        f"Nothing that was journalled is lost. {where}",
        limit=2000,
    )


def keep_details(error: BaseException, directory: Path, secrets: Iterable[str]) -> Path | str:
    """Write everything that helps to find the bug to a new file (0600, in a 0700 directory).

    The file's path, or why there is none.
    """
    path = directory / f"crash-{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}.txt"
    text = redact(_details(_unwrapped(error)), secrets)
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(descriptor, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write(text)
    except OSError as refused:
        return os.strerror(refused.errno or 0)
    return path


def _cause(error: BaseException) -> BaseException:
    """What went wrong in the end: a worker and a group of tasks only pass it on."""
    error = _unwrapped(error)
    return _cause(error.exceptions[0]) if isinstance(error, BaseExceptionGroup) else error


def _unwrapped(error: BaseException) -> BaseException:
    return error.error if isinstance(error, WorkerFailed) else error


def _place(trace: TracebackType | None) -> str:
    """Where it happened: the innermost line that is ours (not of those who only run the rest), else the innermost."""
    places = [(str(frame.f_globals.get("__name__", "?")), line) for frame, line in traceback.walk_tb(trace)]
    ours = [place for place in places if place[0].startswith(_OURS) and place[0] != _RUNNER]
    module, line = (ours or places or [("an unknown place", 0)])[-1]
    return f"{module}:{line}" if line else module


def _details(error: BaseException) -> str:
    about = {
        "memories-tui": _version("memories-tui"),
        "Textual": _version("textual"),
        "Python": platform.python_version(),
        "System": platform.platform(),
        "Terminal": f"{os.environ.get('TERM')} {os.environ.get('TERM_PROGRAM', '')}",
        "Time": time.strftime("%Y-%m-%d %H:%M:%S %z"),
    }
    facts = "".join(f"{name}: {value}\n" for name, value in about.items())
    return facts + "\n" + "".join(traceback.format_exception(error))


def _version(distribution: str) -> str:
    # Here, because it is slow to import and nothing that a start should wait for.
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(distribution)
    except PackageNotFoundError:
        return "not installed"
