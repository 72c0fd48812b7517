"""Writes the uploads that are shown into a file: asks where to, never over another file without asking."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from textual.screen import Screen

from tui.screens.ask_line import AskLine
from tui.screens.confirm import Confirm
from tui.text import safe_text
from tui.uploads.desk import UploadDesk
from tui.uploads.job import Job, Step
from tui.uploads.report import SUFFIXES, report_text, write_report
from tui.widgets.aside import aside
from tui.widgets.form_checks import Checked
from tui.widgets.present import counted


async def export(screen: Screen[Any], desk: UploadDesk, jobs: tuple[Job, ...], here: Path, name: str) -> None:
    """To be run as a worker of `screen`. `name` is offered, below `here`."""
    title = f"Export {counted(len(jobs), 'upload')}"
    text, problem = name, ""
    while True:
        question = AskLine(
            title, "Into which file? .json with every step, or .csv", check_path, text=text, problem=problem
        )
        answer = await screen.app.push_screen_wait(question)
        if answer is None:
            return
        text, path = answer, here / Path(os.path.expanduser(answer.strip()))
        steps = await _steps(desk, jobs) if path.suffix.lower() == ".json" else {}
        problem = await _write(screen, path, report_text(path.suffix.lower(), jobs, steps))
        if not problem:
            screen.notify(f"{counted(len(jobs), 'upload')} written to {safe_text(path, 300)}", markup=False, timeout=8)
            return


def check_path(text: str) -> Checked:
    """Whether a report can be called so."""
    suffix = Path(text.strip()).suffix.lower()
    if suffix not in SUFFIXES:
        return Checked("end it with .json or .csv")
    return Checked(note="a list of objects, each with its steps" if suffix == ".json" else "a row for each upload")


async def _write(screen: Screen[Any], path: Path, text: str) -> str:
    """Why it could not be written so, in words; empty when it was."""
    try:
        await aside(lambda: write_report(path, text))
    except FileExistsError:
        if await _may_replace(screen, path):
            return await _write_over(path, text)
        return "kept as it is: choose another name"
    except OSError as error:
        return f"it can't be written there: {_why(error)}"
    return ""


async def _write_over(path: Path, text: str) -> str:
    try:
        await aside(lambda: write_report(path, text, over=True))
    except OSError as error:
        return f"it can't be written there: {_why(error)}"
    return ""


async def _may_replace(screen: Screen[Any], path: Path) -> bool:
    question = Confirm(
        "The file exists", f"{safe_text(path, 300)} is there already.", (("k", "keep it"), ("o", "overwrite it"))
    )
    answer = await screen.app.push_screen_wait(question)
    return answer == "o"


async def _steps(desk: UploadDesk, jobs: tuple[Job, ...]) -> dict[str, tuple[Step, ...]]:
    return {job.id: await desk.steps(job.id) for job in jobs}


def _why(error: OSError) -> str:
    return (error.strerror or "the disk refused it").lower()
