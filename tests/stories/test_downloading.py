"""Downloading and exporting, told in keys: what lands on the disk, what is asked first, and what is never touched."""

from __future__ import annotations

import csv
import json
import threading
from pathlib import Path

import pytest

from tests.clips import make_clip
from tests.standin import StandIn, standin
from tests.stories.acting import ready, saving_to, settled
from tests.stories.program import Program, running
from tui.api.values import Video
from tui.deeds.deed import Fate
from tui.engine import Engine
from tui.local.rows import Stored
from tui.services import Services
from tui.widgets.path_input import PathInput


def small(service: StandIn, *names: str, size: int = 3_000) -> None:
    """Made-up videos of few bytes, the last of them the newest."""
    store = service.store
    for n, name in enumerate(names):
        created = 1_760_000_000_000 + n * 60_000
        number = store.next_number(created)
        about = {"size": size + n, "blob": f"VI{number}.mp4", "duration": 4, "origin": "test"}
        store.add([Stored(number=number, created=created, ready_at=created, name=name, **about)])  # type: ignore[arg-type] # names checked by Stored


def files(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_size for path in folder.iterdir()}


async def mark_all(program: Program) -> list[Video]:
    await program.is_synced()
    videos = program.videos()
    await program.press("A")
    await program.sees(f"{len(videos)} marked")
    return videos


async def test_what_is_marked_or_else_this(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "downloads"
    with standin() as service:
        small(service, "one", "two", "three.mov", "../../etc/passwd")
        async with running(service, tmp_path, config=saving_to(service, folder)) as program:
            await program.is_synced()
            await program.press("j", "d")
            await program.says("Downloading 1 video to")
            await settled(program)
            assert files(folder) == {"three.mov": 3_002}
            await program.press("g", "g", "space", "j", "space", "d")
            deed = await settled(program, deeds=2)
            assert deed.counts == {Fate.DONE: 2}
            assert files(folder) == {"three.mov": 3_002, "_.._etc_passwd.mp4": 3_003, "two.mp4": 3_001}
            await program.says("2 videos downloaded to")
            assert all("authorization" not in call.headers for call in service.faults.to("/videos/"))


async def test_a_file_that_was_uploaded_comes_back_as_it_was(tmp_path: Path) -> None:
    folder = tmp_path / "downloads"
    clip = make_clip(tmp_path / "clip.mp4")
    with standin() as service:
        async with running(service, tmp_path, config=saving_to(service, folder)) as program:
            await program.is_synced()
            await program.press("u")
            await program.type(str(clip))
            await program.press("enter")
            await program.sees("1 file,")
            await program.press("ctrl+g", "escape")
            await program.happens(lambda: program.table.count == 1, "the upload in the list")
            await program.press("d")
            await settled(program)
            assert (folder / "clip.mp4").read_bytes() == clip.read_bytes()


async def test_nothing_is_overwritten_without_asking(tmp_path: Path) -> None:
    folder = tmp_path / "downloads"
    folder.mkdir()
    with standin() as service:
        small(service, "one", "two")
        async with running(service, tmp_path, config=saving_to(service, folder)) as program:
            await mark_all(program)
            (folder / "one.mp4").write_text("mine")
            for n, (key, expected) in enumerate(
                (
                    ("k", {"one.mp4": 4, "one (2).mp4": 3_000, "two.mp4": 3_001}),
                    ("s", {"one.mp4": 4, "one (2).mp4": 3_000, "two.mp4": 3_001}),
                    ("o", {"one.mp4": 3_000, "one (2).mp4": 3_000, "two.mp4": 3_001}),
                ),
                start=1,
            ):
                await program.press("d")
                await program.sees("would be overwritten", "one.mp4")
                await ready(program)
                await program.press(key)
                await settled(program, deeds=n)
                assert files(folder) == expected
            await program.press("d")
            await program.sees("2 files would be overwritten")
            await program.press("escape")
            assert len(program.app.deeds) == 3


async def test_videos_of_one_name_all_come(tmp_path: Path) -> None:
    folder = tmp_path / "downloads"
    with standin() as service:
        small(service, "same", "same", "same", "same")
        async with running(service, tmp_path, config=saving_to(service, folder)) as program:
            await mark_all(program)
            await program.press("d")
            deed = await settled(program)
            assert deed.counts == {Fate.DONE: 4}
            assert set(files(folder)) == {"same.mp4", "same (2).mp4", "same (3).mp4", "same (4).mp4"}
            assert set(files(folder).values()) == {3_000, 3_001, 3_002, 3_003}


async def test_into_another_folder_that_is_typed(tmp_path: Path) -> None:
    (tmp_path / "Some folder").mkdir()
    with standin() as service:
        small(service, "one")
        async with running(service, tmp_path, config=saving_to(service, tmp_path / "usual")) as program:
            await program.is_synced()
            await program.press("D", "ctrl+u")
            await program.type(f"{tmp_path}/Some")
            await program.press("tab")
            typed = program.app.screen.query_one(PathInput)
            await program.happens(lambda: typed.value.endswith("Some folder/"), "the name completed")
            await program.press("enter")
            await settled(program)
            assert files(tmp_path / "Some folder") == {"one.mp4": 3_000}
            await program.press("D", "escape", "D", "ctrl+u")
            (tmp_path / "file").touch()
            await program.type(f"{tmp_path}/file")
            await program.press("enter")
            await program.sees("that is a file, not a folder")


async def test_what_failed_is_tried_again(tmp_path: Path) -> None:
    folder = tmp_path / "downloads"
    with standin() as service:
        small(service, "one", "two", "three")
        async with running(service, tmp_path, config=saving_to(service, folder)) as program:
            videos = await mark_all(program)
            gone = videos[1]
            service.store.delete([videos[0].video_no], "default")
            service.faults.next("html", None, path=(gone.video_url or "").rsplit("/", 1)[-1])
            await program.press("d")
            deed = await settled(program)
            assert deed.counts == {Fate.DONE: 1, Fate.FAILED: 2}
            await program.says("1 video downloaded, 2 failed")
            await program.press("g", "a")
            await program.sees("✗ ", "downloaded", "answered with a web page")
            service.faults.clear()
            await program.press("R")
            await program.happens(lambda: (folder / "two.mp4").exists(), "the second file there")
            deed = await settled(program, deeds=2)
            assert deed.counts == {Fate.DONE: 1, Fate.FAILED: 1}
            await program.press("M", "escape")
            await program.sees("1 marked")
            assert program.library.marking.marks.all == {videos[0].video_no}


async def test_who_closes_the_list_at_once_has_it_tried_again_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, engine = threading.Event(), Services.engine

    def slow(services: Services) -> Engine:
        if threading.current_thread() is not threading.main_thread():
            assert gate.wait(60)
        return engine(services)

    with standin() as service:
        small(service, "one")
        async with running(service, tmp_path, config=saving_to(service, tmp_path / "downloads")) as program:
            await program.is_synced()
            service.faults.next("html", None, path="/videos/")
            await program.press("d")
            await settled(program)
            await program.press("g", "a")
            await program.sees("answered with a web page")
            service.faults.clear()
            monkeypatch.setattr(Services, "engine", slow)
            await program.tap("R", "escape")
            assert program.app.screen is program.library
            gate.set()
            await program.happens(lambda: program.app.deeds[-1].counts == {Fate.DONE: 1}, "the file downloaded")


async def test_stopped_and_gone_on_with(tmp_path: Path) -> None:
    folder = tmp_path / "downloads"
    with standin() as service:
        small(service, *(f"clip {n}" for n in range(6)))
        async with running(service, tmp_path, config=saving_to(service, folder)) as program:
            await mark_all(program)
            service.faults.next("hang", None, path="/videos/")
            await program.press("d")
            await program.happens(lambda: service.faults.hanging == 2, "two under way and no more")
            await program.sees("↓ 0 of 6 0%")
            await program.press("g", "a", "x")
            deed = await settled(program)
            assert deed.counts == {Fate.LEFT: 6}
            assert not list(folder.iterdir())
            service.faults.clear()
            await program.press("R")
            await program.happens(lambda: program.app.deeds[-1].counts == {Fate.DONE: 6}, "all of them downloaded")
            assert set(files(folder)) == {f"clip {n}.mp4" for n in range(6)}


@pytest.mark.parametrize("suffix", [".csv", ".json", ".ndjson"])
async def test_exports(tmp_path: Path, suffix: str) -> None:
    target = tmp_path / f"out{suffix}"
    with standin() as service:
        small(service, "=cmd|' /C calc'!A0", "@SUM(1)", "-1+2", "plain, with “quotes”")
        async with running(service, tmp_path) as program:
            videos = await mark_all(program)
            await program.press("E", "ctrl+u")
            await program.type(str(target))
            await program.press("enter")
            await settled(program)
            text = target.read_text(encoding="utf-8")
            if suffix == ".csv":
                rows = list(csv.DictReader(text.splitlines()))
                assert [row["name"] for row in rows] == [
                    "plain, with “quotes”", "'-1+2", "'@SUM(1)", "'=cmd|' /C calc'!A0",
                ]  # fmt: skip
            else:
                found = json.loads(text) if suffix == ".json" else [json.loads(line) for line in text.splitlines()]
                assert [each["video_no"] for each in found] == [video.video_no for video in videos]
                assert found[0]["size"] == videos[0].size
            await program.says("4 videos written to")
            await program.press("E", "enter")
            await program.says("is there already")
            await ready(program)
            target.write_text("mine")
            await program.press("k")
            await program.sees("kept as it is: choose another name")
            assert target.read_text() == "mine"
            await program.press("enter")
            await ready(program)
            await program.press("o")
            await settled(program, deeds=2)
            assert target.read_text(encoding="utf-8") == text


async def test_copies_of_all_that_are_marked(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path) as program:
        await program.is_synced()
        first, second, third = program.videos()[:3]
        await program.press("space", "space", "space", "y", "y")
        ids = "\n".join((first.video_no, second.video_no, third.video_no))
        await program.happens(lambda: program.app.clipboard == ids, "three ids")
        await program.says("3 lines for 3 marked videos")
        await program.press("y", "i")
        await program.says("such")
        await program.press("escape", "y", "y")
        assert program.app.clipboard == program.video.video_no
        urls = [video.video_url for video in program.videos() if video.video_url]
        assert 0 < len(urls) < len(program.videos())
        await program.press("A", "y", "u")
        await program.happens(lambda: program.app.clipboard == "\n".join(urls), "the addresses of all that have one")
