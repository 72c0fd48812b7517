"""What a service and the line to it can do to a question, beyond what the client's own tests do."""

from __future__ import annotations

import socket
import ssl
import time
import tracemalloc
import zlib
from datetime import UTC, datetime
from email.utils import format_datetime, formatdate
from pathlib import Path

import pytest

from tests.api.conftest import KEY, MakeClient, QuickClock
from tests.rawserver import (
    NOTHING,
    Act,
    Visit,
    answering,
    bad_gzip,
    cutting,
    http,
    rawserver,
)
from tui.api.answers import retry_after
from tui.api.errors import ApiError, Garbled, Interrupted, Unreachable
from tui.api.limits import Limits
from tui.api.pacing import Urgency
from tui.api.values import Weather

QUICK = Limits(read_total=0.15)
CERTIFICATES = Path(__file__).parents[1] / "api" / "certificates"
NOW = datetime(2026, 5, 1, 12, 0, 0, tzinfo=UTC)


async def failure(connect: MakeClient, url: str, *, limits: Limits | None = None) -> ApiError:
    """What comes of one question, with no word of the key or of any library in it."""
    with pytest.raises(ApiError) as raised:
        await connect(url, limits=limits).list_videos(urgency=Urgency.SWEEPING)
    told = raised.value
    said = f"{told!r} {told.what} {told.detail} {told.advice}"
    assert KEY not in said
    assert not any(word in told.what + told.advice for word in ("Error", "httpx", "ssl", "Errno", "Traceback"))
    return told


@pytest.mark.row("N2")
@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Kolkata"])
@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        (format_datetime(NOW.replace(minute=1), usegmt=True), 60.0),
        ("Friday, 01-May-26 12:01:00 GMT", 60.0),
        ("Fri May  1 12:01:00 2026", 60.0),
        ("Fri, 01 May 2026 12:01:00 -0000", 60.0),
        ("Fri, 01 May 2026 08:01:00 -0400", 60.0),
        (" 7 ", 7.0),
        ("", None),
        ("3, 5", None),
        ("nan", None),
        ("Fri, 31 Dec 9999 99:99:99 GMT", None),
        ("Mon, 01 Jan 0001 00:00:00", None),
        ("9" * 400, None),
    ],
)
def test_a_time_to_wait_means_the_same_wherever_we_are(
    monkeypatch: pytest.MonkeyPatch, zone: str, said: str, seconds: float | None
) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        assert retry_after(said, NOW.timestamp()) == seconds
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.row("N3")
async def test_a_storm_of_every_kind_is_outwaited_with_growing_pauses(connect: MakeClient, quick: QuickClock) -> None:
    told: list[Weather] = []
    storm = [answering(http(b"<html>Trouble</html>", status)) for status in (500, 502, 503, 504, 500, 502)]
    async with rawserver(*storm, answering(http(NOTHING))) as server:
        client = connect(server.url, on_weather=told.append)
        for last in (503, 502):
            with pytest.raises(Interrupted, match=rf"has trouble \({last}\)"):
                await client.list_videos()
        assert (await client.list_videos()).total == 0
        assert len(server.visits) == 7
    assert [0.3 <= wait <= 1.1 for wait in quick.waits] == [True] * 4
    assert quick.waits[1] > quick.waits[0]
    assert told[-1].fair


@pytest.mark.row("N7", "N8")
@pytest.mark.parametrize("act", [cutting(http(NOTHING), 120), bad_gzip()], ids=["cut", "bad gzip"])
async def test_a_damaged_answer_is_asked_for_again_without_a_word(connect: MakeClient, act: Act) -> None:
    told: list[Weather] = []
    async with rawserver(act, answering(http(NOTHING))) as server:
        assert (await connect(server.url, on_weather=told.append).list_videos()).total == 0
    assert told == []


def bomb(gigabytes: int = 1) -> bytes:
    """About a megabyte that unpacks to so many gigabytes of nothing, made in a moment."""
    packing = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    head = packing.compress(b'{"code":"0000","msg":"') + packing.flush(zlib.Z_FULL_FLUSH)
    block = packing.compress(bytes(1 << 20)) + packing.flush(zlib.Z_FULL_FLUSH)
    return head + block * (gigabytes << 10)


def trailing() -> Act:
    """A whole packed answer, and then bytes without end."""

    async def act(visit: Visit) -> None:
        packing = zlib.compressobj(wbits=zlib.MAX_WBITS | 16)
        packed = packing.compress(b"{}") + packing.flush()
        await visit.say(http(packed, headers={"Content-Encoding": "gzip"}, length=1 << 40))
        while True:
            await visit.say(bytes(1 << 18))

    return act


@pytest.mark.row("N8")
@pytest.mark.parametrize(
    "act",
    [answering(http(bomb(), headers={"Content-Encoding": "gzip"})), trailing(), answering(http(b" " * (9 << 20)))],
    ids=["a gigabyte in one", "more behind its end", "long and not packed"],
)
async def test_no_answer_takes_more_memory_than_it_may(connect: MakeClient, act: Act) -> None:
    async with rawserver(act) as server:
        client = connect(server.url)
        tracemalloc.start()
        try:
            with pytest.raises(Garbled, match=r"longer than any should be \(8 MB\)"):
                await client.list_videos(urgency=Urgency.SWEEPING)
            most = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    assert most < 64 << 20


def never_beginning(piece: bytes) -> Act:
    """Says this over and over, which is no answer yet."""

    async def act(visit: Visit) -> None:
        while True:
            await visit.say(piece, every=0.001)

    return act


@pytest.mark.row("N10")
@pytest.mark.parametrize(
    "piece", [b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 102 Processing\r\nX: y\r\n\r\n"], ids=["100", "102"]
)
async def test_promises_of_an_answer_are_none(connect: MakeClient, piece: bytes) -> None:
    async with rawserver(never_beginning(piece)) as server:
        told = await failure(connect, server.url, limits=QUICK)
    assert type(told) is Interrupted
    assert "gave no answer within 0.15 s" in told.what


@pytest.mark.row("N10")
async def test_a_head_without_end_is_no_answer(connect: MakeClient) -> None:
    async def act(visit: Visit) -> None:
        await visit.say(b"HTTP/1.1 200 OK\r\n")
        while True:
            await visit.say(b"X-Padding: " + b"x" * 8000 + b"\r\n")

    async with rawserver(act) as server:
        told = await failure(connect, server.url)
    assert type(told) is Interrupted
    assert "hung up" in told.what


@pytest.mark.row("N11")
async def test_a_secure_line_that_is_never_made_is_given_up(connect: MakeClient) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"https://127.0.0.1:{silent.getsockname()[1]}"
        told = await failure(connect, url, limits=Limits(connect=0.2, read_total=10.0))
    assert type(told) is Unreachable
    assert "no connection within 0.2 s" in told.what


@pytest.mark.row("N12")
async def test_a_reset_in_the_midst_of_an_answer(connect: MakeClient) -> None:
    async def act(visit: Visit) -> None:
        await visit.say(http(NOTHING)[:-30])
        await visit.reader.read(1)
        visit.reset()

    async with rawserver(act) as server:
        told = await failure(connect, server.url)
    assert type(told) is Interrupted


def certified(name: str) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(CERTIFICATES / f"{name}.pem", CERTIFICATES / "key.pem")
    return context


@pytest.mark.row("N13")
async def test_each_way_of_not_getting_there_has_its_own_sentence(
    connect: MakeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name, the door, the way, the issuer, the owner: five sentences, each with the host in it."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        closed = f"127.0.0.1:{taken.getsockname()[1]}"
        # No address of a group can be connected to: the kernel says at once that there is no way.
        addresses = {"no-such-host.invalid": "http", closed: "http", "224.0.0.1": "http"}
        said = {host: await failure(connect, f"{scheme}://{host}") for host, scheme in addresses.items()}
    for name, trusted in (("good", False), ("other-name", True)):
        with monkeypatch.context() as patched:
            if trusted:
                patched.setenv("SSL_CERT_FILE", str(CERTIFICATES / "authority.pem"))
            async with rawserver(answering(http(NOTHING)), tls=certified(name)) as server:
                said[server.url.removeprefix("https://")] = await failure(connect, server.url)
                assert not any(visit.head for visit in server.visits)
    assert {type(told) for told in said.values()} == {Unreachable}
    assert all(host in told.what for host, told in said.items())
    words = ("can't be found", "refuses the connection", "no way there", "does not trust", "somebody other than")
    assert [word in told.what for word, told in zip(words, said.values(), strict=True)] == [True] * 5
    assert all(told.advice for told in said.values())


@pytest.mark.row("N14")
@pytest.mark.parametrize(("name", "words"), [("early", "is not valid yet"), ("expired", "has expired")])
async def test_a_certificate_out_of_its_time_has_us_look_at_the_clock(
    connect: MakeClient, monkeypatch: pytest.MonkeyPatch, name: str, words: str
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATES / "authority.pem"))
    days = {time.strftime("%Y-%m-%d")}
    async with rawserver(answering(http(NOTHING)), tls=certified(name)) as server:
        told = await failure(connect, server.url)
    days.add(time.strftime("%Y-%m-%d"))
    assert any(f"{words}; this machine's clock says {day}." in told.what for day in days)
    assert told.advice == "Nothing was sent. If that is not today, set this machine's clock."


@pytest.mark.row("N14")
async def test_nobody_but_the_service_tells_its_time(connect: MakeClient, quick: QuickClock) -> None:
    """A sign-in page and a gateway have clocks of their own, and what we look for by theirs would not be found."""
    wrong = {"Date": formatdate(quick.time + 86_400, usegmt=True)}
    page = answering(http(b"<html>Sign in</html>", headers={**wrong, "Content-Type": "text/html"}))
    gateway = answering(http(b"<html>Bad Gateway</html>", 502, headers=wrong))
    true = answering(http(NOTHING, headers={"Date": formatdate(quick.time + 60, usegmt=True)}))
    async with rawserver(page, gateway, gateway, gateway, true, page) as server:
        client = connect(server.url)
        for kind in (Garbled, Interrupted):
            with pytest.raises(kind):
                await client.list_videos()
        assert client.skew is None
        await client.list_videos()
        with pytest.raises(Garbled):
            await client.list_videos()
    assert client.skew == pytest.approx(60.0, abs=10.0)
