"""Which video an interrupted upload became, as a person decides it."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from tests.conditions import until
from tests.screens.uploading import NOW, Person, RecordingDesk, UploadApp, job, uploading
from tests.shields import lowered
from tui.api.values import Video
from tui.screens.uploads import UploadsScreen
from tui.screens.which_one import WhichOne
from tui.uploads.job import State

UNSURE = job(
    0,
    State.UNSURE,
    started=NOW - 300,
    unsure_since=NOW - 100,
    candidates=("VI606404158946574336", "VI606404158946574999"),
    problem="2 videos in the library may be it.",
)


@pytest.fixture
def desk() -> RecordingDesk:
    known = Video("VI606404158946574336", name="clip0", size=300_000_000, created=int(NOW - 95) * 1000)
    return RecordingDesk(videos={known.video_no: known})


@pytest.fixture
def app(desk: RecordingDesk, tmp_path: Path) -> UploadApp:
    app = UploadApp(desk, tmp_path)
    app.jobs = (UNSURE, job(1, State.UNSURE))
    return app


async def asked(person: Person, key: str = "a") -> None:
    await person.press("w", "home", key)
    await until(lambda: isinstance(person.app.screen, WhichOne), "the question")
    await person.sees("Which video is it?")
    screen = person.app.screen
    assert isinstance(screen, WhichOne)
    await lowered(screen)


async def answered(person: Person) -> None:
    await until(lambda: isinstance(person.app.screen, UploadsScreen), "the answer was taken")


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (60, 20)])
async def test_the_question_names_what_is_known(app: UploadApp, size: tuple[int, int]) -> None:
    async with uploading(app, size) as person:
        await asked(person)
        await person.sees(
            "2 videos in the library may be it", "Later: leave it as it is", "None of these: send it again"
        )
        assert all(part in person.line("It is clip0") for part in ("300 MB", "VI6064"))
        await person.sees("(not seen")


async def test_one_is_adopted(app: UploadApp, desk: RecordingDesk) -> None:
    async with uploading(app) as person:
        await asked(person)
        await person.press("j", "j", "enter")
        await answered(person)
    assert desk.asked == [("adopt", "job0 VI606404158946574999")]


async def test_none_of_them_sends_it_again(app: UploadApp, desk: RecordingDesk) -> None:
    async with uploading(app) as person:
        await asked(person, "r")
        await person.press("G", "enter")
        await answered(person)
    assert desk.asked == [("retry", "job0")]


@pytest.mark.parametrize("key", ["escape", "q", "enter"])
async def test_later_changes_nothing(app: UploadApp, desk: RecordingDesk, key: str) -> None:
    async with uploading(app) as person:
        await asked(person)
        await person.press(key)
        await answered(person)
    assert desk.asked == []


async def test_a_key_typed_ahead_is_no_answer(app: UploadApp, desk: RecordingDesk) -> None:
    async with uploading(app) as person:
        await person.press("w", "home", "a")
        await until(lambda: isinstance(person.app.screen, WhichOne), "the question")
        screen = person.app.screen
        assert isinstance(screen, WhichOne)
        screen._shield._seen = math.inf
        await person.press("j", "enter")
        assert isinstance(app.screen, WhichOne)
    assert desk.asked == []


async def test_where_there_is_nothing_to_decide_the_key_is_not_offered(app: UploadApp, desk: RecordingDesk) -> None:
    async with uploading(app) as person:
        await person.press("w", "home")
        await person.sees("a Decide", "a says which of them it is")
        await person.press("j")
        await person.sees_no("a Decide")
        await person.press("a", "r")
        await person.is_told("never sent twice")
    assert desk.asked == [("retry", "job1")]
