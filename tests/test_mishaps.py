"""What went wrong lately: counted, bounded, newest first."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tui.api.errors import Refused
from tui.api.values import UploadForm, Weather
from tui.deeds.deed import Deed, Fate, Item, Phase, Target
from tui.mishaps import MOST, Mishap, Mishaps
from tui.uploads.job import Job, State

JOB = Job("1", "/videos/clip.mp4", False, "clip.mp4", UploadForm(), state=State.SENDING)


class Clock:
    def __init__(self) -> None:
        self.seconds = 1_000.0

    def now(self) -> float:
        self.seconds += 1.0
        return self.seconds


@given(st.lists(st.integers(0, 300), max_size=600))
def test_whatever_happens_it_is_bounded_and_the_newest_first(happened: list[int]) -> None:
    mishaps = Mishaps(Clock().now)
    for number in happened:
        mishaps.note(Mishap("service", f"trouble {number}"))
    kept = mishaps.all
    assert len(kept) == min(MOST, len(set(happened))) or len(set(happened)) > MOST
    assert len(kept) <= MOST
    assert [mishap.last for mishap in kept] == sorted((mishap.last for mishap in kept), reverse=True)
    assert len({mishap.what for mishap in kept}) == len(kept)
    if len(set(happened)) <= MOST:
        assert sum(mishap.count for mishap in kept) == len(happened)


def test_two_who_tell_of_it_at_once_met_it_once() -> None:
    moments = iter([1.0, 1.1, 9.0])
    mishaps = Mishaps(lambda: next(moments))
    for _ in range(3):
        mishaps.hear(Weather("The line dropped.", call="GET /it"))
    (told,) = mishaps.all
    assert (told.count, told.first, told.last, told.call) == (2, 1.0, 9.0, "GET /it")


def test_uploads_that_fail_are_noted_and_those_that_had_failed_before_are_not() -> None:
    mishaps = Mishaps(Clock().now)
    old = replace(JOB, id="0", state=State.FAILED)
    mishaps.see([old, JOB])
    assert not mishaps.all
    failed = replace(JOB, state=State.FAILED, problem="It is too large.", detail="too big [0413]")
    mishaps.see([old, failed])
    mishaps.see([old, failed])
    (told,) = mishaps.all
    assert (told.source, told.subject, told.count) == ("upload", "1", 1)
    assert told.text.splitlines()[:2] == ["clip.mp4 was not taken.", "It is too large."]
    assert "too big [0413]" in told.text


def test_a_video_that_could_not_be_asked_about() -> None:
    mishaps = Mishaps(Clock().now)
    error = Refused("The service said no.", message="not yours", code="0403")
    error.call = "GET /serve/api/v1/get_metadata"
    mishaps.failed_look("VI1", error)
    (told,) = mishaps.all
    assert "VI1" in told.what
    assert (told.why, told.detail, told.call) == ("The service said no.", "not yours [0403]", error.call)


def test_a_download_that_left_something_out_is_noted_when_it_is_over() -> None:
    mishaps = Mishaps(Clock().now)
    lost = Item(Target("VI1", "one"), Fate.FAILED, "the disk is full")
    running = Deed("d", "download", 1.0, Phase.RUNNING, (lost, Item(Target("VI2"), Fate.DONE)), 2)
    mishaps.see_deeds([])
    mishaps.see_deeds([running])
    assert not mishaps.all
    mishaps.see_deeds([replace(running, phase=Phase.OVER)])
    mishaps.see_deeds([replace(running, phase=Phase.OVER)])
    (told,) = mishaps.all
    assert (told.what, told.why, told.count) == ("The download of 2 left out 1.", "the disk is full", 1)
