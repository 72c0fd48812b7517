"""Keys and hosts as people paste them: cleaned, or refused without a word of the key."""

from __future__ import annotations

import logging

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.api.conftest import KEY, MakeClient
from tests.rawserver import NOTHING, answering, hanging_up, http, rawserver
from tui.api.address import clean_host, clean_key, is_loopback, spoken_host
from tui.api.client import Client
from tui.api.errors import Interrupted


def test_a_key_loses_the_space_around_it() -> None:
    assert clean_key("  sk-mavi-abc\r\n") == "sk-mavi-abc"


@pytest.mark.row("N20")
@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("", "empty"),
        (" \n", "empty"),
        ("sk-SECRET\nsk-OTHER", "at position 10 of 18"),
        ("sk-SEC RET", "at position 7 of 10"),
        ("sk-SECRET\x00", "at position 10 of 10"),
        ("“sk-SECRET”", "at position 1 of 11"),
        ("Bearer sk-SECRET", "leave out the word in front"),
        ("Authorization: sk-SECRET", "leave out the word in front"),
        ("sk-SECRET" * 100, "900 characters"),
    ],
)
def test_a_key_that_cannot_be_one_is_refused_by_position(key: str, said: str) -> None:
    with pytest.raises(ValueError, match=said) as raised:
        clean_key(key)
    assert "SEC" not in str(raised.value)
    with pytest.raises(ValueError, match=said) as raised:
        Client(host="https://api.memories.ai", key=key)
    assert "SEC" not in str(raised.value)


@pytest.mark.row("N20")
@given(st.text())
def test_whatever_passes_as_a_key_can_be_sent(key: str) -> None:
    try:
        clean = clean_key(key)
    except ValueError:
        return
    assert clean.isascii()
    assert clean.isprintable()
    assert " " not in clean


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("api.memories.ai", "https://api.memories.ai"),
        (" https://api.memories.ai/ ", "https://api.memories.ai"),
        ("HTTPS://API.Memories.AI", "https://api.memories.ai"),
        ("https://api.memories.ai/serve/api/v1", "https://api.memories.ai"),
        ("https://api.memories.ai/serve/api/v1/list_videos", "https://api.memories.ai"),
        ("https://gate.example/memories/", "https://gate.example/memories"),
        ("https://gate.example:8443", "https://gate.example:8443"),
        ("127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("localhost:8000", "http://localhost:8000"),
        ("http://localhost:8000", "http://localhost:8000"),
        ("http://[::1]:8000", "http://[::1]:8000"),
        ("[::1]:8000", "http://[::1]:8000"),
    ],
)
def test_a_host_may_be_written_in_many_ways(written: str, meant: str) -> None:
    assert clean_host(written) == meant
    assert clean_host(meant) == meant


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("", "empty"),
        ("ftp://api.memories.ai", "has to be https"),
        ("http://api.memories.ai", "would carry the key in clear"),
        ("http://127.0.0.1.example.com", "would carry the key in clear"),
        ("http://localhost@example.com", "user name"),
        ("https://user:secret@api.memories.ai", "user name or a password"),
        ("https://api.memories.ai?x=1", "nothing after"),
        ("https://api.memories.ai:99999", "is not an address"),
        ("https://", "no name"),
        ("https://api .memories.ai", "spaces"),
        ("https://api.memories.ai\nx", "spaces"),
        ("https://[::1", "is not an address"),
        ("https://" + "a" * 64 + ".com", "no name has"),
        ("https://a..b", "no name has"),
        ("https://a%20b", "no name has"),
    ],
)
def test_a_host_that_cannot_be_used_is_refused_with_the_reason(written: str, said: str) -> None:
    with pytest.raises(ValueError, match=said) as raised:
        clean_host(written)
    assert "secret" not in str(raised.value)


def test_plain_http_may_be_allowed_by_name() -> None:
    assert clean_host("http://nas.home:8000", allow_plain=True) == "http://nas.home:8000"


@given(st.one_of(st.text(), st.from_regex(r"(https?://)?[a-z0-9.:\[\]%@_-]+(/[a-z/]*)?", fullmatch=True)))
def test_any_text_is_a_host_that_can_be_called_or_a_reason(written: str) -> None:
    try:
        clean = clean_host(written, allow_plain=True)
    except ValueError:
        return
    assert httpx.URL(clean).scheme in {"http", "https"}
    assert clean_host(clean, allow_plain=True) == clean
    assert spoken_host(clean)


def test_this_machine_is_known_as_such() -> None:
    assert [is_loopback(url) for url in ("http://127.0.0.1:80", "http://[::1]", "https://api.memories.ai")] == [
        True,
        True,
        False,
    ]


async def test_the_key_is_in_no_representation_and_in_no_log(
    connect: MakeClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    async with rawserver(hanging_up(), hanging_up(), hanging_up(), answering(http(NOTHING))) as server:
        client = connect(server.url)
        with pytest.raises(Interrupted) as raised:
            await client.list_videos()
        await client.list_videos()
    assert KEY not in caplog.text
    assert KEY not in repr(client) + repr(vars(client)) + repr(vars(client._wire)) + repr(raised.value)
    assert server.url not in caplog.text
