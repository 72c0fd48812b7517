"""The client against the stand-in service, which was written from the same documents and shares no line with it."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from subprocess import run

import httpx
import pytest

from tests.api.conftest import MakeClient
from tests.faults import Fault
from tests.standin import StandIn, standin
from tui.api import words
from tui.api.client import Client
from tui.api.clock import SystemClock
from tui.api.errors import ApiError, RateLimited, Refused, Unauthorized
from tui.api.values import Asked, Dialect, Status, UploadForm, Weather
from tui.local.service import make_service
from tui.local.store import Store

DIALECTS: tuple[Dialect, ...] = ("v1", "legacy")


@pytest.fixture(scope="module")
def service() -> Iterator[StandIn]:
    with standin(videos=450) as running:
        yield running


@pytest.mark.parametrize("dialect", DIALECTS)
async def test_pages_follow_each_other_newest_first(connect: MakeClient, service: StandIn, dialect: Dialect) -> None:
    client = connect(service.url, dialect=dialect)
    pages = [await client.list_videos(page=number) for number in (1, 2, 3, 4)]
    assert [len(page.videos) for page in pages] == [200, 200, 50, 0]
    assert {(page.total, page.size, page.skipped) for page in pages} == {(450, 200, 0)}
    created = [video.created or 0 for page in pages for video in page.videos]
    assert created == sorted(created, reverse=True)
    assert len({video.video_no for page in pages for video in page.videos}) == 450


async def test_every_filter_narrows_to_what_it_names(connect: MakeClient, service: StandIn) -> None:
    client = connect(service.url)
    everything = [video for page in (1, 2, 3) for video in (await client.list_videos(page=page)).videos]
    one = next(v for v in everything if v.camera and v.tags and v.latitude is not None and v.taken)
    questions = {
        "tag": Asked(tag=one.tags[0]),
        "camera": Asked(camera=one.camera),
        "place": Asked(latitude=one.latitude, longitude=one.longitude),
        "time": Asked(taken_since=one.taken),
        "name": Asked(name=one.name),
        "number": Asked(video_no=one.video_no),
        "numbers": Asked(video_nos=(one.video_no,)),
        "status": Asked(status=one.status),
        "all": Asked(tag=one.tags[0], camera=one.camera, taken_since=one.taken, video_nos=(one.video_no,)),
    }
    for what, asked in questions.items():
        page = await client.list_videos(asked)
        assert one.video_no in {video.video_no for video in page.videos} or (page.total or 0) > 200, what
        assert page.total is not None
        assert page.total < 450 or what == "status", what
    tagged = await client.list_videos(Asked(tag=one.tags[0]))
    assert all(one.tags[0] in video.tags for video in tagged.videos)


@pytest.mark.parametrize("dialect", DIALECTS)
async def test_a_video_is_found_by_its_number_and_a_stranger_is_none(
    connect: MakeClient, service: StandIn, dialect: Dialect
) -> None:
    client = connect(service.url, dialect=dialect)
    listed = (await client.list_videos(size=1)).videos[0]
    found = await client.get_metadata(listed.video_no)
    assert found is not None
    assert (found.video_no, found.name, found.status) == (listed.video_no, listed.name, listed.status)
    assert await client.get_metadata("VI1") is None


async def test_the_legacy_dialect_finds_parts_of_names_and_the_other_does_not(
    connect: MakeClient, service: StandIn
) -> None:
    name = (await connect(service.url).list_videos(size=1)).videos[0].name
    asked = Asked(name=name[:-1])
    assert (await connect(service.url, dialect="legacy").list_videos(asked)).total
    assert (await connect(service.url).list_videos(asked)).total == 0


@pytest.mark.parametrize("dialect", DIALECTS)
async def test_an_upload_is_in_the_library_afterwards(connect: MakeClient, tmp_path: Path, dialect: Dialect) -> None:
    path = tmp_path / "Ölberg 日本.mp4"
    path.write_bytes(b"no video at all")
    with standin(index_seconds=3600) as service:
        client = connect(service.url, dialect=dialect)
        receipt = await client.upload(path, UploadForm())
        (video,) = (await client.list_videos()).videos
        assert (video.video_no, video.name) == (receipt.video_no, receipt.name)
        assert video.size == path.stat().st_size
        assert video.status is receipt.status is Status.INDEXING


async def test_what_accompanies_an_upload_arrives_with_it(connect: MakeClient) -> None:
    form = UploadForm(
        namespace="trips",
        tags=("snow, fresh", "日本"),
        camera='Canon "EOS" 5D',
        taken="2025-10-20 11:00:00",
        latitude=-33.8567844,
        longitude=151.2152967,
        prompt="line one\nline two",
        keep_original=False,
        callback="https://example.com/done?x=1&y=2",
    )
    with standin() as service:
        receipt = await connect(service.url).upload_url("https://example.com/a b.mp4?x=1&y=%20", form)
        call = next(call for call in service.faults.calls if call.path.endswith("upload_url"))
        assert b"retain_original_video=false" in call.body
        elsewhere = connect(service.url, namespace="trips")
        (video,) = (await elsewhere.list_videos()).videos
        assert video.video_no == receipt.video_no
        assert (await connect(service.url).list_videos()).total == 0


async def test_a_wrong_key_is_said_so_and_asked_once(service: StandIn) -> None:
    told: list[Weather] = []
    client = Client(host=service.url, key="sk-wrong", on_weather=told.append)
    before = len(service.faults.calls)
    with pytest.raises(Unauthorized, match="does not accept this API key"):
        await client.list_videos()
    await client.aclose()
    assert len(service.faults.calls) == before + 1
    assert (told[0].problem, told[0].fair) == ("The service does not accept this API key.", False)
    assert told[0].advice


@pytest.mark.row("N3")
@pytest.mark.parametrize(("fault", "tries"), [("500", 3), ("cut", 3), ("html", 1), ("empty", 1), ("0402", 1)])
async def test_each_fault_is_survived_and_over_with_the_next_answer(
    connect: MakeClient, service: StandIn, fault: Fault, tries: int
) -> None:
    told: list[Weather] = []
    client = connect(service.url, on_weather=told.append)
    service.faults.next(fault, times=tries)
    with pytest.raises(ApiError):
        await client.list_videos()
    assert (await client.list_videos()).total == 450
    assert not told[0].fair
    assert told[-1].fair


async def test_the_clocks_are_compared(connect: MakeClient) -> None:
    with standin(now=lambda: 2_000_000_000.0) as service:
        client = connect(service.url, clock=SystemClock())
        await client.list_videos()
    assert client.skew == pytest.approx(2_000_000_000.0 - time.time(), abs=30)


async def test_the_demo_runs_without_a_socket(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    path.write_bytes(b"x" * 300_000)
    sent: list[int] = []
    with Store(None) as store:
        transport = httpx.ASGITransport(app=make_service(store, index_seconds=0.0))
        client = Client(host="http://127.0.0.1", key="demo", transport=transport)
        receipt = await client.upload(path, UploadForm(), on_sent=sent.append)
        assert (await client.list_videos()).videos[0].video_no == receipt.video_no
        await client.aclose()
    assert sent[-1] == 300_000


async def test_the_limits_of_the_service_are_told_in_its_own_words(connect: MakeClient, service: StandIn) -> None:
    with pytest.raises(Refused) as raised:
        await connect(service.url).upload_url("https://example.com/a.mp4", UploadForm(taken="yesterday"))
    assert raised.value.detail


async def test_whoever_is_turned_away_at_our_own_gate_is_told_what_the_service_said(
    connect: MakeClient, service: StandIn
) -> None:
    """So it is one trouble to whoever counts them, and has one advice."""
    client = connect(service.url)
    asked = service.faults.count()
    service.faults.next("0429", headers={"Retry-After": "100"})
    for _ in range(2):
        with pytest.raises(RateLimited) as raised:
            await client.list_videos()
        assert raised.value.detail == "Request has exceeded the limit. [0429]"
        assert raised.value.advice == words.WAIT
        assert raised.value.call.startswith("POST /")
    assert service.faults.count() == asked + 1


def test_the_values_that_the_first_paint_needs_import_nothing_slow() -> None:
    code = (
        "import sys, tui.api.values, tui.api.errors, tui.api.clock, tui.api.endpoints, tui.api.address; "
        "print(sorted({'httpx', 'pydantic', 'h11', 'anyio'} & set(sys.modules)))"
    )
    answer = run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"
