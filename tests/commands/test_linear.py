"""Plain lines of text: scripted on stdin, over the real process and a live service."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.clips import make_clip
from tests.commands.shell import Ended, Shell
from tests.standin import StandIn, standin
from tui.linear.console import Answer, Choice, read

FORM = ("beach, sea", "GoPro", "", "", "", "yes", "send")
"""Answers to the questions of an upload, in their order."""


@pytest.fixture
def demo() -> Iterator[StandIn]:
    with standin(demo=True) as service:
        yield service


def told(home: Path, service: StandIn, *lines: str, more: tuple[str, ...] = ()) -> Ended:
    """What is said when these lines are typed."""
    return Shell(home, service.url).run(*more, "--linear", stdin=("\n".join(lines) + "\n").encode())


def test_pages_a_query_an_order_and_one_video(demo: StandIn, tmp_path: Path) -> None:
    end = told(
        tmp_path, demo, "next", "filter tag:iceland", "sort name", "1", "details 1", "copy 1 id", "copy 1 json", "quit"
    )
    assert end.code == 0, end
    assert "1–20 of 383." in end.out
    assert "21–40 of 383." in end.out
    assert "1–20 of 28 that match." in end.out
    assert "By name, rising." in end.out
    assert "1. Basalt columns, slow pan, ready, 0:20" in end.out
    assert re.search(r"^VI\d+$", end.out, re.MULTILINE)
    assert re.search(r'^\{.*"video_?[nN]o".*\}$', end.out, re.MULTILINE)
    assert "Camera " in end.out
    assert end.out.count("Choose: 1 list, 2 next") == 8, "every question says what may be answered"
    assert "\x1b" not in end.out + end.err


def test_what_can_not_be_done_says_so_and_gives_a_code(demo: StandIn, tmp_path: Path) -> None:
    end = told(tmp_path, demo, "dance", "99", "details 4000", "filter tag:", "sort beauty", "jobs", "errors", "quit")
    assert end.code == 2
    assert "“dance” is none of them: answer with a number or a word." in end.out
    assert "“99” is none of them" in end.out
    assert "There is no video 4000 here." in end.out
    assert "“beauty” is no order: uploaded, name," in end.out
    assert "Nothing was uploaded from here yet." in end.out
    assert "Nothing went wrong since the start." in end.out


def test_a_filter_that_hides_everything(demo: StandIn, tmp_path: Path) -> None:
    end = told(tmp_path, demo, "filter tag:iceland tag:beijing", "filter", "", "quit")
    assert "No video matches.\nWithout tag:beijing there would be 28 videos." in end.out
    assert "Shown is tag:iceland tag:beijing. A query" in end.out
    assert end.out.count("1–20 of 383.") == 2


def test_the_end_of_the_input_leaves(demo: StandIn, tmp_path: Path) -> None:
    end = Shell(tmp_path, demo.url).run("--linear", stdin=b"")
    assert (end.code, end.err) == (0, "")


def test_a_variable_of_the_environment_asks_for_it_too(demo: StandIn, tmp_path: Path) -> None:
    end = Shell(tmp_path, demo.url, more={"ACCESSIBLE": "1"}).run(stdin=b"quit\n")
    assert end.code == 0
    assert "1–20 of 383." in end.out


def test_the_demo(tmp_path: Path) -> None:
    end = Shell(tmp_path, "http://127.0.0.1:9", key=None).run("--demo", "--linear", stdin=b"doctor\nq\n")
    assert "1–20 of 383." in end.out
    assert "memories-tui, demo · default." in end.out
    assert "terminal" in end.out.lower()


def test_a_wrong_key_and_a_service_that_is_not_there(demo: StandIn, tmp_path: Path) -> None:
    shell = Shell(tmp_path, demo.url, key="sk-mavi-somebody-elses")
    end = shell.run("--linear", stdin=b"errors\nquit\n")
    assert end.code == 1
    assert "The service does not accept this API key." in end.out
    assert "Asked: POST /serve/api/v1/list_videos" in end.out


def test_an_upload_asked_line_by_line_and_watched(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    make_clip(home / "market day.mp4", 1)
    (home / "notes.txt").write_text("no video")
    with standin(index_seconds=0.5) as service:
        names = ("upload", "market day.mp4", "")
        end = told(
            home, service, *names, "one, two", "GoPro", "yesterday", "", "91,0", "", "", "yes", "send", "watch", "q"
        )
        assert "That can't be sent: write it like 2025-06-01 14:30:00 (UTC)." in end.out
        assert end.out.count("That can't be sent") == 2
        assert "1 upload queued." in end.out
        assert re.search(r"market day\.mp4: ready as VI\d+", end.out), end.out
        assert "1 ready." in end.out
        assert end.code == 0
        again = told(
            home, service, "upload notes.txt", "upload 'market day.mp4'", *FORM, "watch", "jobs clear", "jobs", "q"
        )
        assert "Not sent: " in again.out
        assert "duplicate" in again.out
        assert again.code == 1
        only = told(home, service, "upload notes.txt", "q", more=("--read-only",))
        assert "This session is read-only: nothing is sent." in only.out
        assert only.code == 2


def test_uploads_are_steered_by_their_number_and_leaving_asks_about_them(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    make_clip(home / "clip.mp4", 1)
    make_clip(home / "other.mp4", 2)
    with standin() as service:
        service.faults.next("hang", None, path="/upload")
        begin = ("upload clip.mp4", *FORM, "upload other.mp4", *FORM)
        end = told(home, service, *begin, "jobs", "pause", "9", "jobs dance", "jobs retry 1", "q", "stay", "q", "pause")
        assert "There is no upload 9." in end.out
        assert "“dance” is none of: watch, pause," in end.out
        assert "Uploads: 1 watch, 2 pause, 3 resume, 4 cancel, 5 retry, 6 clear, 7 back." in end.out
        assert "there is nothing to retry." in end.out
        assert end.out.count("under way: 1 stay, 2 background, 3 pause.") == 2
        assert end.code in {2, 3}
        service.faults.clear()
        # What was cut off may have arrived: looking for it takes minutes, and nobody waits for that here.
        rest = told(home, service, "jobs", "q", "pause")
        assert "clip.mp4" in rest.out, rest.out
        assert "other.mp4" in rest.out, rest.out


def test_a_script_that_ends_brings_to_the_service_what_it_began(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    make_clip(home / "clip.mp4", 1)
    with standin(index_seconds=60) as service:
        end = told(home, service, "upload clip.mp4", *FORM)
        assert "clip.mp4: indexing as VI" in end.out
        assert end.code == 0
        assert len(service.faults.to("/upload")) == 1


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("2", Answer("next")),
        ("n", Answer("next")),
        ("NEXT", Answer("next")),
        ("1 41", Answer("list", "41")),
        ("list   tag:a  b ", Answer("list", "tag:a  b")),
        ("0", None),
        ("3", None),
        ("", None),
        ("²", None),
        ("9" * 5_000, None),
    ],
)
def test_what_a_line_chooses(text: str, answer: Answer | None) -> None:
    assert read(text, (Choice("list"), Choice("next"))) == answer
