"""The status line says what is true, in any width, and is painted only when that changes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.app import App, ComposeResult

from tests.widgets.videos import HOSTILE
from tui.api.values import UploadForm, Weather
from tui.library.query import Query
from tui.library.values import Asking, SyncState
from tui.uploads.job import Job, State
from tui.widgets.lines import plain
from tui.widgets.present import cells
from tui.widgets.status_line import StatusLine
from tui.widgets.status_words import Standing, status_words

SYNCED = SyncState(known=12_431, on_server=12_431, synced_at=1_000.0)
BEACH = Asking(Query(words=("beach",)), on_server=1_204, done=True)
FOUL = Weather("The service can't be reached: nothing answers at api.memories.ai.", retry_at=1_026.0)


def job(state: State, *, size: int | None = 1_000, sent: int = 0) -> Job:
    return Job(
        id="1", source="/a.mp4", is_url=False, name="a.mp4", form=UploadForm(), state=state, size=size, sent=sent
    )


def words(standing: Standing, width: int = 120) -> str:
    return " ".join(plain(status_words(standing, width)).split())


def test_everything_is_well() -> None:
    assert words(Standing(shown=12_431, sync=SYNCED, now=1_014.0)) == "12,431 in the library · synced 14 s ago"


def test_a_filter_is_compared_with_the_server() -> None:
    standing = Standing(shown=1_204, filtered=True, sync=replace(SYNCED, asking=BEACH), now=1_014.0)
    whole = "1,204 shown · 1,204 on the server · 12,431 in the library · synced 14 s ago"
    assert words(standing, 120) == words(standing, 80) == whole
    assert words(standing, 60) == "1,204 shown · 1,204 on the server · 12,431 in the library"


def test_counts_that_cannot_be_compared_are_not() -> None:
    asking = Asking(Query(words=("bea",)), on_server=3_000, exact=False, done=True)
    standing = Standing(shown=1_204, filtered=True, sync=replace(SYNCED, asking=asking), now=1_014.0)
    assert words(standing) == "1,204 shown · 12,431 in the library · synced 14 s ago"


def test_an_unanswered_question_is_said() -> None:
    asking = Asking(Query(words=("beach",)))
    assert "asking the service …" in words(Standing(shown=3, filtered=True, sync=replace(SYNCED, asking=asking)))
    asked = Standing(shown=3, sync=SYNCED, asked_at=1_010.0, now=1_014.0)
    assert words(asked) == "12,431 in the library · asking for news …"
    assert "synced 4 s ago" in words(replace(asked, sync=replace(SYNCED, synced_at=1_010.0)))
    assert "asking" not in words(replace(asked, now=1_100.0))


@pytest.mark.parametrize(
    ("sync", "mode", "told"),
    [
        (SyncState(known=3_400, on_server=12_431, sweeping=True, swept=3_400), "full", "syncing 3,400 of 12,431"),
        (
            SyncState(known=12_431, on_server=12_431, sweeping=True, swept=9),
            "full",
            "12,431 known · syncing 9 of 12,431",
        ),
        (SyncState(known=9, sweeping=True, swept=9), "full", "syncing 9"),
        (SyncState(known=5_000, on_server=1_204_331), 5_000, "newest 5,000 of 1,204,331 · not synced yet"),
        (SyncState(known=200, on_server=1_204_331), "off", "200 of 1,204,331 looked at"),
        (SyncState(known=7, on_server=9, synced_at=1_000.0), "full", "7 of 9 known here · synced 14 s ago"),
        (SyncState(known=9), "full", "9 known · not synced yet"),
        (SyncState(), "full", "not synced yet"),
    ],
)
def test_how_much_is_known(sync: SyncState, mode: int | str, told: str) -> None:
    assert mode in {"full", "off"} or isinstance(mode, int)
    assert words(Standing(sync=sync, mode=mode, now=1_014.0)) == told  # type: ignore[arg-type] # narrowed above


def test_weather_and_the_next_try() -> None:
    standing = Standing(shown=9, sync=replace(SYNCED, weather=FOUL), now=1_014.0)
    told = words(standing, 140)
    assert told.startswith("The service can't be reached: nothing answers at api.memories.ai · next try in 20 s")
    assert "synced 14 s ago" in told
    at_once = words(replace(standing, now=1_026.9), 140)
    assert "next try in 10 s" in at_once, "a try that fails at once goes without saying"
    assert "trying again …" in words(replace(standing, now=1_027.0), 140)
    for width in (60, 80):
        assert words(standing, width).startswith("The service can't be reached: not… · next try in 20 s")
    tones = {tone for text, tone in status_words(standing, 80) if "service" in text}
    assert tones == {"warn"}


@pytest.mark.parametrize(
    ("left", "told"),
    [
        (0.1, "in 10 s"),
        (10.0, "in 10 s"),
        (10.1, "in 20 s"),
        (50.0, "in 50 s"),
        (50.1, "in 60 s"),
        (60.1, "in 2 min"),
        (3600.0, "in 1 h"),
    ],
)
def test_the_next_try_is_told_in_steps_so_that_the_line_is_not_written_each_second(left: float, told: str) -> None:
    weather = replace(FOUL, retry_at=1_000.0 + left)
    assert f"next try {told} " in words(Standing(sync=replace(SYNCED, weather=weather), now=1_000.0), 140)


def test_short_waits_one_after_the_other_leave_the_line_as_it_is() -> None:
    told = {
        words(Standing(sync=SyncState(weather=replace(FOUL, retry_at=1_000.0 + wait)), now=1_000.0 + now), 140)
        for wait in (1, 2, 4, 8)
        for now in range(wait)
    }
    assert len(told) == 1


def test_news_and_marks() -> None:
    standing = Standing(shown=9, sync=SYNCED, new=3, marked=2, now=1_014.0)
    assert words(standing) == "3 new · R shows them · 2 marked · 12,431 in the library · synced 14 s ago"
    assert words(standing, 30).startswith("3 new")


def test_uploads_stand_at_the_right() -> None:
    jobs = (
        job(State.SENDING, sent=430),
        job(State.SENDING, sent=439),
        job(State.WAITING),
        job(State.INDEXING),
        job(State.FAILED),
        job(State.READY),
        job(State.DUPLICATE),
        job(State.CANCELLED),
    )
    line = plain(status_words(Standing(sync=SYNCED, jobs=jobs, now=1_014.0), 120))
    assert line.endswith("  ↑ 2 sending 43% · 1 waiting · 1 indexing · 1 failed")
    assert words(Standing(jobs=(job(State.SENT), job(State.UNSURE), job(State.PAUSED)))).endswith(
        "1 sent · 1 unsure · 1 paused"
    )
    assert "↑ 1 sending …" in words(Standing(jobs=(job(State.SENDING, size=None),)))


STATES = st.lists(st.builds(job, st.sampled_from(State), size=st.integers(0, 10**12), sent=st.integers(0, 10**12)))
SYNCS = st.builds(
    SyncState,
    known=st.integers(0, 10**9),
    on_server=st.none() | st.integers(0, 10**9),
    sweeping=st.booleans(),
    swept=st.integers(0, 10**9),
    synced_at=st.none() | st.floats(0, 1e10),
    asking=st.none() | st.just(BEACH),
    weather=st.builds(Weather, st.sampled_from(["", FOUL.problem, *HOSTILE]), retry_at=st.none() | st.floats(0, 1e10)),
)
STANDINGS = st.builds(
    Standing,
    shown=st.integers(0, 10**9),
    filtered=st.booleans(),
    new=st.integers(0, 10**6),
    marked=st.integers(0, 10**6),
    sync=SYNCS,
    mode=st.sampled_from(["full", "off"]) | st.integers(1, 10**6),
    jobs=STATES.map(tuple),
    now=st.floats(0, 1e10),
)


@given(STANDINGS, st.integers(1, 200))
def test_any_standing_fills_any_width(standing: Standing, width: int) -> None:
    line = plain(status_words(standing, width))
    assert cells(line) == width
    assert line.isprintable()


@given(STANDINGS, st.sampled_from([60, 80, 120]))
def test_what_matters_most_survives_in_usual_widths(standing: Standing, width: int) -> None:
    line = plain(status_words(standing, width))
    assert line.strip() or standing.mode == "off" or not standing.sync.weather.fair
    if standing.new and standing.sync.weather.fair:
        assert f"{standing.new:,} new" in line


class StatusApp(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.line = StatusLine()

    def compose(self) -> ComposeResult:
        yield self.line


@pytest.mark.row("X18")
async def test_it_is_painted_only_when_its_words_change(monkeypatch: pytest.MonkeyPatch) -> None:
    app = StatusApp()
    async with app.run_test(size=(80, 24)) as pilot:
        line = app.line
        line.sync, line.now = SYNCED, 1_200.0
        await pilot.pause()
        assert line.words == "12,431 in the library · synced 3 min ago"
        painted: list[int] = []
        render = line.render_line

        def counted(y: int) -> object:
            painted.append(y)
            return render(y)

        monkeypatch.setattr(line, "render_line", counted)
        line.now = 1_210.0
        line.sync = replace(SYNCED)
        await pilot.pause()
        assert painted == []
        line.now = 1_240.0
        await pilot.pause()
        assert painted == [0]
        assert line.words == "12,431 in the library · synced 4 min ago"


async def test_every_reactive_is_told() -> None:
    app = StatusApp()
    async with app.run_test(size=(120, 24)) as pilot:
        line = app.line
        line.sync = replace(SYNCED, asking=BEACH)
        line.shown, line.filtered, line.new = 1_204, True, 3
        line.marked = frozenset({"a", "b"})
        line.jobs = (job(State.INDEXING),)
        line.now = 1_014.0
        await pilot.pause()
        told = line.words
        assert " ".join(told.split()).startswith("3 new · R shows them · 2 marked · 1,204 shown · 1,204 on the server")
        assert told.endswith("1 indexing")
        await pilot.resize_terminal(60, 24)
        await pilot.pause()
        assert line.words.startswith("3 new · R shows them · 2 marked · 1,204 shown")
