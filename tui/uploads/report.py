"""Uploads as a report for other programs: one object or one row for each, and what happened to it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from tui.uploads.job import Job, Step

SUFFIXES: Final = (".json", ".csv")

_TIMES: Final = ("created", "started", "sent_at", "accepted", "finished")
_COLUMNS: Final = (
    "source", "name", "state", "video_no", "size", "problem", "detail", "attempts", *_TIMES, "namespace", "id",
)  # fmt: skip
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would run as a formula at the beginning of a cell."""


def report_text(suffix: str, jobs: Sequence[Job], steps: Mapping[str, Sequence[Step]]) -> str:
    """The report in the format that the suffix names. Times are ISO 8601 in UTC, sizes bytes.

    A CSV leaves out the steps, which are lists.
    """
    return as_csv(jobs) if suffix == ".csv" else as_json(jobs, steps)


def as_json(jobs: Sequence[Job], steps: Mapping[str, Sequence[Step]]) -> str:
    """A list of objects; what is not known is null. ASCII, so that names which are no text survive as escapes."""
    told = [_facts(job) | {"steps": [_step(step) for step in steps.get(job.id, ())]} for job in jobs]
    return json.dumps(told, indent=1) + "\n"


def as_csv(jobs: Sequence[Job]) -> str:
    """A row each under a row of names; what is not known is empty. Nothing in it is a formula to a spreadsheet."""
    page = io.StringIO(newline="")
    rows = csv.writer(page)
    rows.writerow(_COLUMNS)
    for job in jobs:
        facts = _facts(job)
        rows.writerow([_cell(facts[name]) for name in _COLUMNS])
    return page.getvalue()


def write_report(path: Path, text: str, *, over: bool = False) -> None:
    """Writes it whole, or not at all. Raises FileExistsError unless `over`, and OSError. Blocks."""
    data = text.encode("utf-8", "replace")
    if not over:
        with path.open("xb") as file:
            try:
                file.write(data)
            except OSError:
                path.unlink(missing_ok=True)
                raise
        return
    beside = path.with_name(f".{path.name}.part")
    try:
        beside.write_bytes(data)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _facts(job: Job) -> dict[str, object]:
    facts: dict[str, object] = {
        "id": job.id,
        "source": job.source,
        "name": job.name,
        "state": job.state.value,
        "video_no": job.video_no,
        "size": job.size,
        "problem": job.problem,
        "detail": job.detail,
        "attempts": job.attempts,
        "namespace": job.form.namespace,
    }
    return facts | {name: _iso(getattr(job, name)) for name in _TIMES}


def _step(step: Step) -> dict[str, object]:
    return {"at": _iso(step.at), "state": step.state.value, "note": step.note}


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return "'" + text if text.startswith(_FORMULA) else text


def _iso(seconds: float | None) -> str | None:
    if not seconds:
        return None
    try:
        return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    except (OverflowError, OSError, ValueError):
        return None
