"""Downloads from hosts that misbehave, over real sockets: gone on with, or refused; no stranger sees the key."""

from __future__ import annotations

import asyncio
import errno
import os
import socket
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.api.conftest import KEY, QuickClock
from tests.conditions import until
from tests.rawserver import Act, Visit, answering, http, rawserver, redirecting, web_page
from tui.api.client import Client
from tui.api.originals import Originals
from tui.api.values import Video
from tui.deeds.deed import Clash, Deed, Fate, Target
from tui.deeds.deeds import Deeds
from tui.deeds.record import Record

FILE = bytes(range(256)) * 4_000
ETAG = '"the-same"'


@dataclass(frozen=True, slots=True)
class Desk:
    """Deeds without an interface, and where they write to."""

    deeds: Deeds
    folder: Path
    videos: dict[str, Video]

    async def download(self, *videos: Video, clash: Clash = "keep", any_size: bool = False) -> Deed:
        """As far as it comes."""
        self.videos.update({video.video_no: video for video in videos})
        targets = [Target(video.video_no, video.name, video.size) for video in videos]
        deed_id = self.deeds.download(targets, self.folder, clash, any_size=any_size)
        await until(lambda: self.at(deed_id).is_over, "the download over")
        return self.at(deed_id)

    def at(self, deed_id: str) -> Deed:
        return next(deed for deed in self.deeds.deeds if deed.id == deed_id)

    def files(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in self.folder.iterdir()}


@asynccontextmanager
async def desk(home: Path, host: str, *, allowed: tuple[str, ...] = ()) -> AsyncIterator[Desk]:
    clock = QuickClock()
    client = Client(host=host, key=KEY, clock=clock)
    originals = Originals(
        host=host, key=KEY, namespace="default", dialect="v1", pacing=client.pacing, allowed=allowed, now=clock.now
    )
    record = Record(home / "deeds.db")
    videos: dict[str, Video] = {}

    def read(numbers: Iterable[str]) -> Iterable[Mapping[str, Video]]:
        return [{number: videos[number] for number in numbers if number in videos}]

    deeds = Deeds(client, originals, record, clock=clock, on_change=lambda: None, read=read, forget=lambda _: None)
    running = asyncio.create_task(deeds.run())
    try:
        yield Desk(deeds, home / "downloads", videos)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await deeds.aclose()
        await client.aclose()
        record.close()


def video(url: str = "", **about: object) -> Video:
    return Video("VI600000000000000001", "clip", size=len(FILE), video_url=url or None, **about)  # type: ignore[arg-type] # names checked by Video


def sending(data: bytes, *, cut: int | None = None, etag: str = ETAG, length: int | None = None) -> Act:
    """The file; the line is reset after `cut` bytes of it."""
    answer = http(data, headers={"ETag": etag}, length=length)

    async def act(visit: Visit) -> None:
        if cut is None:
            await visit.say(answer)
            return
        head = len(answer) - len(data)
        await visit.say(answer[: head + cut])
        await asyncio.sleep(0.05)  # a reset takes away what has not been read
        visit.reset()

    return act


def going_on(data: bytes, *, since: int | None = None, total: int | None = None) -> Act:
    """The rest of the file, from where it is asked for (or from elsewhere)."""

    async def act(visit: Visit) -> None:
        asked = int((visit.header("range") or "bytes=0-").removeprefix("bytes=").rstrip("-"))
        start = asked if since is None else since
        headers = {"ETag": ETAG, "Content-Range": f"bytes {start}-{len(data) - 1}/{total or len(data)}"}
        await visit.say(http(data[start:], 206, headers=headers))

    return act


async def test_a_line_that_is_reset_is_gone_on_with(tmp_path: Path) -> None:
    async with (
        rawserver(sending(FILE, cut=300_000), going_on(FILE)) as server,
        desk(tmp_path, server.url) as at,
    ):
        deed = await at.download(video(f"{server.url}/v.mp4"))
        assert deed.counts == {Fate.DONE: 1}, deed.items
        assert at.files() == {"clip.mp4": FILE}
        first, second = server.visits
        assert first.header("range") is None
        assert second.header("if-range") == ETAG
        assert 0 < int((second.header("range") or "").removeprefix("bytes=").rstrip("-")) <= 300_000
        assert all(visit.header("authorization") is None for visit in server.visits)


@pytest.mark.parametrize(
    "answer",
    [sending(FILE, etag='"another"'), going_on(FILE, since=17), http(b"", 416)],
    ids=["a new file", "from elsewhere", "no such range"],
)
async def test_a_host_that_does_not_go_on_begins_anew(tmp_path: Path, answer: Act | bytes) -> None:
    second = answering(answer) if isinstance(answer, bytes) else answer
    async with (
        rawserver(sending(FILE, cut=300_000), second, sending(FILE)) as server,
        desk(tmp_path, server.url) as at,
    ):
        deed = await at.download(video(f"{server.url}/v.mp4"))
        assert deed.counts == {Fate.DONE: 1}, deed.items
        assert at.files() == {"clip.mp4": FILE}


async def test_the_half_is_known_again_after_a_restart(tmp_path: Path) -> None:
    async with rawserver(sending(FILE, cut=300_000), answering(http(b"", 403)), going_on(FILE)) as server:
        async with desk(tmp_path, server.url) as at:
            deed = await at.download(video(f"{server.url}/v.mp4"))
            assert deed.counts == {Fate.FAILED: 1}
            assert set(at.files()) == {"clip.mp4.part"}
        async with desk(tmp_path, server.url) as at:
            deed = await at.download(video(f"{server.url}/v.mp4"))
            assert deed.counts == {Fate.DONE: 1}, deed.items
            assert at.files() == {"clip.mp4": FILE}
        assert server.visits[2].header("range")


async def test_somebody_elses_half_is_left_alone(tmp_path: Path) -> None:
    async with rawserver(sending(FILE)) as server, desk(tmp_path, server.url) as at:
        at.folder.mkdir()
        (at.folder / "clip.mp4.part").write_text("mine")
        await at.download(video(f"{server.url}/v.mp4"))
        assert at.files() == {"clip.mp4.part": b"mine", "clip (2).mp4": FILE}


async def test_a_line_that_always_breaks_is_given_up(tmp_path: Path) -> None:
    async with rawserver(sending(FILE, cut=0)) as server, desk(tmp_path, server.url) as at:
        deed = await at.download(video(f"{server.url}/v.mp4"))
        assert deed.counts == {Fate.FAILED: 1}
        assert len(server.visits) == 5
        assert at.files() == {}


@pytest.mark.parametrize("length", [12, len(FILE) + 1])
async def test_a_wrong_size_is_not_taken_unless_somebody_says_so(tmp_path: Path, length: int) -> None:
    other = (FILE + b"x")[:length]
    async with rawserver(sending(other)) as server, desk(tmp_path, server.url) as at:
        deed = await at.download(video(f"{server.url}/v.mp4"))
        assert deed.counts == {Fate.FAILED: 1}
        assert "the library says" in deed.items[0].note
        assert at.files() == {}
        again = at.deeds.retry(deed.id, any_size=True)
        assert again is not None
        await until(lambda: at.at(again).is_over, "it was taken as it is")
        assert at.files() == {"clip.mp4": other}


async def test_a_file_that_ends_too_early_is_not_whole(tmp_path: Path) -> None:
    short = sending(FILE[:1000], length=len(FILE))
    async with rawserver(short) as server, desk(tmp_path, server.url) as at:
        deed = await at.download(video(f"{server.url}/v.mp4"))
        assert deed.counts == {Fate.FAILED: 1}
        assert "clip.mp4" not in at.files()


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (answering(http(b"no", 403)), "does not give it away"),
        (answering(http(b"no", 404)), "does not have it"),
        (web_page(), "answered with a web page"),
        (redirecting("ftp://example.org/v.mp4"), "no plain web address"),
        (redirecting("file:///etc/passwd"), "no plain web address"),
        (redirecting("http://169.254.169.254/latest"), "own network"),
        (redirecting("http://10.0.0.1/v.mp4"), "own network"),
        (redirecting("http://[::1]:1/v.mp4"), "own network"),
        (redirecting("http://user:secret@example.org/"), "no plain web address"),
        (redirecting("/round"), "in circles"),
    ],
)
async def test_what_a_host_says_instead(tmp_path: Path, act: Act, words: str) -> None:
    async with rawserver(act) as server, desk(tmp_path, server.url) as at:
        deed = await at.download(video(f"{server.url}/v.mp4"))
        assert deed.counts == {Fate.FAILED: 1}
        assert words in deed.items[0].note
        assert at.files() == {}


@pytest.mark.parametrize(
    "url", ["ftp://h/v", "javascript:alert(1)", "http://", "http://[", "http://h:99999/", "http://\x00/"]
)
async def test_addresses_that_are_none(tmp_path: Path, url: str) -> None:
    async with rawserver(sending(FILE)) as server, desk(tmp_path, server.url) as at:
        deed = await at.download(video(url))
        assert deed.counts == {Fate.FAILED: 1}
        assert not server.visits


async def test_this_machine_is_no_place_for_a_strangers_address(tmp_path: Path) -> None:
    async with rawserver(sending(FILE)) as server, desk(tmp_path, "https://api.memories.invalid") as at:
        for url in (f"{server.url}/v.mp4", server.url.replace("127.0.0.1", "localhost") + "/v.mp4"):
            deed = await at.download(video(url))
            assert deed.counts == {Fate.FAILED: 1}
            assert "own network" in deed.items[0].note
        assert not server.visits
    async with (
        rawserver(sending(FILE)) as server,
        desk(tmp_path, "https://api.memories.invalid", allowed=("127.0.0.1",)) as at,
    ):
        deed = await at.download(video(f"{server.url}/v.mp4"))
        assert deed.counts == {Fate.DONE: 1}


@pytest.mark.row("N19")
async def test_the_services_own_download_has_the_key_and_where_it_sends_us_has_not(tmp_path: Path) -> None:
    async with rawserver(sending(FILE)) as other:
        elsewhere = other.url.replace("127.0.0.1", "localhost")
        async with (
            rawserver(redirecting(f"{elsewhere}/serve/api/v1/download?bucket=b&blob=c")) as server,
            desk(tmp_path, server.url, allowed=("localhost",)) as at,
        ):
            deed = await at.download(video(bucket="b ucket", blob="a/b c.mp4"))
            assert deed.counts == {Fate.DONE: 1}, deed.items
            line = server.visits[0].head.split(b"\r\n")[0].decode()
            assert line == "GET /serve/api/v1/download?bucket=b%20ucket&blob=a/b%20c.mp4 HTTP/1.1"
            assert server.visits[0].header("authorization") == KEY
            assert other.visits[0].header("authorization") is None
            assert KEY.encode() not in other.visits[0].head


async def test_a_host_that_lost_it_is_no_end_where_the_service_has_it(tmp_path: Path) -> None:
    async with rawserver(answering(http(b"", 404)), sending(FILE)) as server, desk(tmp_path, server.url) as at:
        deed = await at.download(video(f"{server.url}/gone.mp4", bucket="b", blob="c.mp4"))
        assert deed.counts == {Fate.DONE: 1}, deed.items
        assert server.visits[0].header("authorization") is None
        assert server.visits[1].header("authorization") == KEY


async def test_only_the_number_is_known(tmp_path: Path) -> None:
    async with rawserver(sending(FILE)) as server, desk(tmp_path, server.url) as at:
        deed = await at.download(video())
        assert deed.counts == {Fate.DONE: 1}, deed.items
        visit = server.visits[0]
        assert visit.head.startswith(b"POST /serve/api/v1/download HTTP/1.1")


async def test_the_services_own_no_is_told_in_its_words(tmp_path: Path) -> None:
    no = {"code": "0001", "msg": "Resource does not exist", "data": None}
    async with rawserver(answering(http(no))) as server, desk(tmp_path, server.url) as at:
        deed = await at.download(video(bucket="b", blob="c.mp4"))
        assert "Resource does not exist" in deed.items[0].note


def _led_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every name of `example` is one of this machine, as a name server that means ill would have it."""
    known = socket.getaddrinfo

    def told(host: str | bytes | None, *args: Any, **kwargs: Any) -> Any:  # Any: as the real one is called
        name = host.decode() if isinstance(host, bytes) else host or ""
        return known("127.0.0.1" if name.endswith(".example") else host, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", told)


@pytest.mark.parametrize(
    "host",
    [
        "videos.example", "127.0.0.1", "localhost.", "127.1", "2130706433", "0x7f000001", "[::1]", "[::ffff:127.0.0.1]",
        "10.0.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "[fe80::1]", "[fd00::1]",
    ],
)  # fmt: skip
async def test_no_name_leads_into_this_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    _led_here(monkeypatch)
    async with rawserver(sending(FILE)) as server, desk(tmp_path, "https://api.memories.invalid") as at:
        port = server.url.rpartition(":")[2]
        deed = await at.download(video(f"http://{host}:{port}/v.mp4"))
        assert deed.counts == {Fate.FAILED: 1}
        assert not any(visit.head for visit in server.visits), "nothing was sent"
        assert at.files() == {}


async def test_a_redirect_leads_no_further_than_an_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _led_here(monkeypatch)
    async with rawserver(sending(FILE)) as inner:
        port = inner.url.rpartition(":")[2]
        async with (
            rawserver(redirecting(f"http://videos.example:{port}/v.mp4")) as outer,
            desk(tmp_path, outer.url) as at,
        ):
            deed = await at.download(video(f"{outer.url}/v.mp4"))
            assert deed.counts == {Fate.FAILED: 1}
            assert "own network" in deed.items[0].note
            assert not any(visit.head for visit in inner.visits)


async def test_a_disk_that_gets_full_is_gone_on_with_once_there_is_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = len(FILE) // 3
    write = os.write

    def full(fd: int, data: Any) -> int:  # Any: whatever has bytes
        is_part = os.readlink(f"/proc/self/fd/{fd}").endswith(".part")
        left = room - os.fstat(fd).st_size if is_part else len(data)
        if left <= 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(fd, data[:left])

    async with rawserver(sending(FILE), going_on(FILE)) as server, desk(tmp_path, server.url) as at:
        with monkeypatch.context() as patch:
            patch.setattr(os, "write", full)
            deed = await at.download(video(f"{server.url}/v.mp4"))
        assert deed.counts == {Fate.FAILED: 1}
        assert deed.items[0].note == "not saved: the disk is full"
        ((name, half),) = at.files().items()
        assert name.endswith(".part")
        assert half == FILE[:room]
        again = at.deeds.retry(deed.id)
        assert again is not None
        await until(lambda: at.at(again).is_over, "the download over")
        assert at.at(again).counts == {Fate.DONE: 1}, at.at(again).items
        assert server.visits[-1].header("range") == f"bytes={room}-"
        assert at.files() == {"clip.mp4": FILE}
