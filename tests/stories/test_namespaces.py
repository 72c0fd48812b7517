"""Another part of the account: chosen from a list, typed, or asked about first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.standin import StandIn, standin
from tests.stories.program import Program, running
from tui.config import Config
from tui.namespaces import SWITCH


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
        await program.press("escape", "g", "n")
        await program.sees("known here")


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


async def test_a_service_that_lists_none(account: StandIn, tmp_path: Path) -> None:
    async with running(account, tmp_path, config=Config(host=account.url, api="legacy")) as program:
        await program.is_synced()
        await program.press("g", "n")
        await program.says("The legacy API has no namespaces.")
