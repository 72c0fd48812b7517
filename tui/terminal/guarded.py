"""Run an app so that its terminal is given back and an exit code says why, whatever happens in between."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from textual.app import App

from tui.terminal import crash, signals
from tui.terminal.background import let_go_of_the_terminal
from tui.terminal.driver import GuardedDriver
from tui.terminal.forerunner import Forerunner
from tui.terminal.last_gate import LastGate

_PATIENCE: Final = 1.2
"""Seconds an app has for leaving by itself once it must, before it is ended from outside."""
_TELLING: Final = 0.3
"""Seconds that another thread, which is telling of a bug, has for it: nobody ends the program in the midst of that."""


def guarded_run(
    app: App[Any],
    *,
    crash_dir: Path,
    secrets: Sequence[str] = (),
    on_hang_up: Callable[[], None] | None = None,
) -> int:
    """Run `app` (made with `driver_class=GuardedDriver`) to its end and return the exit code, for the main thread.

    0 or the app's own return code after a normal end; 70 after a bug, told on stderr and kept in `crash_dir`
    without `secrets`; 143, 130, 131 or 129 after SIGTERM, SIGINT, SIGQUIT or SIGHUP, or when the terminal has vanished.
    In that last case nobody is left to talk to: SIGHUP is ignored from here on, standard input and output
    lead nowhere, and `on_hang_up` may take its time to finish what is on its way.

    An app that does not leave within 1.2 s of being asked to (or of its bug), or whose threads go on for as long
    after its end, is ended as it stands, with the terminal given back first.
    """
    run = _Run(app, crash_dir, secrets, on_hang_up)
    with signals.heard(run.leave, run.wake), run.threads_watched():
        try:
            asyncio.run(run.main())
        except Exception as error:  # noqa: BLE001  # the last line: whatever it was becomes a sentence and a file
            run.fail(error)
        finally:
            run.tell()
            run.over.set()
    run.finish()
    return run.code()


class _Run:
    """One run of an app: why it ends, and the promise that it does.

    Leans on these private names of Textual: `App._driver`, `App._filters`, `App._exception`, `App._exception_event`,
    `App._handle_exception`.
    """

    def __init__(
        self, app: App[Any], crash_dir: Path, secrets: Sequence[str], on_hang_up: Callable[[], None] | None
    ) -> None:
        self.asked: int | None = None
        self.over = threading.Event()
        self._app = app
        self._crash_dir = crash_dir
        self._secrets = secrets
        self._on_hang_up = on_hang_up
        self._finishing = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._error: BaseException | None = None
        self._telling = threading.Lock()
        self._has_told = False

    async def main(self) -> None:
        """The interface, from the first byte to the last."""
        self._loop = asyncio.get_running_loop()
        self._loop.set_exception_handler(self._stray_error)
        if self.asked is not None:
            return
        self._app._filters.append(LastGate())
        alarm = asyncio.create_task(self._watch_for_a_bug())
        try:
            await self._app.run_async(mouse=False)
        finally:
            alarm.cancel()
        self.tell()
        # The end of the loop waits for its threads, and one of them may wait for a disk.
        self._insist()

    def leave(self, code: int) -> None:
        """Ask the app to leave with `code`, from any thread; the first asker is the one that counts."""
        if self.asked is not None:
            return
        self.asked = code
        self._insist()
        if self._loop is not None:
            with contextlib.suppress(RuntimeError):  # the loop is closed: we are leaving already
                self._loop.call_soon_threadsafe(self._app.exit, None, code)

    def wake(self) -> None:
        """Have the main thread come round, from any thread."""
        if self._loop is not None:
            with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits
                self._loop.call_soon_threadsafe(lambda: None)

    def fail(self, error: BaseException) -> None:
        """Remember what `run_async` itself raised: closing a broken screen can."""
        self._error = self._error or error

    def tell(self) -> None:
        """Give the terminal back if nobody has, and say what went wrong if anything has; once."""
        driver = self._app._driver
        if isinstance(driver, GuardedDriver):
            driver.give_back()
        before: Forerunner | None = getattr(self._app, "forerunner", None)
        if before is not None:
            before.give_back()
        error = self._app._exception or self._error
        if error is not None and self._telling.acquire(timeout=_TELLING):
            try:
                self._tell_of(error)
            finally:
                self._telling.release()

    def _tell_of(self, error: BaseException) -> None:
        if self._has_told:
            return
        self._has_told = True
        details = crash.keep_details(error, self._crash_dir, self._secrets)
        if sys.__stderr__ is not None:
            with contextlib.suppress(OSError):
                print(crash.sentence(error, details), file=sys.__stderr__, flush=True)

    def finish(self) -> None:
        """After a hang-up: go on without a terminal until what was on its way is done; once."""
        with self._finishing:
            if self.asked != signals.HUNG_UP:
                return
            let_go_of_the_terminal()
            if self._on_hang_up is not None:
                on_hang_up, self._on_hang_up = self._on_hang_up, None
                on_hang_up()

    def code(self) -> int:
        """Why it ended, as an exit code."""
        if self.asked == signals.HUNG_UP:
            return signals.HUNG_UP
        if self._app._exception is not None or self._error is not None:
            return crash.CRASHED
        return self.asked or self._app.return_code or 0

    @contextlib.contextmanager
    def threads_watched(self) -> Iterator[None]:
        """An error that nobody caught in a thread ends the app as it would anywhere else."""
        before = threading.excepthook

        def failed(args: threading.ExceptHookArgs) -> None:
            if isinstance(args.exc_value, Exception):
                self._fail_from_outside(args.exc_value)

        threading.excepthook = failed
        try:
            yield
        finally:
            threading.excepthook = before

    def _fail_from_outside(self, error: Exception) -> None:
        if self._loop is None or self._loop.is_closed():
            self.fail(error)
        else:
            self._loop.call_soon_threadsafe(self._app._handle_exception, error)

    def _stray_error(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """A callback or a forgotten task of the interface's loop failed."""
        error = context.get("exception")
        if isinstance(error, Exception):
            self._app._handle_exception(error)

    async def _watch_for_a_bug(self) -> None:
        await self._app._exception_event.wait()
        self._insist()

    def _insist(self) -> None:
        threading.Thread(target=self._end_from_outside, name="patience", daemon=True).start()

    def _end_from_outside(self) -> None:
        if self.over.wait(_PATIENCE):
            return
        self.tell()
        self.finish()
        os._exit(self.code())
