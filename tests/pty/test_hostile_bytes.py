"""Names, tags, files and answers that would like to do something to a terminal are seen, and do nothing.

Judged on the raw output: a library full of them uses no word of the terminal's language that a plain one does not.
"""

from __future__ import annotations

import json
import os
import time
import unicodedata
from base64 import b64decode
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

import pytest
from starlette.types import Receive, Scope, Send

from tests.clips import make_clip, padded
from tests.pty.output_words import foreign_words, invisible
from tests.pty.program import (
    CTRL_G,
    CTRL_U,
    DOWN,
    ENTER,
    ESCAPE,
    HOME,
    IN_TIME,
    KEY,
    TAB,
    UP,
    Home,
    Service,
    answer,
    leave,
    press_escape,
)
from tests.pty.term import Term
from tests.standin import StandIn, standin
from tui.local.rows import Stored
from tui.local.scenery import HOSTILE
from tui.local.server import Server

pytestmark = pytest.mark.pty

PAYLOADS: Final = (
    *dict.fromkeys(text for name, tags, camera, cause in HOSTILE for text in (name, *tags, camera, cause) if text),
    "clear \x1b[2J\x1b[H\x1b[3J gone",
    "clipboard \x1b]52;c;b3duZWQ=\x07 \x1b]52;c;b3duZWQ=\x1b\\",
    "title \x1b]0;owned\x07 \x1b]2;owned\x1b\\",
    "link \x1b]8;;https://evil.example\x1b\\here\x1b]8;;\x1b\\",
    "short \x9b2J \x9d0;owned\x9c \x90+q544e\x9c \x84 \x85 \x8d",
    "device \x1bP+q544e\x1b\\ \x1b_app\x1b\\ \x1b^pm\x1b\\ \x1bX",
    "reset \x1bc \x1b#8 \x1b(0 \x1b)B \x1b7\x1b8 \x1bE \x1bM",
    "modes \x1b[?1049l \x1b[?25h \x1b[?1000h \x1b[<u \x1b[5m \x1b[8m",
    "asks \x1b[6n \x1b[c \x1b[>q \x1b[?2026$p \x1b[18t \x05",
    "bell \x07\x07\x07 back \x08\x08\x08 shift \x0e\x0f nul \x00 del \x7f",
    "markup [/] [/red] [red]x [@click=app.quit]x[/] [@click=app.bell] \\[b] $text {0} %s",
    "bidi \u202egpj.exe \u2066x\u2069 \u200f \u061c \u2067",
    "lines \u2028 and \u2029 and \x85 and \x1c and \r\n and \x0b\x0c",
    "half \ud83d and \udc00 and \udcff",
    "unseen \u200b\u200d\u2060\ufeff\u00ad\U000e0041\U000e007f \u034f \ufff9\ufffb \uffff \ue000 \U000f0000",
    "long " + "W" * 10_000,
    "marks e" + "\u0301" * 300,
)
FILE_NAMES: Final = (
    b"\x1b[2Jgone.mp4",
    b"\x1b]52;c;b3duZWQ=\x07.mp4",
    b"\x9b31m\xff\xfe.mp4",
    b"two\nlines.mp4",
    b"[@click=app.quit]x[\x1fmarkup].mp4",
    "\u202e4pm.exe.mp4".encode(),
    b"$(reboot);`id` 'quo\"tes'.mp4",
)


@contextmanager
def library(texts: Sequence[str]) -> Iterator[StandIn]:
    """Each text as a name, and among the tags, cameras and causes of the others."""
    with standin(key=KEY, index_seconds=3600) as service:
        service.store.add(_videos(texts))
        yield service


def _videos(texts: Sequence[str]) -> Iterator[Stored]:
    now = int(time.time() * 1000)
    for place, text in enumerate(texts):
        created = now - place * 60_000
        yield Stored(
            number=created << 22,
            created=created,
            ready_at=created,
            name=text,
            outcome="FAIL" if place % 4 == 0 else "PARSE",
            cause=texts[place - 1] if place % 4 == 0 else None,
            duration=place,
            size=1000 + place,
            camera=texts[place - 2],
            tags=(text, texts[place - 3], "api"),
            blob="" if place % 2 else None,
        )


def start(home: Home, service: StandIn, *options: str) -> Term:
    return home.start(Service(service.url, service.key), *options, columns=120, rows=40)


def assert_harmless(term: Term) -> None:
    """On all that was ever written."""
    assert foreign_words(term.raw()) == set()
    assert invisible(term.raw()) == set()


def press(term: Term, keys: str) -> None:
    """Something is drawn because of them."""
    drawn = len(term.raw())
    term.send(keys)
    term.wait(lambda: len(term.raw()) > drawn, f"an answer to {keys!r}")


def walk(term: Term, key: str, times: int) -> None:
    """The same key many times, each of them drawn."""
    for _ in range(times):
        term.send(key)
        time.sleep(0.03)  # no wait for anything: two frames, so that what is passed is also drawn


def copy(term: Term, what: str) -> bytes:
    """What was put on the terminal's clipboard."""
    copies = term.raw().count(b"\x1b]52;c;")
    term.send("y" + what)
    term.wait(lambda: term.raw().count(b"\x1b]52;c;") > copies, f"a copy by y{what}")
    term.wait(lambda: b"\x07" in term.raw().rpartition(b"\x1b]52;c;")[2], "all of it")
    return b64decode(term.raw().rpartition(b"\x1b]52;c;")[2].partition(b"\x07")[0])


@pytest.mark.row("D1", "D2", "X14")
def test_rows_details_and_what_is_copied(home: Home) -> None:
    with library(PAYLOADS) as service, start(home, service) as term:
        term.wait_text(f"{len(PAYLOADS)} in the library", "all of them")
        walk(term, DOWN, len(PAYLOADS))
        term.send("gdL")
        term.wait_text('"video_no"', "the service's words")
        term.send("gl")
        assert [line for line in term.text().splitlines()[:-2] if line[-1:] not in "│╮╯"] == [], "the frame is whole"
        walk(term, HOME, 1)
        walk(term, DOWN, 3)
        for _ in range(10):
            walk(term, DOWN, 1)
            assert controls(copy(term, "t")) == set()
            assert controls(copy(term, "j")) <= {"\n"}
        term.wait_text("copy \ufffd]52;c;", "a name with what is wrong in it")
        leave(term)
        assert_harmless(term)


def controls(copied: bytes) -> set[str]:
    return {character for character in copied.decode() if unicodedata.category(character) == "Cc"}


@pytest.mark.row("D2")
def test_filters_completions_and_the_namespace(home: Home) -> None:
    with library(PAYLOADS) as service, start(home, service) as term:
        term.wait_text(f"{len(PAYLOADS)} in the library", "all of them")
        press(term, "2")
        walk(term, DOWN, 40)
        press(term, "ft")
        term.wait_text("Take back", "narrowing of the tags")
        press(term, "a")
        press(term, ENTER)
        term.wait_text("Include", "the filters again")
        walk(term, DOWN, 10)
        press(term, " ")
        term.send("gl")
        term.wait_text("enter Details", "the list")
        press(term, "/")
        for text in ("tag:", "camera:"):
            press(term, CTRL_U + text)
            walk(term, TAB, 12)
        press_escape(term, "Sort", "the list")
        leave(term)
        assert_harmless(term)


def test_files_and_uploads(home: Home) -> None:
    names = [os.fsdecode(name) for name in FILE_NAMES]
    for number, name in enumerate(names):
        padded(make_clip(home.folder / name), 8000 + number)
    (home.folder / "\x1b]0;owned\x07folder").mkdir()
    with library(PAYLOADS) as service, start(home, service) as term:
        term.wait_text(f"{len(PAYLOADS)} in the library", "the library")
        term.send("u")
        term.wait_text("Start", "the upload modal")
        press(term, "./")
        walk(term, TAB, len(names))
        press(term, CTRL_U)
        term.send("*.mp4" + ENTER)
        term.wait_text(f"{len(names)} files", "all of them chosen")
        service.faults.next("slow", path="/upload")
        service.faults.next("hang", None, path="/upload")
        term.send(CTRL_G)
        term.wait_text("1 indexing", "one of them sent")
        term.wait(lambda: service.faults.hanging > 0, "the next one not arriving")
        walk(term, DOWN, len(names))
        term.send(ESCAPE)
        term.wait(lambda: "Uploading" not in term.text(), "the library")
        term.send("w")
        term.wait_text("Uploads", "all uploads")
        walk(term, UP, len(names))
        copy(term, "y")
        term.send("q")
        term.wait(lambda: "Uploads" not in term.text(), "the library")
        term.send("q")
        term.wait_text("Uploads are under way", "a question that names them")
        answer(term, "p", lambda: not term.running, "out")
        assert term.wait_exit(IN_TIME) == 0
        assert_harmless(term)


HOSTILE_ANSWER: Final = "no \x1b[2J\x1b]52;c;b3duZWQ=\x07 [/] [@click=app.quit]x[/] \x9b31m \u202e \ud83d\nsecond line"


async def refuse(_scope: Scope, _receive: Receive, send: Send) -> None:
    body = json.dumps({"code": "0001\x1b[2J", "msg": HOSTILE_ANSWER, "data": None}).encode()
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"application/json")]})
    await send({"type": "http.response.body", "body": body})


@pytest.mark.row("D2")
def test_answers_and_settings(home: Home) -> None:
    with Server(refuse) as server:
        namespace = "\x1b[2J\x1b]0;owned\x07 [/] \u202e"
        with home.start(Service(server.url, KEY), "--namespace", namespace, columns=120, rows=40) as term:
            term.wait_text("[@click=app.quit]x[/]", "the service's words")
            term.send("!")
            term.wait_text("What is wrong, and what was", "what is wrong")
            term.send(ESCAPE)
            term.wait(lambda: "What is wrong" not in term.text(), "the library")
            press(term, "u")
            term.wait_text("Start", "the upload modal")
            term.send(ESCAPE)
            term.wait(lambda: "Start" not in term.text(), "the library")
            leave(term)
            assert_harmless(term)
