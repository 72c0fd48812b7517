"""Another part of the account: chosen from a list, typed, or asked about first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.clips import make_clip, padded
from tests.standin import StandIn, standin
from tests.stories.program import Program, running
from tests.stories.test_jobs import sends_slowly
from tui.config import Config
from tui.namespaces import SWITCH
from tui.uploads.job import State


@pytest.fixture
def account() -> Iterator[StandIn]:
    with standin(videos=3) as service:
        service.store.touch_namespace("travel")
        yield service


async def answer(program: Program, question: str, key: str) -> None:
    """Keys that come too early are no answer."""
    await program.sees(question)
    while question in program.text:
        await program.press(key)


async def leave(program: Program, key: str, namespace: str) -> None:
    """Presses a key until the program is left for that namespace."""

    def gone() -> bool:
        program.send(key)
        return program.app.return_value == f"{SWITCH}{namespace}"

    await program.happens(gone, f"the program left for {namespace}")


async def test_one_that_the_service_lists(account: StandIn, tmp_path: Path) -> None:
    async with running(account, tmp_path, size=(80, 24)) as program:
        await program.is_synced()
        await program.press("g", "n")
        await program.sees("you are here", "The service lists 2.", "listed by the service")
        await program.press("j")
        await leave(program, "enter", "travel")


async def test_one_that_was_seen_comes_back(account: StandIn, tmp_path: Path) -> None:
    async with running(account, tmp_path, config=Config(host=account.url, namespace="travel")) as program:
        await program.is_synced()
    async with running(account, tmp_path) as program:
        await program.is_synced()
        await program.press(":")
        await program.type("namespace tra")
        await program.sees("travel")
        account.faults.next("0001", None, path="list_unique_ids")
        await program.press("escape", "g", "n")
        await program.sees("known here")
        await program.says("The service does not list them:")


async def test_one_that_nobody_has_seen_is_asked_about(account: StandIn, tmp_path: Path) -> None:
    async with running(account, tmp_path, size=(80, 24)) as program:
        await program.is_synced()
        await program.press(":")
        await program.type("namespace travle")
        await program.press("enter")
        await answer(program, "A new namespace?", "s")
        assert program.app.return_value is None
        assert "travle" not in account.store.namespaces().values()

        await program.press("g", "n", "a")
        await program.type("new ones")
        await program.press("enter")
        await program.sees("A new namespace?")
        await leave(program, "y", "new ones")


async def test_a_read_only_session_creates_none(account: StandIn, tmp_path: Path) -> None:
    async with running(account, tmp_path, config=Config(host=account.url, read_only=True)) as program:
        await program.is_synced()
        await program.press(":")
        await program.type("namespace travle")
        await program.press("enter")
        await program.says("This session is read-only: looking at travle would create it.")
        await program.press("g", "n")
        await program.sees("The service lists 2.")
        await program.press("j")
        await leave(program, "enter", "travel")
    assert "travle" not in account.store.namespaces().values()


async def test_an_upload_goes_on_from_the_other_one(
    account: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    clip = padded(make_clip(tmp_path / "beach.mp4"), 2 << 20)
    async with running(account, tmp_path) as program:
        await sends_slowly(program, clip)
        await program.press("g", "n")
        await program.sees("The service lists 2.")
        await program.press("j", "enter")
        await answer(program, "Uploads are being sent", "s")
        assert program.app.return_value is None
        await program.press("g", "n")
        await program.sees("The service lists 2.")
        await program.press("j", "enter")
        await program.sees("1 upload being sent")
        await leave(program, "g", "travel")
    async with running(account, tmp_path, config=Config(host=account.url, namespace="travel")) as program:
        await program.happens(lambda: [job.state for job in program.app.jobs] == [State.READY], "the upload ready")
        assert program.app.jobs[0].form.namespace == "default"
        number = program.app.jobs[0].video_no or ""
        await program.is_synced()
        assert program.table.count == 0, "it is not of this namespace"
    async with running(account, tmp_path) as program:
        await program.happens(lambda: program.services.index.get(number) is not None, "the video in its own library")


async def test_a_service_that_lists_none(account: StandIn, tmp_path: Path) -> None:
    async with running(account, tmp_path, config=Config(host=account.url, api="legacy")) as program:
        await program.is_synced()
        await program.press("g", "n")
        await program.says("The legacy API has no namespaces.")
