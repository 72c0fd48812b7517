"""Uploads of real files over a real socket: what is taken, what is refused, what becomes of it."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.clips import make_clip, padded
from tests.conditions import PATIENCE
from tests.local.conftest import START, Caller, Turned, calling
from tests.standin import standin
from tests.waiting import wait_until
from tui.local.ids import parse_video_no, time_of

PATH = "/serve/api/v1/upload"


def send(caller: Caller, path: Path, kind: str = "video/mp4", *, to: str = PATH, **fields: Any) -> httpx.Response:
    with path.open("rb") as file:
        return caller.http.post(to, files={"file": (path.name, file, kind)}, data=fields)


def uploaded(caller: Caller, path: Path, kind: str = "video/mp4", **fields: Any) -> str:
    return str(caller.receipt(send(caller, path, kind, **fields))["videoNo"])


@pytest.mark.parametrize(
    ("name", "codec", "kind"),
    [
        ("clip.mp4", "h264", "video/mp4"),
        ("clip.MOV", "h264", "video/quicktime"),
        ("clip.mkv", "vp9", "video/x-matroska"),
        ("clip.mp4", "hevc", "video/mp4"),
    ],
)
def test_a_real_video(service: Caller, clock: Turned, tmp_path: Path, name: str, codec: str, kind: str) -> None:
    clip = make_clip(tmp_path / name, seconds=3, codec=codec, width=426, height=240)
    receipt = service.receipt(send(service, clip, kind))
    assert receipt["videoName"] == "clip"
    assert receipt["videoStatus"] == "UNPARSE"
    assert receipt["uploadTime"] == str(int(START * 1000))
    number = parse_video_no(str(receipt["videoNo"]))
    assert number is not None
    assert int(START * 1000) - time_of(number) == 50
    indexing = service.videos()[0]
    assert (indexing["status"], indexing["duration"], indexing["size"]) == ("UNPARSE", "3", str(clip.stat().st_size))
    clock.seconds += 10
    ready = service.videos()[0]
    assert (ready["status"], ready["fps"], ready["width"], ready["height"]) == ("PARSE", 12, 426, 240)
    assert ready["resolution_label"] == "240p"
    assert ready["tags"] == ["landscape", "daylight", "silent", "api"]


def test_bytes_come_back_as_they_were_sent(service: Caller, clock: Turned, tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "Übung 漢字.mp4")
    uploaded(service, clip)
    clock.seconds += 10
    item = service.videos()[0]
    place = {"bucket": str(item["bucket"]), "blob": str(item["blob"])}
    answer = service.http.get("/serve/api/v1/download", params=place)
    assert answer.content == clip.read_bytes()
    assert "%C3%9Cbung%20%E6%BC%A2%E5%AD%97.mp4" in answer.headers["content-disposition"]
    assert httpx.get(str(item["video_url"]), trust_env=False, timeout=PATIENCE).content == clip.read_bytes()
    by_number = service.http.post("/serve/api/v1/download", json={"video_no": item["video_no"]})
    assert by_number.content == clip.read_bytes()
    for wrong, words in (
        ({"bucket": "", "blob": "x"}, "Bucket cannot be null or empty"),
        ({"bucket": place["bucket"]}, "Blob cannot be null or empty"),
        ({"bucket": "another", "blob": place["blob"]}, "Resource does not exist"),
        ({"bucket": place["bucket"], "blob": "../library.sqlite"}, "Resource does not exist"),
    ):
        assert service.refused(service.http.get("/serve/api/v1/download", params=wrong)) == words


def test_the_cover_is_a_frame_of_the_file(service: Caller, clock: Turned, tmp_path: Path) -> None:
    uploaded(service, make_clip(tmp_path / "clip.mp4"))
    assert "cover_url" not in service.videos()[0]
    clock.seconds += 10
    cover = httpx.get(str(service.videos()[0]["cover_url"]), trust_env=False, timeout=PATIENCE)
    assert cover.headers["content-type"] == "image/jpeg"
    assert cover.content.startswith(b"\xff\xd8")


@pytest.mark.parametrize(
    ("name", "content", "cause"),
    [
        ("notes.mp4", b"Dear diary, this is no video.\n" * 40, "not a readable video"),
        ("cut.mp4", b"", "not a readable video"),
        ("old.avi", b"", "unsupported codec mpeg4"),
    ],
)
def test_what_is_no_usable_video_fails_with_its_cause(
    service: Caller, clock: Turned, tmp_path: Path, name: str, content: bytes, cause: str
) -> None:
    path = tmp_path / name
    if name == "cut.mp4":
        content = make_clip(path).read_bytes()[:3000]
    if name == "old.avi":
        content = make_clip(path, codec="mpeg4").read_bytes()
    path.write_bytes(content)
    video_no = uploaded(service, path)
    assert service.videos()[0]["status"] == "UNPARSE"
    clock.seconds += 10
    assert service.videos()[0]["status"] == "FAIL"
    about = service.metadata(video_no)
    assert about is not None
    assert str(about["cause"]).startswith(cause)


def test_everything_that_may_accompany_a_file(service: Caller, clock: Turned, tmp_path: Path) -> None:
    video_no = uploaded(
        service,
        make_clip(tmp_path / "clip.mp4"),
        unique_id="trip",
        tags=["beach", "summer 2026"],
        camera_model="c" * 200,
        datetime_taken="2026-02-28 23:59:59",
        latitude="-54.8",
        longitude="-68.3",
        video_transcription_prompt="Focus on the speaker.",
        retain_original_video="False",
        callback="https://example.com/" + "x" * 279,
    )
    clock.seconds += 10
    (item,) = service.videos(unique_id="trip", tag="summer 2026")
    assert item["video_no"] == video_no
    assert item["datetime_taken"] == "1772323199000"
    assert (item["latitude"], item["longitude"], item["camera_model"]) == (-54.8, -68.3, "c" * 200)
    assert isinstance(item["tags"], list)
    assert (item["tags"][:2], item["tags"][-1]) == (["beach", "summer 2026"], "api")
    assert not {"video_url", "bucket", "blob"} & item.keys(), "the original was not to be kept"
    assert list(service.at.store.files.iterdir()) == []


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"tags": [f"t{n}" for n in range(21)]}, "20"),
        ({"camera_model": "c" * 201}, "200"),
        ({"callback": "c" * 300}, "299"),
        ({"datetime_taken": "2026-02-31 10:00:00"}, "yyyy-MM-dd HH:mm:ss"),
        ({"datetime_taken": "2026-02-01"}, "yyyy-MM-dd HH:mm:ss"),
        ({"datetime_taken": "1772323199000"}, "yyyy-MM-dd HH:mm:ss"),
        ({"latitude": "1"}, "must be provided together"),
        ({"latitude": "north", "longitude": "1"}, "latitude"),
        ({"latitude": "nan", "longitude": "1"}, "latitude"),
        ({"unique_id": ""}, "unique_id"),
    ],
)
def test_fields_are_checked(service: Caller, tmp_path: Path, fields: dict[str, Any], words: str) -> None:
    assert words in service.refused(send(service, make_clip(tmp_path / "clip.mp4"), **fields))
    assert service.at.store.total() == 0
    assert list(service.at.store.incoming.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "kind", "content", "words"),
    [
        ("clip.webm", "video/webm", b"x", ".mp4, .avi, .mkv, .mov"),
        ("clip", "video/mp4", b"x", ".mp4, .avi, .mkv, .mov"),
        ("clip.mp4", "application/octet-stream", b"x", "application/octet-stream"),
        ("clip.mp4", "video/mp4", b"", "empty"),
    ],
)
def test_files_are_checked(service: Caller, name: str, kind: str, content: bytes, words: str) -> None:
    assert words in service.refused(service.http.post(PATH, files={"file": (name, content, kind)}))


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"data": {"tags": "x"}}, "not a multipart request"),
        ({"files": {"film": ("a.mp4", b"x", "video/mp4")}}, "'file' is not present"),
        ({"content": b"--B\r\n", "headers": {"content-type": "multipart/form-data; boundary=B"}}, "Failed to parse"),
        ({"content": b"rubbish", "headers": {"content-type": "multipart/form-data; boundary=B"}}, "Failed to parse"),
    ],
)
def test_what_is_no_form(service: Caller, sent: dict[str, Any], words: str) -> None:
    assert words in service.refused(service.http.post(PATH, **sent))
    assert list(service.at.store.incoming.iterdir()) == []


def test_tags_may_be_numbered_as_in_the_curl_sample(service: Caller, clock: Turned, tmp_path: Path) -> None:
    uploaded(service, make_clip(tmp_path / "clip.mp4"), **{"tags[0]": "one", "tags[1]": "two"})
    clock.seconds += 10
    assert len(service.videos(tag="one")) == len(service.videos(tag="two")) == 1


def test_names_keep_their_letters_and_lose_their_folders(service: Caller) -> None:
    for sent in ('say "hi".mp4', "../../etc/évil\n.mp4", "C:\\films\\a.b.c.MP4", "👩‍👩‍👧‍👦.mp4", ".mp4.mp4"):
        service.http.post(PATH, files={"file": (sent, b"x", "video/mp4")})
    found = [video["video_name"] for video in service.videos()]
    assert sorted(map(str, found)) == sorted(['say "hi"', "évil\n", "a.b.c", "👩‍👩‍👧‍👦", ".mp4"])


def test_legacy_uploads_have_legacy_numbers_and_no_particulars(service: Caller, clock: Turned, tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "clip.mp4")
    receipt = service.receipt(send(service, clip, to="/serve/api/video/upload", tags=["x"], unique_id="else"))
    assert str(receipt["videoNo"]).startswith("mavi_video_")
    clock.seconds += 10
    found = service.listing("legacy", video_no=receipt["videoNo"])["videos"]
    assert isinstance(found, list)
    assert [(item["video_no"], item["status"]) for item in found] == [(receipt["videoNo"], "PARSE")]
    assert service.videos(tag="x") == service.videos(unique_id="else") == []


def test_many_at_the_same_moment_have_different_numbers_in_order(service: Caller) -> None:
    numbers = [
        service.receipt(service.http.post(PATH, files={"file": (f"{n}.mp4", b"x", "video/mp4")}))["videoNo"]
        for n in range(5)
    ]
    assert service.numbers() == numbers[::-1]
    assert len(set(numbers)) == 5


def test_receipts_may_be_as_bare_as_recorded_ones() -> None:
    with standin(bare_receipts=True) as at, calling(at) as http:
        answer = http.post(PATH, files={"file": ("a.mp4", b"x", "video/mp4")})
        assert set(answer.json()["data"]) == {"videoNo", "videoName"}


def test_a_file_that_is_too_large_is_read_to_its_end_and_refused(tmp_path: Path) -> None:
    clip = padded(make_clip(tmp_path / "clip.mp4"), 3_000_000)
    with standin(largest_file=2_000_000) as at, calling(at) as http:
        caller = Caller(at, http)
        assert "Maximum upload size exceeded" in caller.refused(send(caller, clip))
        assert list(at.store.incoming.iterdir()) == []
        assert caller.receipt(send(caller, padded(clip, 2_000_000)))["videoName"] == "clip"


def test_a_dropped_line_leaves_nothing_behind(service: Caller) -> None:
    head = (
        f"POST {PATH} HTTP/1.1\r\nHost: here\r\nAuthorization: {service.at.key}\r\nContent-Length: 9000000\r\n"
        'Content-Type: multipart/form-data; boundary=B\r\n\r\n--B\r\nContent-Disposition: form-data; name="file"; '
        'filename="a.mp4"\r\nContent-Type: video/mp4\r\n\r\n'
    )
    with socket.create_connection(("127.0.0.1", httpx.URL(service.at.url).port or 0)) as line:
        line.sendall(head.encode() + bytes(2_000_000))
        wait_until(lambda: bool(list(service.at.store.incoming.iterdir())), "the upload has begun")
    wait_until(lambda: not list(service.at.store.incoming.iterdir()), "what had come is thrown away")
    assert service.at.store.total() == 0
    assert service.listing()["total_count"] == "0"
