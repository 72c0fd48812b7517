"""Takes a program's output apart, to see which words of the terminal's language it used."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

OURS: Final = {
    *(f"mode {number}{switch}" for number in (7, 25, 1004, 1049, 2004) for switch in "hl"),
    "mode 2026$p",
    "mode 2048$p",
    "keys >25u",
    "keys <u",
    "place",
    "style",
    "pointer",
    "ground",
    "clipboard",
    "control '\\n'",
    "control '\\r'",
}
"""All that Textual says with what we have switched on: modes, kitty keys, where and how to write, the pointer's shape,
the question what colour the ground has, and what a person copies."""

_WORD: Final = re.compile(
    r"\x1b\[\?(?P<mode>[0-9;]+\$?[a-z])"
    r"|\x1b\[(?P<keys>[<=>][0-9]*u)"
    r"|\x1b\[(?P<place>[0-9]+;[0-9]+H|[0-9]+G)"
    r"|\x1b\[(?P<style>[0-9;]*m)"
    r"|\x1b\](?P<pointer>22;[a-z]+)\x07"
    r"|\x1b\](?P<ground>11;\?)\x1b\\"
    r"|\x1b\](?P<clipboard>52;c;[A-Za-z0-9+/]*={0,2})\x07"
    r"|(?P<other>\x1b.{0,20})"
    r"|(?P<control>[\x00-\x1f\x7f-\x9f])"
)
_NAMED: Final = {"place", "style", "pointer", "ground", "clipboard"}
_STYLES: Final = re.compile(r"(?:(?:[01247]|[34]8;(?:2;\d+;\d+;\d+|5;\d+)|(?:3|4|9|10)[0-79]);?)*m")
"""Bold, dim, underlined, reversed, and colours; neither blinking nor hidden."""
_DOES_SOMETHING: Final = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def foreign_words(output: bytes) -> set[str]:
    """Each kind of sequence and control character in it that is not ours.

    Fails for what is not UTF-8, as a C1 character in its short form is not.
    """
    return {_word(found) for found in _WORD.finditer(output.decode())} - OURS


def _word(found: re.Match[str]) -> str:
    kind = str(found.lastgroup)
    body = found[kind]
    if kind == "style" and not _STYLES.fullmatch(body):
        return f"style {body}"
    return kind if kind in _NAMED else f"{kind} {body}" if kind in {"mode", "keys"} else f"{kind} {body!r}"


def invisible(output: bytes) -> set[str]:
    """The characters in its text that are there to do something rather than to be seen."""
    text = _WORD.sub("", output.decode())
    return {character for character in text if unicodedata.category(character) in _DOES_SOMETHING}
