"""upload_url: really fetched from this machine, made up for every other host, never from the network."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.clips import make_clip, padded
from tests.local.conftest import Caller, Turned, calling
from tests.standin import standin

PATH = "/serve/api/v1/upload_url"


class Quiet(SimpleHTTPRequestHandler):
    """The standard library's file server without its log."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name is the library's
        return


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """A web server on this machine: its URL, and the folder whose files it hands out."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path))) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", tmp_path
        server.shutdown()
        thread.join()


def fetched(caller: Caller, url: str, **fields: str) -> dict[str, object]:
    receipt = caller.receipt(caller.http.post(PATH, data={"url": url, **fields}))
    about = caller.videos(video_no=receipt["videoNo"])[0]
    assert about["video_name"] == receipt["videoName"]
    return about


def test_a_url_of_this_machine_is_really_fetched(service: Caller, clock: Turned, shelf: tuple[str, Path]) -> None:
    url, folder = shelf
    clip = make_clip(folder / "my clip.mp4", seconds=2)
    receipt = service.receipt(service.http.post(PATH, data={"url": f"{url}/my%20clip.mp4?token=1", "tags": ["a", "b"]}))
    assert (receipt["videoName"], receipt["videoStatus"]) == ("my clip", "UNPARSE")
    clock.seconds += 10
    (item,) = service.videos(tag="b")
    assert (item["duration"], item["size"], item["status"]) == ("2", str(clip.stat().st_size), "PARSE")
    place = {"bucket": str(item["bucket"]), "blob": str(item["blob"])}
    assert service.http.get("/serve/api/v1/download", params=place).content == clip.read_bytes()


def test_a_missing_file_ends_in_failure(service: Caller, clock: Turned, shelf: tuple[str, Path]) -> None:
    item = fetched(service, f"{shelf[0]}/nowhere.mp4")
    assert item["status"] == "UNPARSE"
    clock.seconds += 10
    assert service.videos()[0]["cause"] == "download failed: HTTP 404"


def test_nobody_listens(service: Caller, clock: Turned) -> None:
    fetched(service, "http://127.0.0.1:1/a.mp4")
    clock.seconds += 10
    assert service.videos()[0]["cause"] == "download failed: the host could not be reached"


def test_more_than_the_limit_is_refused(shelf: tuple[str, Path]) -> None:
    url, folder = shelf
    padded(make_clip(folder / "clip.mp4"), 500_000)
    with standin(largest_download=400_000) as at, calling(at) as http:
        caller = Caller(at, http)
        assert "exceeds" in caller.refused(http.post(PATH, data={"url": f"{url}/clip.mp4"}))
        assert list(at.store.incoming.iterdir()) == []


@pytest.mark.parametrize("name", ["holiday.mp4", "live.m3u8", "no-suffix"])
def test_other_hosts_are_made_up_the_same_every_time(service: Caller, clock: Turned, name: str) -> None:
    first, second = (fetched(service, f"https://videos.example/x/{name}") for _ in range(2))
    clock.seconds += 10
    alike = ("duration", "size", "width", "height", "fps", "tags", "status")
    first, second = (service.videos(video_no=item["video_no"])[0] for item in (first, second))
    assert [first[field] for field in alike] == [second[field] for field in alike]
    assert first["status"] == "PARSE"
    assert int(str(first["duration"])) > 0
    assert service.http.get(str(first["cover_url"])).content.startswith(b"\xff\xd8")


@pytest.mark.parametrize("name", ["will-fail.mp4", "Broken.mp4"])
def test_names_that_announce_failure(service: Caller, clock: Turned, name: str) -> None:
    fetched(service, f"https://videos.example/{name}")
    clock.seconds += 10
    item = service.videos()[0]
    assert (item["status"], item["cause"]) == ("FAIL", "download failed: HTTP 404")


@pytest.mark.parametrize(
    "url", ["", "  ", "ftp://videos.example/a.mp4", "/etc/passwd", "file:///etc/passwd", "https://"]
)
def test_what_is_no_url(service: Caller, url: str) -> None:
    assert "url" in service.refused(service.http.post(PATH, data={"url": url}))
    assert service.at.store.total() == 0


def test_the_body_is_a_form_not_json(service: Caller) -> None:
    answer = service.http.post(PATH, json={"url": "https://videos.example/a.mp4"})
    assert "application/json" in service.refused(answer)


def test_legacy(service: Caller) -> None:
    answer = service.http.post("/serve/api/video/upload_url", data={"url": "https://videos.example/a.mp4"})
    assert str(service.receipt(answer)["videoNo"]).startswith("mavi_video_")


@pytest.mark.parametrize(
    ("lines", "cause"),
    [
        ("#EXTM3U\n#EXTINF:4,\nhttps://videos.example/a.ts\n", "null"),
        ("#EXTM3U\n#EXTINF:4,\na.ts\n", "m3u8 playlist contains relative paths"),
        ("<html>", "not a readable video: no m3u8 playlist"),
    ],
)
def test_playlists_need_absolute_paths(
    service: Caller, clock: Turned, shelf: tuple[str, Path], lines: str, cause: str
) -> None:
    url, folder = shelf
    (folder / "live.m3u8").write_text(lines)
    fetched(service, f"{url}/live.m3u8")
    clock.seconds += 10
    item = service.videos()[0]
    assert (item["cause"], item["status"]) == (cause, "PARSE" if cause == "null" else "FAIL")
    assert list(service.at.store.incoming.iterdir()) == []
