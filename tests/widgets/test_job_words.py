"""What is said of an upload."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.screens.uploading import NOW, job, some_of_each
from tui.uploads.job import Job, State, Step
from tui.widgets.job_story import timeline
from tui.widgets.job_words import (
    bar,
    copied,
    percent_sent,
    progress,
    progress_text,
    report,
    state_words,
)
from tui.widgets.lines import plain
from tui.widgets.present import cells


def said(state: State, **changes: object) -> str:
    return progress_text(job(0, state, **changes), NOW)


def test_every_state_has_a_word_and_a_glyph_of_one_cell() -> None:
    words = [state_words(job(0, state)) for state in State]
    assert all(cells(each.glyph) == 1 for each in words)
    assert len({each.word for each in words}) == len({each.glyph for each in words}) == len(State)


def test_sending_shows_share_bytes_rate_and_time_left() -> None:
    text = said(State.SENDING, sent=126_000_000, rate=2_100_000.0, seconds_left=83.0, started=NOW - 60)
    assert text == "42%  126 MB of 300 MB   2.1 MB/s  1:23 left"


def test_sending_never_claims_to_be_done() -> None:
    assert percent_sent(job(0, State.SENDING, sent=300_000_000)) == 99


@pytest.mark.row("U18")
def test_a_time_left_that_is_not_known_is_said_to_be_so_after_a_while() -> None:
    assert "time left unknown" not in said(State.SENDING, sent=1, started=NOW - 2)
    assert "time left unknown" in said(State.SENDING, sent=1, started=NOW - 20)


@pytest.mark.row("U17")
@pytest.mark.parametrize(
    ("state", "changes", "words"),
    [
        (State.SENT, {"sent_at": NOW - 4}, "sent, waiting for the service, 4 s"),
        (State.INDEXING, {"accepted": NOW - 42, "usual": 70.0}, "0:42 so far, usually 1:10"),
        (State.INDEXING, {"accepted": NOW - 42}, "0:42 so far"),
        (State.INDEXING, {"accepted": NOW - 400, "usual": 70.0}, "no change for 6 minutes, usually 1:10"),
        (State.INDEXING, {"accepted": NOW - 40, "usual": 2.0}, "no change for 40 s, usually 0:02"),
        (State.INDEXING, {"accepted": NOW - 28, "usual": 2.0}, "0:28 so far, usually 0:02"),
        (State.INDEXING, {"accepted": NOW - 1790}, "29:50 so far"),
        (State.INDEXING, {"accepted": NOW - 1860}, "no change for 31 minutes"),
        (State.INDEXING, {"accepted": NOW - 10_860, "usual": 70.0}, "no change for 3 h 1 min, usually 1:10"),
        (State.DUPLICATE, {"problem": "The library already has it as VI1."}, "The library already has it as VI1."),
        (State.READY, {"started": NOW - 140, "finished": NOW - 10}, "in your library after 2:10"),
        (State.FAILED, {"problem": "it could not be read", "detail": "codec av1"}, "it could not be read: codec av1"),
        (State.FAILED, {}, "no reason was given"),
        (State.UNSURE, {}, "it may have arrived: looking for it in the library"),
        (State.WAITING, {"problem": "limited", "retry_at": NOW + 58}, "limited, next try in 58 s"),
        (State.WAITING, {"retry_at": NOW - 5}, "for its turn"),
        (State.PAUSED, {}, "p goes on with it"),
    ],
)
def test_states_in_words(state: State, changes: dict[str, object], words: str) -> None:
    assert said(state, **changes) == words


def test_the_bar_is_as_long_as_asked_and_as_full_as_the_bytes() -> None:
    assert plain(bar(job(0, State.SENDING, sent=150_000_000), 10)) == "━━━━━─────"
    assert plain(bar(job(0, State.SENDING, size=None, sent=5), 4)) == "────"


def test_where_there_is_room_for_little_the_bar_goes_first() -> None:
    sending = job(0, State.SENDING, sent=126_000_000, rate=2_100_000.0, seconds_left=83.0)
    assert "━" in plain(progress(sending, NOW, 60))
    assert plain(progress(sending, NOW, 41)) == "42%  126 MB/300 MB  2.1 MB/s  1:23 left"


def test_a_timeline_tells_what_happened_in_its_order() -> None:
    steps = (
        Step(NOW - 600, State.WAITING, ""),
        Step(NOW - 500, State.SENDING, ""),
        Step(NOW - 400, State.UNSURE, "the line dropped"),
        Step(NOW - 370, State.WAITING, "It did not arrive: it will be sent again."),
        Step(NOW - 300, State.SENDING, ""),
        Step(NOW - 100, State.SENT, ""),
        Step(NOW - 95, State.INDEXING, ""),
        Step(NOW - 20, State.READY, ""),
    )
    told = timeline(steps, some_of_each()[0], NOW)
    assert [what for _when, what, _tone in told] == [
        "queued",
        "began to send",
        "broke off after 1:40, and may have arrived: the line dropped",
        "waits again: It did not arrive: it will be sent again.",
        "began to send, attempt 2",
        "all of it sent after 3:20",
        "accepted as VI606404158946574336 after 5.0 s",
        "ready after 1:15",
    ]
    assert [tone for _when, _what, tone in told if tone] == ["warn", "good"]


def test_a_timeline_says_when_the_next_try_is_and_dates_other_days() -> None:
    told = timeline((Step(NOW - 200_000, State.WAITING, ""),), job(0, State.WAITING, retry_at=NOW + 30), NOW)
    assert [what for _when, what, _tone in told] == ["queued", "next try"]
    assert [len(when) for when, _what, _tone in told] == [19, 8]


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("id", "VI606404158946574336"),
        ("error", "the service could not read it\ncodec av1"),
        ("file", "/videos/clip2.mp4"),
    ],
)
def test_parts_of_it_can_be_copied(what: str, text: str) -> None:
    assert copied(what, some_of_each()[2]) == text


@pytest.mark.row("U16")
def test_what_waits_says_how_many_are_before_it() -> None:
    waiting = job(0, State.WAITING)
    assert plain(progress(waiting, NOW, 40, 0)) == "next"
    assert plain(progress(waiting, NOW, 40, 1_204)) == "1,204 before it"
    assert (
        plain(progress(replace(waiting, problem="no line", retry_at=NOW + 5), NOW, 40, 0)) == "no line, next try in 5 s"
    )


@pytest.mark.row("U16")
@pytest.mark.parametrize(
    ("place", "retry_at", "words"),
    [
        (0, NOW + 40, "One a minute. Next try in 40 s"),
        (1, NOW + 40, "1 before it, about 1 minute"),
        (49, NOW + 40, "49 before it, about 49 minutes"),
        (199, NOW + 40, "199 before it, about 3 h 19 min"),
        (2, NOW - 5, "2 before it, about 2 minutes"),
    ],
)
def test_where_the_account_takes_one_a_minute_each_says_about_when(place: int, retry_at: float, words: str) -> None:
    waiting = replace(job(0, State.WAITING), problem="One a minute.", retry_at=retry_at, apart=60.0)
    assert plain(progress(waiting, NOW, 40, place)) == words


def test_a_report_has_the_file_the_number_and_the_services_words() -> None:
    failed = some_of_each()[2]
    assert report(failed).splitlines() == [
        "/videos/clip2.mp4",
        "failed",
        "VI606404158946574336",
        "the service could not read it",
        "codec av1",
    ]


_HOSTILE = st.text(max_size=60)
_NUMBER = st.one_of(st.none(), st.floats(allow_nan=False))


@given(st.sampled_from(State), _HOSTILE, _HOSTILE, _NUMBER, _NUMBER, st.integers(-5, 10**15), st.integers(0, 120))
def test_whatever_a_job_says_is_one_harmless_line(
    state: State, problem: str, detail: str, rate: float | None, left: float | None, size: int, width: int
) -> None:
    odd: Job = replace(
        job(0, state), problem=problem, detail=detail, rate=rate, seconds_left=left, size=size, sent=7, accepted=left
    )
    text = plain(progress(odd, NOW, width)) + progress_text(odd, NOW)
    assert text.isprintable()
    steps = (Step(NOW, state, problem), Step(left or 0.0, state, detail))
    assert all(f"{when}{what}".isprintable() for when, what, _tone in timeline(steps, odd, NOW))
