"""What uploads are told apart by, held with and reported as: plain values, without a service."""

from __future__ import annotations

import csv
import errno
import hashlib
import io
import json
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from tui.api.values import UploadForm, Video
from tui.uploads.hold import Hold, held, held_anew
from tui.uploads.intake import new_job
from tui.uploads.job import State, Step, under_way
from tui.uploads.journal_rows import job_from, job_text, source_bytes
from tui.uploads.naming import is_named
from tui.uploads.prints import quick_print, whole_print
from tui.uploads.progress import Progress
from tui.uploads.report import as_csv, as_json, report_text, write_report

MIB = 1 << 20
JOB = replace(new_job("/films/beach day.mp4", UploadForm(namespace="travel"), created=1_763_000_000.0), id="j1")


# Prints


def print_of(path: Path, content: bytes | bytearray) -> str:
    path.write_bytes(content)
    return quick_print(path)


@pytest.mark.parametrize("size", [1, MIB, MIB + 1, 2 * MIB, 2 * MIB + 1])
def test_a_change_at_either_end_or_in_size_changes_the_print(tmp_path: Path, size: int) -> None:
    path, content = tmp_path / "a", bytearray(size)
    plain = print_of(path, content)
    assert plain == print_of(path, content)
    assert plain.startswith(f"{size}-")
    assert len(plain) == len(f"{size}-") + 32, "as journals have it"
    assert plain != print_of(path, content + b"\0")
    for place in (0, size - 1):
        content[place] = 1
        assert print_of(path, content) != plain
        content[place] = 0


def test_the_first_and_the_last_mebibyte_are_read_whole_and_nothing_between(tmp_path: Path) -> None:
    path, content = tmp_path / "a", bytearray(3 * MIB)
    plain = print_of(path, content)
    for place, same in ((MIB - 1, False), (MIB, True), (2 * MIB - 1, True), (2 * MIB, False)):
        content[place] = 1
        assert (print_of(path, content) == plain) is same, place
        content[place] = 0


def test_the_whole_print_is_the_checksum_that_anybody_can_compare(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"ab" * MIB)
    stop = threading.Event()
    assert whole_print(path, stop) == hashlib.sha256(b"ab" * MIB).hexdigest()
    stop.set()
    assert whole_print(path, stop) == ""


# Names


@pytest.mark.parametrize(
    ("stored", "same"),
    [
        ("beach day.mp4", True),
        ("beach day", True),
        ("BEACH DAY.MP4", True),
        ("beach%20day.mp4", True),
        ("beach%20day", True),
        ("Beach Day.mov", True),
        ("beach", False),
        ("day.mp4", False),
        ("", False),
    ],
)
def test_what_the_service_makes_of_a_name_is_that_name(stored: str, same: bool) -> None:
    assert is_named(Video("VI1", stored), JOB) is same
    assert is_named(Video("VI1", stored), replace(JOB, name="Beach Day.mp4")) is same


# Holds


def test_a_reason_stands_on_what_waits_and_has_none_of_its_own() -> None:
    hold = Hold("No credit.", "0402", 9.0, 60.0)
    told = held(JOB, hold)
    assert (told.problem, told.detail, told.retry_at, told.apart) == ("No credit.", "0402", 9.0, 60.0)
    assert held(JOB, None) == JOB
    sending, own = replace(JOB, state=State.SENDING), replace(JOB, problem="gone")
    assert held(sending, hold) == sending
    assert held(own, hold) == own


def test_another_reason_takes_the_place_of_the_one_before_and_of_no_other() -> None:
    first, second = Hold("No credit.", "0402", 9.0, 60.0), Hold("No line.", "refused", 5.0, 30.0)
    before = held(JOB, first)
    assert held_anew(before, first, second) == held(JOB, second)
    assert held_anew(before, first, None) == JOB
    assert held_anew(JOB, None, second) == held(JOB, second)
    own = replace(JOB, problem="gone")
    assert held_anew(own, first, second) == own
    for almost in (Hold("No credit.", "0402"), Hold("No credit.", "", 9.0), Hold("Other.", "0402", 9.0)):
        assert held_anew(before, almost, None) == before


# Progress


def test_the_first_rate_is_told_after_two_tenths_of_a_second() -> None:
    progress = Progress(1000, 0.0)
    assert progress.sent == 0
    progress.gone(20, 0.1)
    assert progress.rate(0.1) is None
    progress.gone(40, 0.2)
    assert progress.rate(0.2) == pytest.approx(200.0)


def test_the_time_left_is_told_from_five_seconds_on_until_six_without_a_byte() -> None:
    progress = Progress(1000, 100.0)
    for tick in range(26):
        progress.gone(tick * 4, 100.0 + tick / 5)
    assert progress.seconds_left(104.9) is None
    assert progress.seconds_left(105.0) == pytest.approx(45.0)
    assert progress.seconds_left(111.0) is not None
    assert progress.seconds_left(111.1) is None
    progress.gone(2000, 111.2)
    assert progress.seconds_left(111.2) == 0.0


def test_the_rate_forgets_what_is_eight_seconds_old() -> None:
    progress = Progress(None, 0.0)
    rates = {}
    for tick in range(1, 40):
        progress.gone(1_000_000 + tick, tick / 4)
        rates[tick / 4] = progress.rate(tick / 4)
    assert rates[8.0] == pytest.approx(125_004.0)
    assert rates[8.25] == pytest.approx(4.0)


def test_after_a_long_silence_there_is_no_rate() -> None:
    progress = Progress(None, 0.0)
    progress.gone(100, 0.25)
    assert progress.rate(60.0) == 0.0


def test_what_has_left_does_not_come_back() -> None:
    progress = Progress(1000, 0.0)
    progress.gone(500, 1.0)
    progress.gone(400, 2.0)
    assert progress.sent == 500


def test_what_is_told_again_is_no_byte() -> None:
    progress = Progress(1000, 0.0)
    progress.gone(500, 5.0)
    for second in range(6, 13):
        progress.gone(500, float(second))
    assert progress.seconds_left(11.0) is not None
    assert progress.seconds_left(11.5) is None


# The journal's words


def test_the_journal_holds_what_was_said_and_nothing_of_the_moment() -> None:
    form = UploadForm(namespace="travel", tags=("a", "b"))
    job = replace(
        JOB, form=form, sent=5, rate=1.0, seconds_left=2.0, usual=3.0, elsewhere=True, candidates=("VI1",), size=7
    )
    text = job_text(job)
    kept = json.loads(text)
    assert set(kept) == {"id", "is_url", "name", "created", "candidates", "size", "state", "form"}
    assert kept["form"] == {"namespace": "travel", "tags": ["a", "b"]}
    assert " " not in text.replace("beach day", "")
    back = job_from(source_bytes(job), text)
    assert back == replace(job, sent=0, rate=None, seconds_left=None, usual=None, elsewhere=False)


def test_what_a_later_version_adds_is_left_out() -> None:
    kept = json.loads(job_text(JOB))
    later = json.dumps(kept | {"mood": "fine", "form": kept["form"] | {"colour": "red"}})
    assert job_from(source_bytes(JOB), later) == JOB


def test_a_url_is_kept_as_it_was_typed_and_a_path_as_the_system_spells_it() -> None:
    url = new_job("https://example.com/ü/\ud800", UploadForm(), created=0.0, is_url=True)
    assert source_bytes(url) == "https://example.com/ü/\ud800".encode("utf-8", "surrogatepass")
    assert job_from(source_bytes(url), job_text(url)) == url
    odd = replace(JOB, source="/\udcff")
    assert source_bytes(odd) == b"/\xff"
    assert job_from(source_bytes(odd), job_text(odd)) == odd
    assert source_bytes(replace(JOB, source="/\ud800")) == b"/\xed\xa0\x80"


# Reports


FULL = replace(
    JOB,
    state=State.FAILED,
    video_no="VI1",
    size=7,
    problem="=no",
    detail="[0500]",
    attempts=2,
    started=1_763_000_001.5,
    finished=1e20,
)


def test_a_report_names_every_fact_and_leaves_open_what_is_not_known() -> None:
    (told,) = json.loads(as_json([FULL], {"j1": [Step(1_763_000_000.25, State.WAITING, "ü")]}))
    assert told == {
        "id": "j1",
        "source": "/films/beach day.mp4",
        "name": "beach day.mp4",
        "state": "failed",
        "video_no": "VI1",
        "size": 7,
        "problem": "=no",
        "detail": "[0500]",
        "attempts": 2,
        "namespace": "travel",
        "created": "2025-11-13T02:13:20.000Z",
        "started": "2025-11-13T02:13:21.500Z",
        "sent_at": None,
        "accepted": None,
        "finished": None,
        "steps": [{"at": "2025-11-13T02:13:20.250Z", "state": "waiting", "note": "ü"}],
    }
    assert as_csv([FULL]).count("\r\n") == 2, "as RFC 4180 has it"
    (row,) = csv.DictReader(io.StringIO(as_csv([FULL])))
    shown = {name: "" if fact is None else str(fact) for name, fact in told.items() if name != "steps"}
    assert row == shown | {"problem": "'=no"}


def test_the_suffix_decides_and_json_is_for_people_too() -> None:
    assert report_text(".csv", [JOB], {}) == as_csv([JOB])
    text = report_text(".json", [JOB], {})
    assert text == as_json([JOB], {})
    assert text.isascii()
    assert text.startswith("[\n {\n  ")
    assert text.endswith("]\n")


def test_a_report_takes_the_place_of_a_file_only_when_that_is_wanted(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    write_report(path, "one \ud800")
    assert path.read_bytes() == b"one ?"
    with pytest.raises(FileExistsError):
        write_report(path, "two")
    assert path.read_bytes() == b"one ?"
    write_report(path, "two", over=True)
    assert path.read_bytes() == b"two"
    assert list(tmp_path.iterdir()) == [path]


class FullDisk:
    """A file, opened for writing, that takes nothing."""

    def __enter__(self) -> FullDisk:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def write(self, _: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_report_that_does_not_fit_leaves_nothing_half(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "report.json"

    def opened(self: Path, *_args: object, **_kwargs: object) -> FullDisk:
        self.touch()
        return FullDisk()

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", opened)
        with pytest.raises(OSError, match="No space"):
            write_report(path, "one")
        assert list(tmp_path.iterdir()) == []
    path.write_text("before")
    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", opened)
        with pytest.raises(OSError, match="No space"):
            write_report(path, "two", over=True)
    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]


# States


def test_what_is_under_way_is_what_the_service_does_not_have_yet_and_we_run() -> None:
    jobs = [replace(JOB, id=state.value, state=state) for state in State]
    assert {job.id for job in under_way(jobs)} == {"waiting", "sending", "sent"}
    assert under_way([replace(JOB, elsewhere=True)]) == ()
    assert {job.id for job in jobs if job.is_finished} == {"ready", "failed", "cancelled", "duplicate", "refused"}
    assert {job.id for job in jobs if job.is_sending} == {"sending", "sent"}
    assert (JOB.in_doubt, replace(JOB, unsure_since=0.0).in_doubt) == (False, True)


def named(source: str, *, is_url: bool = False) -> str:
    return new_job(source, UploadForm(), created=0.0, is_url=is_url).name


def test_a_job_is_called_by_the_last_part_of_where_it_comes_from() -> None:
    assert named("/films/beach.mp4") == "beach.mp4"
    assert named("/films/") == "films"
    assert named("https://example.com/a/b%20c.mp4?x=1", is_url=True) == "b c.mp4"
    assert named("https://example.com/", is_url=True) == "https://example.com/"
    assert named("https://[bad", is_url=True) == "https://[bad"
    assert len({job.id for job in (new_job("/a", UploadForm(), created=0.0) for _ in range(9))}) == 9
