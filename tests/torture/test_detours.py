"""Proxies that are dead or want a password, and answers that send us elsewhere: nobody there is handed the key."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.api.conftest import KEY, MakeClient
from tests.rawserver import NOTHING, RECEIPT, Act, Visit, answering, http, rawserver, redirecting
from tui.api.client import Client
from tui.api.errors import ApiError, Garbled, Interrupted, Unreachable
from tui.api.pacing import Urgency
from tui.api.values import UploadForm

PASSWORD = "sesame"
WANTS_ONE = http(
    b"<html>Who are you?</html>", 407, headers={"Proxy-Authenticate": "Basic", "Content-Type": "text/html"}
)


def asking_for_a_password() -> Act:
    """As proxies do it: an answer to the head, whatever it asks for."""

    async def act(visit: Visit) -> None:
        await visit.say(WANTS_ONE)
        await visit.read_body()

    return act


def behind(monkeypatch: pytest.MonkeyPatch, proxy: str) -> str:
    """Has this process go to the world by way of it; what it is to be called."""
    name = proxy.removeprefix("http://")
    for scheme in ("http", "https"):
        for spelled in (f"{scheme}_proxy", f"{scheme.upper()}_PROXY"):
            monkeypatch.setenv(spelled, f"http://somebody:{PASSWORD}@{name}")
    return name


@pytest.mark.row("N18")
@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_a_proxy_that_wants_a_password_is_named_without_the_one_it_got(
    connect: MakeClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, scheme: str
) -> None:
    clip = tmp_path / "clip.mp4"
    clip.write_bytes(bytes(3 << 20))
    async with rawserver(asking_for_a_password()) as server:
        name = behind(monkeypatch, server.url)
        client = connect(f"{scheme}://service.example")
        failures = []
        with pytest.raises(ApiError) as raised:
            await client.list_videos(urgency=Urgency.SWEEPING)
        failures.append(raised.value)
        with pytest.raises(ApiError) as raised:
            await client.upload(clip, UploadForm())
        failures.append(raised.value)
        with pytest.raises(ApiError) as raised:
            await client.upload_url("https://example.com/a.mp4", UploadForm())
        failures.append(raised.value)
        heard = b"".join(visit.head for visit in server.visits)
    for told in failures:
        # An upload that never got past the proxy did not happen, and needs nobody to look for it.
        assert type(told) is Unreachable
        assert told.what == f"service.example can't be reached through the proxy {name}."
        assert "HTTPS_PROXY" in told.advice
        assert PASSWORD not in f"{told!r} {told.what} {told.detail} {told.advice}"
    assert (KEY.encode() in heard) == (scheme == "http"), "what is TLS the proxy can't read"


async def nothing_followed(client: Client, *, to: str) -> None:
    with pytest.raises(Garbled) as raised:
        await client.list_videos()
    assert "sent us elsewhere" in raised.value.what
    assert to in raised.value.what
    assert KEY not in raised.value.what + raised.value.detail


@pytest.mark.row("N19")
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_no_redirect_is_followed_whatever_kind_it_is(connect: MakeClient, tmp_path: Path, status: int) -> None:
    clip = tmp_path / "clip.mp4"
    clip.write_bytes(b"not much of a film")
    async with rawserver(answering(http(NOTHING))) as other:
        elsewhere = other.url.removeprefix("http://")
        async with rawserver(redirecting(f"http://{elsewhere}/{KEY}", status)) as server:
            client = connect(server.url)
            await nothing_followed(client, to=elsewhere)
            with pytest.raises(Interrupted, match="sent us elsewhere") as raised:
                await client.upload(clip, UploadForm())
            assert "may have arrived" in raised.value.advice
            assert len(server.visits) == 2
        assert other.visits == []


@pytest.mark.row("N19")
async def test_going_round_in_circles_is_one_question(connect: MakeClient) -> None:
    """To ourselves, to an address without a host, to one that is none, and to nowhere."""
    async with rawserver(answering(http(RECEIPT))) as target:
        for to in (f"{target.url}/again", "//other.example/", "http://[::1", "javascript:alert(1)", "\x80", ""):
            async with rawserver(redirecting(to)) as server:
                await nothing_followed(connect(server.url), to="")
                assert len(server.visits) == 1
        assert target.visits == []


@pytest.mark.row("N6")
async def test_nobody_gets_to_know_us_by_a_cookie(connect: MakeClient) -> None:
    """A sign-in page may set as many as it likes: none comes back, or they would fill every later request."""
    cookies = {"Set-Cookie": "portal=1; Path=/; Max-Age=99999", "Content-Type": "text/html"}
    page = answering(http(b"<html>Sign in</html>", headers=cookies))
    kept = answering(http(NOTHING, headers={"Set-Cookie": "balancer=2; Path=/"}))
    async with rawserver(page, kept, kept) as server:
        client = connect(server.url)
        with pytest.raises(Garbled):
            await client.list_videos()
        for _ in range(2):
            await client.list_videos()
        assert [visit.header("cookie") for visit in server.visits] == [None, None, None]
