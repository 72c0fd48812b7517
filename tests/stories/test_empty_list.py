"""A list with nothing in it: each reason has its own words, and says what to do next."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.faults import Fault
from tests.standin import KEY, StandIn, standin
from tests.stories.program import Program, running
from tui.config import Config
from tui.library.index import Index

LIST = "list_videos"


@dataclass(frozen=True, slots=True)
class Nowhere:
    """An address at which nothing answers."""

    url: str = "http://127.0.0.1:9"
    key: str = field(default=KEY, repr=False)


async def look_for(program: Program, query: str) -> None:
    """Types the query and keeps it."""
    await program.press("/")
    await program.type(query)
    await program.press("enter")
    await program.is_settled()


async def test_the_condition_that_hides_everything_is_named_and_dropped_by_a_key(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path) as program:
        await program.is_synced()
        await look_for(program, "tag:iceland status:ready camera:nosuchcamera")
        await program.says("No video matches.", "Without ‹camera:nosuchcamera› there")
        assert not program.table.count
        await program.press("x")
        await program.is_settled()
        shown = program.table.count
        assert shown > 1
        assert not program.library.looking_for.cameras
        await program.sees(f"{shown} shown")
        await program.press("-")
        await program.is_settled()
        await program.says(f"there are {shown} videos. x drops it")


async def test_the_best_of_several_ways_out_comes_first(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path) as program:
        await program.is_synced()
        await look_for(program, "tag:iceland tag:beijing")
        await program.says("No video matches.", "x drops it")
        index, chips = program.services.index, program.library.looking_for.chips()
        counts = sorted((index.find(chip.without).count for chip in chips), reverse=True)
        assert counts[0] > counts[1] > 0
        await program.says(f"there are {counts[0]} videos. x drops it", f"› {counts[1]}")
        await program.press("x")
        await program.is_settled()
        assert program.table.count == counts[0]


async def test_where_no_single_condition_is_to_blame_that_is_said(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path) as program:
        await program.is_synced()
        await look_for(program, "nosuchname camera:nosuchcamera")
        await program.says("No single condition is to blame", "F shows everything again")
        await program.press("x")
        await program.says("No single condition is to blame: F shows everything again, / edits the query.")
        await program.press("F")
        await program.is_settled()
        await program.press("x")
        await program.says("here it hides nothing")


async def test_after_the_first_page_nothing_claims_that_nothing_matches(demo: StandIn, tmp_path: Path) -> None:
    """The words of every moment from the first paint to the last row."""
    demo.faults.next("hang", 1)
    async with running(demo, tmp_path) as program:
        said: set[str] = set()
        program.library.watch(program.table, "empty_words", lambda words: said.add(words))
        await program.happens(
            lambda: any(words.startswith("Asking the service what is there …") for words in said), "the first words"
        )
        demo.faults.release()
        await program.is_synced()
        assert not any("matches" in words for words in said), said


@pytest.mark.row("N16")
async def test_the_first_sync_tells_how_far_it_is(tmp_path: Path) -> None:
    with standin(videos=1_000) as service:
        service.faults.next("hang", None, path=LIST)
        async with running(service, tmp_path) as program:
            await program.sees("Asking the service what is there …")
            await program.says("The newest videos come first, and you can look around while the rest is read.")
            await program.happens(lambda: service.faults.hanging, "the first page asked for")
            service.faults.release()
            await program.happens(lambda: program.services.sync.known, "the first page")
            await program.happens(lambda: service.faults.hanging, "another that takes its time")
            await look_for_while_syncing(program, "nosuchname")
            await program.says("No video matches so far.", "of 1,000 videos are read (", "the rest is on its way.")
            service.faults.clear()
            await program.is_synced()
            await program.says("No video matches.")
            await program.sees_no("so far")


async def look_for_while_syncing(program: Program, query: str) -> None:
    await program.press("/")
    await program.type(query)
    await program.press("enter")
    await program.is_calm()


@pytest.mark.row("N5")
@pytest.mark.parametrize("fault", ["401", "0401"])
async def test_no_permission(demo: StandIn, tmp_path: Path, fault: Fault) -> None:
    demo.faults.next(fault, None)
    async with running(demo, tmp_path) as program:
        await program.says(
            "The service does not accept this API key.",
            "Authorization invalid or incorrect [0401]",
            "Check the key, or make a new one in the console.",
            "The one in use ends in …cdef and comes from test.",
            "g k enters another key r tries again · g h looks at everything",
        )
        assert KEY not in program.text
        demo.faults.clear()
        await program.press("r")
        await program.is_synced()


async def test_offline_with_nothing_kept(tmp_path: Path) -> None:
    async with running(Nowhere(), tmp_path) as program:
        await program.says(
            "127.0.0.1:9 refuses the connection: nothing answers there.",
            "Nothing of this library was kept on this machine yet",
            "g h looks for the cause",
        )


async def test_a_read_only_session_does_not_offer_an_upload(empty: StandIn, tmp_path: Path) -> None:
    async with running(empty, tmp_path, config=Config(host=empty.url, read_only=True)) as program:
        await program.says("The namespace “default” is empty.", "This session is read-only, so nothing can be uploaded")
        assert "u uploads" not in program.prose


async def test_a_disk_that_is_full_before_anything_is_kept(demo: StandIn, tmp_path: Path) -> None:
    demo.faults.next("hang", None, path=LIST)
    async with running(demo, tmp_path) as program:
        await program.happens(lambda: demo.faults.hanging, "the service asked")
        with program.services.index._connections.writing() as db:
            pages = db.execute("PRAGMA page_count").fetchone()[0]
            db.execute(f"PRAGMA max_page_count = {pages}")
        demo.faults.clear()
        await program.says("The library's index could not be used: the disk is full.", "Make room on the disk")
        await program.says("Nothing is lost: this file only mirrors the service.")
        with program.services.index._connections.writing() as db:
            db.execute("PRAGMA max_page_count = 1000000")
        await program.press("r")
        await program.is_synced()
        assert program.table.count == 383


def nobody_reads_any_further(index: Index) -> None:
    """Whoever still reads a file that was moved away closes it afterwards: it would go on to be read."""
    connections = index._connections
    with connections._guard:
        connections._give_back = sqlite3.Connection.close  # type: ignore[method-assign,assignment] # closes instead
        while connections._idle:
            connections._idle.pop().close()


async def test_an_index_that_can_not_be_read_and_then_can(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path) as program:
        await program.is_synced()
        index = program.services.index
        away = index.path.parent.rename(index.path.parent.with_name("away"))
        nobody_reads_any_further(index)
        await program.press("/")
        await program.type("zebra")
        await program.press("enter")
        await program.says("The library's index could not be used: it can't be opened.")
        assert program.table.count == 383, "what was read before stays in sight"
        away.rename(index.path.parent)
        await program.press("r")
        await program.happens(lambda: not program.table.count, "the answer")
        await program.is_settled()
        await program.says("No video matches.")
