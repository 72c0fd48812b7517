"""`memories-tui upload` as a script sees it: a line per input, a code that tells the truth, one copy at the service."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest

from tests.clips import make_clip
from tests.commands.shell import Ended, Shell
from tests.standin import StandIn, standin
from tests.uploads.rig import copies


def states(end: Ended) -> Counter[str]:
    return Counter(line["state"] for line in end.objects)


async def test_files_become_ready_and_each_has_its_line(service: StandIn, shell: Shell, tmp_path: Path) -> None:
    clips = [make_clip(tmp_path / f"clip {n}.mp4", seconds=n) for n in (1, 2)]
    end = shell.run("upload", "--wait", "--json", "--tag", "sea, sky", "--tag", "summer", *clips)
    assert end.code == 0, end.err
    assert {line["source"] for line in end.objects} == {str(clip) for clip in clips}
    assert states(end) == {"ready": 2}
    for line in end.objects:
        assert line["verdict"] == "done"
        assert line["form"]["tags"] == ["sea", "sky", "summer"]
        assert line["video_no"].startswith("VI")
        assert line["job"]["created"] <= line["job"]["accepted"] <= line["job"]["finished"]
    assert await copies(service) == 2
    assert "2 inputs: 2 ready." in end.err


async def test_without_wait_it_ends_when_accepted(tmp_path: Path) -> None:
    with standin(index_seconds=3600) as service:
        end = Shell(tmp_path, service.url).run("upload", make_clip(tmp_path / "a.mp4"))
        assert end.code == 0, end.err
        assert end.out.startswith("indexing    VI")
        assert len(end.out.splitlines()) == 1
        assert await copies(service) == 1


def test_everything_in_a_folder_is_accounted_for(service: StandIn, shell: Shell, tmp_path: Path) -> None:
    folder = tmp_path / "card"
    make_clip(folder / "DCIM" / "good.mp4")
    make_clip(folder / ".trash.mp4")
    (folder / "notes.txt").write_text("mine")
    (folder / "empty.mov").touch()
    (folder / "broken.mkv").write_bytes(b"no video at all")
    os.link(folder / "DCIM" / "good.mp4", folder / "the same.mp4")
    end = shell.run("upload", "--json", "--wait", folder)
    assert end.code == 1
    found = {Path(line["source"]).name: line for line in end.objects}
    assert len(end.objects) == len(found) == 6
    assert {name: line["state"] for name, line in found.items()} == {
        "good.mp4": "ready",
        ".trash.mp4": "skipped",
        "notes.txt": "skipped",
        "the same.mp4": "skipped",
        "empty.mov": "refused",
        "broken.mkv": "refused",
    }
    for name in ("empty.mov", "broken.mkv", "notes.txt"):
        assert found[name]["problem"]
        assert f"{folder / name}: {found[name]['problem']}" in end.err
    assert "6 inputs: 1 ready, 2 refused, 3 skipped." in end.err


def test_what_merely_lies_about_is_no_failure_but_what_was_named_is(shell: Shell, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    note = folder / "notes.txt"
    note.touch()
    assert shell.run("upload", folder).code == 0
    named = shell.run("upload", note)
    assert named.code == 1
    assert named.out.startswith("refused ")
    missing = shell.run("upload", tmp_path / "missing.mp4")
    assert missing.code == 1
    assert "there is no such file" in missing.out
    assert "there is no such file" in missing.err


@pytest.mark.parametrize("between", ["\n", "\r\n", "\0"])
def test_lists_come_from_stdin(service: StandIn, shell: Shell, tmp_path: Path, between: str) -> None:
    clips = [make_clip(tmp_path / name) for name in ('a "quoted" name.mp4', " blank.mp4")]
    names = [*map(str, clips), "https://example.com/beach.mp4"]
    end = shell.run("upload", "--json", "--dry-run", "-", stdin=between.join([*names, ""]).encode())
    assert end.code == 0, end.err
    assert [line["source"] for line in end.objects] == names
    assert [line["is_url"] for line in end.objects] == [False, False, True]


def test_patterns_that_the_shell_left_alone(shell: Shell, tmp_path: Path) -> None:
    for name in ("a.mp4", "b.mp4", "c.mkv"):
        make_clip(tmp_path / name)
    end = shell.run("upload", "--json", "--dry-run", f"{tmp_path}/*.mp4")
    assert sorted(Path(line["source"]).name for line in end.objects) == ["a.mp4", "b.mp4"]
    assert states(end) == {"would-send": 2}


def test_a_dry_run_sends_nothing_and_says_what_it_would(service: StandIn, shell: Shell, tmp_path: Path) -> None:
    clip = make_clip(
        tmp_path / "trip.mov",
        metadata={
            "com.apple.quicktime.model": "iPhone 15",
            "com.apple.quicktime.location.ISO6709": "+39.9042+116.4074/",
        },
    )
    given = ("--taken", "2025-06-01 14:30", "--prompt", "birds")
    end = shell.run("upload", "--dry-run", "--json", *given, "--url", "https://example.com/a.webm", clip)
    assert service.faults.count() == 0
    assert end.code == 1
    would, refused = end.objects
    assert (would["state"], refused["state"]) == ("would-send", "refused")
    assert would["form"]["camera"] == "iPhone 15"
    assert would["form"]["latitude"] == pytest.approx(39.9042)
    assert would["form"]["taken"] == "2025-06-01 14:30:00"
    assert would["form"]["prompt"] == "birds"
    assert "Nothing was sent" in end.err
    own = shell.run("upload", "--dry-run", "--json", "--no-facts", "--camera", "Canon", clip).objects[0]["form"]
    assert (own["camera"], own["latitude"]) == ("Canon", None)
    assert not list(shell.home.rglob("uploads-*.db"))


async def test_the_same_file_twice_is_one_video(service: StandIn, shell: Shell, tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "a.mp4")
    first = shell.run("upload", "--json", "--wait", clip)
    rehearsed = shell.run("upload", "--json", "--dry-run", clip)
    again = shell.run("upload", "--json", "--wait", clip)
    assert again.code == 0
    assert states(again) == {"duplicate": 1}
    assert again.objects[0]["video_no"] == first.objects[0]["video_no"]
    assert first.objects[0]["video_no"] in rehearsed.objects[0]["warnings"][-1]
    assert await copies(service) == 1


def test_a_video_that_the_service_fails_is_a_failure(shell: Shell, tmp_path: Path) -> None:
    end = shell.run("upload", "--json", "--wait", make_clip(tmp_path / "old.avi", codec="mpeg4"))
    assert end.code == 1
    (line,) = end.objects
    assert line["state"] == "failed"
    assert "codec" in line["detail"]
    assert "could not index" in end.err


def test_an_address_that_the_service_fetches(service: StandIn, shell: Shell, tmp_path: Path) -> None:
    end = shell.run("upload", "--json", "--url", "https://user:secret@example.com/a.mp4", "https://127.0.0.1:1/b.mp4")
    found = {line["source"]: line for line in end.objects}
    assert found["https://user:secret@example.com/a.mp4"]["state"] == "refused"
    assert found["https://127.0.0.1:1/b.mp4"]["is_url"]
    assert len(found) == 2
    assert service.faults.count("upload_url") == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--place", "116.4074, 39.9042"), "latitude comes first"),
        (("--place", "nowhere"), "--place"),
        (("--taken", "yesterday"), "write it like"),
        (("--callback", "ftp://example.com"), "--callback"),
        (("--camera", "x" * 201), "too long"),
        (("--tag", ",".join(map(str, range(21)))), "21 of 20"),
        (("--patience", "-1"), "patience"),
    ],
)
def test_what_can_not_be_sent_is_refused_first(
    service: StandIn, shell: Shell, tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    end = shell.run("upload", *arguments, make_clip(tmp_path / "a.mp4"))
    assert end.code == 2
    assert end.out == ""
    assert words in end.err
    assert service.faults.count() == 0


def test_nothing_begins_without_a_key_or_with_a_wrong_one(service: StandIn, shell: Shell, tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "a.mp4")
    without = Shell(shell.home, service.url, key=None).run("upload", clip)
    assert (without.code, without.out) == (2, "")
    assert "MEMORIES_API_KEY" in without.err
    wrong_shell = Shell(shell.home, service.url, key="sk-mavi-not-the-one-0000")
    wrong = wrong_shell.run("upload", clip)
    assert (wrong.code, wrong.out) == (2, "")
    assert wrong.err
    assert wrong_shell.run("jobs", "--json").out == ""
    assert shell.run("--read-only", "upload", clip).code == 2
    assert shell.run("upload").code == 2


def test_the_older_api_takes_no_tags(service: StandIn, shell: Shell, tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "a.mp4", metadata={"com.apple.quicktime.model": "iPhone 15"})
    refused = shell.run("--api", "legacy", "upload", "--tag", "sea", clip)
    assert refused.code == 2
    assert "legacy API" in refused.err
    plain = shell.run("--api", "legacy", "upload", "--json", clip)
    assert plain.code == 0, plain.err
    assert plain.objects[0]["video_no"]
    assert service.faults.count("/serve/api/video/upload") == 1


def test_the_namespace_goes_along(service: StandIn, shell: Shell, tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "a.mp4")
    end = shell.run("--namespace", "family", "upload", "--json", "--wait", clip)
    assert end.objects[0]["form"]["namespace"] == "family"
    assert shell.run("--namespace", "family", "list", "--json").objects[0]["video_no"] == end.objects[0]["video_no"]
    assert shell.run("list", "--json").out == ""


async def test_the_demo_needs_neither_key_nor_network(shell: Shell, tmp_path: Path) -> None:
    lonely = Shell(shell.home, "http://127.0.0.1:1", key=None)
    end = lonely.run("--demo", "upload", "--json", make_clip(tmp_path / "mine.mp4"))
    assert end.code == 0, end.err
    assert states(end) == {"indexing": 1}
    assert "mine" in lonely.run("--demo", "list", "mine").out


def test_quiet_says_only_trouble_and_the_sums(shell: Shell, tmp_path: Path) -> None:
    end = shell.run("upload", "-q", "--json", "--wait", make_clip(tmp_path / "a.mp4"), tmp_path / "none.mp4")
    assert end.code == 1
    assert end.err.splitlines() == [
        f"refused - {tmp_path / 'none.mp4'}: there is no such file",
        "2 inputs: 1 ready, 1 refused.",
    ]


def test_names_can_hold_anything(shell: Shell, tmp_path: Path) -> None:
    made = make_clip(tmp_path / "a.mp4")
    hostile = os.fsdecode(b"\x1b[31mred\xff\n\xe2\x80\xae.mp4")
    made.rename(tmp_path / hostile)
    end = shell.run("upload", "--wait", tmp_path / hostile)
    assert end.code == 0, end.err
    assert "\x1b" not in end.out + end.err
    assert len(end.out.splitlines()) == 1
    listed = shell.run("jobs", "--json")
    assert listed.objects[0]["source"] == str(tmp_path / hostile)
