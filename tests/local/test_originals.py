"""Made-up originals: as long as they are said to be, the same every time, whole or in part."""

from __future__ import annotations

import io

import av
import httpx
import pytest

from tests.local.conftest import Caller
from tui.local.inprocess import InProcess
from tui.local.rows import Stored
from tui.local.service import make_service
from tui.local.store import Store

SIZE = 700_001


def add(store: Store, size: int = SIZE) -> Stored:
    number = store.next_number(1_760_000_000_000)
    video = Stored(number=number, created=1, ready_at=1, name="a", size=size, blob=f"VI{number}.mp4", origin="demo")
    store.add([video])
    return video


def test_whole_and_in_part(service: Caller) -> None:
    video = add(service.at.store)
    whole = service.http.get(f"/videos/{video.blob}")
    assert len(whole.content) == SIZE
    etag = whole.headers["etag"]
    part = service.http.get(f"/videos/{video.blob}", headers={"Range": "bytes=100-", "If-Range": etag})
    assert part.status_code == 206
    assert part.headers["content-range"] == f"bytes 100-{SIZE - 1}/{SIZE}"
    assert part.content == whole.content[100:]
    middle = service.http.get(f"/videos/{video.blob}", headers={"Range": "bytes=5-9"})
    assert middle.content == whole.content[5:10]
    other = service.http.get(f"/videos/{video.blob}", headers={"Range": "bytes=100-", "If-Range": '"older"'})
    assert (other.status_code, other.content) == (200, whole.content)
    beyond = service.http.get(f"/videos/{video.blob}", headers={"Range": f"bytes={SIZE}-", "If-Range": etag})
    assert beyond.status_code == 416


def test_it_is_a_film(service: Caller) -> None:
    video = add(service.at.store)
    content = service.http.get("/serve/api/v1/download", params={"bucket": "mavi-resource", "blob": video.blob or ""})
    with av.open(io.BytesIO(content.content), "r") as film:
        assert film.streams.video[0].codec_context.name == "h264"


@pytest.mark.parametrize("size", [0, 7, 3_000])
def test_however_short(service: Caller, size: int) -> None:
    video = add(service.at.store, size)
    assert len(service.http.get(f"/videos/{video.blob}").content) == size


async def test_in_this_process_it_flows() -> None:
    """Who has read enough of a gigabyte leaves, and nobody has to hold it."""
    with Store(None) as store:
        video = add(store, 2 * 1024**3)
        async with httpx.AsyncClient(transport=InProcess(make_service(store))) as client:
            async with client.stream("GET", f"https://demo.invalid/videos/{video.blob}") as answer:
                assert answer.headers["content-length"] == str(2 * 1024**3)
                first = await anext(answer.aiter_raw())
            assert first[4:8] == b"ftyp"
            posted = await client.post("https://demo.invalid/serve/api/v1/list_videos", json={})
            assert posted.json()["data"]["total_count"] == "1"
