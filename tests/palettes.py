"""The palettes of terminals that people have: what 16 colours really look like, one place at a time."""

from __future__ import annotations

from typing import Final

from rich.terminal_theme import TerminalTheme


def _palette(ground: str, text: str, inks: str) -> TerminalTheme:
    """Colours as `rrggbb`; the inks in their order, the bright ones in the second line."""
    rgb = [(int(each[:2], 16), int(each[2:4], 16), int(each[4:], 16)) for each in (ground, text, *inks.split())]
    return TerminalTheme(rgb[0], rgb[1], rgb[2:10], rgb[10:])


_XTERM: Final = """
    000000 cd0000 00cd00 cdcd00 0000ee cd00cd 00cdcd e5e5e5
    7f7f7f ff0000 00ff00 ffff00 5c5cff ff00ff 00ffff ffffff
"""
_VGA: Final = """
    000000 aa0000 00aa00 aa5500 0000aa aa00aa 00aaaa aaaaaa
    555555 ff5555 55ff55 ffff55 5555ff ff55ff 55ffff ffffff
"""
_SOLARIZED: Final = """
    073642 dc322f 859900 b58900 268bd2 d33682 2aa198 eee8d5
    002b36 cb4b16 586e75 657b83 839496 6c71c4 93a1a1 fdf6e3
"""
_TANGO: Final = """
    2e3436 cc0000 4e9a06 c4a000 3465a4 75507b 06989a d3d7cf
    555753 ef2929 8ae234 fce94f 729fcf ad7fa8 34e2e2 eeeeec
"""
_CAMPBELL: Final = """
    0c0c0c c50f1f 13a10e c19c00 0037da 881798 3a96dd cccccc
    767676 e74856 16c60c f9f1a5 3b78ff b4009e 61d6d6 f2f2f2
"""

DARK: Final = {
    "xterm": _palette("000000", "e5e5e5", _XTERM),
    "linux": _palette("000000", "aaaaaa", _VGA),
    "solarized": _palette("002b36", "839496", _SOLARIZED),
    "gnome": _palette("2e3436", "d3d7cf", _TANGO),
    "windows": _palette("0c0c0c", "cccccc", _CAMPBELL),
}
LIGHT: Final = {
    "xterm": _palette("ffffff", "000000", _XTERM),
    "solarized": _palette("fdf6e3", "657b83", _SOLARIZED),
    "gnome": _palette("ffffff", "2e3436", _TANGO),
    "windows": _palette("f2f2f2", "0c0c0c", _CAMPBELL),
}
