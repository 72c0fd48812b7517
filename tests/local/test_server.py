"""The stand-in as a program: says where it is, keeps its library, ends when asked."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import pytest

from tests.clips import make_clip
from tests.conditions import PATIENCE
from tests.local.conftest import Caller, calling
from tests.standin import standin
from tests.waiting import wait_until
from tui.local.server import Server, run_service

PROGRAM = """
import sys
from pathlib import Path
from tui.local.server import run_service

videos, data, key = (None if word == "-" else word for word in sys.argv[1:])
folder = Path(data) if data else None
run_service(0, int(videos) if videos else None, 0.0, folder, key, lambda line: print(line, flush=True))
print("gone", flush=True)
"""


@contextmanager
def program(videos: str = "-", data: str = "-", key: str = "-") -> Iterator[tuple[subprocess.Popen[str], str, str]]:
    """A process that serves, with its URL and key."""
    command = [sys.executable, "-W", "error", "-c", PROGRAM, videos, data, key]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline().strip()
            found = re.fullmatch(r"MEMORIES_API_HOST=(http://127\.0\.0\.1:\d+) MEMORIES_API_KEY=(\S+)", line)
            assert found, line
            yield process, found[1], found[2]
        finally:
            if process.poll() is None:
                process.kill()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_it_serves_until_a_signal_ends_it_quietly(number: signal.Signals) -> None:
    with program(videos="3") as (process, url, key):
        http = httpx.Client(base_url=url, headers={"authorization": key}, timeout=PATIENCE)
        with http:
            assert http.post("/serve/api/v1/list_videos", json={}).json()["data"]["total_count"] == "3"
            assert httpx.post(f"{url}/serve/api/v1/list_videos", json={}, timeout=PATIENCE).status_code == 401
            process.send_signal(number)  # with the caller's connection still open
            out, err = process.communicate(timeout=PATIENCE)
        assert (process.returncode, out, err) == (0, "gone\n", "")


def test_keys_are_made_or_given() -> None:
    with program(videos="0") as (_, _, made), program(videos="0", key="sk-mavi-mine") as (_, _, given):
        assert re.fullmatch(r"sk-mavi-[0-9a-f]{32}", made)
        assert given == "sk-mavi-mine"


def test_a_data_folder_keeps_uploads_and_the_demo_fresh(tmp_path: Path) -> None:
    data = str(tmp_path / "data")
    clip = make_clip(tmp_path / "mine.mp4")
    totals = []
    for turn in range(2):
        with (
            program(data=data, key="sk") as (process, url, key),
            httpx.Client(headers={"authorization": key}, timeout=PATIENCE) as http,
        ):
            if turn == 0:
                files = {"file": (clip.name, clip.read_bytes(), "video/mp4")}
                assert http.post(f"{url}/serve/api/v1/upload", files=files).json()["code"] == "0000"
            listed = http.post(f"{url}/serve/api/v1/list_videos", json={"video_name": "mine"}).json()["data"]["videos"]
            assert [item["status"] for item in listed] == ["PARSE"]
            assert http.get(listed[0]["video_url"]).content == clip.read_bytes()
            working = http.post(f"{url}/serve/api/v1/list_videos", json={"status": "UNPARSE"}).json()
            totals.append(working["data"]["total_count"])
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=PATIENCE)
    assert totals == ["8", "8"]


def test_a_taken_port_is_an_os_error() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other, pytest.raises(OSError, match="in use"):
        run_service(other.getsockname()[1], 0, 0.0, None, "sk", lambda line: pytest.fail(line))


def test_a_call_that_hangs_does_not_keep_the_server(caplog: pytest.LogCaptureFixture) -> None:
    with standin() as at, ExitStack() as later:
        with Server(at.faults) as server:
            line = later.enter_context(socket.create_connection(("127.0.0.1", server.port)))
            at.faults.next("hang")
            line.sendall(b"GET /serve/api/v1/list_unique_ids HTTP/1.1\r\nHost: here\r\n\r\n")
            wait_until(lambda: at.faults.hanging, "the call is being held")
        assert line.recv(1000) == b"", "cut without an answer"
    assert caplog.records == []


def test_an_upload_under_way_does_not_keep_the_program() -> None:
    with program(videos="0", key="sk") as (process, url, _), ExitStack() as later:
        port = httpx.URL(url).port
        assert port is not None
        line = later.enter_context(socket.create_connection(("127.0.0.1", port)))
        head = "POST /serve/api/v1/upload HTTP/1.1\r\nHost: here\r\nAuthorization: sk\r\nContent-Length: 9000\r\n"
        line.sendall(f"{head}Content-Type: multipart/form-data; boundary=B\r\n\r\n--B\r\n".encode())
        assert httpx.get(url, timeout=PATIENCE).status_code == 200
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out, err) == (0, "gone\n", "")


def test_large_answers_and_many_callers(tmp_path: Path) -> None:
    with standin(videos=2_000) as at, calling(at) as http:
        caller = Caller(at, http)
        pages = [caller.numbers(page=page) for page in range(1, 11)]
        assert len({number for page in pages for number in page}) == 2_000
