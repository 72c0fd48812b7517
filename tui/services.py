"""Builds everything below the interface, runs it on a thread and loop of its own, and takes it down again.

A stalled line blocks the interface's loop, never this one: bytes go on flowing whatever the terminal does. The
interface sees frozen snapshots and stands at two counters (tui.counters), which hop threads for it.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections import deque
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any, Final, TypeVar

from tui.api.clock import Clock, SystemClock
from tui.ending import Ending
from tui.engine import Engine, Ground, Teller, build
from tui.first_look import FirstLook
from tui.folders import Folders, digest, private
from tui.library.index import Index
from tui.library.mark_book import MarkBook
from tui.library.values import SyncMode, SyncState
from tui.memory import Memory
from tui.mishaps import Mishaps
from tui.uploads.journal import Journal

if TYPE_CHECKING:
    import httpx

    from tui.account import Account
    from tui.config import Config
    from tui.deeds.deed import Deed
    from tui.library.desk import First
    from tui.uploads.job import Job

LOG: Final = logging.getLogger(__name__)

Answer = TypeVar("Answer")


class Services:
    """The index at once; the client, the sweeps and the uploads as soon as `start` was called."""

    def __init__(
        self,
        account: Account,
        config: Config,
        folders: Folders,
        *,
        clock: Clock | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        """Opens the index and the journal. Raises OSError and JournalTrouble: without them there is no work.

        `transport` replaces the network, and the built-in service of the demo, too.
        """
        self.clock: Clock = clock or SystemClock()
        self.transport = transport
        self.account = account
        self.config = config
        self.folders = folders
        self.on_change: Callable[[], None] = lambda: None
        """Called from the engine's thread, at most four times a second, when anything below has changed."""
        self.problem: Exception | None = None
        """What broke below, if anything: a bug, not weather."""
        private(folders.data)
        private(folders.state)
        self.index = Index.open(folders.library(*account.identity, account.namespace, account.dialect))
        self.marks = MarkBook(folders.marks(*account.identity, account.namespace, account.dialect))
        self.journal = Journal.open(folders.journal(*account.identity), now=self.clock.now)
        self.mishaps = Mishaps(self.clock.now)
        self._first_look = FirstLook(self.index)
        self._memory: Memory | None = None
        self._wishes: deque[Callable[[], object]] = deque()
        self._closed = False
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._main_task: asyncio.Task[None] | None = None
        self._ending = Ending()
        self._ready = threading.Event()
        self._engine: Engine | None = None
        self._sweeping = True
        self._sweeps: asyncio.Task[None] | None = None

    @property
    def memory(self) -> Memory:
        """What came back from last time, and what is to come back. Read when it is first asked for."""
        if self._memory is None:
            account = self.account
            library = digest(*account.identity, account.namespace, account.dialect)
            self._memory = Memory(self.folders.memory(demo=account.demo), library)
        return self._memory

    def look_first(self) -> None:
        """Finds what the first screen shows, in a thread."""
        self._first_look.begin(self.memory.library)

    @property
    def first(self) -> First | None:
        """What came of `look_first`, if it is there in time for the first paint."""
        return self._first_look.found

    @property
    def sync(self) -> SyncState:
        return self._engine.sync.state if self._engine else SyncState(known=self.index.total())

    @property
    def jobs(self) -> tuple[Job, ...]:
        return self._engine.uploads.jobs if self._engine else ()

    @property
    def deeds(self) -> tuple[Deed, ...]:
        return self._engine.deeds.deeds if self._engine else ()

    @property
    def edition(self) -> int:
        return self.index.edition

    @property
    def mode(self) -> SyncMode:
        """How much of the library is kept on this machine."""
        return self.config.newest_only or ("off" if self.config.sync == "off" else "full")

    def start(self, *, sweeping: bool = True) -> None:
        """Begins to talk to the service; returns at once. Without `sweeping` it is only asked about uploads."""
        self._sweeping = sweeping
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="engine", daemon=True)
            self._thread.start()

    def close(self, *, drain: bool = False) -> None:
        """Ends everything within two seconds; with `drain`, what is being sent is finished first, however long.

        The first call counts.
        """
        if self._closed:
            return
        self._closed = True
        if self._memory is not None:
            self._memory.close()
        if self._thread is not None and self._thread.is_alive() and self._ready.wait(10):
            if drain and self._engine is not None:
                self.ask(self._engine.uploads.drain()).result()
            self.call(self._stop)
            self._thread.join(2.0)
        self.journal.close()
        self.index.close()

    def only_uploads(self) -> None:
        """Asks the service about nothing else any more: nobody looks at the library."""
        sweeps = self._sweeps
        if sweeps is not None:
            self.call(sweeps.cancel)

    def hang_up(self) -> None:
        """The terminal is gone: ends everything, once what is being sent is finished if the settings want that."""
        self.close(drain=self.config.on_hangup == "finish")

    def ask(self, work: Coroutine[Any, Any, Answer]) -> Future[Answer]:
        """Runs a coroutine on the engine's loop."""
        self._ready.wait()
        assert self._loop is not None  # set before `_ready`
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    @property
    def started(self) -> Engine | None:
        """The engine, if it is there by now."""
        return self._engine

    def engine(self) -> Engine:
        """The parts that live on the engine's loop, once they are there."""
        self._ready.wait()
        if self._engine is None:
            raise RuntimeError("the engine did not start")
        return self._engine

    def call(self, verb: Callable[[], object]) -> None:
        """Has something done on the engine's loop, if there is one."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(verb)

    def later(self, verb: Callable[[], object]) -> None:
        """Has something done on the engine's loop, as soon as the engine is there."""
        self._wishes.append(verb)
        if self._engine is not None:
            self.call(self._grant)

    def _grant(self) -> None:
        while self._wishes:
            self._wishes.popleft()()

    def _stop(self) -> None:
        if self._main_task is not None:
            self._ending.begin(self._main_task)

    def _run(self) -> None:
        try:
            asyncio.run(self._main())
        except asyncio.CancelledError:
            pass
        except Exception as error:  # noqa: BLE001 - the last stop of a thread: a bug is logged, shown, and fails tests
            self._broke(error)
        finally:
            self._ready.set()
            self.on_change()

    def _broke(self, error: Exception) -> None:
        LOG.error("the engine broke", exc_info=error)
        self.problem = self.problem or error

    def _stray_error(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """A callback or a forgotten task of the engine's loop failed; a lost connection's last words are weather."""
        error = context.get("exception")
        if isinstance(error, Exception) and not isinstance(error, OSError):
            self._broke(error)
            self.on_change()

    @property
    def _ground(self) -> Ground:
        return Ground(
            self.account,
            self.config,
            self.folders,
            self.clock,
            self.index,
            self.journal,
            self.mode,
            self.mishaps,
            self.transport,
        )

    async def _main(self) -> None:
        self._main_task = asyncio.current_task()
        self._loop = asyncio.get_running_loop()
        self._loop.set_exception_handler(self._stray_error)
        teller = Teller(self._loop, lambda: self.on_change())
        engine = await asyncio.to_thread(build, self._ground, teller.tell)
        self._engine = engine
        if self.config.read_only:
            await engine.uploads.let_go("This session is read-only: nothing is sent.")
        self._ready.set()
        self._grant()
        teller.tell()
        try:
            async with asyncio.TaskGroup() as group:
                if self._sweeping:
                    self._sweeps = group.create_task(engine.sync.run())
                    group.create_task(engine.deeds.run())
                if not self.config.read_only:
                    group.create_task(engine.uploads.run())
        finally:
            await self._ending.alone()
            await engine.deeds.aclose()
            await engine.covers.aclose()
            await engine.client.aclose()
            engine.close()
