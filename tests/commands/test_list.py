"""`memories-tui list` as a script sees it: the rows that the screen would show, streamed, and nothing else."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.commands.shell import Ended, Shell
from tests.standin import StandIn, standin
from tests.waiting import wait_until

VIDEOS = 450
"""Two whole pages and a part."""


@pytest.fixture(scope="module")
def large() -> Iterator[StandIn]:
    with standin(videos=VIDEOS) as running:
        yield running


@pytest.fixture
def service(large: StandIn) -> Iterator[StandIn]:
    large.faults.forget()
    yield large
    large.faults.clear()


def numbers(end: Ended) -> list[str]:
    return [row["video_no"] for row in end.objects]


def test_every_video_is_a_line_of_json_newest_first(service: StandIn, shell: Shell) -> None:
    end = shell.run("list", "--json")
    assert end.code == 0, end.err
    assert end.err == ""
    assert len(set(numbers(end))) == VIDEOS
    created = [row["created"] for row in end.objects]
    assert created == sorted(created, reverse=True)
    first = end.objects[0]
    assert set(first) >= {"name", "status", "status_word", "duration", "size", "taken", "camera", "tags", "latitude"}
    assert "raw" not in first
    assert service.faults.count("list_videos") == 3


def test_columns_stand_in_line_and_hold_the_same(shell: Shell) -> None:
    rows = shell.run("list", "--limit", "250").out.splitlines()
    found = shell.run("list", "--limit", "250", "--json").objects
    assert [row.rsplit(maxsplit=1)[-1] for row in rows] == [video["video_no"] for video in found]
    assert len({row.index(video["video_no"]) for row, video in zip(rows, found, strict=True) if row.isascii()}) == 1
    assert {video["status"] for video in found} == {row[42:50].strip() for row in rows if row.isascii()}


@pytest.mark.parametrize(
    "query", ["status:failed", "tag:api -status:failed", "camera:Canon", "clip", "near:48.85,2.35~500km"]
)
def test_a_query_means_what_it_means_on_screen(shell: Shell, query: str) -> None:
    whole = shell.run("list", "--json")
    asked = shell.run("list", "--json", query)
    assert asked.code == 0, asked.err
    assert set(numbers(asked)) <= set(numbers(whole))
    known = shell.run("list", "--json", "--offline", query)
    assert numbers(known) == numbers(asked)
    if query == "status:failed":
        assert numbers(asked) == [row["video_no"] for row in whole.objects if row["status"] == "failed"]


def test_the_first_rows_are_there_before_the_last_page_is_asked(service: StandIn, shell: Shell) -> None:
    service.faults.next("slow", path="list_videos")
    service.faults.next("hang", path="list_videos")
    with shell.running("list", "--json") as process:
        assert process.stdout is not None
        rows = [json.loads(process.stdout.readline()) for _ in range(200)]
        wait_until(lambda: service.faults.hanging == 1, "the second page is being asked")
        assert service.faults.count("list_videos") == 2
        service.faults.release()
        end = shell.finish(process)
    assert end.code == 0, end.err
    assert len({row["video_no"] for row in rows} | set(numbers(end))) == VIDEOS


def test_a_limit_asks_for_no_more_than_it_needs(service: StandIn, shell: Shell) -> None:
    whole = numbers(shell.run("list", "--json"))
    service.faults.forget()
    assert numbers(shell.run("list", "--json", "--limit", "5")) == whole[:5]
    assert [call.json()["size"] for call in service.faults.to("list_videos")] == [5]
    service.faults.forget()
    assert numbers(shell.run("list", "--json", "--limit", "201")) == whole[:201]
    assert service.faults.count("list_videos") == 2
    service.faults.forget()
    assert numbers(shell.run("list", "--json", "--offline", "--limit", "7")) == whole[:7]
    assert service.faults.count() == 0


def test_a_reader_that_goes_ends_it_quietly(service: StandIn, shell: Shell) -> None:
    service.faults.next("slow", path="list_videos")
    service.faults.next("hang", path="list_videos")
    with shell.running("list") as process:
        assert process.stdout is not None
        assert process.stdout.readline()
        process.stdout.close()
        process.stdout = None
        wait_until(lambda: service.faults.hanging == 1 or process.poll() is not None, "the second page")
        service.faults.clear()
        end = shell.finish(process)
    assert (end.code, end.err) == (141, "")


def test_an_interruption_ends_it_without_a_word(service: StandIn, shell: Shell) -> None:
    service.faults.next("hang", path="list_videos")
    with shell.running("list") as process:
        wait_until(lambda: service.faults.hanging == 1, "the service is being asked")
        process.send_signal(signal.SIGINT)
        end = shell.finish(process)
    assert (end.code, end.out, end.err) == (-signal.SIGINT, "", "")


def test_a_service_that_can_not_be_asked_is_1_with_words(shell: Shell) -> None:
    end = replace(shell, url="http://127.0.0.1:1").run("list", "--json")
    assert (end.code, end.out) == (1, "")
    assert "127.0.0.1" in end.err


def test_what_was_printed_before_it_failed_stays_and_the_code_tells(service: StandIn, shell: Shell) -> None:
    service.faults.next("slow", path="list_videos")
    service.faults.next("500", times=None, path="list_videos")
    end = shell.run("list", "--json")
    assert end.code == 1
    assert len(end.objects) == 200
    assert "Error: " in end.err


def test_being_turned_away_is_outwaited(service: StandIn, shell: Shell) -> None:
    service.faults.next("slow", path="list_videos")
    service.faults.next("0429", times=2, path="list_videos")
    end = shell.run("list", "--json")
    assert end.code == 0, end.err
    assert len(end.objects) == VIDEOS
    assert "Next try in" in end.err


def test_a_wrong_key_a_wrong_query_a_wrong_option(service: StandIn, shell: Shell) -> None:
    wrong = replace(shell, key="sk-mavi-not-the-one-0000").run("list")
    assert (wrong.code, wrong.out) == (1, "")
    assert replace(shell, key=None).run("list").code == 2
    misspelt = shell.run("list", "beach stauts:ready")
    assert (misspelt.code, misspelt.out) == (2, "")
    assert "Did you mean status:?" in misspelt.err
    several = shell.run("list", "near:springfield")
    assert (several.code, several.out) == (2, "")
    assert "Springfield, MO" in several.err
    assert shell.run("list", "--limmit", "4").code == 2
    assert shell.run("list", "--limit", "0").code == 2
    legacy = shell.run("--api", "legacy", "list", "tag:snow")
    assert legacy.code == 2
    assert "legacy API" in legacy.err


def test_a_minus_at_the_beginning_of_a_word_is_no_option(shell: Shell) -> None:
    whole = shell.run("list", "--json").objects
    assert shell.run("list", "--json", "-status:failed").objects == [row for row in whole if row["status"] != "failed"]
    assert shell.run("list", "-h").out == shell.run("list", "--help").out
    assert shell.run("list", "nosuchname").err == "No video matches.\n"


def test_the_older_api_lists_too(service: StandIn, shell: Shell) -> None:
    end = shell.run("--api", "legacy", "list", "--json", "status:failed")
    assert end.code == 0, end.err
    assert {row["status"] for row in end.objects} == {"failed"}
    assert service.faults.count("/serve/api/video/list_videos") == 1


def test_a_full_disk_behind_stdout_is_trouble_with_words(service: StandIn, shell: Shell) -> None:
    with Path("/dev/full").open("wb") as full, shell.running("list", stdout=full) as process:
        end = shell.finish(process)
    assert end.code == 1
    assert "could not be written: No space left" in end.err


def test_names_that_do_something_are_harmless_and_json_has_them_whole(tmp_path: Path) -> None:
    with standin(demo=True) as service:
        shell = Shell(tmp_path, service.url)
        text = shell.run("list")
        assert "\x1b" not in text.out
        assert len(text.out.splitlines()) == len(shell.run("list", "--json").objects)
        names = [row["name"] for row in shell.run("list", "--json").objects]
        assert any("\x1b" in name for name in names)
        assert any(not name.isascii() for name in names)
        narrow = replace(shell, more={"PYTHONIOENCODING": "ascii"})
        assert narrow.run("list").code == 0
        assert [row["name"] for row in narrow.run("list", "--json").objects] == names
