"""What is said of what is chosen, word by word, and the edges of what is taken."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tui.uploads.choosing import (
    LONGEST_URL,
    as_path,
    examine,
    judged,
    looks_like_video,
    pasted,
    spread,
    unreachable,
    url_problem,
    with_facts,
)
from tui.uploads.desk import Candidate, Facts

GB = 1024**3
TAKEN = ".mp4, .avi, .mkv, .mov"
PLAIN = "https://example.com/"
NO_URL = "this is not a URL"
SPACES = "a URL has no spaces or control characters; write %20 for a space"
SCHEME = "the URL must begin with https:// or http://"
SECRET = "the URL holds a user name or password, which the service does not use and others could read"


def test_names_that_a_file_manager_parts_by_nothing_are_parted() -> None:
    assert pasted("/a.mp4\0/b.mp4\0") == ("/a.mp4", "/b.mp4")


def test_a_name_that_is_no_text_survives_in_a_url_of_a_file() -> None:
    assert os.fsencode(as_path("file:///films/%FF.mp4")) == b"/films/\xff.mp4"


@pytest.mark.parametrize(
    ("typed", "name"), [("'", "'"), ("''", ""), ('"a', '"a'), ("a'", "a'"), ("XaX", "XaX"), ("'a'", "a"), ("", "")]
)
def test_quotes_go_where_they_are_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert as_path(typed) == tmp_path / name


@pytest.mark.parametrize(
    ("name", "video"),
    [("a.MP4", True), ("a.webm", True), ("a.WEBM", True), ("a.m4v", True), ("a.txt", False), ("mp4", False)],
)
def test_what_looks_like_a_video(name: str, video: bool) -> None:
    assert looks_like_video(Path(name)) is video


def test_a_name_that_would_be_a_pattern_is_a_name_where_it_is_there(tmp_path: Path) -> None:
    literal = tmp_path / "what[1].mp4"
    for path in (literal, tmp_path / "what1.mp4"):
        path.touch()
    assert list(spread([literal])) == [literal]
    assert list(spread([tmp_path / "what[2].mp4"])) == [tmp_path / "what[2].mp4"]


def test_what_its_file_says_goes_with_it() -> None:
    candidate, facts = Candidate(Path("a.mp4"), 5, warnings=("old",)), Facts(codec="H264", has_audio=False)
    assert with_facts(candidate, facts) == Candidate(
        Path("a.mp4"), 5, facts, warnings=("old", "no audio: there will be no transcript")
    )
    nothing = Facts(has_audio=False)
    assert with_facts(candidate, nothing) == Candidate(
        Path("a.mp4"), 5, nothing, problem="there is no video in it", warnings=("old",)
    )
    refused = Candidate(Path("a.mp4"), problem="why")
    assert with_facts(refused, facts) == refused


def test_warnings_word_by_word() -> None:
    odd = Facts(codec="av1", container="mpegts,other", has_audio=False)
    assert judged(odd, ".mp4") == (
        "",
        (
            "its codec is av1; the service documents h264, h265 and vp9, and may fail on others",
            "its name ends in .mp4, but inside it is mpegts: the service may fail on it",
            "no audio: there will be no transcript",
        ),
    )
    assert judged(Facts(codec="vp9", container="matroska,webm"), ".webm") == ("", ()), "of others nobody knows"


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        (f"{PLAIN}a.mp4", ""),
        (f"{PLAIN}a.m3u8", ""),
        (f"{PLAIN}A.M3U8", ""),
        (f"{PLAIN}watch", ""),
        (f"{PLAIN}a.mov?token=1", ""),
        (f"{PLAIN}a.mov", "the service fetches .mp4 and .m3u8 only; this is .mov"),
        ("https://[::1/a.mp4", NO_URL),
        ("https://example.com:port/a.mp4", NO_URL),
        (f"{PLAIN}a b.mp4", SPACES),
        (f"{PLAIN}a\x1f.mp4", SPACES),
        (f"{PLAIN}a\x7f.mp4", SPACES),
        (f"{PLAIN}a\ud800.mp4", SPACES),
        ("ftp://example.com/a.mp4", SCHEME),
        ("https:///a.mp4", "the URL names no host"),
        ("https://ada@example.com/a.mp4", SECRET),
        ("https://:secret@example.com/a.mp4", SECRET),
        (f"{PLAIN}{'a' * (LONGEST_URL - len(PLAIN) - 4)}.mp4", ""),
        (f"{PLAIN}{'a' * (LONGEST_URL - len(PLAIN) - 3)}.mp4", "the URL is longer than 2048 characters"),
    ],
)
def test_why_a_url_can_not_be_fetched(url: str, problem: str) -> None:
    assert url_problem(url) == problem


@pytest.mark.parametrize(
    ("name", "size", "problem"),
    [
        ("a.mp4", 0, "it is empty"),
        ("a.mp4", 9 * GB // 2, "it has 4.50 GB; the service takes up to 3 GB"),
        (
            "a.WebM",
            1,
            "the service takes VP9 but not in .webm: put it into .mkv (ffmpeg -i in.webm -c copy out.mkv)",
        ),
        ("a.ts", 1, f"the service does not take .ts; it takes {TAKEN}"),
        ("a.pdf", 1, f".pdf is not a video that the service takes ({TAKEN})"),
        ("film", 1, f"its name has no suffix; the service takes {TAKEN}"),
    ],
)
def test_why_a_file_can_not_be_sent(tmp_path: Path, name: str, size: int, problem: str) -> None:
    (tmp_path / name).touch()
    os.truncate(tmp_path / name, size)
    assert examine([tmp_path / name]) == (Candidate(tmp_path / name, size, problem=problem),)


def test_what_is_no_file_has_no_size(tmp_path: Path) -> None:
    assert examine([tmp_path]) == (Candidate(tmp_path, None, problem="it is a folder"),)


def test_what_may_not_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.mp4").write_bytes(b"x")
    asked: list[tuple[object, int]] = []

    def access(path: object, mode: int) -> bool:
        asked.append((path, mode))
        return False

    monkeypatch.setattr(os, "access", access)
    assert examine([tmp_path / "a.mp4"]) == (Candidate(tmp_path / "a.mp4", 1, problem="you may not read it"),)
    assert asked == [(tmp_path / "a.mp4", os.R_OK)]


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (ValueError(), "its name holds a character that no file name can have"),
        (FileNotFoundError(), "there is no such file"),
        (PermissionError(), "you may not look into its folder"),
        (NotADirectoryError(), "a part of its path is a file, not a folder"),
        (OSError(), "it can't be reached (a loop of links, a name too long, or a disk that is gone)"),
    ],
)
def test_why_a_path_is_not_found(error: OSError | ValueError, words: str) -> None:
    assert unreachable(error) == words
