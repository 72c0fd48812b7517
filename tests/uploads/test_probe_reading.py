"""What a video file says of itself, as it is read: which of its words are believed, and in which order."""

from __future__ import annotations

import io
import json
import os
import resource
import sys
import time
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import av
import pytest

from tests.clips import make_clip
from tui.uploads import probe
from tui.uploads.desk import Facts

APPLE = "com.apple.quicktime."
NO_VIDEO = "this is no video, whatever its name says"
UNREADABLE = "the file can't be read"


def stream(**more: Any) -> Any:  # Any: as FFmpeg has them
    """Of pictures."""
    codec = SimpleNamespace(codec=SimpleNamespace(canonical_name="h264"), width=320, height=180)
    told = {"average_rate": Fraction(30000, 1001), "base_rate": Fraction(5), "codec_context": codec, "metadata": {}}
    return SimpleNamespace(**{**told, "disposition": 0, **more})


def container(*videos: Any, audio: tuple[Any, ...] = (), **more: Any) -> Any:
    told = {"format": SimpleNamespace(name="mov,mp4"), "duration": 1_500_000, "metadata": {}}

    class Streams(tuple[Any, ...]):
        video = videos

    streams = Streams((*videos, *audio))
    streams.audio = audio  # type: ignore[attr-defined]  # as FFmpeg has it
    return SimpleNamespace(**{**told, "streams": streams, **more})


def test_what_is_in_it() -> None:
    assert probe._facts(container(stream())) == Facts(
        "mov,mp4", "h264", 1.5, 320, 180, 29.97, False, None, "", None, "", None, None, ""
    )
    tags = {f"{APPLE}creationdate": "2024-05-06T17:08:09+0800", "make": "Canon", "location": "+10.5+020.25/"}
    assert probe._facts(container(stream(), audio=(stream(),), metadata=tags)) == Facts(
        "mov,mp4",
        "h264",
        1.5,
        320,
        180,
        29.97,
        True,
        "2024-05-06 09:08:09",
        "QuickTime creation date",
        "Canon",
        "camera tag",
        10.5,
        20.25,
        "ISO 6709",
    )


@pytest.mark.parametrize(("said", "seconds"), [(None, None), (0, None), (-5, None), (1, 0.000001)])
def test_how_long_it_is_if_it_says_so(said: int | None, seconds: float | None) -> None:
    assert probe._facts(container(stream(), duration=said)).duration == seconds


def test_the_cover_of_music_is_no_video() -> None:
    cover, film = stream(disposition=0x400), stream(disposition=0x401 - 0x400, average_rate=None)
    assert probe._facts(container(cover)).codec is None
    found = probe._facts(container(cover, film, stream(codec_context=None)))
    assert (found.codec, found.fps) == ("h264", 5.0)


def test_how_many_pictures_a_second_to_a_thousandth() -> None:
    assert probe._facts(container(stream(average_rate=Fraction(10_000, 3)))).fps == 3333.333


def test_what_is_not_known_of_the_picture() -> None:
    found = probe._facts(container(stream(codec_context=None, average_rate=None, base_rate=None)))
    assert (found.codec, found.width, found.height, found.fps) == ("unknown", None, None, None)
    flat = SimpleNamespace(codec=SimpleNamespace(canonical_name="vp9"), width=0, height=0)
    found = probe._facts(container(stream(codec_context=flat)))
    assert (found.codec, found.width, found.height) == ("vp9", None, None)


def test_what_the_whole_says_comes_before_what_a_part_says() -> None:
    made = container(
        stream(metadata={"A": "first", "B": "first"}),
        stream(metadata={"b": "second", "empty": " \0 "}),
        metadata={"A": "whole", "C": " text\0 ", "D\ud800": "\ud800", "E": 5},
    )
    assert probe._tags(made) == {"a": "whole", "b": "second", "c": "text", "d?": "?", "e": "5"}


@pytest.mark.parametrize(
    ("tags", "taken"),
    [
        ({}, (None, "")),
        ({"date": "2024-05-06 07:08"}, ("2024-05-06 07:08:00", "date")),
        ({"date": "2024-05-06"}, (None, "")),
        ({"date": "x2024-05-06T07:08"}, (None, "")),
        ({"date": "2024-05-06", "creation_time": "0000-00-00T00:00:00Z"}, (None, "")),
        (
            {"date": "2024-05-06T07:08", "creation_time": " 2024-05-07T01:02:03.5Z "},
            ("2024-05-07 01:02:03", "creation time; may be local"),
        ),
        (
            {"creation_time": "2024-05-07T01:02:03Z;2025-01-01T00:00:00Z", f"{APPLE}creationdate": "never"},
            ("2024-05-07 01:02:03", "creation time; may be local"),
        ),
        (
            {"creation_time": "2024-05-07T01:02:03Z", f"{APPLE}creationdate": "2024-02-29T23:30:00-02:00"},
            ("2024-03-01 01:30:00", "QuickTime creation date"),
        ),
        ({"date": "1980-12-31T23:59:59Z"}, (None, "")),
        ({"date": "1981-01-01T00:00:00Z"}, ("1981-01-01 00:00:00", "date")),
        ({"date": "2199-12-31T23:59:59Z"}, ("2199-12-31 23:59:59", "date")),
        ({"date": "2200-01-01T00:00:00Z"}, (None, "")),
        ({"date": "9999-12-31T23:59:59-14:00"}, (None, "")),
        ({"date": "2024-13-01T00:00:00Z"}, (None, "")),
    ],
)
def test_when_it_was_taken(tags: dict[str, str], taken: tuple[str | None, str]) -> None:
    assert probe._taken(tags) == taken


@pytest.fixture
def far_east(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """This machine's clock is nine hours before the world's."""
    with monkeypatch.context() as there:
        there.setenv("TZ", "EAST-9")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("far_east")
def test_where_we_are_does_not_matter_to_when_it_was_taken() -> None:
    for said in ("2024-05-06T07:08", "2024-05-06T07:08Z", "2024-05-06T09:08+02:00"):
        assert probe._taken({"date": said}) == ("2024-05-06 07:08:00", "date")


@pytest.mark.parametrize(
    ("tags", "camera"),
    [
        ({}, (None, "")),
        ({"make": " ; later"}, (None, "")),
        ({"make": "Canon"}, ("Canon", "camera tag")),
        ({"model": "EOS R5"}, ("EOS R5", "camera tag")),
        ({"make": "Canon", "model": "EOS R5"}, ("Canon EOS R5", "camera tag")),
        ({"make": "CANON", "model": "Canon EOS R5;Canon EOS R5"}, ("Canon EOS R5", "camera tag")),
        ({"com.android.manufacturer": "Google", "model": "Pixel"}, ("Google Pixel", "camera tag")),
        (
            {"make": "x", "com.android.manufacturer": "Google", "com.android.model": "Pixel"},
            ("Google Pixel", "Android"),
        ),
        ({"com.android.manufacturer": "Google"}, ("Google", "Android")),
        (
            {"model": "x", "com.android.model": "y", f"{APPLE}model": "iPhone 15", f"{APPLE}make": "Apple"},
            ("Apple iPhone 15", "QuickTime"),
        ),
        ({"make": "m" * 150, "model": "x" * 150}, ("m" * 150 + " " + "x" * 49, "camera tag")),
    ],
)
def test_what_took_it(tags: dict[str, str], camera: tuple[str | None, str]) -> None:
    assert probe._camera(tags) == camera


@pytest.mark.parametrize(
    ("tags", "place"),
    [
        ({}, (None, None, "")),
        ({"location": "nowhere"}, (None, None, "")),
        ({"location-eng": "+10.5+020.25/"}, (10.5, 20.25, "ISO 6709")),
        ({"location-eng": "+10.5+020.25/", "location": "-33.8568+151.2153/;x"}, (-33.8568, 151.2153, "ISO 6709")),
        (
            {"location": "+10.5+020.25/", f"{APPLE}location.iso6709": "+39.9042+116.4074+044.000/"},
            (39.9042, 116.4074, "QuickTime location"),
        ),
        ({"location": "+10.5+020.25/", f"{APPLE}location.iso6709": "lost"}, (10.5, 20.25, "ISO 6709")),
    ],
)
def test_where_it_was_taken(tags: dict[str, str], place: tuple[float | None, float | None, str]) -> None:
    assert probe._place(tags) == place


def test_a_file_is_read_and_what_is_none_is_told(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "a:b.mp4", seconds=0.5)
    found = probe.read_facts(str(clip))
    assert found is not None
    assert (found.codec, found.width) == ("h264", 320)
    (tmp_path / "list.mp4").write_text(f"#EXTM3U\n#EXTINF:1,\n{clip}\n")
    for name, why in (("list.mp4", NO_VIDEO), ("gone.mp4", UNREADABLE)):
        with pytest.raises(probe.NoVideo, match=f"^{why}$"):
            probe.read_facts(str(tmp_path / name))


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (OSError(), UNREADABLE),
        (ValueError(), NO_VIDEO),
        (OverflowError(), NO_VIDEO),
        (RuntimeError(), NO_VIDEO),
        (av.error.InvalidDataError(1, "damaged"), NO_VIDEO),
    ],
)
def test_whatever_reading_raises_is_told(monkeypatch: pytest.MonkeyPatch, error: Exception, why: str) -> None:
    def opened(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(av, "open", opened)
    with pytest.raises(probe.NoVideo) as told:
        probe.read_facts("/a.mp4")
    assert told.value.args == (why,)


@pytest.mark.parametrize("knows_errors", [True, False])
def test_nothing_but_a_file_is_opened_and_never_for_long(monkeypatch: pytest.MonkeyPatch, knows_errors: bool) -> None:
    asked: list[tuple[str, dict[str, object]]] = []

    found = container()

    def opened(source: str, **named: object) -> object:
        if "metadata_errors" in named and not knows_errors:
            raise TypeError
        asked.append((source, named))
        return found

    monkeypatch.setattr(av, "open", opened)
    assert probe._open("/a:b.mp4") is found
    ((source, named),) = asked
    assert source == "file:/a:b.mp4"
    assert named.pop("metadata_errors", None) == ("replace" if knows_errors else None)
    assert named == {"options": probe._OPTIONS, "timeout": 8.0}
    assert named["options"] is not probe._OPTIONS, "FFmpeg takes out what it knows"


def line(path: Path) -> str:
    return json.dumps({"path": os.fsencode(path).hex()})


def test_each_line_is_answered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clip = make_clip(tmp_path / os.fsdecode(b"\xff.mp4"), seconds=0.5)
    answer = probe._answer(line(clip))
    assert answer["problem"] == ""
    assert answer["facts"]["codec"] == "h264"
    assert set(answer) == {"facts", "problem"}
    assert probe._answer(line(tmp_path / "gone.mp4")) == {"facts": None, "problem": UNREADABLE}
    asked = {"picture": "", "kind": "png", "width": 1, "height": 1}
    monkeypatch.setattr(resource, "setrlimit", lambda *_: None)
    assert probe._answer(json.dumps(asked)) == {"problem": "the picture is damaged"}
    monkeypatch.setitem(sys.modules, "av", None)
    assert probe.read_facts(str(clip)) is None
    assert probe._answer(line(clip)) == {"facts": None, "missing": True, "problem": probe.NEEDS_AV}
    assert probe._answer(json.dumps(asked)) == {"problem": "that needs the av package"}


def test_answers_go_where_nothing_else_is_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the numbers 1 and 2 copies are handed in, so that those of this process stay what they are."""
    done: list[tuple[int, ...]] = []
    answers, fdopen = tmp_path / "answers", os.fdopen

    def dup(number: int) -> int:
        done.append((number,))
        return os.open(answers, os.O_RDWR | os.O_CREAT)

    class Answers:
        """Closed in the end, as the process would be."""

        def __init__(self, number: int, mode: str, *, encoding: str) -> None:
            assert (mode, encoding) == ("w", "utf-8")
            self.file = fdopen(number, mode, encoding=encoding)
            self.write, self.flush = self.file.write, self.file.flush

        def __del__(self) -> None:
            self.file.close()

    monkeypatch.setattr(os, "dup", dup)
    monkeypatch.setattr(os, "dup2", lambda number, onto: done.append((number, onto)))
    monkeypatch.setattr(os, "fdopen", Answers)
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{line(tmp_path / 'a.mp4')}\n{line(tmp_path / 'b.mp4')}\n"))
    probe.main()
    assert done == [(1,), (2, 1)]
    assert [json.loads(text) for text in answers.read_text().splitlines()] == [
        {"facts": None, "problem": UNREADABLE},
        {"facts": None, "problem": UNREADABLE},
    ]
