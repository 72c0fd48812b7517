"""A bug: loud in tests, one sentence for a person, and details that hold no secret."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.app import App, ScreenStackError
from textual.css.query import NoMatches
from textual.widget import MountError
from textual.worker import WorkerFailed

from tests.conditions import PATIENCE, until
from tests.pty.small_app import SmallApp
from tui.redaction import redact
from tui.terminal import crash, guarded
from tui.terminal.crash import keep_details, note, sentence

KEY = "sk-mavi-0123456789abcdef"


def caught(message: str) -> RuntimeError:
    try:
        raise RuntimeError(message)
    except RuntimeError as error:
        return error


@pytest.mark.parametrize(("key", "kind"), [("h", RuntimeError), ("r", RuntimeError), ("w", WorkerFailed)])
async def test_run_test_still_sees_the_error(tmp_path: Path, key: str, kind: type[Exception]) -> None:
    app = SmallApp(tmp_path / "pulse", "none")

    async def press() -> None:
        async with app.run_test() as pilot:
            await pilot.press(key)
            await until(lambda: app._exception is not None, "the error noted")

    with pytest.raises(kind):
        await press()
    assert app.return_code == crash.CRASHED


async def test_the_first_error_is_the_one_that_is_kept() -> None:
    first, second = caught("first"), caught("second")

    class Failing(App[None]):
        def on_mount(self) -> None:
            note(self, first)
            note(self, second)

    with pytest.raises(RuntimeError, match="first"):
        async with Failing().run_test():
            pass


@pytest.mark.parametrize(
    "missed",
    [NoMatches("no list"), ScreenStackError("no screen"), MountError("no parent"), WorkerFailed(NoMatches("none"))],
)
async def test_what_is_missed_while_leaving_is_no_bug(missed: Exception) -> None:
    app: App[None] = App()
    async with app.run_test():
        pass
    note(app, missed)
    assert app._exception is None
    note(app, caught("still a bug"))
    assert isinstance(app._exception, RuntimeError)


def test_the_sentence_names_kind_and_place_and_not_the_words() -> None:
    said = sentence(caught(f"refused {KEY}"), Path("/logs/crash-1.txt"))
    assert said.startswith(f"memories-tui met a bug and closed: RuntimeError in {__name__}:")
    assert said.endswith("Nothing that was journalled is lost. Details: /logs/crash-1.txt")
    assert KEY not in said


def test_the_sentence_looks_through_a_failed_worker() -> None:
    assert "RuntimeError in" in sentence(WorkerFailed(caught("work")), "no space")


def test_details_that_cannot_be_kept_are_said_to_be_lost(tmp_path: Path) -> None:
    in_the_way = tmp_path / "logs"
    in_the_way.write_text("")
    kept = keep_details(caught("x"), in_the_way, [])
    assert kept == "File exists"
    assert sentence(caught("x"), kept).endswith("The details could not be kept: File exists")


@pytest.mark.row("X7")
def test_details_hold_the_traceback_and_neither_locals_nor_secrets(tmp_path: Path) -> None:
    kept = keep_details(caught(f"Illegal header value b'{KEY}\\n', password=hunter2"), tmp_path / "logs", ["hunter2"])
    assert isinstance(kept, Path)
    text = kept.read_text(encoding="utf-8")
    assert "Traceback" in text
    assert "Textual: 8" in text
    assert KEY not in text
    assert "hunter2" not in text


def test_two_bugs_in_one_second_keep_the_first(tmp_path: Path) -> None:
    keep_details(caught("first"), tmp_path, [])
    keep_details(caught("second"), tmp_path, [])
    assert any("first" in file.read_text(encoding="utf-8") for file in tmp_path.iterdir())


def test_nobody_goes_on_to_the_end_while_another_thread_tells_of_the_bug(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order, begun, go_on = list[str](), threading.Event(), threading.Event()

    def keep(*_: object) -> str:
        begun.set()
        assert go_on.wait(PATIENCE)
        order.append("told")
        return "nowhere"

    def end() -> None:
        run.tell()
        order.append("gone on")

    monkeypatch.setattr(crash, "keep_details", keep)
    monkeypatch.setattr(guarded, "_TELLING", PATIENCE)
    monkeypatch.setattr(sys, "__stderr__", None)
    app: App[None] = App()
    run = guarded._Run(app, tmp_path, [], None)
    run.fail(caught("x"))
    teller = threading.Thread(target=run.tell)
    teller.start()
    assert begun.wait(PATIENCE)
    other = threading.Thread(target=end)
    other.start()
    go_on.set()
    teller.join()
    other.join()
    assert order == ["told", "gone on"]


@given(secret=st.text(min_size=6).filter(lambda secret: len(secret.strip()) >= 6), around=st.text())
def test_no_spelling_of_a_secret_survives(secret: str, around: str) -> None:
    bare = secret.strip()
    text = f"{around}{secret} {bare!r} {around}"
    assert bare not in redact(text, [secret]).replace("[redacted]", "\N{FULL BLOCK}")


@given(st.text())
def test_without_secrets_a_text_stays(text: str) -> None:
    if "sk-" not in text:
        assert redact(text, ["", "abc"]) == text


def test_a_key_is_known_by_its_shape_and_in_a_url() -> None:
    assert redact(f"key={KEY}&x=1", []) == "key=[redacted]&x=1"
    assert redact("?key=a%2Fb%2Bc%3D%3D", ["a/b+c=="]) == "?key=[redacted]"
