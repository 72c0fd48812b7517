"""The upload modal, in keys: choose, describe, start, watch."""

from __future__ import annotations

import asyncio
import os
from dataclasses import replace
from pathlib import Path

import pytest

from tests.conditions import until
from tests.screens.uploading import NOW, RecordingDesk, UploadApp, job, uploading
from tui.uploads.desk import Facts
from tui.uploads.job import State
from tui.widgets.path_input import PathInput
from tui.widgets.upload_draft import UploadDraft

BEACH = Facts(
    codec="h264",
    duration=62,
    width=1920,
    height=1080,
    taken="2025-06-01 12:30:00",
    taken_from="QuickTime",
    camera="GoPro HERO12",
    latitude=39.9042,
    longitude=116.4074,
    place_from="ISO 6709",
)
SIZES = [(120, 36), (80, 24), (60, 20)]


@pytest.fixture
def videos(tmp_path: Path) -> Path:
    for name in ("beach.mp4", "beach-2.mp4", "night walk.mov", "notes.txt", ".secret.mp4"):
        (tmp_path / name).write_bytes(b"x" * 5000)
    (tmp_path / "drone").mkdir()
    for name in ("a.mp4", "b.mp4"):
        (tmp_path / "drone" / name).write_bytes(b"x" * 1000)
    return tmp_path


@pytest.fixture
def desk() -> RecordingDesk:
    return RecordingDesk(facts={"beach.mp4": BEACH})


@pytest.fixture
def app(desk: RecordingDesk, videos: Path) -> UploadApp:
    return UploadApp(desk, videos)


@pytest.mark.parametrize("size", SIZES)
async def test_type_a_path_and_start(app: UploadApp, desk: RecordingDesk, videos: Path, size: tuple[int, int]) -> None:
    async with uploading(app, size) as person:
        await person.press("u")
        await person.types("beach.mp4")
        await person.press("enter")
        await person.sees("1 file, 5.0 kB", "Start")
        await person.press("ctrl+g")
        await person.sees("Uploading")
        app.jobs = (job(0, State.SENDING, name="beach.mp4", size=5000, sent=2500, started=NOW - 3),)
        await person.sees("↑ sending", "50%", "2.5 kB")
    assert [source.source for source in desk.added] == [str(videos / "beach.mp4")]
    form = desk.added[0].form
    assert (form.namespace, form.camera, form.taken) == ("default", "GoPro HERO12", "2025-06-01 12:30:00")
    assert (form.latitude, form.longitude, form.keep_original) == (39.9042, 116.4074, True)


async def test_a_path_that_is_only_typed_is_taken_by_start(app: UploadApp, desk: RecordingDesk) -> None:
    async with uploading(app) as person:
        await person.press("u")
        await person.types("beach.mp4")
        await person.press("ctrl+g")
        await person.sees("Uploading")
    assert len(desk.added) == 1


async def test_tab_completes_like_a_shell(app: UploadApp) -> None:
    async with uploading(app) as person:
        await person.press("u")
        await person.types("be")
        await person.press("tab")
        await person.sees("beach-2.mp4  beach.mp4")
        await until(lambda: "Path       beach" in person.text, "the common beginning")
        await person.press("tab")
        await person.sees("Path       beach-2.mp4")
        await person.press("tab")
        await person.sees("Path       beach.mp4")
        await person.press("ctrl+u")
        await person.types("dr")
        await person.press("tab")
        await person.sees("Path       drone/")


async def test_tab_on_an_empty_path_moves_on(app: UploadApp) -> None:
    async with uploading(app) as person:
        await person.press("u")
        await until(lambda: app.focused is not None and app.focused.id == "path", "the path focused")
        await person.press("tab")
        await until(lambda: app.focused is not None and app.focused.id != "path", "the focus elsewhere")


async def test_pick_several_in_the_list(app: UploadApp, desk: RecordingDesk) -> None:
    async with uploading(app) as person:
        await person.press("u")
        await person.sees("drone/")
        await person.press("tab", "j", "l")
        await person.sees("a.mp4", "b.mp4")
        await person.press("j", "space", "space")
        await person.sees("2 marked")
        await person.press("a")
        await person.sees("2 files, 2.0 kB")
        await person.press("h")
        await person.sees("night walk.mov")
        assert ".secret.mp4" not in person.text
        await person.press("full_stop")
        await person.sees(".secret.mp4")
        await person.press("ctrl+g")
        await person.sees("Uploading")
    assert [Path(source.source).name for source in desk.added] == ["a.mp4", "b.mp4"]


async def test_a_whole_folder_is_added_with_one_key(app: UploadApp, videos: Path) -> None:
    (videos / "drone" / ".DS_Store").touch()
    async with uploading(app) as person:
        await person.press("u")
        await person.sees("drone/")
        await person.press("tab", "j", "a")
        await person.is_told("Left out, as hidden: .DS_Store.")
        await person.sees("2 files, 2.0 kB")


async def test_several_pasted_paths(app: UploadApp, videos: Path) -> None:
    async with uploading(app) as person:
        await person.press("u")
        await person.sees("drone/")
        await person.pastes(f"'{videos}/night walk.mov' file://{videos}/beach.mp4")
        await person.pastes(f"{videos}/beach-2.mp4\n{videos}/beach.mp4\n")
        await person.sees("3 files, 15.0 kB")


async def test_what_cannot_be_sent_says_why_and_the_rest_goes(app: UploadApp, desk: RecordingDesk) -> None:
    async with uploading(app) as person:
        await person.press("u")
        for name in ("notes.txt", "gone.mp4", "beach.mp4"):
            await person.adds(name)
        await person.sees("1 file, 5.0 kB · 2 can't be sent", "there is no such file")
        await person.press("ctrl+g")
        await person.sees("not sent: notes.txt: .txt is not a video", "not sent: gone.mp4: there is no such file")
    assert len(desk.added) == 1


async def test_take_a_file_out(app: UploadApp) -> None:
    async with uploading(app) as person:
        await person.press("u")
        await person.types("beach.mp4")
        await person.press("enter")
        await person.sees("GoPro HERO12")
        await person.press("tab", "tab", "x")
        await person.sees("no file chosen yet")
        await person.sees_no("GoPro HERO12")


async def test_start_says_why_not_yet(app: UploadApp, desk: RecordingDesk) -> None:
    async with uploading(app) as person:
        await person.press("u", "ctrl+g")
        await person.sees("Choose a file first")
        await person.types("notes.txt")
        await person.press("enter")
        await person.sees("1 can't be sent")
        await person.press("ctrl+g")
        await person.sees("None of these can be sent")
    assert desk.added == []


async def test_start_waits_for_files_that_are_still_looked_at(app: UploadApp, desk: RecordingDesk) -> None:
    desk.may_look = asyncio.Event()
    async with uploading(app) as person:
        await person.press("u")
        await person.types("beach.mp4")
        await person.press("enter")
        await person.sees("looking at 1")
        await person.press("ctrl+g")
        await person.sees("looking at 1, then it starts")
        assert desk.added == []
        desk.may_look.set()
        await person.sees("Uploading")
    assert desk.added[0].form.camera == "GoPro HERO12"


@pytest.mark.row("D10")
async def test_each_field_is_checked_while_it_is_typed(app: UploadApp) -> None:
    async with uploading(app) as person:
        await person.press("u")
        app.screen.query_one("#field-tags Input").focus()
        await person.types(",".join(f"t{n}" for n in range(21)))
        await person.sees("21 of 20: take out 1")
        await person.press("ctrl+u")
        await person.types("beach,snow")
        await person.sees("2 of 20")
        app.screen.query_one("#field-taken Input").focus()
        await person.types("2025-06")
        await person.sees("write it like 2025-06-01 14:30:00")
        await person.types("-01")
        await person.sees("2025-06-01 00:00:00 UTC")
        await person.press("enter")
        await person.sees("Taken UTC  2025-06-01 00:00:00")
        await person.types("116.4, 39.9")
        await person.sees("latitude comes first: enter makes")
        await person.press("enter")
        await person.sees("Place      39.9, 116.4")
        app.screen.query_one("#field-callback Input").focus()
        await person.types("example.org")
        await person.sees("it begins with https:// or http://")


async def test_a_wrong_field_holds_the_start_and_gets_the_cursor(app: UploadApp, desk: RecordingDesk) -> None:
    async with uploading(app, (80, 24)) as person:
        await person.press("u")
        await person.types("beach.mp4")
        await person.press("enter")
        await person.sees("GoPro HERO12")
        app.screen.query_one("#field-callback Input").focus()
        await person.types("nonsense")
        await person.press("enter")
        await person.sees("Callback: it begins with https:// or http://")
        assert desk.added == []
        await person.press("ctrl+u")
        await person.types("https://example.org/hook")
        await person.press("enter")
        await person.sees("Uploading")
    assert desk.added[0].form.callback == "https://example.org/hook"


async def test_what_the_file_says_is_offered_and_what_a_person_says_wins(app: UploadApp, desk: RecordingDesk) -> None:
    async with uploading(app) as person:
        await person.press("u")
        app.screen.query_one("#field-camera Input").focus()
        await person.types("Canon")
        app.screen.query_one("#path").focus()
        await person.types("beach.mp4")
        await person.press("enter")
        await person.sees("from the file: QuickTime", "from the file: ISO 6709", "Canon")
        app.screen.query_one("#field-taken Input").focus()
        await person.press("ctrl+u")
        await person.sees_no("from the file: QuickTime")
        await person.press("ctrl+g")
        await person.sees("Uploading")
    form = desk.added[0].form
    assert (form.camera, form.taken, form.latitude) == ("Canon", None, 39.9042)


async def test_files_that_differ_are_sent_with_their_own(app: UploadApp, desk: RecordingDesk) -> None:
    desk.facts["beach-2.mp4"] = replace(BEACH, taken="2020-01-01 00:00:00", camera=None)
    async with uploading(app) as person:
        await person.press("u")
        for name in ("beach.mp4", "beach-2.mp4"):
            await person.adds(name)
        await person.sees("each file's own", "known for 2 of 2", "known for 1 of 2")
        await person.press("ctrl+g")
        await person.sees("Uploading")
    assert [(each.form.taken, each.form.camera) for each in desk.added] == [
        ("2025-06-01 12:30:00", "GoPro HERO12"),
        ("2020-01-01 00:00:00", None),
    ]


async def test_escape_keeps_the_draft(app: UploadApp) -> None:
    async with uploading(app) as person:
        await person.press("u")
        await person.types("beach.mp4")
        await person.press("enter")
        await person.sees("GoPro HERO12")
        app.screen.query_one("#field-tags Input").focus()
        await person.types("summer")
        app.screen.query_one("#path").focus()
        await person.types("half")
        await person.press("escape")
        await until(lambda: app.draft is not None, "a draft")
        assert app.draft is not None
        assert app.draft.texts == {"tags": "summer"}
        await person.press("u")
        await person.sees("1 file, 5.0 kB", "summer", "half", "GoPro HERO12")


async def test_a_url_is_uploaded(app: UploadApp, desk: RecordingDesk) -> None:
    async with uploading(app, (80, 24)) as person:
        await person.press("u", "shift+tab", "l")
        await person.sees("The service fetches it itself")
        await person.types("ftp")
        await person.sees("the URL must begin with")
        await person.press("ctrl+g")
        assert desk.added == []
        await person.press("ctrl+u")
        await person.types("https://example.org/sea.mp4")
        await person.press("ctrl+g")
        await person.sees("Uploading")
    assert (desk.added[0].source, desk.added[0].is_url) == ("https://example.org/sea.mp4", True)


async def test_what_the_service_cannot_do_is_closed_and_says_why(desk: RecordingDesk, videos: Path) -> None:
    reason = "the older interface has no such thing"
    app = UploadApp(desk, videos, why_not=dict.fromkeys(("url", "tags", "camera", "place", "namespace"), reason))
    async with uploading(app) as person:
        await person.press("u")
        for label in ("Namespace", "Tags", "Camera", "Place"):
            await person.sees(f"{label:<11}{reason}")
        await person.press("shift+tab", "l")
        await person.is_told(reason)
        app.screen.query_one("#path").focus()
        await person.types("beach.mp4")
        await person.press("ctrl+g")
        await person.sees("Uploading")
    form = desk.added[0].form
    assert (form.namespace, form.tags, form.camera, form.latitude, form.taken) == (
        None,
        (),
        None,
        None,
        "2025-06-01 12:30:00",
    )


async def test_letters_type_in_fields_and_act_in_lists(app: UploadApp) -> None:
    async with uploading(app) as person:
        await person.press("u")
        await person.types("qxwal")
        await person.sees("Path       qxwal")
        await person.press("ctrl+u", "tab", "q")
        await until(lambda: len(app.screen_stack) == 1, "the modal closed")


async def test_the_course_of_an_upload_is_told_in_words(app: UploadApp) -> None:
    async with uploading(app, (80, 24)) as person:
        await person.press("u")
        await person.types("beach.mp4")
        await person.press("ctrl+g")
        await person.sees("Uploading")
        stages = [
            (job(0, State.WAITING), "next"),
            (
                job(0, State.SENDING, sent=150_000_000, rate=2e6, seconds_left=75.0),
                "50%  150 MB/300 MB  2.0 MB/s  1:15 left",
            ),
            (job(0, State.SENT, sent=300_000_000, sent_at=NOW - 5), "sent, waiting for the service, 5 s"),
            (job(0, State.INDEXING, accepted=NOW - 42, usual=70.0), "0:42 so far, usually 1:10"),
            (job(0, State.FAILED, problem="the service could not read it"), "the service could not read it"),
            (job(0, State.READY, started=NOW - 130, finished=NOW), "in your library after 2:10"),
        ]
        for stage, words in stages:
            app.jobs = (stage, job(7, State.FAILED, name="of another day.mp4"))
            await person.sees(words)
        assert "of another day" not in person.text
        await person.press("escape")
        await until(lambda: len(app.screen_stack) == 1, "the modal closed")
    assert app.draft is not None
    assert app.draft == UploadDraft(folder=app.here, history=("beach.mp4", "/videos/"))


async def test_time_passes_without_news(app: UploadApp) -> None:
    async with uploading(app, (80, 24)) as person:
        await person.press("u")
        await person.types("beach.mp4")
        await person.press("ctrl+g")
        app.jobs = (job(0, State.INDEXING, accepted=NOW - 42),)
        await person.sees("0:42 so far")
        app.now += 3
        await person.sees("0:45 so far")


@pytest.mark.row("D1")
async def test_hostile_names_are_only_names(app: UploadApp, videos: Path) -> None:
    names = [
        "a[red]b[].mp4",
        "[@click=app.quit]x.mp4",
        "esc\x1b[2Jape.mp4",
        "\x9b31m.mp4",
        os.fsdecode(b"\xff\xfe.mp4"),
        "new\nline.mp4",
    ]
    for name in names:
        (videos / name).write_bytes(b"x")
    async with uploading(app) as person:
        await person.press("u")
        await person.sees("drone/")
        await person.press("tab", *["space"] * 20, "a")
        await person.sees("can't be sent")
        await person.press("tab", *["j", "enter", "escape"] * 6)
        await person.press("ctrl+g")
        await person.sees("Uploading")
        app.jobs = tuple(
            job(n, State.FAILED, name=name, source=f"/x/{name}", problem=name, detail=name)
            for n, name in enumerate(names)
        )
        await person.sees("[@click=app.quit]x.mp4")
        await person.press("j", "j", "y", "j", "j", "j")
        assert all(line.isprintable() for line in person.text.splitlines())


@pytest.mark.row("T9")
async def test_pasted_escapes_never_reach_a_field(app: UploadApp) -> None:
    async with uploading(app) as person:
        await person.press("u")
        app.screen.query_one("#field-prompt Input").focus()
        await person.pastes("look\x1b]52;c;AAAA\x07here\nsecond line")
        await person.is_told("Only the first of 2 lines was taken")
        assert all(line.isprintable() for line in person.text.splitlines())


@pytest.mark.row("U13")
async def test_a_folder_of_very_many_files_is_listed_and_added(desk: RecordingDesk, tmp_path: Path) -> None:
    for n in range(3000):
        (tmp_path / f"{n:05}.mp4").touch()
    async with uploading(UploadApp(desk, tmp_path), (80, 24)) as person:
        await person.press("u")
        await person.sees("00001.mp4")
        await person.press("tab", "G")
        await person.sees("02999.mp4")
        await person.press("enter")
        await person.sees("it is empty")


async def test_the_next_path_may_be_typed_while_the_last_is_looked_for(app: UploadApp) -> None:
    async with uploading(app) as person:
        await person.press("u")
        path = app.screen.query_one(PathInput)
        path.insert_text_at_cursor("beach.mp4")
        await path.action_submit()
        path.insert_text_at_cursor("beach-2")
        await person.sees("1 file, 5.0 kB", "Path       beach-2")
