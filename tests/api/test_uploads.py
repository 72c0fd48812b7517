"""Uploads over real sockets: what each end of the line means, and what the count of bytes is worth."""

from __future__ import annotations

import asyncio
import os
import ssl
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.api.conftest import KEY, MakeClient, QuickClock
from tests.conditions import PATIENCE
from tests.rawserver import (
    RECEIPT,
    Act,
    RawServer,
    Visit,
    answering,
    deaf,
    dripping,
    hanging_up,
    http,
    nobody,
    rawserver,
    redirecting,
    resetting,
    silent,
    turning_away,
    turning_away_politely,
    web_page,
)
from tui.api.errors import (
    ApiError,
    Interrupted,
    OutOfCredit,
    RateLimited,
    Refused,
    SourceChanged,
    SourceUnreadable,
    Unauthorized,
    Unreachable,
)
from tui.api.limits import Limits
from tui.api.values import Receipt, Status, UploadForm

CERTIFICATES = Path(__file__).parent / "certificates"
FORM = UploadForm()
ANSWER = Limits(answer=0.5)
STALL = Limits(stall=0.3)
"""These two are for what ends by one of them alone; all others have the time that they need."""
LARGE = 24 << 20
"""More than all the buffers between two sockets."""


@pytest.fixture
def video(tmp_path: Path) -> Path:
    """A large file that takes no room."""
    path = tmp_path / "beach.mp4"
    with path.open("wb") as file:
        file.truncate(LARGE)
    return path


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    path = tmp_path / "clip.mp4"
    path.write_bytes(b"\x00\x01\x02" * 1000)
    return path


async def until(condition: Callable[[], bool], what: str) -> None:
    try:
        async with asyncio.timeout(PATIENCE):
            while not condition():
                await asyncio.sleep(0.01)
    except TimeoutError:
        pytest.fail(f"never happened: {what}")


async def test_a_file_arrives_whole_with_its_receipt(connect: MakeClient, video: Path) -> None:
    sent: list[int] = []
    async with rawserver(answering(http(RECEIPT))) as server:
        receipt = await connect(server.url).upload(video, FORM, on_sent=sent.append)
        visit = server.visits[0]
    assert receipt == Receipt("VI1", "beach")
    assert visit.received == visit.length > LARGE
    assert visit.header("authorization") == KEY
    assert sent[-1] == LARGE
    assert sent == sorted(sent)


async def test_a_file_arrives_whole_over_tls(connect: MakeClient, video: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATES / "authority.pem"))
    async with rawserver(answering(http(RECEIPT)), tls=tls()) as server:
        receipt = await connect(server.url).upload(video, FORM)
        assert server.visits[0].received == server.visits[0].length
    assert receipt.video_no == "VI1"


def tls() -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(CERTIFICATES / "good.pem", CERTIFICATES / "key.pem")
    return context


IN_DOUBT: dict[str, tuple[Act, str]] = {
    "reset in mid-body": (resetting(after=1 << 20), "dropped"),
    "reset after the last byte": (resetting(after=1 << 40), "dropped"),
    "closed after the last byte": (hanging_up(), "hung up without an answer"),
    "silence after the last byte": (silent(), "gave no answer within 0.5 s"),
    "an answer that drips for longer than anybody waits": (
        dripping(http(RECEIPT), every=0.1),
        "gave no answer within 0.5 s",
    ),
    "stops reading": (deaf(after=1 << 20), "took no byte for 0.3 s"),
    "a web page": (web_page(), "web page"),
    "an empty answer": (answering(http(b"")), "empty"),
    "a redirect": (redirecting("https://elsewhere.example/"), "to elsewhere.example"),
    "a receipt without a number": (answering(http({"code": "0000", "data": {}})), "receipt makes no sense"),
    "a cut receipt": (answering(http(b'{"code":"0000","data":{"videoN')), "cut off"),
    "HTTP 500": (answering(http({}, 500)), "has trouble (500)"),
    "HTTP 504": (answering(http(b"<html></html>", 504)), "has trouble (504)"),
    "network abnormal": (answering(http({"code": "0001", "msg": "network abnormal"})), "passing trouble"),
}


def limits(said: str) -> Limits | None:
    """Those that are told of."""
    return ANSWER if "within 0.5 s" in said else STALL if "for 0.3 s" in said else None


@pytest.mark.row("N10", "N11", "N12", "U8", "U9")
@pytest.mark.parametrize("case", IN_DOUBT)
async def test_what_may_have_arrived_is_interrupted_and_sent_once(
    connect: MakeClient, video: Path, case: str, quick: QuickClock
) -> None:
    act, said = IN_DOUBT[case]
    async with rawserver(act) as server:
        with pytest.raises(ApiError) as raised:
            await connect(server.url, limits=limits(said)).upload(video, FORM)
        assert len(server.visits) == 1
    assert type(raised.value) is Interrupted
    assert said in raised.value.what
    assert "may have arrived" in raised.value.advice
    assert quick.waits == []


REFUSALS: dict[str, tuple[bytes, type[ApiError]]] = {
    "413": (http(b"<html>Too Large</html>", 413), Refused),
    "401": (http({"code": "0401", "msg": "Authorization invalid"}, 401), Unauthorized),
    "0429": (http({"code": "0429", "msg": "Request has exceeded the limit."}), RateLimited),
    "0402": (http({"code": "0402", "msg": "You don't have enough points"}), OutOfCredit),
    "0003": (http({"code": "0003", "msg": "Invalid datetime_taken"}), Refused),
}


@pytest.mark.row("U6", "U7")
@pytest.mark.parametrize("early", [turning_away, turning_away_politely])
@pytest.mark.parametrize("case", REFUSALS)
async def test_a_refusal_in_mid_body_is_heard_and_ends_the_sending(
    connect: MakeClient, video: Path, case: str, early: Callable[..., Act]
) -> None:
    answer, kind = REFUSALS[case]
    sent: list[int] = []
    async with rawserver(early(answer, after=1 << 20)) as server:
        with pytest.raises(ApiError) as raised:
            await connect(server.url).upload(video, FORM, on_sent=sent.append)
        assert server.received < LARGE
    assert type(raised.value) is kind
    assert LARGE not in sent


@pytest.mark.row("U7")
async def test_a_refusal_in_mid_body_is_heard_over_tls(
    connect: MakeClient, video: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATES / "authority.pem"))
    act = turning_away_politely(REFUSALS["0429"][0], after=1 << 20)
    async with rawserver(act, tls=tls()) as server:
        with pytest.raises(RateLimited):
            await connect(server.url).upload(video, FORM)
        assert server.received < LARGE


async def test_an_early_answer_that_drips_is_heard_to_its_end(
    connect: MakeClient, video: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.api.sending._EARLY_ANSWER_WITHIN", PATIENCE)

    async def act(visit: Visit) -> None:
        await visit.read_body(1 << 20)
        answer = REFUSALS["0003"][0]
        await visit.say(answer[:30], answer[30:120], answer[120:], every=0.05)
        await visit.read_body()

    async with rawserver(act) as server:
        with pytest.raises(Refused) as raised:
            await connect(server.url).upload(video, FORM)
    assert raised.value.detail == "Invalid datetime_taken [0003]"


async def test_a_refusal_after_the_last_byte_goes_by_its_code(connect: MakeClient, clip: Path) -> None:
    for answer, kind in REFUSALS.values():
        async with rawserver(answering(answer)) as server:
            with pytest.raises(ApiError) as raised:
                await connect(server.url).upload(clip, FORM)
        assert type(raised.value) is kind


async def test_nobody_there_means_nothing_happened(connect: MakeClient, clip: Path) -> None:
    with nobody() as gone, pytest.raises(Unreachable):
        await connect(gone).upload(clip, FORM)


async def test_cancelling_closes_the_line_at_once(connect: MakeClient, video: Path) -> None:
    async with rawserver(deaf(after=1 << 20)) as server:
        sending = asyncio.create_task(connect(server.url).upload(video, FORM))
        await until(lambda: server.received >= 1 << 20, "the upload is under way")
        before = len(os.listdir("/proc/self/fd"))
        sending.cancel()
        with pytest.raises(asyncio.CancelledError):
            await sending
        assert len(os.listdir("/proc/self/fd")) < before
        visit = server.visits[0]
        rest = asyncio.create_task(visit.reader.read())
        await until(rest.done, "the server sees the end")


async def test_the_count_never_says_more_than_has_left(connect: MakeClient, video: Path) -> None:
    """A server that reads nothing leaves the count far from the end, whatever our kernel has swallowed."""
    sent: list[int] = []
    async with rawserver(deaf(after=0)) as server:
        with pytest.raises(Interrupted):
            await connect(server.url, limits=STALL).upload(video, FORM, on_sent=sent.append)
    assert max(sent, default=0) < LARGE // 2


class TestTheFile:
    @pytest.mark.row("U10")
    async def test_that_grows_while_it_is_sent_is_never_completed(self, connect: MakeClient, video: Path) -> None:
        await self.changed_midway(connect, video, lambda: append(video))

    @pytest.mark.row("U10")
    async def test_that_shrinks_is_never_completed(self, connect: MakeClient, video: Path) -> None:
        await self.changed_midway(connect, video, lambda: os.truncate(video, 2 << 20))

    @pytest.mark.row("U10")
    async def test_that_is_rewritten_is_never_completed(self, connect: MakeClient, video: Path) -> None:
        await self.changed_midway(connect, video, lambda: os.utime(video, ns=(0, 1)))

    @pytest.mark.row("U10")
    async def test_that_another_takes_the_place_of_is_never_completed(self, connect: MakeClient, video: Path) -> None:
        def replace() -> None:
            other = video.with_name("other.mp4")
            other.write_bytes(b"other")
            os.replace(other, video)

        await self.changed_midway(connect, video, replace)

    async def changed_midway(self, connect: MakeClient, video: Path, change: Callable[[], None]) -> None:
        go_on = asyncio.Event()
        async with rawserver(self.waiting_midway(go_on)) as server:
            sending = asyncio.create_task(connect(server.url).upload(video, FORM))
            await self.midway(server)
            change()
            go_on.set()
            with pytest.raises(SourceChanged, match=r"beach\.mp4 changed while it was being sent"):
                await sending
            await until(lambda: server.visits[0].ended, "the connection is closed")
            assert server.received < server.visits[0].length

    async def test_that_is_moved_away_still_arrives(self, connect: MakeClient, video: Path) -> None:
        go_on = asyncio.Event()
        async with rawserver(self.waiting_midway(go_on)) as server:
            sending = asyncio.create_task(connect(server.url).upload(video, FORM))
            await self.midway(server)
            video.rename(video.with_name("done.mp4"))
            go_on.set()
            assert (await sending).video_no == "VI1"

    def waiting_midway(self, go_on: asyncio.Event) -> Act:
        async def act(visit: Visit) -> None:
            await visit.read_body(1 << 20)
            await go_on.wait()
            await visit.read_body()
            await visit.say(http(RECEIPT))

        return act

    async def midway(self, server: RawServer) -> None:
        await until(lambda: server.received >= 1 << 20, "the upload is midway")

    @pytest.mark.row("U11")
    async def test_that_is_none_is_refused_before_a_byte(self, connect: MakeClient, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe.mp4")
        (tmp_path / "loop.mp4").symlink_to("loop.mp4")
        words = {
            "pipe.mp4": "is a pipe, not a file",
            "": "is a directory, not a file",
            "gone.mp4": "is not there",
            "loop.mp4": "can't be read",
            "/dev/zero": "is a device, not a file",
        }
        async with rawserver(answering(http(RECEIPT))) as server:
            for name, said in words.items():
                with pytest.raises(SourceUnreadable, match=said):
                    await connect(server.url).upload(tmp_path / name, FORM)
            assert not server.visits

    async def test_that_is_empty_is_sent_as_such(self, connect: MakeClient, tmp_path: Path) -> None:
        """Whether that makes sense is for the queue and the service to say."""
        (tmp_path / "empty.mp4").touch()
        async with rawserver(answering(http(RECEIPT))) as server:
            assert (await connect(server.url).upload(tmp_path / "empty.mp4", FORM)).video_no == "VI1"


def append(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b"more")


async def test_memory_does_not_grow_with_the_file(connect: MakeClient, tmp_path: Path) -> None:
    path = tmp_path / "long.mp4"
    with path.open("wb") as file:
        file.truncate(300 << 20)
    most = before = resident()

    def watch(_: int) -> None:
        nonlocal most
        most = max(most, resident())

    async with rawserver(answering(http(RECEIPT))) as server:
        await connect(server.url).upload(path, FORM, on_sent=watch)
        assert server.received > 300 << 20
    assert most - before < 60 << 20


def resident() -> int:
    """Bytes of this process in memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


async def test_a_url_is_handed_over_once(connect: MakeClient) -> None:
    receipt = {"videoNo": "VI2", "videoName": "x", "videoStatus": "UNPARSE", "uploadTime": "1744905509814"}
    async with rawserver(answering(http({"code": "0000", "data": receipt}))) as server:
        got = await connect(server.url).upload_url("https://example.com/x.mp4", FORM)
    assert got == Receipt("VI2", "x", Status.INDEXING, 1744905509814)


@pytest.mark.parametrize(
    "case", ["closed after the last byte", "silence after the last byte", "HTTP 500", "a web page"]
)
async def test_a_url_that_may_have_arrived_is_in_doubt(connect: MakeClient, case: str) -> None:
    act, said = IN_DOUBT[case]
    async with rawserver(act) as server:
        with pytest.raises(Interrupted, match=said.replace("(", r"\(").replace(")", r"\)")):
            await connect(server.url, limits=limits(said)).upload_url("https://example.com/x.mp4", FORM)
        assert len(server.visits) == 1


async def test_a_url_with_nobody_there_means_nothing_happened(connect: MakeClient) -> None:
    with nobody() as gone, pytest.raises(Unreachable):
        await connect(gone).upload_url("https://example.com/x.mp4", FORM)
