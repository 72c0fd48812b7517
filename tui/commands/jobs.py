"""`memories-tui jobs`: what the journal knows of every upload, without sending anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from tui.commands.output import Results, StdoutFull, Talk
from tui.commands.settings import NOBODY_READS, Given, Place, Trouble, bugs_told, place
from tui.uploads.job import Job, State

if TYPE_CHECKING:
    from tui.uploads.journal import Journal


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object per line.")
@click.option(
    "--state",
    "states",
    multiple=True,
    type=click.Choice([state.value for state in State]),
    help="Only these; repeat it.",
)
@click.pass_obj
def jobs(given: Given, as_json: bool, states: tuple[str, ...]) -> None:
    """Print every upload in the journal: what it is, where it stands, and why.

    Nothing is sent and nothing asked of the service. In JSON, times are milliseconds since the epoch and sizes
    bytes; `elsewhere` says that another running copy of this program has it. Exit codes: 0 done, 1 the journal can't
    be read, 2 usage, settings or no key.
    """
    here = place(given)
    with bugs_told(here):
        _print(here, Results(), Talk(), states=states, as_json=as_json)


def _print(here: Place, results: Results, talk: Talk, *, states: tuple[str, ...], as_json: bool) -> None:
    found = [job for job in _known(here) if not states or job.state in states]
    try:
        for job in found:
            if as_json:
                results.json(_facts(job))
            else:
                results.text(*_cells(job))
        results.flush()
    except StdoutFull as full:
        raise Trouble(f"The list could not be written: {full}.") from None
    if results.closed:
        raise click.exceptions.Exit(NOBODY_READS)
    if not found:
        talk.say("No upload stands so." if states else "Nothing was uploaded from here yet.")


def _known(here: Place) -> tuple[Job, ...]:
    from tui.uploads.journal import Journal
    from tui.uploads.journal_file import JournalTrouble

    path = here.folders.journal(*here.account.identity)
    if not path.exists():
        return ()
    try:
        with Journal.open(path) as journal:
            return _true(journal)
    except JournalTrouble as trouble:
        raise Trouble(f"{trouble.what}. {trouble.advice}") from None


def _true(journal: Journal) -> tuple[Job, ...]:
    """What a process died sending is unsure, and reads so."""
    journal.claim()
    return journal.load()


def _facts(job: Job) -> Mapping[str, object]:
    from tui.commands.outcome import job_facts

    return {
        "source": job.source,
        "is_url": job.is_url,
        "state": job.state.value,
        "video_no": job.video_no,
        "size": job.size,
        "problem": job.problem,
        "detail": job.detail,
        "elsewhere": job.elsewhere,
        "form": asdict(job.form),
        **job_facts(job),
    }


def _cells(job: Job) -> tuple[str, ...]:
    from tui.text import safe_text
    from tui.widgets.present import clock_text, fit, size_text

    return (
        f"{job.state.value:10}",
        clock_text(job.created * 1000),
        fit(size_text(job.size), 8, right=True),
        f"{safe_text(job.video_no or '-', 60):20}",
        fit(job.name, 40),
        ": ".join(safe_text(part) for part in (job.problem, job.detail) if part),
    )
