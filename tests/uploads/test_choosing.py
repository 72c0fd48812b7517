"""What people type and paste, and what is worth sending of it."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.clips import make_clip, padded
from tui.uploads.choosing import LARGEST_FILE, as_path, examine, judged, pasted, spread, survey, url_problem, with_facts
from tui.uploads.desk import Candidate, Facts


def film(path: Path, size: int = 10) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x" * size)
    return path


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/films/a.mp4", ["/films/a.mp4"]),
        ("/films/my film.mp4", ["/films/my film.mp4"]),
        ("'/films/my film.mp4'", ["/films/my film.mp4"]),
        ('"/films/a.mp4" "/films/b c.mp4"', ["/films/a.mp4", "/films/b c.mp4"]),
        (r"/films/my\ film.mp4", ["/films/my film.mp4"]),
        ("/films/a.mp4\n/films/b.mp4\r\n", ["/films/a.mp4", "/films/b.mp4"]),
        ("file:///films/my%20film.mp4 file:///b.mp4", ["file:///films/my%20film.mp4", "file:///b.mp4"]),
        ("https://example.com/a.mp4", ["https://example.com/a.mp4"]),
        ("'it is not closed", ["'it is not closed"]),
        ("  \n \n", []),
    ],
)
def test_pasted_text_becomes_paths(text: str, found: list[str]) -> None:
    assert list(pasted(text)) == found


@given(st.text())
def test_any_pasted_text_is_survived(text: str) -> None:
    for one in pasted(text):
        examine((as_path(one),))


def test_paths_as_they_are_typed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", "/home/ada")
    monkeypatch.chdir(tmp_path)
    assert as_path("~/a.mp4") == Path("/home/ada/a.mp4")
    assert as_path("'/a b.mp4'") == Path("/a b.mp4")
    assert as_path("file:///a%20b.mp4") == Path("/a b.mp4")
    assert as_path("file://localhost/a.mp4") == Path("/a.mp4")
    assert as_path("../x/./a.mp4") == tmp_path.parent / "x" / "a.mp4"


def test_an_existing_name_with_a_quote_in_it_is_taken_as_it_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    odd = film(tmp_path / "Ada's film.mp4")
    assert pasted(str(odd)) == (str(odd),)


def test_folders_are_walked_in_order_and_loops_end(tmp_path: Path) -> None:
    film(tmp_path / "b.mp4")
    film(tmp_path / "a" / "deep" / "c.MOV")
    film(tmp_path / "a" / "notes.txt")
    film(tmp_path / "a" / ".hidden.mp4")
    (tmp_path / ".cache").mkdir()
    film(tmp_path / ".cache" / "d.mp4")
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    (tmp_path / "a" / "broken.mp4").symlink_to(tmp_path / "nowhere")
    candidates = {str(found.path.relative_to(tmp_path)): found.problem for found in survey([tmp_path])}
    assert list(candidates) == [".cache", "a/.hidden.mp4", "a/broken.mp4", "a/deep/c.MOV", "a/notes.txt", "b.mp4"]
    assert candidates["a/deep/c.MOV"] == candidates["b.mp4"] == ""
    assert "hidden" in candidates["a/.hidden.mp4"]
    assert "hidden" in candidates[".cache"]
    assert candidates["a/broken.mp4"] == "there is no such file"
    assert ".txt" in candidates["a/notes.txt"]


def test_a_hidden_file_that_was_named_is_taken(tmp_path: Path) -> None:
    assert survey([film(tmp_path / ".me.mp4")])[0].sendable


def test_patterns(tmp_path: Path) -> None:
    for name in ("a1.mp4", "a2.mp4", "b.mp4", "sub/a3.mp4"):
        film(tmp_path / name)
    literal = film(tmp_path / "what[1].mp4")
    assert [path.name for path in spread([tmp_path / "a*.mp4"])] == ["a1.mp4", "a2.mp4"]
    assert [path.name for path in spread([tmp_path / "**" / "a?.mp4"])] == ["a1.mp4", "a2.mp4", "a3.mp4"]
    assert list(spread([literal])) == [literal]
    (nothing,) = survey([tmp_path / "z*.mp4"])
    assert nothing.problem == "there is no such file"


@pytest.mark.row("U11")
@pytest.mark.parametrize(
    "name", ["x" * 5_000, "x" * 5_000 + "/*.mp4", "no\0thing/*.mp4", "**/" * 2_000 + "a", "[" * 5_000, "\ud800*"]
)
def test_a_path_that_no_disk_takes_stays_and_is_told(tmp_path: Path, name: str) -> None:
    (candidate,) = survey([tmp_path / name])
    assert candidate.path == tmp_path / name
    assert candidate.problem


@pytest.mark.row("U11")
def test_what_is_no_file_is_refused_without_opening_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.mp4")
    (tmp_path / "folder.mp4").mkdir()
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "socket.mp4"))
        names = ("pipe.mp4", "folder.mp4", "socket.mp4")
        problems = [found.problem for found in examine([tmp_path / name for name in names])]
    assert problems == ["it is a pipe, not a file", "it is a folder", "it is a socket, not a file"]
    assert examine([Path("/dev/zero")])[0].problem == "it is a device, not a file"


@pytest.mark.row("U11")
def test_a_link_that_leads_to_itself(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").symlink_to(tmp_path / "b.mp4")
    (tmp_path / "b.mp4").symlink_to(tmp_path / "a.mp4")
    assert "loop" in examine([tmp_path / "a.mp4"])[0].problem


@pytest.mark.parametrize("text", ["/a\0b.mp4", "/\ud800.mp4", "/" + "x" * 300 + ".mp4"])
def test_names_that_no_file_can_have(text: str) -> None:
    assert not examine([Path(text)])[0].sendable


@pytest.mark.row("U12")
@pytest.mark.parametrize(
    ("name", "size", "word"),
    [
        ("a.mp4", 0, "empty"),
        ("a.MP4", 1, ""),
        ("a.mkv", LARGEST_FILE, ""),
        ("a.mp4", LARGEST_FILE + 1, "3 GB"),
        ("a.webm", 1, ".mkv"),
        ("a.ts", 1, "does not take .ts"),
        ("a.pdf", 1, "not a video"),
        ("film", 1, "no suffix"),
    ],
)
def test_rules_for_names_and_sizes(tmp_path: Path, name: str, size: int, word: str) -> None:
    path = film(tmp_path / name, 0)
    os.truncate(path, size)
    (found,) = examine([path])
    assert found.size == size
    assert (word in found.problem) if word else found.sendable


@pytest.mark.row("U13")
def test_one_file_twice_is_named(tmp_path: Path) -> None:
    first = film(tmp_path / "first.mp4")
    os.link(first, tmp_path / "second.mp4")
    problems = [found.problem for found in examine([first, first, tmp_path / "second.mp4"])]
    assert problems == ["", "it is chosen twice", "it is the same file as first.mp4"]


@pytest.mark.row("U11")
@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mp4")
    path.chmod(0)
    assert examine([path])[0].problem == "you may not read it"


def test_facts_become_warnings(tmp_path: Path) -> None:
    candidate = Candidate(tmp_path / "a.mp4", 10)
    fine = with_facts(candidate, Facts(codec="h264", has_audio=True))
    assert fine.sendable
    assert fine.warnings == ()
    silent = with_facts(candidate, Facts(codec="vp9", has_audio=False))
    assert silent.warnings == ("no audio: there will be no transcript",)
    odd = with_facts(candidate, Facts(codec="av1", has_audio=True))
    assert odd.sendable
    assert "av1" in odd.warnings[0]
    assert judged(Facts(has_audio=True), ".mp4") == ("there is no video in it", ())
    assert with_facts(candidate, None) == candidate


@pytest.mark.parametrize(
    ("name", "container", "warned"),
    [
        ("a.mp4", "mov,mp4,m4a,3gp,3g2,mj2", ""),
        ("a.MOV", "mov,mp4,m4a,3gp,3g2,mj2", ""),
        ("a.mkv", "matroska,webm", ""),
        ("a.avi", "avi", ""),
        ("a.mp4", "matroska,webm", "its name ends in .mp4, but inside it is matroska"),
        ("a.MOV", "mpegts", "its name ends in .mov, but inside it is mpegts"),
        ("a.mkv", "", ""),
        ("a.mkv", None, ""),
    ],
)
def test_a_container_that_is_not_what_the_name_says_is_told(name: str, container: str | None, warned: str) -> None:
    seen = with_facts(Candidate(Path(name), 1), Facts(codec="h264", has_audio=True, container=container))
    assert seen.sendable
    assert [warning.partition(":")[0] for warning in seen.warnings] == ([warned] if warned else [])


@pytest.mark.parametrize(
    ("url", "word"),
    [
        ("https://example.com/a.mp4", ""),
        ("http://example.com/live/index.m3u8?token=1", ""),
        ("https://example.com/watch?v=1", ""),
        ("HTTPS://EXAMPLE.COM/A.MP4", ""),
        ("https://example.com/a.mov", ".mov"),
        ("ftp://example.com/a.mp4", "https://"),
        ("/films/a.mp4", "https://"),
        ("https:///a.mp4", "host"),
        ("https://ada:secret@example.com/a.mp4", "password"),
        ("https://example.com/a b.mp4", "spaces"),
        ("https://[::1/a.mp4", "not a URL"),
        ("https://example.com:99999/a.mp4", "not a URL"),
        ("https://example.com/" + "a" * 3000 + ".mp4", "longer"),
    ],
)
def test_rules_for_urls(url: str, word: str) -> None:
    problem = url_problem(url)
    assert (word in problem) if word else problem == ""
    assert "secret" not in problem


@given(st.text())
def test_any_url_gets_an_answer(url: str) -> None:
    assert isinstance(url_problem(url), str)
    assert isinstance(url_problem("https://" + url), str)


def test_a_real_clip_passes(tmp_path: Path) -> None:
    clip = padded(make_clip(tmp_path / "clip.mp4"), 100_000)
    assert examine([clip]) == (Candidate(clip, 100_000),)
