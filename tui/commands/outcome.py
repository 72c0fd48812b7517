"""What came of each input, as a value: a line of text, an object of JSON, and together the exit code and the sums."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, field
from typing import Final, Literal

from tui.api.values import UploadForm
from tui.commands.inputs import Input
from tui.commands.settings import DONE, TROUBLE, UNSURE
from tui.frozen import dataclass
from tui.text import safe_text
from tui.uploads.job import Job, State

Verdict = Literal["done", "failed", "unsure"]

WOULD_SEND: Final = "would-send"
SKIPPED: Final = "skipped"

_DONE: Final = frozenset({State.READY, State.DUPLICATE})
_WIDEST: Final = 10
_NUMBER: Final = 20
"""Cells of a video's number: `VI` and eighteen digits."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One input's end, as far as this run saw it. `state` is a job's, or `would-send`, or `skipped`."""

    source: str
    state: str
    verdict: Verdict
    is_url: bool = False
    video_no: str | None = None
    size: int | None = None
    problem: str = ""
    detail: str = ""
    warnings: tuple[str, ...] = ()
    form: UploadForm | None = None
    job: Job | None = field(default=None, repr=False)


def not_sent(found: Input, problem: str = "") -> Outcome:
    """An input that is refused before it is queued, or left out."""
    state = SKIPPED if found.skipped else State.REFUSED.value
    verdict: Verdict = "done" if found.skipped else "failed"
    return Outcome(found.source, state, verdict, found.is_url, size=found.size, problem=problem or found.problem)


def not_begun(found: Input) -> Outcome:
    """An input whose turn had not come when the run was interrupted."""
    problem = "interrupted before it was queued"
    return Outcome(found.source, State.CANCELLED.value, "failed", found.is_url, size=found.size, problem=problem)


def of_job(job: Job, *, wait: bool, unsure: bool = False, warnings: tuple[str, ...] = ()) -> Outcome:
    """What became of a queued input; `wait`: only a ready one is done; `unsure`: its twin is, on which it waits."""
    verdict: Verdict = "failed"
    if job.state in _DONE or (job.state is State.INDEXING and not wait):
        verdict = "done"
    elif job.state is State.UNSURE or unsure:
        verdict = "unsure"
    return Outcome(
        source=job.source,
        state=job.state.value,
        verdict=verdict,
        is_url=job.is_url,
        video_no=job.video_no,
        size=job.size,
        problem=job.problem,
        detail=job.detail,
        warnings=warnings,
        form=job.form,
        job=job,
    )


def exit_code(outcomes: Iterable[Outcome]) -> int:
    """What is unsure outweighs what failed: that run must not simply be repeated."""
    verdicts = {outcome.verdict for outcome in outcomes}
    return UNSURE if "unsure" in verdicts else TROUBLE if "failed" in verdicts else DONE


def sums(outcomes: Iterable[Outcome]) -> str:
    """One sentence that accounts for every input."""
    tally = Counter(outcome.state for outcome in outcomes)
    total = sum(tally.values())
    if not total:
        return "Nothing to upload."
    parts = ", ".join(f"{count:,} {state.replace('-', ' ')}" for state, count in sorted(tally.items()))
    return f"{total:,} {'input' if total == 1 else 'inputs'}: {parts}."


def as_text(outcome: Outcome) -> tuple[str, ...]:
    """Cells of a line: state, number, source, and why."""
    parts = (outcome.problem, outcome.detail, *outcome.warnings)
    why = "; ".join(safe_text(part).removesuffix(".") for part in parts if part)
    source = safe_text(outcome.source, 4_000)
    number = safe_text(outcome.video_no or "-", 60)
    return f"{outcome.state:{_WIDEST}}", f"{number:{_NUMBER}}", f"{source}: {why}" if why else source


def as_json(outcome: Outcome) -> Mapping[str, object]:
    """Times are milliseconds since the epoch, sizes bytes; what is not known is null."""
    job = outcome.job
    return {
        "source": outcome.source,
        "is_url": outcome.is_url,
        "state": outcome.state,
        "verdict": outcome.verdict,
        "video_no": outcome.video_no,
        "size": outcome.size,
        "problem": outcome.problem,
        "detail": outcome.detail,
        "warnings": outcome.warnings,
        "form": None if outcome.form is None else asdict(outcome.form),
        "job": None if job is None else job_facts(job),
    }


def job_facts(job: Job) -> dict[str, object]:
    """What a job knows beside its state."""
    times = {name: getattr(job, name) for name in ("created", "started", "sent_at", "accepted", "finished", "retry_at")}
    return {
        "id": job.id,
        "name": job.name,
        "attempts": job.attempts,
        "candidates": job.candidates,
        **{name: None if seconds is None else round(seconds * 1000) for name, seconds in times.items()},
    }
