"""Does again what failed: by what the trouble was about."""

from __future__ import annotations

from collections.abc import Callable

from tui.counters import LibraryCounter, UploadCounter
from tui.mishaps import Mishap
from tui.pressing import press
from tui.services import Services
from tui.uploads.job import State, may_move


def try_again(services: Services, mishap: Mishap, copy_again: Callable[[], str]) -> str:
    """What is done, in words. `copy_again` copies what was copied last."""
    if mishap.source == "upload":
        return _send_again(services, mishap.subject)
    if mishap.source == "copy":
        return copy_again()
    if mishap.source == "deed":
        # A deletion is never one key away.
        return f"{press('go.deeds', 'g a')} shows which were left out, and tries them again."
    LibraryCounter(services).refresh()
    return "Asking the service …"


def _send_again(services: Services, job_id: str) -> str:
    job = next((job for job in services.jobs if job.id == job_id), None)
    if job is None:
        return "That upload is not in the list any more."
    if job.state is State.UNSURE or not may_move(job, State.WAITING):
        return f"{job.name} is {job.state.value}: there is nothing to try again."
    UploadCounter(services).retry(job_id)
    return f"{job.name} is sent again."
