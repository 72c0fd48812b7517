"""Reading files and drawing covers, with PyAV and without."""

from __future__ import annotations

import io
import random
import subprocess
import sys
import zlib
from pathlib import Path

import av
import pytest

from tests.clips import make_clip
from tui.local.media import COVER_WIDTH, read_media
from tui.local.pictures import _draw, _png, picture


def size_of(content: bytes) -> tuple[int, int]:
    with av.open(io.BytesIO(content), "r") as container:
        frame = next(container.decode(video=0))
        return frame.width, frame.height


@pytest.mark.parametrize(("width", "height"), [(320, 180), (180, 320), (128, 128), (1280, 720), (64, 4096)])
def test_covers_keep_the_shape_and_are_small(tmp_path: Path, width: int, height: int) -> None:
    clip = make_clip(tmp_path / "clip.mp4", seconds=0.1, width=width, height=height)
    reading = read_media(clip, tmp_path / "cover.jpg")
    assert (reading.width, reading.height, reading.codec, reading.cause) == (width, height, "h264", None)
    shown = size_of((tmp_path / "cover.jpg").read_bytes())
    assert shown[0] == min(width, COVER_WIDTH)
    assert shown[0] / shown[1] == pytest.approx(width / height, rel=0.02)


def test_sound_and_shape_are_noticed(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "clip.mov", width=90, height=160, sound=True)
    assert read_media(clip, tmp_path / "cover.jpg").traits == ("portrait", "daylight", "with_sound")


def test_only_sound(tmp_path: Path) -> None:
    path = tmp_path / "song.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("aac", rate=8000)
        assert isinstance(stream, av.AudioStream)
        frame = av.AudioFrame(format="fltp", layout="mono", samples=1024)
        frame.planes[0].update(bytes(frame.planes[0].buffer_size))
        frame.sample_rate, frame.pts = 8000, 0
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    assert read_media(path, tmp_path / "cover.jpg").cause == "the file has no video track"


@pytest.mark.parametrize("content", [b"", b"\x00" * 5000, b"RIFF0000AVI LIST", b"\x1aE\xdf\xa3" * 99])
def test_rubbish(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.mp4").write_bytes(content)
    reading = read_media(tmp_path / "a.mp4", tmp_path / "cover.jpg")
    assert reading.cause is not None
    assert not (tmp_path / "cover.jpg").exists()


def test_tags_that_are_no_utf8_do_not_matter(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "clip.mp4", metadata={"title": "QQQQQQ"})
    clip.write_bytes(clip.read_bytes().replace(b"QQQQQQ", b"\xff\xfe\x80QQQ"))
    assert read_media(clip, tmp_path / "cover.jpg").cause is None


def test_names_are_never_taken_for_protocols(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "concat:clip.mp4")
    assert read_media(clip, tmp_path / "cover.jpg").cause is None
    (tmp_path / "list.mp4").write_text("#EXTM3U\n#EXTINF:4,\nhttp://127.0.0.1:1/a.ts\n#EXT-X-ENDLIST\n")
    assert read_media(tmp_path / "list.mp4", tmp_path / "none.jpg").cause is not None


def test_made_up_covers_are_pictures_and_always_the_same() -> None:
    drawn = [picture(seed) for seed in (1, 2, 1)]
    assert drawn[0] == drawn[2] != drawn[1]
    content, kind = drawn[0]
    assert kind == "image/jpeg"
    assert size_of(content) == (320, 180)
    assert size_of(picture(1, portrait=True)[0]) == (180, 320)


def test_pictures_without_pyav_are_png() -> None:
    content = _png(_draw(random.Random(1), 320, 180), 320, 180)
    assert size_of(content) == (320, 180)
    assert zlib.crc32(content) == zlib.crc32(_png(_draw(random.Random(1), 320, 180), 320, 180))


WITHOUT = """
import sys
sys.modules["av"] = None
from pathlib import Path
from tui.local.media import AVAILABLE, read_media
from tui.local.pictures import picture
reading = read_media(Path("nowhere.mp4"), Path("cover.jpg"))
print(AVAILABLE, reading.cause, reading.traits, picture(1)[1])
"""


def test_a_machine_without_pyav() -> None:
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", WITHOUT], capture_output=True, text=True, cwd=root, check=True)
    assert done.stdout.strip() == "False None ('not_opened',) image/png"
