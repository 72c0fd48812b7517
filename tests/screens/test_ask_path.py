"""A path is asked for: the disk is looked at beside, so that no key waits for one that is not there."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.app import App
from textual.pilot import Pilot

from tests.conditions import until
from tui.screens.ask_path import AskPath, check_file, check_folder
from tui.widgets.form_checks import Checked


class Asking(App[None]):
    """Nothing but the question."""

    def __init__(self, check: Callable[[Path], Checked], here: Path, text: str) -> None:
        super().__init__()
        self.asked = check, here, text
        self.answers: list[Path | None] = []

    def on_mount(self) -> None:
        check, here, text = self.asked
        self.push_screen(AskPath("A folder", "Which?", check, here=here, text=text), self.answers.append)


def shown(pilot: Pilot[None]) -> str:
    return "\n".join(strip.text for strip in pilot.app.screen._compositor.render_strips())


async def test_a_disk_that_does_not_answer_holds_up_no_key(tmp_path: Path) -> None:
    answers = threading.Event()

    def check(_path: Path) -> Checked:
        answers.wait()
        return Checked(note="it answered")

    app = Asking(check, tmp_path, "a")
    async with app.run_test() as pilot:
        await pilot.press("b", "c")
        await until(lambda: "abc" in shown(pilot), "what was typed")
        await pilot.press("escape")
        await until(lambda: app.answers == [None], "esc leaves")
    answers.set()


async def test_what_it_says_comes_when_it_comes_and_enter_takes_what_is_fine(tmp_path: Path) -> None:
    def check(path: Path) -> Checked:
        return Checked(note="well \x1b[31mnamed") if path.name == "good" else Checked("a \u202ebetter name")

    app = Asking(check, tmp_path, "goo")
    async with app.run_test() as pilot:
        await until(lambda: "a better name" in shown(pilot), "why not")
        await pilot.press("enter")
        assert app.answers == []
        await pilot.press("d")
        await until(lambda: "well \ufffd[31mnamed" in shown(pilot), "a note")
        await pilot.press("enter")
        await until(lambda: app.answers == [tmp_path / "good"], "the answer")


def test_what_a_glance_tells_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert check_folder(tmp_path) == Checked(note="")
    assert check_folder(tmp_path / "file") == Checked("that is a file, not a folder")
    assert check_folder(tmp_path / "new") == Checked(note="it is made")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    assert check_folder(tmp_path / "link") == Checked("that is a link to nowhere")


def test_what_a_glance_tells_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    assert check_file(tmp_path / "list.txt").problem.startswith("end it with .csv")
    assert check_file(tmp_path / "folder.csv") == Checked("that is a folder")
    assert check_file(tmp_path / "no" / "list.csv") == Checked("there is no such folder")
    assert check_file(tmp_path / "list.CSV") == Checked(note="a row for each video")
    assert check_file(tmp_path / "list.json") == Checked(note="one list of objects")
    assert check_file(tmp_path / "list.ndjson") == Checked(note="one object on each line")


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("x" * 4_000, "a name too long"),
        ("no\0thing", "a character that no file name can have"),
        ("file/inside", "a part of its path is a file"),
    ],
)
def test_a_path_that_no_disk_takes(tmp_path: Path, name: str, why: str) -> None:
    (tmp_path / "file").touch()
    assert why in check_folder(tmp_path / name).problem
    assert check_file(tmp_path / f"{name}.json").problem
