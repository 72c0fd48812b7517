"""The report of uploads, as a file."""

from __future__ import annotations

import asyncio
import csv
import json
from pathlib import Path

import pytest

from tests.conditions import until
from tests.screens.uploading import NOW, RecordingDesk, UploadApp, job, some_of_each, uploading
from tests.shields import lowered
from tui.screens.confirm import Confirm
from tui.screens.uploads import UploadsScreen
from tui.uploads.job import State, Step


@pytest.fixture
def desk() -> RecordingDesk:
    return RecordingDesk(told={"job0": (Step(NOW, State.WAITING, ""), Step(NOW + 1, State.READY, "at last"))})


@pytest.fixture
def app(desk: RecordingDesk, tmp_path: Path) -> UploadApp:
    app = UploadApp(desk, tmp_path)
    app.jobs = some_of_each()
    return app


async def test_all_that_is_shown_is_written_with_its_steps(app: UploadApp, tmp_path: Path) -> None:
    async with uploading(app) as person:
        await person.press("w", "e")
        await person.sees("Export 12 uploads", "a list of objects, each with its steps")
        await person.press("ctrl+u")
        await person.types("report.json")
        await person.press("enter")
        await person.is_told(f"12 uploads written to {tmp_path}/report.json")
    told = json.loads((tmp_path / "report.json").read_text(encoding="ascii"))
    assert [each["name"] for each in told] == [each.name for each in app.jobs]
    assert told[0]["steps"] == [
        {"at": "2025-11-13T02:13:20.000Z", "state": "waiting", "note": ""},
        {"at": "2025-11-13T02:13:21.000Z", "state": "ready", "note": "at last"},
    ]
    assert told[2]["detail"] == "codec av1"


async def test_it_is_written_also_for_whoever_closes_the_list_at_once(
    app: UploadApp, desk: RecordingDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told, may_tell = desk.steps, asyncio.Event()

    async def slowly(job_id: str) -> tuple[Step, ...]:
        await may_tell.wait()
        return await told(job_id)

    async with uploading(app) as person:
        await person.press("w")
        await person.sees("clip0.mp4")
        monkeypatch.setattr(desk, "steps", slowly)
        await person.press("e", "ctrl+u")
        await person.types("report.json")
        await person.press("enter")
        await until(lambda: isinstance(app.screen, UploadsScreen), "the question answered")
        await person.press("escape")
        await until(lambda: len(app.screen_stack) == 1, "the list closed")
        assert not (tmp_path / "report.json").exists()
        may_tell.set()
        await person.is_told("12 uploads written to")
    assert len(json.loads((tmp_path / "report.json").read_text(encoding="ascii"))) == len(app.jobs)


async def test_the_suffix_decides_and_marks_narrow(app: UploadApp, tmp_path: Path) -> None:
    async with uploading(app) as person:
        await person.press("w", "home", "space", "space", "e", "ctrl+u")
        await person.types("report.txt")
        await person.press("enter")
        await person.sees("end it with .json or .csv")
        await person.press(*["backspace"] * 3)
        await person.types("csv")
        await person.sees("a row for each upload")
        await person.press("enter")
        await person.is_told("2 uploads written to")
    with (tmp_path / "report.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["name"] for row in rows] == ["clip0.mp4", "clip1.mp4"]
    assert rows[0]["finished"] == "2025-11-13T02:13:00.000Z"


async def test_nothing_is_overwritten_unasked(app: UploadApp, tmp_path: Path) -> None:
    there = tmp_path / "mine.csv"
    there.write_text("precious")
    async with uploading(app) as person:
        await person.press("w", "e", "ctrl+u")
        await person.types("mine.csv")
        await person.press("enter")
        await until(lambda: isinstance(app.screen, Confirm), "the question")
        await person.press("escape")
        await person.sees("kept as it is: choose another name", "mine.csv")
        assert there.read_text() == "precious"
        await person.press("enter")
        await until(lambda: isinstance(app.screen, Confirm), "the question once more")
        question = app.screen
        assert isinstance(question, Confirm)
        await lowered(question)
        await person.press("o")
        await person.is_told("12 uploads written to")
    assert there.read_text().startswith("source,name,state")
    assert [path.name for path in tmp_path.iterdir()] == ["mine.csv"]


async def test_a_place_that_takes_no_file_is_said_and_asked_for_again(app: UploadApp, tmp_path: Path) -> None:
    async with uploading(app) as person:
        await person.press("w", "e", "ctrl+u")
        await person.types("no/such/place.json")
        await person.press("enter")
        await person.sees("it can't be written there: no such file or directory", "no/such/place.json")
        await person.press("escape", "f", "e", "escape")
        await person.sees("1 of 12")
    assert list(tmp_path.iterdir()) == []


async def test_nothing_to_export(app: UploadApp) -> None:
    app.jobs = ()
    async with uploading(app) as person:
        await person.press("w", "e")
        await person.is_told("There is nothing to export.")


async def test_hostile_words_stay_words_in_a_spreadsheet(app: UploadApp, tmp_path: Path) -> None:
    app.jobs = (job(0, State.FAILED, problem="=cmd|' /C calc'!A0", name="\udcff\n,.mp4"),)
    async with uploading(app) as person:
        await person.press("w", "e", "ctrl+u")
        await person.types("bad.csv")
        await person.press("enter")
        await person.is_told("1 upload written to")
    with (tmp_path / "bad.csv").open(newline="", encoding="utf-8") as file:
        (row,) = csv.DictReader(file)
    assert row["problem"].startswith("'=")
    assert row["name"] == "?\n,.mp4"
