"""Pictures that a terminal draws by itself hang where all their cells are to be seen, and nowhere else."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable
from io import StringIO

import pytest
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from tui.doctor.appearance import look_at_pictures
from tui.terminal.canvas import Canvas
from tui.terminal.drawing import NotDrawn, drawer, is_installed
from tui.terminal.pictures import MARK, Picture, Pictures, Protocol

WIDTH, HEIGHT = 20, 8
SMALL = Picture(2, 2, bytes(range(12)), columns=4, lines=2)
OTHER = Picture(2, 2, bytes(12), columns=4, lines=2)


class Wall:
    """A canvas with pictures that are drawn as `<number of their first byte>`, once that is let happen."""

    def __init__(self, protocol: Protocol = "sixel") -> None:
        self._may = threading.Semaphore(0)
        self._ready = threading.Semaphore(0)
        self.pictures = Pictures(protocol, self._draw)
        self.pictures.on_ready = self._ready.release
        self.canvas = Canvas()
        self.canvas.hang(self.pictures)
        self._console = Console(
            file=StringIO(), force_terminal=True, color_system="truecolor", width=WIDTH, _environ={}
        )

    def shows(self, *spots: tuple[Picture, int, int], over: tuple[int, int, str] | None = None) -> str:
        """The bytes after a frame with these pictures at their line and column, and some text over them."""
        cells = [[Segment(".")] * WIDTH for _ in range(HEIGHT)]
        for picture, y, x in spots:
            style = Style(meta={MARK: self.pictures.number(picture)})
            for line in range(y, y + picture.lines):
                cells[line][x : x + picture.columns] = [Segment("#", style)] * picture.columns
        if over is not None:
            y, x, text = over
            cells[y][x : x + len(text)] = [Segment(each) for each in text]
        lines: list[Iterable[Strip]] = [[Strip(line)] for line in cells]
        frame = LayoutUpdate(lines, Region(0, 0, WIDTH, HEIGHT))
        self.canvas.changes(frame)
        return self.canvas.paint(frame, self._console)

    def made(self, count: int = 1) -> str:
        """The bytes once so many pictures are made."""
        self._may.release(count)
        for _ in range(count):
            assert self._ready.acquire(timeout=30)
        return self.canvas.hung()

    def _draw(self, picture: Picture) -> str:
        assert self._may.acquire(timeout=30)
        return f"<{picture.rgb[1]}>"


def test_drawn_once_when_it_is_made() -> None:
    wall = Wall()
    assert "<1>" not in wall.shows((SMALL, 1, 3))
    assert wall.made() == "\x1b7\x1b[2;4H<1>\x1b8"
    assert wall.canvas.hung() == ""
    assert wall.shows((SMALL, 1, 3)) == ""
    assert wall.shows((SMALL, 1, 3), over=(7, 0, "elsewhere")).count("<") == 0


def test_what_lies_over_it_takes_it_away_and_it_comes_back() -> None:
    wall = Wall()
    wall.shows((SMALL, 1, 3))
    wall.made()
    covered = wall.shows((SMALL, 1, 3), over=(2, 5, "toast"))
    assert "<1>" not in covered
    assert covered.count("#") == 6, "what is left of it is there in blocks"
    assert wall.shows((SMALL, 1, 3)).endswith("\x1b7\x1b[2;4H<1>\x1b8")


def test_it_moves_and_goes() -> None:
    wall = Wall()
    wall.shows((SMALL, 1, 3))
    wall.made()
    moved = wall.shows((SMALL, 3, 9))
    assert moved.endswith("\x1b7\x1b[4;10H<1>\x1b8")
    gone = wall.shows()
    assert "<1>" not in gone
    assert gone.count(".") >= SMALL.columns * SMALL.lines


def test_the_same_one_twice_and_another_beside_it() -> None:
    wall = Wall()
    wall.shows((SMALL, 1, 1), (SMALL, 1, 5), (OTHER, 4, 1))
    drawn = wall.made(2)
    assert sorted(re.findall(r"\[(\d;\d)H<(\d)>", drawn)) == [("2;2", "1"), ("2;6", "1"), ("5;2", "0")]


def test_none_in_the_last_line_where_it_would_scroll() -> None:
    wall = Wall()
    wall.shows((SMALL, HEIGHT - 2, 0))
    assert wall.canvas.hung() == ""
    wall.shows((SMALL, HEIGHT - 3, 0))
    assert "<1>" in wall.made()


def test_what_lies_above_the_cells_is_taken_away_by_name() -> None:
    wall = Wall("kitty")
    wall.shows((SMALL, 1, 3))
    wall.made()
    assert "\x1b_Ga=d,d=P,x=4,y=2,q=2\x1b\\" in wall.shows()
    wall.shows((SMALL, 1, 3))
    wall.canvas.forget()
    again = wall.shows((SMALL, 1, 3))
    assert again.index("\x1b_Ga=d,d=A,q=2\x1b\\") < again.index("<1>"), "nobody knows what is there"


def test_a_library_that_does_not_work_is_told_once() -> None:
    def broken(_picture: Picture) -> str:
        raise NotDrawn("It does not work.")

    ready = threading.Semaphore(0)
    pictures = Pictures("sixel", broken)
    pictures.on_ready = ready.release
    number = pictures.number(SMALL)
    assert pictures.drawn(number) == ""
    assert ready.acquire(timeout=30)
    assert pictures.trouble == "It does not work."
    assert pictures.drawn(number) == ""


def test_old_numbers_are_forgotten() -> None:
    pictures = Pictures("sixel", lambda _picture: "")
    first = pictures.number(SMALL)
    assert pictures.number(SMALL) == first
    assert pictures.size(first) == (4, 2)
    for n in range(300):
        pictures.number(Picture(1, 1, bytes([n % 256, n // 256, 7]), 1, 1))
    assert pictures.size(first) is None
    assert pictures.number(SMALL) != first


@pytest.mark.skipif(not is_installed(), reason="Chafa is an extra")
@pytest.mark.parametrize(("protocol", "begins"), [("kitty", "\x1b_G"), ("iterm2", "\x1b]1337;"), ("sixel", "\x1bP")])
def test_chafa_knows_all_three(protocol: Protocol, begins: str) -> None:
    picture = Picture(32, 24, bytes(32 * 24 * 3), columns=8, lines=3)
    assert drawer(protocol, tty=-1)(picture).startswith(begins)


@pytest.mark.skipif(is_installed(), reason="the library is there")
def test_without_the_library_the_doctor_says_what_to_install() -> None:
    (found,) = look_at_pictures({}, "kitty")
    assert (found.mark, found.change) == ("note", "pip install 'memories-tui[pictures]'")
    assert list(look_at_pictures({}, "blocks")) == []
