"""The uploads inside the whole of what runs below the interface: the settings reach them, and so does a hang-up."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from tests.clips import make_clip
from tests.conditions import PATIENCE
from tests.standin import StandIn, standin
from tests.waiting import wait_until
from tui.account import Account
from tui.api.values import UploadForm
from tui.config import Config
from tui.counters import UploadCounter
from tui.credentials import Key
from tui.folders import Folders
from tui.services import Services
from tui.uploads.desk import Source, UploadDesk
from tui.uploads.intake import new_job
from tui.uploads.job import State
from tui.uploads.journal import Journal
from tui.uploads.lease import this_process
from tui.uploads.order import sending_order


@contextmanager
def running(service: StandIn, home: Path, config: Config | None = None) -> Iterator[Services]:
    folders = Folders(home / "config", home / "data", home / "state", home / "log")
    config = config or Config(host=service.url)
    services = Services(Account(service.url, Key(service.key, "test"), "default", "v1"), config, folders)
    services.start()
    try:
        yield services
    finally:
        services.close()
    assert not services.problem


def added(services: Services, clip: Path) -> str:
    (job_id,) = services.ask(services.engine().uploads.add_many([Source(str(clip), UploadForm())])).result(PATIENCE)
    return job_id


def state_on_disk(services: Services) -> State:
    """As the next start finds it: who leaves has two seconds, in which a slow disk writes nothing."""
    with Journal.open(services.journal.path) as journal:
        journal.claim()
        (job,) = journal.load()
    return job.state


def test_a_thread_that_takes_its_time_is_no_bug_when_leaving(tmp_path: Path) -> None:
    ended, began = threading.Event(), threading.Event()

    def slow() -> None:
        began.set()
        ended.wait(1.0)

    async def aside() -> None:
        asyncio.get_running_loop().run_in_executor(None, slow)

    with standin() as service, running(service, tmp_path) as services:
        services.engine()
        services.ask(aside()).result(PATIENCE)
        wait_until(began.is_set, "the thread at work")
    ended.set()


@pytest.mark.row("U4", "U5")
def test_a_hang_up_lets_what_is_sent_finish(tmp_path: Path) -> None:
    with standin(index_seconds=60.0) as service, running(service, tmp_path) as services:
        service.faults.next("hang", path="/upload")
        added(services, make_clip(tmp_path / "a.mp4"))
        wait_until(lambda: services.jobs[0].state is State.SENT, "all of it sent")
        leaving = threading.Thread(target=services.hang_up)
        leaving.start()
        wait_until(lambda: service.faults.hanging == 1, "the answer held back")
        assert leaving.is_alive()
        service.faults.release()
        leaving.join(PATIENCE)
        assert state_on_disk(services) is State.INDEXING


@pytest.mark.row("U5")
def test_a_hang_up_breaks_off_what_is_sent_where_that_is_wanted(tmp_path: Path) -> None:
    with standin() as service, running(service, tmp_path, Config(on_hangup="stop")) as services:
        service.faults.next("hang", path="/upload")
        added(services, make_clip(tmp_path / "a.mp4"))
        wait_until(lambda: services.jobs[0].state is State.SENT, "all of it sent")
        wait_until(lambda: service.faults.hanging == 1, "the answer held back")
        services.hang_up()
        assert service.faults.hanging == 1
        assert state_on_disk(services) is State.UNSURE


def test_a_read_only_session_sends_nothing_and_leaves_it_to_another_copy(tmp_path: Path) -> None:
    """What was being sent when the program died is told truthfully there, and held by nobody."""
    clip, gone = make_clip(tmp_path / "a.mp4"), replace(this_process(), pid=2**22 + 1, started="gone")
    with standin() as service:
        with running(service, tmp_path) as services:
            path = services.journal.path
        # Its last byte had left: it is looked for during five minutes, and not sent meanwhile.
        half = new_job(str(clip), UploadForm(namespace="default"), created=1.0)
        half = replace(half, state=State.SENT, started=1.0, sent_at=1.0)
        dead = Journal.open(path, holder=gone)
        dead.add([half, new_job(str(make_clip(tmp_path / "b.mp4", seconds=3)), half.form, created=2.0)])
        dead._db.close()
        with running(service, tmp_path, Config(host=service.url, read_only=True)) as reader:
            reader.engine()
            assert [(job.state, job.elsewhere) for job in reader.jobs] == [
                (State.UNSURE, False),
                (State.WAITING, False),
            ]
            assert reader.jobs[1].problem == "This session is read-only: nothing is sent."
            with running(service, tmp_path) as sender:
                sender.engine()
                assert sender.jobs[1].problem == ""
                assert not any(job.elsewhere for job in sender.jobs)
                wait_until(lambda: sender.jobs[1].state is State.READY, "what waited sent by the other copy")
            assert service.faults.count("/upload") == 1


async def test_the_settings_for_width_and_speed_reach_the_queue_and_change_while_it_runs(tmp_path: Path) -> None:
    config = Config(uploads_at_once=3, uploads_limit_kbit=800)
    with standin() as service, running(service, tmp_path, config) as services:
        desk: UploadDesk = UploadCounter(services)
        assert (desk.at_once, desk.limit) == (3, 100_000)
        await desk.set_at_once(5)
        await desk.set_limit(None)
        assert (desk.at_once, desk.limit) == (5, None)


def test_what_a_sweep_found_is_not_sent_again(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "beach.mp4")
    with standin() as service:
        with running(service, tmp_path / "elsewhere") as other:
            added(other, clip)
            wait_until(lambda: other.jobs[0].state is State.READY, "sent from elsewhere")
        with running(service, tmp_path / "here") as services:
            wait_until(lambda: services.index.total() == 1, "the first sweep")
            added(services, clip)
            wait_until(lambda: services.jobs[0].is_finished, "its end")
            assert services.jobs[0].state is State.DUPLICATE
            assert services.jobs[0].video_no == other.jobs[0].video_no


async def test_every_verb_of_the_desk_reaches_the_queue(tmp_path: Path) -> None:
    with standin() as service, running(service, tmp_path) as services:
        desk: UploadDesk = UploadCounter(services)
        service.faults.next("0402", times=None, path="/upload")
        clips = [make_clip(tmp_path / f"{n}.mp4", seconds=1 + n) for n in range(3)]
        ids = await desk.add([Source(str(clip), UploadForm()) for clip in clips])
        wait_until(lambda: all(job.retry_at for job in services.jobs), "everything told to wait")
        a, b, c = ids
        await desk.first(c)
        assert [job.id for job in sending_order(services.jobs)] == [c, a, b]
        await desk.later(c)
        assert [job.id for job in sending_order(services.jobs)] == [a, c, b]
        await desk.sooner(b)
        assert [job.id for job in sending_order(services.jobs)] == [a, b, c]
        assert await desk.pause_all() == 3
        assert {job.state for job in services.jobs} == {State.PAUSED}
        assert await desk.resume_all() == 3
        assert await desk.retry_failed() == 0
        desk.adopt(ids[0], "VI1")
        assert services.jobs[0].state is not State.INDEXING
