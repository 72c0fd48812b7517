"""Pictures that the terminal draws by itself: each told once, taken away when it goes, none where nobody asked."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

from tests.pty.program import Home, Service, leave, press_escape
from tests.pty.term import Term
from tui.terminal.drawing import is_installed

pytestmark = pytest.mark.pty

LIBRARY: Final = str(Path(__file__).with_name("library"))
DRAWN: Final = {
    "kitty": re.compile(rb"\x1b7\x1b\[(\d+);(\d+)H\x1b_Ga=T,"),
    "iterm2": re.compile(rb"\x1b7\x1b\[(\d+);(\d+)H\x1b\]1337;File=inline=1"),
    "sixel": re.compile(rb"\x1b7\x1b\[(\d+);(\d+)H\x1bP[0-9;]*q"),
}
ANY: Final = re.compile(rb"\x1b_G|\x1b\]1337|\x1bP[0-9;]*q")
ERASED: Final = re.compile(rb"\x1b_Ga=d,d=P,x=(\d+),y=(\d+)")


def begun(home: Home, service: Service, images: str, library: str = LIBRARY) -> Term:
    folder = home.folder / "config" / "memories-tui"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text(f'images = "{images}"\n', encoding="utf-8")
    return home.start(service, env={"PYTHONPATH": library, "COLORTERM": "truecolor"}, columns=120, rows=36)


def drawn(term: Term, images: str) -> list[bytes]:
    """Where pictures were drawn, one after the other."""
    return [b";".join(found.groups()) for found in DRAWN[images].finditer(term.raw())]


@pytest.mark.parametrize("images", ["kitty", "sixel", pytest.param("iterm2", marks=pytest.mark.slow)])
def test_each_is_drawn_once_and_goes_with_its_video(images: str, home: Home, demo: Service) -> None:
    with begun(home, demo, images) as term:
        term.wait_text("383 in the library", "the whole library")
        term.send("G")
        term.wait(lambda: len(drawn(term, images)) == 1, "the cover of the last video")
        term.send("?")
        term.wait_text("Help", "the help over it")
        press_escape(term, "/ to search", "the library")
        term.wait(lambda: len(drawn(term, images)) == 2, "the cover drawn again where the help was")
        blocks = term.text().count("▀")
        assert blocks, "and beneath it the same in blocks"
        term.send("i")
        term.wait(lambda: "▀" not in term.text(), "no cover")
        if images == "kitty":
            places = [b";".join(reversed(found.groups())) for found in ERASED.finditer(term.raw())]
            assert places == drawn(term, images), "each taken away where it was drawn"
        term.send("i")
        term.wait(lambda: len(drawn(term, images)) == 3, "the cover of the same video again")
        leave(term)
        assert len(drawn(term, images)) == 3
        assert len(set(drawn(term, images))) == 1


def test_blocks_where_nobody_asked_for_more(home: Home, demo: Service) -> None:
    with begun(home, demo, "blocks") as term:
        in_blocks(term)


@pytest.mark.skipif(is_installed(), reason="the library is there")
def test_blocks_and_a_word_where_the_library_is_not_there(home: Home, demo: Service) -> None:
    with begun(home, demo, "sixel", library="") as term:
        term.wait_text("needs a library", "what is missing")
        in_blocks(term)


@pytest.mark.slow
def test_over_ssh_by_themselves_where_the_line_is_fast(home: Home, demo: Service) -> None:
    """A machine that has much else to do is a slow line, too: one of some starts is not."""
    ssh = {"SSH_CONNECTION": "192.0.2.1 50000 192.0.2.2 22", "COLORTERM": "truecolor"}
    for left in reversed(range(4)):
        with home.start(demo, env=ssh, columns=120, rows=36) as term:
            try:
                in_blocks(term)
                return
            except AssertionError:
                if not left:
                    raise


def in_blocks(term: Term) -> None:
    term.wait_text("383 in the library", "the whole library")
    term.send("G")
    term.wait_text("▀▀", "the cover in blocks")
    leave(term)
    assert not ANY.search(term.raw())
