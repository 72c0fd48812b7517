"""What files say of themselves, and that a hostile or odd one hurts nobody."""

from __future__ import annotations

import asyncio
import json
import os
import random
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.clips import make_clip
from tests.conditions import PATIENCE
from tests.standin import standin
from tests.uploads.rig import running
from tui.uploads import prober as prober_module
from tui.uploads.choosing import with_facts
from tui.uploads.desk import Candidate
from tui.uploads.prober import Prober

_PHONE = {
    "com.apple.quicktime.make": "Apple",
    "com.apple.quicktime.model": "iPhone 15",
    "com.apple.quicktime.creationdate": "2024-05-06T17:08:09+0800",
    "com.apple.quicktime.location.ISO6709": "+39.9042+116.4074+044.000/",
    "creation_time": "2020-01-01T00:00:00Z",
}


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody's time is up but where that is what is tried."""
    monkeypatch.setattr(prober_module, "LONGEST", PATIENCE)


@pytest.fixture
async def prober() -> AsyncIterator[Prober]:
    made = Prober()
    yield made
    await made.aclose()


async def test_a_phones_film(prober: Prober, tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "a:b ü.mov", metadata=_PHONE, sound=True)
    facts = (await prober.probe(clip)).facts
    assert facts is not None
    assert (facts.codec, facts.width, facts.height, facts.fps, facts.has_audio) == ("h264", 320, 180, 12.0, True)
    assert facts.duration == pytest.approx(2.0, abs=0.2)
    assert facts.container is not None
    assert "mov" in facts.container
    assert (facts.taken, facts.taken_from) == ("2024-05-06 09:08:09", "QuickTime creation date")
    assert (facts.camera, facts.camera_from) == ("Apple iPhone 15", "QuickTime")
    assert (facts.latitude, facts.longitude, facts.place_from) == (39.9042, 116.4074, "QuickTime location")


async def test_an_android_film(prober: Prober, tmp_path: Path) -> None:
    tags = {
        "com.android.manufacturer": "Google",
        "com.android.model": "Google Pixel 8",
        "location": "-33.8568+151.2153/",
        "creation_time": "2023-12-31T23:59:58.000000Z",
    }
    facts = (await prober.probe(make_clip(tmp_path / "a.mp4", metadata=tags))).facts
    assert facts is not None
    assert (facts.camera, facts.camera_from) == ("Google Pixel 8", "Android")
    assert (facts.latitude, facts.longitude, facts.place_from) == (-33.8568, 151.2153, "ISO 6709")
    assert facts.taken == "2023-12-31 23:59:58"
    assert "may be local" in facts.taken_from
    assert facts.has_audio is False


@pytest.mark.parametrize(("codec", "name"), [("hevc", "a.mp4"), ("vp9", "a.mkv"), ("mpeg4", "a.avi")])
async def test_codecs(prober: Prober, tmp_path: Path, codec: str, name: str) -> None:
    clip = make_clip(tmp_path / name, codec=codec, sound=False)
    facts = (await prober.probe(clip)).facts
    assert facts is not None
    assert facts.codec == codec
    seen = with_facts(Candidate(clip, 1), facts)
    assert any("codec" in warning for warning in seen.warnings) == (codec == "mpeg4")


@pytest.mark.parametrize("name", ["a.mp4", "a.mov", "a.mkv", "a.avi", "a.ts", "a.flv"])
async def test_containers(prober: Prober, tmp_path: Path, name: str) -> None:
    """What FFmpeg really calls them, behind their own names and behind another's."""
    clip = make_clip(tmp_path / name, seconds=0.5, sound=name == "a.mp4")
    renamed = clip.rename(tmp_path / "b.mp4")
    facts = (await prober.probe(renamed)).facts
    said = {path: with_facts(Candidate(path, 1), facts).warnings for path in (clip, renamed)}
    assert not any("inside" in warning for warning in said[clip])
    assert any("inside" in warning for warning in said[renamed]) == (name not in {"a.mp4", "a.mov"})


@pytest.mark.parametrize(
    ("tags", "taken"),
    [
        ({"creation_time": "1904-01-01T00:00:00Z"}, None),
        ({"creation_time": "1970-01-01T00:00:00Z"}, None),
        ({"com.apple.quicktime.creationdate": "yesterday"}, None),
        ({"com.apple.quicktime.creationdate": "9999-12-31T23:59:59-1400"}, None),
        ({"com.apple.quicktime.creationdate": "2024-02-29T23:30:00-0200"}, "2024-03-01 01:30:00"),
    ],
)
async def test_odd_clocks(prober: Prober, tmp_path: Path, tags: dict[str, str], taken: str | None) -> None:
    facts = (await prober.probe(make_clip(tmp_path / "a.mov", metadata=tags))).facts
    assert facts is not None
    assert facts.taken == taken


@pytest.mark.row("U12")
async def test_what_is_no_video(prober: Prober, tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_bytes(b"%PDF-1.7 and so on" * 100)
    (tmp_path / "list.mp4").write_text("#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:1/x.ts\n")
    for name in ("a.mp4", "list.mp4"):
        probed = await prober.probe(tmp_path / name)
        assert probed.facts is None
        assert "no video" in probed.problem


async def test_damaged_files_hurt_nobody(prober: Prober, tmp_path: Path) -> None:
    whole = make_clip(tmp_path / "a.mp4").read_bytes()
    chance = random.Random(7)
    for number in range(40):
        broken = bytearray(whole[: chance.randrange(8, len(whole))])
        for _ in range(30):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        path = tmp_path / f"{number}.mp4"
        path.write_bytes(broken)
        probed = await prober.probe(path)
        assert probed.facts is not None or probed.problem or probed.warning
    assert (await prober.probe(tmp_path / "a.mp4")).facts is not None


async def test_tags_that_are_no_utf8_cost_nothing_but_themselves(prober: Prober, tmp_path: Path) -> None:
    """The releases of PyAV differ in what they make of those."""
    clip = make_clip(tmp_path / "a.mp4", metadata={"title": "QQQQQQ", "location": "+48.8606+002.3376/"})
    clip.write_bytes(clip.read_bytes().replace(b"QQQQQQ", b"\xff\xfe\x80QQQ"))
    facts = (await prober.probe(clip)).facts
    assert facts is not None
    assert (facts.codec, facts.latitude) == ("h264", 48.8606)


async def test_a_name_that_is_no_text(prober: Prober, tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\n.mp4"))
    path.write_bytes(make_clip(tmp_path / "a.mp4").read_bytes())
    assert (await prober.probe(path)).facts is not None


async def test_a_process_that_dies_is_replaced(tmp_path: Path) -> None:
    flag = tmp_path / "died"
    script = (
        "import os, pathlib, sys\n"
        f"flag = pathlib.Path({str(flag)!r})\n"
        "if not flag.exists():\n"
        "    flag.touch(); sys.stdin.readline(); os.abort()\n"
        "from tui.uploads.probe import main\n"
        "main()\n"
    )
    prober = Prober(command=(sys.executable, "-c", script))
    clip = make_clip(tmp_path / "a.mp4")
    broke = await prober.probe(clip)
    assert broke.facts is None
    assert "broke" in broke.warning
    assert (await prober.probe(clip)).facts is not None
    await prober.aclose()


async def test_a_process_that_hangs_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prober_module, "LONGEST", 0.2)
    prober = Prober(command=(sys.executable, "-c", "import time; time.sleep(60)"))
    probed = await prober.probe(make_clip(tmp_path / "a.mp4"))
    assert "took more than" in probed.warning
    await prober.aclose()


async def test_an_abandoned_question_is_not_answered_to_the_next(tmp_path: Path) -> None:
    prober = Prober()
    clips = [make_clip(tmp_path / f"{seconds}.mp4", seconds=seconds) for seconds in (1, 3)]
    asking = asyncio.create_task(prober.probe(clips[0]))
    await asyncio.sleep(0)
    asking.cancel()
    await asyncio.gather(asking, return_exceptions=True)
    facts = (await prober.probe(clips[1])).facts
    assert facts is not None
    assert facts.duration == pytest.approx(3.0, abs=0.2)
    await prober.aclose()


async def test_the_key_is_not_in_its_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEMORIES_API_KEY", "sk-mavi-secret")
    tell = "import os, sys\nopen(sys.argv[1], 'w').write(repr(dict(os.environ)))"
    prober = Prober(command=(sys.executable, "-c", tell, str(tmp_path / "told")))
    await prober.probe(tmp_path / "a.mp4")
    await prober.aclose()
    assert "PATH" in (tmp_path / "told").read_text()
    assert "secret" not in (tmp_path / "told").read_text()


def test_without_pyav_it_says_so(tmp_path: Path) -> None:
    asked = json.dumps({"path": os.fsencode(tmp_path / "a.mp4").hex()}) + "\n"
    script = "import sys\nsys.modules['av'] = None\nfrom tui.uploads.probe import main\nmain()"
    here = str(Path(__file__).parents[2])
    told = subprocess.run(
        [sys.executable, "-c", script],
        input=asked,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": here},
    ).stdout
    answer = json.loads(told)
    assert answer["missing"] is True
    assert "av package" in answer["problem"]


async def test_the_desk_looks_at_files_in_order(tmp_path: Path) -> None:
    fake = tmp_path / "fake.mp4"
    fake.write_text("no film")
    silent = make_clip(tmp_path / "silent.mp4")
    with standin() as service:
        async with running(service.url, tmp_path / "jobs.db") as rig:
            seen = await rig.uploads.look([tmp_path / "gone.mp4", fake, silent])
    assert [candidate.path.name for candidate in seen] == ["gone.mp4", "fake.mp4", "silent.mp4"]
    assert seen[0].problem == "there is no such file"
    assert "no video" in seen[1].problem
    assert seen[2].sendable
    assert seen[2].facts is not None
    assert seen[2].warnings == ("no audio: there will be no transcript",)
