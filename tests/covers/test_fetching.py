"""Covers over the line: no key, few hops, few bytes, and pictures only."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.conditions import PATIENCE
from tests.covers.pictures import encoded
from tests.rawserver import Act, RawServer, answering, cutting, gzip_bomb, http, rawserver, redirecting, web_page
from tui.account import Account
from tui.config import Config
from tui.covers.fetching import LARGEST, Fetcher
from tui.covers.header import NoPicture
from tui.covers.thumbnail import Thumbnail
from tui.credentials import Key
from tui.folders import Folders
from tui.services import Services

_JPEG = encoded("jpeg")
_PICTURE = answering(http(_JPEG, headers={"Content-Type": "image/jpeg", "Set-Cookie": "who=you"}))


@asynccontextmanager
async def fetching(*acts: Act) -> AsyncIterator[tuple[Fetcher, RawServer]]:
    async with rawserver(*acts) as server:
        fetcher = Fetcher(host=server.url)
        try:
            yield fetcher, server
        finally:
            await fetcher.aclose()


async def _refused(fetcher: Fetcher, url: str) -> str:
    with pytest.raises(NoPicture) as why:
        await fetcher.fetch(url)
    return str(why.value)


async def test_the_key_goes_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Through the engine, as the program does it: the address is on the service's own host, and redirects once."""
    monkeypatch.setattr("tui.uploads.prober.LONGEST", PATIENCE)
    async with rawserver(redirecting("/elsewhere/a.jpg"), _PICTURE) as server:
        folders = Folders(tmp_path / "c", tmp_path / "d", tmp_path / "s", tmp_path / "l")
        account = Account(server.url, Key("sk-mavi-never-told", "test"), "default", "v1")
        services = Services(account, Config(host=server.url), folders)
        services.start(sweeping=False)
        try:
            covers = services.engine().covers
            found = await asyncio.wrap_future(services.ask(covers.get("VI1", f"{server.url}/covers//VI1/a.jpg")))
            again = await asyncio.wrap_future(services.ask(covers.get("VI1", f"{server.url}/covers//VI1/a.jpg")))
        finally:
            services.close()
        assert isinstance(found, Thumbnail)
        assert (found.width, found.height) == (64, 36)
        assert again == found
        assert len(server.visits) == 2, "the second time it is on the disk"
        for visit in server.visits:
            told = visit.head.decode("latin-1").lower()
            assert "sk-mavi" not in told
            assert visit.header("authorization") is None
            assert visit.header("cookie") is None
    kept = b"".join(file.read_bytes() for file in folders.covers.iterdir())
    assert b"sk-mavi" not in kept


async def test_no_cookie_comes_back() -> None:
    async with fetching(_PICTURE) as (fetcher, server):
        await fetcher.fetch(f"{server.url}/a.jpg")
        await fetcher.fetch(f"{server.url}/b.jpg")
        assert [visit.header("cookie") for visit in server.visits] == [None, None]


@pytest.mark.parametrize(
    "target",
    [
        "file:///etc/passwd",
        "ftp://127.0.0.1/a.jpg",
        "http://localhost/a.jpg",
        "http://169.254.169.254/latest/meta-data",
        "http://user:word@127.0.0.1/a.jpg",
        "data:image/png;base64,AAAA",
        "http://[::1/",
        "",
    ],
)
async def test_redirects_lead_to_the_web_alone(target: str) -> None:
    async with fetching(redirecting(target)) as (fetcher, server):
        words = await _refused(fetcher, f"{server.url}/a.jpg")
        assert words in {
            "its address is not one that may be asked",
            "its address is none that could be asked",
            "its host did not answer",  # nothing that makes sense
            "its host sends us round in circles",  # nowhere is here again
        }
        assert target == "" or len(server.visits) == 1


async def test_redirects_end() -> None:
    async with fetching(redirecting("/again")) as (fetcher, server):
        assert "circles" in await _refused(fetcher, f"{server.url}/a.jpg")
        assert len(server.visits) == 6


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "javascript:alert(1)", "//nowhere", "http://", "http://a\u0000b/"]
)
async def test_strange_addresses_are_not_asked(url: str) -> None:
    assert "its address" in await _refused(Fetcher(host="https://api.memories.ai"), url)


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (web_page(), "web page"),
        (answering(http({"code": "0404"}, headers={"Content-Type": "application/json"})), "no picture"),
        (answering(http(b"", 404)), "none at its address"),
        (answering(http(b"", 500)), "answers 500"),
        (answering(http(b"\xff\xd8\xff", headers={"Content-Type": "image/jpeg"}, length=LARGEST + 1)), "too large"),
        (answering(b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n" + bytes(LARGEST + 2)), "too large"),
        (cutting(http(_JPEG, headers={"Content-Type": "image/jpeg"}), 200), "did not answer"),
        (answering(b"SSH-2.0-OpenSSH_9.6\r\n"), "did not answer"),
    ],
)
async def test_what_is_no_picture(act: Act, words: str) -> None:
    async with fetching(act) as (fetcher, server):
        assert words in await _refused(fetcher, f"{server.url}/a.jpg")


async def test_what_is_packed_stays_packed() -> None:
    async with fetching(gzip_bomb(8)) as (fetcher, server):
        assert "no picture" in await _refused(fetcher, f"{server.url}/a.jpg")
