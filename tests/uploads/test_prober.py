"""Whoever asks the reader of video files: what is asked, which answers are believed, and what ends the process."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.conditions import PATIENCE, until
from tui.uploads import prober as prober_module
from tui.uploads.desk import Candidate, Facts
from tui.uploads.looking import look
from tui.uploads.prober import Pixels, Probed, Prober

CHILD = """
import sys
for line, answer in zip(sys.stdin, sys.argv[2:]):
    with open(sys.argv[1], "a") as asked:
        asked.write(line)
    print(eval(answer[1:]) if answer[0] == "=" else answer, flush=True)
"""
"""Writes down each question and answers the next of these; the last of them ends it."""
FACTS = Facts(codec="h264", has_audio=True, taken_from="date", camera_from="tag", place_from="tag")
TOLD = {"facts": {"codec": "h264", "has_audio": True, "taken_from": "date", "camera_from": "tag", "place_from": "tag"}}
BROKE = "it broke the reader of video files: handle with care"
BROKEN_PICTURE = "the picture broke what decodes pictures"
HANGING = (sys.executable, "-I", "-S", "-c", "import time; time.sleep(600)")


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody's time is up but where that is what is tried."""
    monkeypatch.setattr(prober_module, "LONGEST", PATIENCE)


@asynccontextmanager
async def reader(folder: Path, *answers: object) -> AsyncIterator[Prober]:
    """What is no text is told as JSON; what begins with = is worked out by the process."""
    told = [answer if isinstance(answer, str) else json.dumps(answer) for answer in answers]
    prober = Prober(command=(sys.executable, "-I", "-S", "-c", CHILD, str(folder / "asked"), *told))
    try:
        yield prober
    finally:
        await prober.aclose()


def asked(folder: Path) -> list[object]:
    return [json.loads(line) for line in (folder / "asked").read_text().splitlines()]


def picture(width: int, height: int, rgb: bytes) -> dict[str, object]:
    return {"width": width, "height": height, "rgb": base64.b64encode(rgb).decode()}


def test_it_asks_our_own_reader_from_wherever_we_stand() -> None:
    assert Prober()._command == (sys.executable, "-P", "-m", "tui.uploads.probe")


async def test_one_process_is_asked_about_one_file_after_the_other(tmp_path: Path) -> None:
    path = Path(os.fsdecode(b"/films/\xff\n.mp4"))
    async with reader(tmp_path, TOLD, {"facts": None, "problem": "no video"}, TOLD) as prober:
        first, second = await asyncio.gather(prober.probe(path), prober.probe(Path("/b.mp4")))
        child = prober._child
        assert (first, second) == (Probed(FACTS), Probed(problem="no video"))
        assert await prober.probe(Path("/c.mp4")) == Probed(FACTS)
        assert prober._child is child
        assert asked(tmp_path) == [{"path": name.hex()} for name in (b"/films/\xff\n.mp4", b"/b.mp4", b"/c.mp4")]


@pytest.mark.parametrize(
    ("answer", "probed"),
    [
        ({"facts": None, "problem": "no video"}, Probed(problem="no video")),
        ({"facts": None, "missing": True, "problem": "needs av"}, Probed(warning="needs av")),
        ({"problem": "\x1b[31m" + "x" * 500}, None),
        ({"facts": None, "problem": ""}, Probed(warning=BROKE)),
        ({"facts": None}, Probed(warning=BROKE)),
        ({"facts": {**TOLD["facts"], "codec": 5}}, Probed(warning=BROKE)),
        ([1], Probed(warning=BROKE)),
        ("no JSON", Probed(warning=BROKE)),
        ("='[' * 100_000", Probed(warning=BROKE)),
        ("='x' * (1 << 21)", Probed(warning=BROKE)),
    ],
)
async def test_what_each_answer_comes_to(tmp_path: Path, answer: object, probed: Probed | None) -> None:
    async with reader(tmp_path, answer, TOLD) as prober:
        found = await prober.probe(Path("/a.mp4"))
        if probed is None:
            assert len(found.problem) == 200
            assert "\x1b" not in found.problem
        else:
            assert found == probed
        assert (prober._child is None) is (found.warning == BROKE), "who says nonsense is not asked again"


async def test_who_says_nothing_more_is_replaced(tmp_path: Path) -> None:
    async with reader(tmp_path, TOLD) as prober:
        assert await prober.probe(Path("/a.mp4")) == Probed(FACTS)
        assert await prober.probe(Path("/b.mp4")) == Probed(warning=BROKE)
        assert await prober.probe(Path("/c.mp4")) == Probed(FACTS)


async def test_who_has_ended_meanwhile_is_replaced(tmp_path: Path) -> None:
    async with reader(tmp_path, TOLD, TOLD) as prober:
        await prober.probe(Path("/a.mp4"))
        assert prober._child is not None
        prober._child.kill()
        await prober._child.wait()
        assert await prober.probe(Path("/b.mp4")) == Probed(FACTS)


async def test_who_can_not_be_begun_is_told(tmp_path: Path) -> None:
    prober = Prober(command=(str(tmp_path / "nothing"),))
    assert await prober.probe(Path("/a.mp4")) == Probed(warning=BROKE)
    assert await prober.thumbnail(b"", "png", width=1, height=1) == Pixels(problem=BROKEN_PICTURE)


async def test_who_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prober_module, "LONGEST", 0.05)
    prober = Prober(command=HANGING)
    assert await prober.probe(Path("/a.mp4")) == Probed(warning="looking into it took more than 0 s")
    assert prober._child is None
    assert await prober.thumbnail(b"", "png", width=1, height=1) == Pixels(
        problem="it took too long to decode the picture"
    )
    assert prober._child is None


@pytest.mark.parametrize("of_a_picture", [False, True])
async def test_an_abandoned_question_ends_the_process(of_a_picture: bool) -> None:
    prober = Prober(command=HANGING)
    asking: asyncio.Task[object] = asyncio.create_task(
        prober.thumbnail(b"", "png", width=1, height=1) if of_a_picture else prober.probe(Path("/a.mp4"))
    )
    await until(lambda: prober._child is not None, "it runs")
    asking.cancel()
    await asyncio.wait({asking})
    assert asking.cancelled()
    assert prober._child is not None
    assert await prober._child.wait() == -9
    await prober.aclose()


async def test_at_the_end_the_process_ends() -> None:
    prober = Prober(command=HANGING)
    await prober.aclose()
    child = await prober._running()
    await prober.aclose()
    assert child.returncode == -9
    assert prober._child is None


async def test_the_process_is_by_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEMORIES_API_KEY", "sk-mavi-secret")
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)
    tell = (
        "={'facts': None, 'problem': __import__('json').dumps([os.getsid(0) == os.getpid(),"
        " os.fstat(2).st_rdev == os.stat('/dev/null').st_rdev, sorted(os.environ), os.environ['PYTHONPATH']])}"
    ).replace("os.", "__import__('os').")
    async with reader(tmp_path, f"=__import__('json').dumps({tell[1:]})") as prober:
        said = json.loads((await prober.probe(Path("/a.mp4"))).problem)
    assert said[:2] == [True, True]
    assert {"LANG", "PATH", "PYTHONPATH"} <= set(said[2])
    assert not {"MEMORIES_API_KEY", "LC_ALL", "HOME"} & set(said[2])
    assert said[3] == str(Path(__file__).parents[2])


async def test_a_picture_is_asked_for_and_believed_where_it_fits(tmp_path: Path) -> None:
    large = bytes(range(256)) * 600
    async with reader(tmp_path, picture(2, 1, b"abcdef"), "=__import__('json').dumps({'width': 200, 'height': 256,"
    " 'rgb': __import__('base64').b64encode(bytes(range(256)) * 600).decode()})") as prober:  # fmt: skip
        assert await prober.thumbnail(b"\x89PNG", "png", width=2, height=1) == Pixels(2, 1, b"abcdef")
        assert await prober.thumbnail(b"", "gif", width=200, height=256) == Pixels(200, 256, large)
    first, second = asked(tmp_path)
    assert first == {"picture": base64.b64encode(b"\x89PNG").decode(), "kind": "png", "width": 2, "height": 1}
    assert second == {"picture": "", "kind": "gif", "width": 200, "height": 256}


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        ({"problem": "the picture is damaged"}, "the picture is damaged"),
        (picture(3, 1, bytes(9)), BROKEN_PICTURE),
        (picture(1, 3, bytes(9)), BROKEN_PICTURE),
        (picture(0, 1, b""), BROKEN_PICTURE),
        (picture(1, 0, b""), BROKEN_PICTURE),
        (picture(2, 2, bytes(11)), BROKEN_PICTURE),
        (picture(2, 2, bytes(13)), BROKEN_PICTURE),
        ({"width": 2, "height": 2}, BROKEN_PICTURE),
        ({"height": 2, "rgb": ""}, BROKEN_PICTURE),
        ({"width": None, "height": 2, "rgb": ""}, BROKEN_PICTURE),
        ('{"width": Infinity, "height": 2, "rgb": ""}', BROKEN_PICTURE),
        ("no JSON", BROKEN_PICTURE),
    ],
)
async def test_what_is_no_picture_is_none(tmp_path: Path, answer: object, problem: str) -> None:
    async with reader(tmp_path, answer) as prober:
        assert await prober.thumbnail(b"", "png", width=2, height=2) == Pixels(problem=problem)
        assert (prober._child is None) is (problem == BROKEN_PICTURE)


async def test_a_single_pixel_is_a_picture(tmp_path: Path) -> None:
    async with reader(tmp_path, picture(1, 1, b"abc")) as prober:
        assert await prober.thumbnail(b"", "png", width=2, height=2) == Pixels(1, 1, b"abc")


async def test_words_about_a_picture_are_fit_to_be_seen(tmp_path: Path) -> None:
    async with reader(tmp_path, {"problem": "\x1b" + "x" * 500}) as prober:
        said = (await prober.thumbnail(b"", "png", width=2, height=2)).problem
    assert len(said) == 80
    assert "\x1b" not in said


async def test_files_are_looked_at_from_outside_and_into_in_their_order(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("gone.mp4", "fake.mp4", "unread.mp4", "film.mp4")]
    for path in paths[1:]:
        path.write_bytes(b"x")
    answers = {"problem": "no video"}, {"missing": True, "problem": "needs av"}, {"facts": {"codec": "av1"}}
    async with reader(tmp_path, *answers) as prober:
        found = await look(prober, paths)
    warning = "its codec is av1; the service documents h264, h265 and vp9, and may fail on others"
    assert found == (
        Candidate(paths[0], problem="there is no such file"),
        Candidate(paths[1], 1, problem="no video"),
        Candidate(paths[2], 1, warnings=("needs av",)),
        Candidate(paths[3], 1, Facts(codec="av1"), warnings=(warning,)),
    )
    assert len(asked(tmp_path)) == 3, "what is not there is not asked about"
