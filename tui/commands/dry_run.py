"""What an upload would send, found out without asking the service anything."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tui.api.values import UploadForm
from tui.commands.inputs import Input
from tui.commands.leaving import aside
from tui.commands.outcome import WOULD_SEND, Outcome, not_sent
from tui.commands.sending import Wishes
from tui.commands.settings import Place, Trouble
from tui.uploads.intake import new_job
from tui.uploads.job import State

if TYPE_CHECKING:
    from tui.uploads.journal import Journal
    from tui.uploads.prober import Prober


async def rehearse(here: Place, inputs: Sequence[Input], wishes: Wishes) -> AsyncIterator[Outcome]:
    """One outcome per input, in their order. Raises Trouble where the journal can't be read."""
    from tui.uploads.journal_file import JournalTrouble
    from tui.uploads.prober import Prober

    prober = Prober()
    try:
        with ExitStack() as stack:
            journal = _journal(here, stack)
            for found in inputs:
                yield await _rehearsed(found, prober, journal, here.account.namespace, wishes)
    except JournalTrouble as trouble:
        raise Trouble(f"{trouble.what}. {trouble.advice}") from None
    finally:
        await prober.aclose()


async def _rehearsed(found: Input, prober: Prober, journal: Journal | None, namespace: str, wishes: Wishes) -> Outcome:
    from tui.uploads.looking import look

    if found.problem:
        return not_sent(found)
    if found.is_url:
        return Outcome(found.source, WOULD_SEND, "done", is_url=True, form=wishes.form(None))
    (looked,) = await look(prober, [found.path])
    if not looked.sendable:
        return not_sent(found, looked.problem)
    form = wishes.form(looked.facts)
    twin = await aside(lambda: _twin(found.path, journal, replace(form, namespace=form.namespace or namespace)))
    warnings = (*looked.warnings, twin) if twin else looked.warnings
    return Outcome(found.source, WOULD_SEND, "done", size=found.size, warnings=warnings, form=form)


def _journal(here: Place, stack: ExitStack) -> Journal | None:
    """The journal, if there is one yet."""
    from tui.uploads.journal import Journal

    path = here.folders.journal(*here.account.identity)
    return stack.enter_context(Journal.open(path)) if path.exists() else None


def _twin(path: Path, journal: Journal | None, form: UploadForm) -> str:
    """What to say if the service seems to have the file: only sending it in earnest compares every byte."""
    from tui.uploads.prints import quick_print

    if journal is None:
        return ""
    try:
        job = replace(new_job(str(path), form, created=time.time()), print=quick_print(path))
    except OSError:
        return ""
    there = [other for other in journal.alike(job) if other.state in {State.INDEXING, State.READY} and other.video_no]
    return f"it seems to be in your library already as {there[0].video_no}: then it is not sent again" if there else ""
