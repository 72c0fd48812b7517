"""A marked key goes in, and everything that comes out or is left behind is looked through for it."""

from __future__ import annotations

import re
import signal
from base64 import b64decode, b64encode
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.clips import make_clip
from tests.pty.program import COMMAND, IN_TIME, Home, Service, descendants, press_escape, send_clip, serving
from tests.pty.term import Term
from tests.standin import standin
from tests.stories.program import running

pytestmark = pytest.mark.timeout(480)

MARKED = "sk-mavi-marked+/=0123456789abcdefXYZ"
"""With characters that look otherwise in a URL."""
SECRET = MARKED.removeprefix("sk-mavi-")
OSC_52 = re.compile(rb"\x1b\]52;[a-z]*;([A-Za-z0-9+/=]*)(?:\x07|\x1b\\)")


@pytest.fixture(scope="module")
def marked() -> Iterator[Service]:
    """Whose key is the marked one; `serving` says it on its own line."""
    with serving("--videos", "3", "--index-seconds", "0", "--key", MARKED) as service:
        assert service.key == MARKED
        yield service


@pytest.fixture
def home(tmp_path: Path) -> Home:
    (tmp_path / "person").mkdir()
    return Home(tmp_path / "person")


def spellings() -> Iterator[bytes]:
    """How a secret may look somewhere."""
    for text in (SECRET, quote(SECRET, safe=""), quote(SECRET), SECRET[:16], SECRET[-16:], repr(SECRET)[1:-1]):
        yield text.encode()
    yield SECRET.encode("utf-16-le")
    yield b64encode(MARKED.encode())[:32]
    yield MARKED.encode().hex().encode()


def assert_not_in(data: bytes, what: str) -> None:
    assert [spelling for spelling in spellings() if spelling in data] == [], what


def assert_nothing_left(home: Home, term: Term) -> None:
    raw = term.raw()
    assert_not_in(raw, "what was drawn")
    for copied in OSC_52.findall(raw):
        assert_not_in(b64decode(copied), "what was copied")
    files = list(home.files())
    assert {file.suffix for file in files} >= {".db", ".log"}
    for file in files:
        assert_not_in(file.read_bytes(), str(file))


@pytest.mark.pty
@pytest.mark.row("D9")
def test_a_program_that_is_killed_with_all_it_knows_leaves_no_key(home: Home, marked: Service) -> None:
    make_clip(home.folder / "clip.mp4")
    with home.start(marked, argv=("prlimit", "--core=unlimited", COMMAND)) as term:
        term.wait_text("3 in the library", "the library")
        assert SECRET.encode() in Path(f"/proc/{term.pid}/environ").read_bytes(), "the search can find it"
        term.send("yc")
        term.wait_text("Sent to the terminal's clipboard", "the command line of this view")
        assert OSC_52.search(term.raw())
        term.send("gh")
        term.wait_text("Doctor", "the doctor")
        term.wait_text("Key", "what it says about the key")
        press_escape(term, "? Help", "the library")
        send_clip(term, "clip.mp4")
        term.wait_text("● ready", "the upload done")
        helpers = list(descendants(term.pid))
        assert helpers
        for child in helpers:
            assert_not_in(Path(f"/proc/{child}/environ").read_bytes(), "a child's environment")
            assert_not_in(Path(f"/proc/{child}/cmdline").read_bytes(), "a child's command line")
        assert _largest_core(term.pid) == _largest_core(helpers[0]) == "0"
        term.kill(signal.SIGABRT)
        assert term.wait_exit(IN_TIME) == -signal.SIGABRT
        assert_nothing_left(home, term)
    assert list(home.folder.glob("core*")) == []


def _largest_core(pid: int) -> str:
    """Bytes of the file that a crash may leave."""
    limits = Path(f"/proc/{pid}/limits").read_text(encoding="ascii")
    found = re.search(r"Max core file size +(\S+)", limits)
    assert found
    return found[1]


@pytest.mark.slow
@pytest.mark.row("D9")
async def test_a_picture_of_any_screen_shows_no_key(tmp_path: Path) -> None:
    with standin(demo=True, key=MARKED) as service:
        async with running(service, tmp_path, size=(120, 36)) as program:
            await program.is_synced()
            for keys in (("g", "h"), ("g", "o"), ("u",), ("Y",)):
                await program.hammer(*keys)
                assert_not_in(program.app.export_screenshot().encode(), f"the picture after {keys}")
                while len(program.app.screen_stack) > 1:
                    await program.press("escape")
            assert_not_in(repr(vars(program.services)).encode(), "what a debugger prints")
