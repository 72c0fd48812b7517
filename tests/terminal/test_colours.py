"""How many colours: by what is known of the terminal, and with the reason."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from tui.terminal.colours import choose_colours
from tui.terminal.terminfo import colours_known

NOTHING_KNOWN = {"TERMINFO": "/nonexistent", "HOME": "/nonexistent"}


def entry(colours: int, *, wide: bool = False, numbers: int = 15) -> bytes:
    """A compiled terminfo entry, of which only `max_colors` says something."""
    names = b"made-up|a terminal\0"
    values = [-1] * numbers
    if numbers > 13:
        values[13] = colours
    header = struct.pack("<6h", 0o1036 if wide else 0o432, len(names), 3, numbers, 0, 0)
    body = names + b"\0\1\0"
    return header + body + b"\0" * (len(body) % 2) + struct.pack(f"<{numbers}{'i' if wide else 'h'}", *values)


def within(folder: Path, term: str, content: bytes) -> dict[str, str]:
    """Surroundings in which terminfo knows this one."""
    (folder / term[0]).mkdir(exist_ok=True)
    (folder / term[0] / term).write_bytes(content)
    return {"TERM": term, "TERMINFO": str(folder)}


@pytest.mark.parametrize(
    ("environ", "colours", "why"),
    [
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, "truecolor", "COLORTERM is truecolor"),
        ({"TERM": "xterm-256color", "COLORTERM": "24bit"}, "truecolor", "COLORTERM is 24bit"),
        ({"TERM": "xterm-256color"}, "256", "TERM is xterm-256color"),
        ({"TERM": "alacritty"}, "truecolor", "TERM is alacritty"),
        ({"TERM": "xterm-kitty"}, "truecolor", "TERM is xterm-kitty"),
        ({"TERM": "xterm-direct"}, "truecolor", "TERM is xterm-direct"),
        ({"TERM": "vt100"}, "none", "TERM is vt100, which has no colours"),
        ({"TERM": "vt100", "COLORTERM": "truecolor"}, "none", "TERM is vt100, which has no colours"),
        ({"TERM": "xterm-mono"}, "none", "TERM is xterm-mono, which has no colours"),
        ({"TERM": "never-heard-of"}, "16", "TERM is never-heard-of, of which nothing more is known"),
        ({}, "16", "TERM is not set, of which nothing more is known"),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app"}, "truecolor", "TERM_PROGRAM is iTerm.app"),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "Apple_Terminal"}, "256", "TERM_PROGRAM is Apple_Terminal"),
        ({"TERM": "xterm-256color", "WT_SESSION": "1"}, "truecolor", "Windows Terminal"),
        ({"TERM": "tmux-256color", "TMUX": "/tmp/t,1,0", "TERM_PROGRAM": "iTerm.app"}, "256", "TERM is tmux-256color"),
        ({"TERM": "screen-256color", "TMUX": "t", "COLORTERM": "truecolor"}, "truecolor", "COLORTERM is truecolor"),
        ({"TERM": "xterm", "TEXTUAL_COLOR_SYSTEM": "standard"}, "16", "TEXTUAL_COLOR_SYSTEM is standard"),
        ({"TERM": "xterm-256color", "NO_COLOR": "1", "COLORTERM": "truecolor"}, "none", "NO_COLOR is set"),
        ({"TERM": "xterm-256color", "NO_COLOR": ""}, "256", "TERM is xterm-256color"),
    ],
)
def test_what_the_surroundings_say(environ: dict[str, str], colours: str, why: str) -> None:
    chosen = choose_colours(NOTHING_KNOWN | environ)
    assert (chosen.colours, chosen.why) == (colours, why)


@pytest.mark.parametrize("environ", [{"TERM": "screen.xterm-256color", "STY": "1.pts"}, {"TERM": "screen-256color"}])
def test_gnu_screen_garbles_24_bits(environ: dict[str, str]) -> None:
    chosen = choose_colours(NOTHING_KNOWN | environ | {"COLORTERM": "truecolor"})
    assert chosen.colours == "256"
    assert "GNU screen" in chosen.why


@pytest.mark.parametrize("wanted", ["truecolor", "256", "16", "none"])
def test_the_settings_overrule_everything(wanted: str) -> None:
    """Also NO_COLOR, as its own page has it."""
    chosen = choose_colours({"TERM": "vt100", "NO_COLOR": "1"}, wanted, wanted_by="config.toml")
    assert (chosen.colours, chosen.why) == (wanted, f"config.toml: color is {wanted}")


@pytest.mark.parametrize(
    ("known", "colours"),
    [(-1, "none"), (0, "none"), (8, "16"), (16, "16"), (88, "16"), (256, "256"), (1 << 24, "truecolor")],
)
def test_what_terminfo_says(tmp_path: Path, known: int, colours: str) -> None:
    environ = within(tmp_path, "made-up", entry(known, wide=known > 32_767))
    assert colours_known("made-up", environ) == max(0, known)
    assert choose_colours(environ).colours == colours


def test_an_entry_without_colours_at_all(tmp_path: Path) -> None:
    assert colours_known("made-up", within(tmp_path, "made-up", entry(0, numbers=4))) == 0


@pytest.mark.parametrize("content", [b"", b"\x1a", b"not an entry at all", entry(8)[:20]])
def test_a_damaged_entry_is_none(tmp_path: Path, content: bytes) -> None:
    assert colours_known("made-up", within(tmp_path, "made-up", content)) is None


@pytest.mark.parametrize("term", ["", "../../etc/passwd", ".hidden", "a/b"])
def test_a_name_leads_nowhere_else(tmp_path: Path, term: str) -> None:
    assert colours_known(term, {"TERMINFO": str(tmp_path)}) is None


def test_folders_by_number(tmp_path: Path) -> None:
    """As macOS has them."""
    (tmp_path / "6d").mkdir()
    (tmp_path / "6d" / "made-up").write_bytes(entry(256))
    assert colours_known("made-up", {"TERMINFO_DIRS": f":{tmp_path}"}) == 256
