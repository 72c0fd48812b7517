"""Pictures as the sequences of Kitty, iTerm2 and Sixel, made by Chafa: an extra, imported when the first is drawn."""

from __future__ import annotations

import fcntl
import struct
import termios
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tui.terminal.pictures import Picture, Protocol

EXTRA: Final = "pip install 'memories-tui[pictures]'"
"""What installs the library."""
_USUAL_CELL: Final = (8, 16)
"""Pixels of a cell, its width and its height, where the terminal does not tell: rather too small than too large."""
_LARGEST_CELL: Final = (20, 40)
"""More would be more bytes, and no more to be seen."""


_MULTIPLEXERS: Final = {"TMUX": "tmux", "STY": "screen", "ZELLIJ": "Zellij"}


class NotDrawn(Exception):
    """The library is not there or does not work; the argument says so in a sentence."""


def is_installed() -> bool:
    """Whether the library seems to be there; it is not imported for that."""
    return find_spec("chafa") is not None


def why_not(protocol: str, environ: Mapping[str, str]) -> str:
    """Why this terminal is not given such pictures; empty if it is."""
    if not is_installed():
        return f'images = "{protocol}" needs a library: {EXTRA}. Until then covers are drawn in half blocks.'
    within = next((name for sign, name in _MULTIPLEXERS.items() if environ.get(sign)), "")
    if within and (protocol != "sixel" or within == "screen"):
        return f'{within} keeps images = "{protocol}" from the terminal: covers are drawn in half blocks.'
    return ""


def drawer(protocol: Protocol, tty: int) -> Callable[[Picture], str]:
    """What draws pictures for the terminal behind this descriptor. It raises NotDrawn."""

    def draw(picture: Picture) -> str:
        # Kitty and iTerm2 are told the cells and scale by themselves.
        cell = _cell(tty) if protocol == "sixel" else _USUAL_CELL
        try:
            return _drawn(picture, protocol, cell)
        except (ImportError, OSError, AttributeError) as error:  # AttributeError: a C library that is another one
            raise NotDrawn(f"Chafa does not work here ({type(error).__name__}): covers are drawn in blocks.") from None

    return draw


def _drawn(picture: Picture, protocol: Protocol, cell: tuple[int, int]) -> str:
    import chafa

    modes = {
        "kitty": chafa.PixelMode.CHAFA_PIXEL_MODE_KITTY,
        "iterm2": chafa.PixelMode.CHAFA_PIXEL_MODE_ITERM2,
        "sixel": chafa.PixelMode.CHAFA_PIXEL_MODE_SIXELS,
    }
    config = chafa.CanvasConfig()
    config.width, config.height = picture.columns, picture.lines
    config.cell_width, config.cell_height = cell
    config.pixel_mode = modes[protocol]
    config.canvas_mode = chafa.CanvasMode.CHAFA_CANVAS_MODE_TRUECOLOR
    canvas = chafa.Canvas(config)
    canvas.draw_all_pixels(
        chafa.PixelType.CHAFA_PIXEL_RGB8, picture.rgb, picture.width, picture.height, picture.width * 3
    )
    # The sequences that the library knows for any terminal: which protocol it is has been decided.
    return str(canvas.print(fallback=True).decode("ascii"))


def _cell(tty: int) -> tuple[int, int]:
    """How large a cell is, in pixels, as far as the terminal tells."""
    try:
        told = fcntl.ioctl(tty, termios.TIOCGWINSZ, bytes(8))
    except (OSError, ValueError):
        return _USUAL_CELL
    rows, columns, width, height = struct.unpack("HHHH", told)
    if not (rows and columns and width >= columns and height >= rows):
        return _USUAL_CELL
    return min(width // columns, _LARGEST_CELL[0]), min(height // rows, _LARGEST_CELL[1])
