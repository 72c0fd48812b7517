"""Bad weather: each kind has its own words, the program lives on with what it knows, and heals by itself."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.faults import Fault, Faults
from tests.rawserver import NOTHING, Act, Visit, answering, cutting, hanging_up, http, rawserver, resetting
from tests.standin import KEY, StandIn, kept_port, standin
from tests.stories.clocks import Stopwatch
from tests.stories.program import HastyClock, Program, running
from tui.api.clock import SystemClock
from tui.config import Config
from tui.local.demo import seed_demo
from tui.local.server import Server
from tui.local.service import Rules, make_service
from tui.local.store import Store

HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Somewhere:
    """An address that may or may not answer."""

    url: str
    key: str = field(default=KEY, repr=False)


async def is_well(program: Program, count: int = 383) -> None:
    """It has healed: everything is there and nothing is said to be wrong."""
    await program.is_synced()
    await program.sees(f"{count} in the library")
    await program.happens(lambda: program.app.sync.weather.fair, "fair weather")
    await program.press("!")
    await program.says("Nothing is wrong: the service answers.")
    await program.press("escape")


def seconds_left(program: Program) -> int:
    """Within which the next try comes, as the status line tells; 0 where it tells of none."""
    found = re.search(r"The service is limiting us · next try in (\d+) s", program.text)
    return int(found[1]) if found else 0


@pytest.mark.parametrize("rules", [Rules(key=KEY), Rules(key=KEY, unauthorized_status=200)], ids=["401", "0401"])
async def test_a_wrong_key(tmp_path: Path, rules: Rules) -> None:
    with standin(rules=rules) as service:
        async with running(service, tmp_path, key="sk-mavi-somebody-elses") as program:
            await program.says(
                "The service does not accept this API key.",
                "Check the key, or make a new one in the console.",
                "Authorization invalid or incorrect [0401]",
            )
            await program.press("!")
            await program.sees("What is wrong", "r Try again")
            assert "somebody-elses" not in program.text
            asked = service.faults.count()
            await program.press("r")
            await program.happens(lambda: service.faults.count() > asked, "another try")


@pytest.mark.row("N4")
@pytest.mark.parametrize("fault", ["401", "0401"])
async def test_a_key_that_is_withdrawn_while_somebody_reads(demo: StandIn, tmp_path: Path, fault: Fault) -> None:
    async with running(demo, tmp_path) as program:
        await program.is_synced()
        demo.faults.next(fault, None)
        await program.press("r")
        await program.sees("The service does not accept this API key · next try in")
        await program.press("G")
        assert program.table.cursor == 382, "the list stays readable"
        demo.faults.clear()
        await program.press("r")
        await is_well(program)


@pytest.mark.row("N1", "N3", "N5", "N6")
@pytest.mark.parametrize(
    ("fault", "what", "why"),
    [
        (
            "html",
            "answered with a web page and not as the service.",
            "A network's sign-in page, a proxy or a wrong host",
        ),
        ("empty", "is empty.", "Check the host and the kind of API in the settings."),
        ("types", "The list that the service sent is not one.", "videos"),
        ("cut", "was cut off.", "It is tried again by itself"),
        ("500", "has trouble (500).", "Internal Server Error [HTTP 500]"),
        ("503", "has trouble (503).", "Service Unavailable [HTTP 503]"),
        ("0001", "had a passing trouble of its own.", "network abnormal [0001]"),
        ("0402", "The account has no credits left.", "The service pauses until the account is recharged"),
        ("0429", "The service is limiting us.", "Request has exceeded the limit. [0429]"),
        ("429", "The service is limiting us.", "It goes on by itself."),
    ],
)
async def test_each_has_its_own_words_and_heals(
    demo: StandIn, tmp_path: Path, fault: Fault, what: str, why: str
) -> None:
    demo.faults.next(fault, None)
    async with running(demo, tmp_path, clock=HastyClock(30)) as program:
        await program.says(what, why)
        await program.press("!")
        await program.sees("What is wrong")
        await program.says(what, why)
        await program.press("escape")
        demo.faults.clear()
        await is_well(program)


@pytest.mark.row("N3", "N6")
async def test_what_is_known_stays_in_sight_whatever_the_weather(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path, clock=HastyClock(30)) as program:
        await program.is_synced()
        for fault, words in (("html", "answered with a web page"), ("500", "trouble (500)"), ("types", "is not one")):
            demo.faults.next(fault, None)  # type: ignore[arg-type] # these are faults
            await program.press("r")
            await program.sees(words)
            await program.press("j", "G", "g", "g", "/")
            await program.type("tag:iceland")
            await program.press("enter")
            await program.sees("28 shown")
            await program.press("F")
            await program.is_calm()
            demo.faults.clear()
            await program.press("r")
            await is_well(program)


@pytest.mark.row("N13")
async def test_nothing_answers_there_until_it_does(tmp_path: Path) -> None:
    with Store() as store, kept_port() as port:
        seed_demo(store)
        faults = Faults(make_service(store, key=KEY))
        async with running(Somewhere(f"http://{HOST}:{port}"), tmp_path) as program:
            await program.says(
                f"{HOST}:{port} refuses the connection: nothing answers there.",
                "Check that the service runs there, and the port.",
            )
            await program.sees("next try in")
            with Server(faults, port=port):
                await is_well(program)
            await program.press("r")
            await program.sees("refuses the connection")
            with Server(faults, port=port):
                await is_well(program)


@pytest.mark.row("N7", "N12")
@pytest.mark.parametrize(
    ("act", "words"),
    [
        (cutting(http(NOTHING), 120), "was cut off."),
        (hanging_up(), "hung up without an answer."),
        (resetting(), "The line to"),
    ],
    ids=["cut", "hung up", "reset"],
)
async def test_a_line_that_breaks(tmp_path: Path, act: Act, words: str) -> None:
    """It is broken until that has been read, however long somebody takes to look."""
    healed = asyncio.Event()

    async def until_healed(visit: Visit) -> None:
        await (answering(http(NOTHING)) if healed.is_set() else act)(visit)

    async with rawserver(until_healed) as server, running(Somewhere(server.url), tmp_path) as program:
        await program.says(words)
        healed.set()
        await program.says("The namespace “default” is empty.")


@pytest.mark.row("N1", "D4")
async def test_a_limit_is_counted_down_and_then_it_goes_on(demo: StandIn, tmp_path: Path) -> None:
    clock = Stopwatch()
    async with running(demo, tmp_path, clock=clock) as program:
        await program.is_synced()
        clock.stop()
        demo.faults.next("0429", 1, path="list_videos", headers={"Retry-After": "30"})
        await program.press("r")
        await program.happens(lambda: (left := seconds_left(program)) and left >= 30, "how long it waits")
        clock.jump(20)
        await program.happens(lambda: 10 <= seconds_left(program) <= 20, "how long it still waits")
        await program.press("G")
        assert program.table.cursor == 382
        clock.go_on()
        clock.jump(20)
        await program.sees_no("limiting us")
        await is_well(program)


async def test_an_empty_library_and_a_namespace_that_does_not_exist(
    demo: StandIn, empty: StandIn, tmp_path: Path
) -> None:
    async with running(empty, tmp_path / "empty") as program:
        await program.says("The namespace “default” is empty.", "u uploads the first video.")
        await program.press("j", "G", "enter", "J", "1", "s", "z", "y", "y")
        await program.says("This video has no such thing to copy.")
        await program.press("f", "f", "j", "full_stop", "1", "r")
        await program.sees("0 in the library")
    config = Config(host=demo.url, namespace="tarvel")
    async with running(demo, tmp_path / "typo", config=config) as program:
        await program.says(
            "There is no namespace “tarvel”, or it is empty: the service says the same of both.",
            "Check how it is spelled; memories-tui --namespace NAME opens another.",
        )


@pytest.mark.row("N11", "P3")
async def test_every_key_is_answered_while_the_service_hangs(demo: StandIn, tmp_path: Path) -> None:
    """No call is answered in all this time; each key changes the screen all the same."""
    async with running(demo, tmp_path) as program:
        await program.is_synced()
    demo.faults.next("hang", None)
    answered = demo.faults.count()
    async with running(demo, tmp_path, clock=SystemClock()) as program:
        await program.sees("383")
        await program.happens(lambda: program.table.has_focus and program.table.count, "the list, ready for keys")
        await program.happens(lambda: demo.faults.hanging, "the service asked, and silent")
        await program.is_calm()
        for key in (
            *("j", "k", "pagedown", "ctrl+d", "G", "pageup", "ctrl+u", "g", "g", "3", "L", "H", "1", "p", "p", "r"),
            *("2", "j", "space", "x", "c", "1", "s", "z", "S", "s", "d", "/", *"tag:paris", "enter", "-", "-", "F"),
            *("f", "t", *"alps", "enter", "space", "F", "1", "?", *"sort", "escape", "u", "shift+tab", "l", "escape"),
            *("w", "escape", "y", "y"),
        ):
            before = program.picture
            await program.press(key)
            await program.happens(lambda before=before: program.picture != before, f"a change after {key}")  # type: ignore[misc] # bound now
        await program.happens(
            lambda: demo.faults.hanging == len(demo.faults.calls) - answered, "and nothing was answered meanwhile"
        )
