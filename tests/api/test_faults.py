"""What the line and the service can do to a read call, each with its own error and its own words."""

from __future__ import annotations

import asyncio
import socket
import ssl
from pathlib import Path

import pytest

from tests.api.conftest import KEY, MakeClient, QuickClock
from tests.conditions import PATIENCE
from tests.rawserver import (
    NOTHING,
    Act,
    answering,
    bad_gzip,
    cutting,
    dripping,
    gzip_bomb,
    hanging_up,
    http,
    nobody,
    rawserver,
    redirecting,
    resetting,
    silent,
    web_page,
)
from tui.api import words
from tui.api.errors import (
    ApiError,
    Garbled,
    Interrupted,
    OutOfCredit,
    RateLimited,
    Refused,
    Unauthorized,
    Unreachable,
)
from tui.api.limits import Limits
from tui.api.pacing import Urgency
from tui.api.values import Weather

QUICK = Limits(read_total=0.3)
"""For those that end by it alone; all others have the time that they need."""
CERTIFICATES = Path(__file__).parent / "certificates"


def envelope(code: str, msg: str = "") -> dict[str, object]:
    return {"code": code, "msg": msg, "data": None, "success": False, "failed": True}


async def failure(connect: MakeClient, *acts: Act, limits: Limits | None = None) -> ApiError:
    async with rawserver(*acts) as server:
        client = connect(server.url, limits=limits)
        with pytest.raises(ApiError) as raised:
            await client.list_videos()
    assert KEY not in repr(raised.value) + raised.value.what + raised.value.detail + raised.value.advice
    assert "Error" not in raised.value.what
    return raised.value


LINE: dict[str, tuple[Act, type[ApiError], str]] = {
    "reset": (resetting(), Interrupted, "dropped"),
    "hangs up without an answer": (hanging_up(), Interrupted, "hung up without an answer"),
    "accepts and says nothing": (silent(), Interrupted, "gave no answer within 0.3 s"),
    "drips one byte now and then": (dripping(http(NOTHING)), Interrupted, "gave no answer within 0.3 s"),
    "cut in mid-body": (cutting(http(NOTHING), len(http(NOTHING)) - 20), Interrupted, "cut off"),
    "cut in the head": (cutting(http(NOTHING), 20), Interrupted, "hung up"),
    "cut JSON, complete for HTTP": (answering(http(b'{"code":"0000","data":{"vid')), Interrupted, "cut off"),
    "bad gzip": (bad_gzip(), Interrupted, "damaged"),
    "gzip bomb": (gzip_bomb(), Garbled, "longer than any should be"),
    "a web page": (web_page(), Garbled, "answered with a web page"),
    "nothing": (answering(http(b"")), Garbled, "empty"),
    "null": (answering(http(b"null")), Garbled, "not as the service does"),
    "a list": (answering(http(b"[]")), Garbled, "not as the service does"),
    "a word": (answering(http(b'"ok"')), Garbled, "not as the service does"),
    "nested without end": (answering(http(b"[" * 100_000)), Garbled, "not as the service does"),
    "no code": (answering(http({"data": {}})), Garbled, "not as the service does"),
    "success without a list": (answering(http({"code": "0000", "data": None})), Garbled, "is not one"),
    "not HTTP": (answering(b"SSH-2.0-OpenSSH_9.6\r\n\r\n"), Interrupted, "hung up"),
    "redirect": (redirecting("https://portal.example.com/login?key=1"), Garbled, "to portal.example.com"),
    "redirect to nowhere": (redirecting("/elsewhere", 307), Garbled, "sent us elsewhere: unexpected"),
    "an unknown encoding": (answering(http(b"x", headers={"Content-Encoding": "br"})), Garbled, "not as the service"),
}


@pytest.mark.row("N6", "N7", "N8", "N10", "N11", "N12", "N19")
@pytest.mark.parametrize("case", LINE)
async def test_each_fault_of_the_line_has_its_error_and_its_words(connect: MakeClient, case: str) -> None:
    act, kind, said = LINE[case]
    error = await failure(connect, act, limits=QUICK if "within 0.3 s" in said else None)
    assert type(error) is kind
    assert said in error.what
    assert "127.0.0.1" in error.what or kind is Garbled


CODES: dict[str, tuple[bytes, type[ApiError], str]] = {
    "0401": (http(envelope("0401")), Unauthorized, "does not accept this API key"),
    "HTTP 401": (http({"status": 401, "error": "Unauthorized"}, 401), Unauthorized, "does not accept this API key"),
    "401 as a number": (http({"code": 401, "msg": "no"}, 401), Unauthorized, "does not accept this API key"),
    "0403": (http(envelope("0403")), Unauthorized, "disabled this account"),
    "9009": (http(envelope("9009", "Permission denied.")), Unauthorized, "denies permission"),
    "HTTP 403": (http({"error": "Forbidden"}, 403), Unauthorized, "denies permission"),
    "HTTP 403 page": (http(b"<html>blocked</html>", 403), Garbled, "web page"),
    "0402": (http(envelope("0402", "You don't have enough points")), OutOfCredit, "no credits left"),
    "balance": (http(envelope("0001", "Insufficient balance to download.")), OutOfCredit, "no credits left"),
    "HTTP 402": (http({}, 402), OutOfCredit, "no credits left"),
    "0429": (http({"code": "0429", "msg": "Request has exceeded the limit."}), RateLimited, "limiting us"),
    "HTTP 429": (http(b"", 429), RateLimited, "limiting us"),
    "limit in words": (http(envelope("0001", "Request has exceeded the limit.")), RateLimited, "limiting us"),
    "network abnormal": (http(envelope("0001", "network abnormal")), Interrupted, "passing trouble"),
    "0001": (http(envelope("0001", "video not found")), Refused, "said no"),
    "0003": (http(envelope("0003", "bad parameter")), Refused, "said no"),
    "0409": (http(envelope("0409")), Refused, "done before"),
    "an unknown code": (http(envelope("7777", "who knows")), Refused, "said no"),
    "no such path": (http(envelope("0001", "No static resource api.")), Refused, "does not know this call"),
    "HTTP 404": (http({"path": "/x", "status": 404, "error": "Not Found"}, 404), Refused, "does not know this call"),
    "HTTP 400": (http({"code": "0001", "msg": "JSON parse error"}, 400), Refused, "said no"),
    "HTTP 413": (http(b"<html>Too Large</html>", 413), Refused, "too large"),
    "HTTP 500": (http(envelope("0001"), 500), Interrupted, "has trouble (500)"),
    "HTTP 502 page": (http(b"<html>Bad Gateway</html>", 502), Interrupted, "has trouble (502)"),
    "HTTP 503": (http({"status": 503, "error": "Service Unavailable"}, 503), Interrupted, "has trouble (503)"),
}


@pytest.mark.row("N3", "N5")
@pytest.mark.parametrize("case", CODES)
async def test_each_documented_refusal_has_its_error_and_its_words(connect: MakeClient, case: str) -> None:
    answer, kind, said = CODES[case]
    error = await failure(connect, answering(answer))
    assert type(error) is kind
    assert said in error.what


async def test_the_services_own_message_and_code_are_kept_as_detail(connect: MakeClient) -> None:
    error = await failure(connect, answering(http(envelope("0003", "size must be \x1b[31mpositive\n"))))
    assert error.detail == "size must be �[31mpositive⏎ [0003]"


async def test_a_key_that_the_service_repeats_is_blotted_out(connect: MakeClient) -> None:
    error = await failure(connect, answering(http(envelope("0401", f"Invalid key {KEY}!"))))
    assert error.detail == "Invalid key …! [0401]"


@pytest.mark.row("N19")
async def test_nothing_is_sent_to_where_a_redirect_points(connect: MakeClient) -> None:
    async with rawserver(answering(http(NOTHING))) as other, rawserver(redirecting(other.url, 307)) as server:
        with pytest.raises(Garbled):
            await connect(server.url).list_videos()
        assert not other.visits
        assert server.visits[0].header("authorization") == KEY


@pytest.mark.row("N13")
async def test_a_closed_port_is_unreachable_and_told_after_three_tries(connect: MakeClient, quick: QuickClock) -> None:
    with nobody() as url, pytest.raises(Unreachable, match="refuses the connection"):
        await connect(url).list_videos()
    assert [0.3 < wait < 1.1 for wait in quick.waits] == [True, True]


async def test_chores_learn_at_once_that_nobody_is_there(connect: MakeClient, quick: QuickClock) -> None:
    with nobody() as gone, pytest.raises(Unreachable):
        await connect(gone).list_videos(urgency=Urgency.SWEEPING)
    assert quick.waits == []


@pytest.mark.row("N13")
async def test_a_name_that_does_not_exist_has_its_own_words(
    connect: MakeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody_knows(*_asked: object, **_more: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", nobody_knows)
    with pytest.raises(Unreachable) as raised:
        await connect("http://no-such-host.invalid").list_videos()
    assert "no-such-host.invalid can't be found" in raised.value.what


TLS = {
    "unknown": "issued by somebody this machine does not trust",
    "expired": "has expired",
    "early": "is not valid yet",
    "other-name": "belongs to somebody other than",
}


@pytest.mark.row("N13", "N14")
@pytest.mark.parametrize("case", TLS)
async def test_each_fault_of_a_certificate_has_its_own_words(
    connect: MakeClient, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if case != "unknown":
        monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATES / "authority.pem"))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(CERTIFICATES / f"{'good' if case == 'unknown' else case}.pem", CERTIFICATES / "key.pem")
    async with rawserver(answering(http(NOTHING)), tls=context) as server:
        with pytest.raises(Unreachable) as raised:
            await connect(server.url).list_videos(urgency=Urgency.SWEEPING)
    assert TLS[case] in raised.value.what
    assert not any(visit.head for visit in server.visits)


async def test_a_good_certificate_is_accepted(connect: MakeClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATES / "authority.pem"))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(CERTIFICATES / "good.pem", CERTIFICATES / "key.pem")
    async with rawserver(answering(http(NOTHING)), tls=context) as server:
        assert (await connect(server.url).list_videos()).total == 0


async def test_plain_http_where_tls_was_expected_has_its_own_words(connect: MakeClient) -> None:
    async def object_to(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(100)
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(object_to, "127.0.0.1", 0)
    async with server:
        url = f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        with pytest.raises(Unreachable, match="No secure connection"):
            await connect(url).list_videos(urgency=Urgency.SWEEPING)


@pytest.mark.row("N18")
async def test_a_dead_proxy_is_named_without_its_password(connect: MakeClient, monkeypatch: pytest.MonkeyPatch) -> None:
    with nobody() as url:
        gone = url.removeprefix("http://")
        monkeypatch.setenv("HTTP_PROXY", f"http://somebody:sesame@{gone}")
        monkeypatch.setenv("http_proxy", f"http://somebody:sesame@{gone}")
        with pytest.raises(Unreachable) as raised:
            await connect("http://service.example").list_videos(urgency=Urgency.SWEEPING)
    assert raised.value.what == f"service.example can't be reached through the proxy {gone}."
    assert "sesame" not in raised.value.advice + raised.value.detail


async def test_a_proxy_is_no_way_to_this_machine(connect: MakeClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://no-such-proxy.invalid:1")
    async with rawserver(answering(http(NOTHING))) as server:
        assert (await connect(server.url).list_videos()).total == 0


@pytest.mark.row("N18")
@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("https_proxy", "socks9://user:sesame@x:1", "proxy settings"),
        ("https_proxy", "http://user:sesame@[::1", "proxy settings"),
        ("SSL_CERT_FILE", "/no/such/file.pem", "certificates"),
    ],
)
def test_settings_of_the_machine_that_make_no_sense_are_a_sentence(
    connect: MakeClient, monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ValueError, match=said) as raised:
        connect("https://service.example")
    assert "sesame" not in str(raised.value)


async def test_a_hiccup_is_mended_without_a_word(connect: MakeClient, quick: QuickClock) -> None:
    told: list[Weather] = []
    async with rawserver(hanging_up(), answering(http(NOTHING))) as server:
        page = await connect(server.url, on_weather=told.append).list_videos()
    assert (page.videos, told) == ((), [])
    assert len(quick.waits) == 1


@pytest.mark.row("N3")
async def test_trouble_that_lasts_is_told_once_and_its_end_too(connect: MakeClient) -> None:
    told: list[Weather] = []
    broken = answering(http({"status": 503}, 503))
    async with rawserver(broken, broken, broken, answering(http(NOTHING))) as server:
        client = connect(server.url, on_weather=told.append)
        with pytest.raises(Interrupted):
            await client.list_videos()
        assert not told[-1].fair
        await client.list_videos()
    assert told[-1] == Weather()
    assert {weather.problem for weather in told[:-1]} == {words.trouble("127.0.0.1:" + server.url[-5:], 503)}


async def test_a_refusal_is_nobodys_weather_and_is_not_repeated(connect: MakeClient) -> None:
    told: list[Weather] = []
    async with rawserver(answering(http(envelope("0001", "video not found")))) as server:
        with pytest.raises(Refused):
            await connect(server.url, on_weather=told.append).list_videos()
        assert len(server.visits) == 1
    assert told == []


async def test_a_cancelled_call_ends_the_connection(connect: MakeClient) -> None:
    async with rawserver(silent()) as server:
        call = asyncio.create_task(connect(server.url).list_videos())
        async with asyncio.timeout(PATIENCE):
            while not server.visits or not server.visits[0].head:
                await asyncio.sleep(0.01)
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
        async with asyncio.timeout(PATIENCE):
            while not server.visits[0].reader.at_eof():
                await asyncio.sleep(0.01)
        assert server.visits[0].received == server.visits[0].length


@pytest.mark.row("N14")
async def test_the_services_clock_is_compared_with_ours(connect: MakeClient, quick: QuickClock) -> None:
    quick.time = 1_700_000_000.0
    answer = http(NOTHING, headers={"Date": "Tue, 14 Nov 2023 22:14:20 GMT"})
    async with rawserver(answering(answer)) as server:
        client = connect(server.url)
        assert client.skew is None
        await client.list_videos()
    assert client.skew == pytest.approx(60.0, abs=5.0)
