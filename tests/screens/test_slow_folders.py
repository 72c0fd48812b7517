"""A disk that takes longer than keys wait for it: nothing is taken by half, and nobody is held up."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conditions import until
from tests.screens.uploading import Person, RecordingDesk, UploadApp, uploading
from tests.slow_folder import slow
from tui.widgets.choice import Chosen
from tui.widgets.file_chooser import FileChooser


@pytest.fixture
def app(tmp_path: Path) -> UploadApp:
    (tmp_path / "drone").mkdir()
    for name in ("clip.mp4", "drone/one.mp4", "drone/two.mp4"):
        (tmp_path / name).write_bytes(b"x")
    return UploadApp(RecordingDesk(), tmp_path)


def chooser(person: Person) -> FileChooser:
    return person.app.screen.query_one(FileChooser)


def names(chosen: tuple[Chosen, ...]) -> list[str]:
    return [each.path.name for each in chosen]


@pytest.mark.parametrize("key", ["enter", "ctrl+g"])
async def test_what_takes_the_path_behind_tab_takes_it_completed(app: UploadApp, key: str) -> None:
    async with uploading(app) as person:
        await person.press("u")
        await person.types("cl")
        with slow(app.here) as disk:
            await person.press("tab", key)
            await disk.is_asked()
            files = chooser(person)
            assert (files.path.value, files.chosen) == ("cl", ())
            disk.answer()
            await until(lambda: files.chosen, "something chosen")
        assert names(files.chosen) == ["clip.mp4"]
        assert files.path.value == ""


async def test_who_types_on_behind_tab_is_not_interrupted(app: UploadApp) -> None:
    async with uploading(app) as person:
        await person.press("u")
        await person.types("cl")
        with slow(app.here) as disk:
            await person.press("tab", "enter", "x")
            path = chooser(person).path
            await until(lambda: not path.is_behind, "nothing looked for any more")
            disk.answer()
            assert (path.value, chooser(person).chosen) == ("clx", ())
            await person.press("backspace", "tab")
        await until(lambda: path.value == "clip.mp4", "it is completed")
        await person.press("left")
        assert path.value == "clip.mp4"
        assert not chooser(person).chosen


async def test_what_is_pressed_for_a_folder_that_is_being_read_does_nothing_to_the_one_before(app: UploadApp) -> None:
    async with uploading(app) as person:
        await person.press("u")
        await person.sees("drone/")
        files = chooser(person)
        with slow(app.here / "drone") as disk:
            await person.press("tab", "j", "l")
            await disk.is_asked()
            for key in ("a", "space", "l"):
                app.told.clear()
                await person.press(key)
                assert app.told == ["The folder is still being read."]
            assert (files.is_behind, files.picker.is_behind) == (False, True)
            disk.answer()
            await person.sees("one.mp4")
        await until(lambda: not files.picker.is_behind, "the folder read")
        await person.press("j", "a")
        await until(lambda: files.chosen, "something chosen")
        assert names(files.chosen) == ["one.mp4"]
