"""The work of `memories-tui upload`: from what was named to an exit code, on the main thread's own loop."""

from __future__ import annotations

import asyncio
import sys

from tui.api.endpoints import CAPABILITIES
from tui.api.values import Dialect
from tui.commands.dry_run import rehearse
from tui.commands.inputs import Input, is_address, listed, named_files, named_urls
from tui.commands.leaving import Leaving, Left, aside, heard
from tui.commands.outcome import Outcome, exit_code, sums
from tui.commands.output import Results, Talk
from tui.commands.sending import Sending, Wishes
from tui.commands.settings import DONE, TROUBLE, Place, open_services
from tui.commands.telling import Telling
from tui.frozen import dataclass
from tui.uploads.journal_file import JournalTrouble


@dataclass(frozen=True, slots=True)
class Named:
    """What the command line names."""

    paths: tuple[str, ...]
    urls: tuple[str, ...]


def run(here: Place, named: Named, wishes: Wishes, *, dry_run: bool, as_json: bool, quiet: bool) -> int:
    """The exit code. Raises Trouble before anything is queued."""
    telling = Telling(Results(), Talk(quiet=quiet), as_json=as_json)
    return asyncio.run(_main(here, named, wishes, telling, dry_run=dry_run))


async def _main(here: Place, named: Named, wishes: Wishes, telling: Telling, *, dry_run: bool) -> int:
    leaving = Leaving()
    with heard(leaving):
        try:
            inputs = await leaving.unless_asked(_inputs(named, here.account.dialect))
            if dry_run:
                return await leaving.unless_asked(_rehearse(here, inputs, wishes, telling))
            return await _send(here, inputs, wishes, telling, leaving)
        except Left:
            assert leaving.code is not None  # or nobody would have left
            telling.say("Interrupted: nothing was queued.")
            return leaving.code


async def _inputs(named: Named, dialect: Dialect) -> list[Input]:
    texts = list(named.paths)
    if "-" in texts:
        at = texts.index("-")
        texts[at : at + 1] = await aside(lambda: listed(sys.stdin.buffer))
    urls = [*named.urls, *(text for text in texts if is_address(text))]
    files = [text for text in texts if not is_address(text)]
    found = await aside(lambda: named_files(files))
    return [*found, *named_urls(urls, why_not=CAPABILITIES[dialect].why_not("upload_url"))]


async def _rehearse(here: Place, inputs: list[Input], wishes: Wishes, telling: Telling) -> int:
    outcomes: list[Outcome] = []
    async for outcome in rehearse(here, inputs, wishes):
        outcomes.append(outcome)
        telling.outcome(outcome)
    telling.say(f"{sums(outcomes)} Nothing was sent.")
    return exit_code(outcomes) or (TROUBLE if telling.lost else DONE)


async def _send(here: Place, inputs: list[Input], wishes: Wishes, telling: Telling, leaving: Leaving) -> int:
    loop = asyncio.get_running_loop()
    services = open_services(here)
    sending = Sending(services, wishes, telling, leaving)

    def wake() -> None:
        loop.call_soon_threadsafe(sending.changed.set)

    try:
        services.on_change = wake
        services.start(sweeping=False)
        await sending.run(inputs)
    finally:
        services.on_change = _nobody_listens
        services.close()
    if services.problem is not None:
        raise services.problem
    left = sending.conclude()
    if left:
        trouble = services.engine().uploads.trouble
        telling.say(
            _left_words(left, interrupted=leaving.code is not None) if trouble is None else _lost_words(trouble)
        )
    telling.say(sums(sending.outcomes))
    return leaving.code or exit_code(sending.outcomes) or (TROUBLE if telling.lost else DONE)


def _left_words(left: int, *, interrupted: bool) -> str:
    few = "One upload is" if left == 1 else f"{left:,} uploads are"
    return (
        f"{'Interrupted. ' if interrupted else ''}{few} in the journal and will go on at the next start of "
        "memories-tui, or with: memories-tui upload --resume"
    )


def _lost_words(trouble: JournalTrouble) -> str:
    return f"What is still open may be forgotten: {trouble.what}. {trouble.advice}"


def _nobody_listens() -> None:
    """For an engine that outlives the loop which watched it."""
