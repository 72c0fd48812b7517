"""The parts of the commands that need no process: sums and codes, streams, help that is quick, bugs without secrets."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.standin import KEY
from tui.account import Account
from tui.api.values import UploadForm, Weather
from tui.commands.inputs import Input
from tui.commands.outcome import Outcome, as_json, as_text, exit_code, not_begun, not_sent, of_job, sums
from tui.commands.output import Results, Talk
from tui.commands.settings import Place, Trouble, bugs_told
from tui.commands.stillness import Stillness
from tui.commands.telling import Telling, weather_words
from tui.config import Config
from tui.credentials import Key
from tui.folders import Folders
from tui.uploads.job import FINISHED, Job, State


class Terminal(io.StringIO):
    """A stream that says it is one."""

    def isatty(self) -> bool:
        return True


def job(state: State = State.WAITING, **more: object) -> Job:
    return Job("j1", "/v/a.mp4", False, "a.mp4", UploadForm(), state=state, **more)  # type: ignore[arg-type] # as given


def outcomes(wait: bool) -> st.SearchStrategy[list[Outcome]]:
    of_jobs = st.sampled_from([of_job(job(state, video_no="VI1"), wait=wait) for state in State])
    others = st.sampled_from([not_sent(Input("/v/b", problem="no")), not_begun(Input("/v/c"))])
    skipped = st.just(not_sent(Input("/v/d", problem="it is hidden", skipped=True)))
    return st.lists(st.one_of(of_jobs, others, skipped), max_size=20)


@given(found=st.booleans().flatmap(outcomes))
def test_the_sums_and_the_code_account_for_every_input(found: list[Outcome]) -> None:
    said = sums(found)
    assert sum(int(part.strip().split()[0]) for part in said.partition(":")[2].split(",") if part.strip()) == len(found)
    verdicts = [outcome.verdict for outcome in found]
    expected = 3 if "unsure" in verdicts else 1 if "failed" in verdicts else 0
    assert exit_code(found) == expected
    for outcome in found:
        assert as_json(outcome)["state"] == as_text(outcome)[0].strip() == outcome.state


@pytest.mark.parametrize("state", State)
def test_only_what_arrived_is_done(state: State) -> None:
    waited, accepted = (of_job(job(state, video_no="VI1"), wait=wait).verdict for wait in (True, False))
    assert (waited == "done") == (state in {State.READY, State.DUPLICATE})
    assert (accepted == "done") == (state in {State.READY, State.DUPLICATE, State.INDEXING})
    assert (waited == "unsure") == (state is State.UNSURE)
    if state in FINISHED:
        assert waited == accepted


def test_progress_is_one_line_that_stands_still_and_gives_way() -> None:
    seen, now = Terminal(), [5.0]
    talk = Talk(seen, monotonic=lambda: now[0])
    talk.has_progress = True
    talk.progress("1 of 3")
    now[0] += 0.4
    talk.progress("2 of 3")  # too soon
    assert seen.getvalue() == "\r1 of 3\x1b[K"
    now[0] += 0.2
    talk.progress("3 of 3")
    assert seen.getvalue() == "\r1 of 3\x1b[K\r3 of 3\x1b[K"
    talk.say("a\nb\x1b[2J")
    assert seen.getvalue().removeprefix("\r1 of 3\x1b[K\r3 of 3\x1b[K") == "\r\x1b[Ka⏎b�[2J\n"


def test_only_while_somebody_looks_something_can_fail_to_move() -> None:
    now = [5.0]
    stillness = Stillness(0.5, lambda: now[0])
    told = []
    for passes in (0.5, 0.5, 600.0, 0.5):
        now[0] += passes
        told.append(stillness.seconds())
    assert told == [0.5, 1.0, 2.0, 2.5]
    stillness.moved()
    assert stillness.seconds() == 0.0


def test_no_progress_where_nobody_could_see_it(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not Talk(io.StringIO()).has_progress
    monkeypatch.setenv("TERM", "dumb")
    assert not Talk(Terminal()).has_progress
    monkeypatch.setenv("TERM", "xterm")
    assert Talk(Terminal()).has_progress
    assert not Talk(Terminal(), quiet=True).has_progress


def test_json_is_ascii_and_knows_no_infinity() -> None:
    seen = io.StringIO()
    Results(seen).json({"name": "\udcff伏見\n", "latitude": float("nan")})
    assert seen.getvalue() == '{"name": "\\udcff\\u4f0f\\u898b\\n", "latitude": null}\n'


def test_a_reason_is_said_once_however_many_wait_and_again_when_it_comes_back() -> None:
    seen = io.StringIO()
    telling = Telling(Results(io.StringIO()), Talk(seen), as_json=True)
    held = job(problem="No credits left.")
    telling.holds([held] * 1000)
    telling.weather(Weather("No credits left."))
    telling.holds([held] * 999)
    telling.holds([job()])
    telling.weather(Weather())
    telling.holds([held])
    assert seen.getvalue().splitlines() == [
        "Waiting: No credits left.",
        "The service answers again.",
        "Waiting: No credits left.",
    ]


def test_what_the_line_has_told_no_upload_tells_again() -> None:
    seen = io.StringIO()
    telling = Telling(Results(io.StringIO()), Talk(seen), as_json=True)
    telling.weather(Weather("No credits left."))
    telling.holds([job(problem="No credits left. (9009)")])
    assert seen.getvalue().splitlines() == ["No credits left."]


def test_weather_in_one_line() -> None:
    words = weather_words(Weather("It stumbles.", "busy [0001]", None, "It is asked again."))
    assert words == "It stumbles. It is asked again. (busy [0001])"


@pytest.mark.parametrize("command", [("upload", "--help"), ("list", "--help"), ("jobs", "--help"), ("upload",)])
def test_help_and_usage_import_nothing_heavy(command: tuple[str, ...]) -> None:
    heavy = ("textual", "rich", "httpx", "pydantic", "av", "starlette", "ssl", "asyncio", "sqlite3")
    code = (
        f"import sys\nfrom tui.cli import main\ntry:\n    main({command!r})\nexcept SystemExit:\n    pass\n"
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_bug_is_one_sentence_and_a_file_without_the_key(tmp_path: Path) -> None:
    folders = Folders(tmp_path / "c", tmp_path / "d", tmp_path / "s", tmp_path / "log")
    place = Place(Account("https://example.com", Key(KEY, "test"), "default", "v1"), Config(), folders)
    with pytest.raises(Trouble) as told, bugs_told(place):
        raise RuntimeError(f"no such key: {KEY}")
    assert told.value.exit_code == 70
    assert KEY not in told.value.message
    (kept,) = folders.log.iterdir()
    assert str(kept) in told.value.message
    assert KEY not in kept.read_text()
    with pytest.raises(Trouble, match="as it was"), bugs_told(place):
        raise Trouble("as it was")
