"""Which uploads are shown, and in which order: a value that a person changes with a few keys."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final, Literal

from tui.frozen import dataclass
from tui.uploads.job import Job, State
from tui.uploads.order import sending_order
from tui.widgets.job_sums import ORDER, counts

Order = Literal["added", "state"]

_RANK: Final = {state: rank for rank, state in enumerate(ORDER)}


@dataclass(frozen=True, slots=True)
class JobView:
    """All uploads as they were added, unless it says otherwise."""

    state: State | None = None
    """Only those in this state."""
    text: str = ""
    """Only those with this in their name or number, in any case of letters."""
    order: Order = "added"
    """`state`: what needs a look first, and what waits in the order of its turn."""

    @property
    def narrowed(self) -> bool:
        return self.state is not None or bool(self.text)

    def of(self, jobs: tuple[Job, ...]) -> tuple[Job, ...]:
        """Those that are shown, in their order."""
        shown = jobs
        if self.state is not None:
            shown = tuple(job for job in shown if job.state is self.state)
        if self.text:
            wanted = self.text.casefold()
            shown = tuple(job for job in shown if _is_called(job, wanted))
        return shown if self.order == "added" else _by_state(shown)

    def stepped(self, jobs: tuple[Job, ...], by: int) -> JobView:
        """The view of the next state that occurs; after the last one, all of them."""
        states = [None, *(state for state, _count in counts(jobs))]
        at = states.index(self.state) if self.state in states else 0
        return replace(self, state=states[(at + by) % len(states)])


def places(jobs: Iterable[Job]) -> dict[str, int]:
    """By job that waits, how many are sent before it."""
    return {job.id: place for place, job in enumerate(sending_order(jobs))}


def _by_state(jobs: tuple[Job, ...]) -> tuple[Job, ...]:
    turn = places(jobs)
    return tuple(sorted(jobs, key=lambda job: (_RANK[job.state], turn.get(job.id, len(turn)))))


def _is_called(job: Job, wanted: str) -> bool:
    return wanted in job.name.casefold() or (job.video_no is not None and wanted in job.video_no.casefold())
