"""The words of the query language: where each begins and ends, and how any value is quoted."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from tui.frozen import dataclass
from tui.text import safe_text

_KEY: Final = re.compile(r"([A-Za-z]+):")
_ESCAPE: Final = re.compile(r"\\(?:u\{([0-9A-Fa-f]{1,6})\}|(.))", re.DOTALL)
_NOT_SHOWN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Mn", "Me"})


@dataclass(frozen=True, slots=True)
class Token:
    """One condition as it stands in the text; positions count characters from its beginning."""

    start: int
    end: int
    negated: bool
    key: str | None
    """In small letters; None for a bare word."""
    value: str
    """What is meant: without quotes and escapes."""
    value_start: int
    """Where the value, quotes included, begins."""
    quoted: bool = False
    closed: bool = True
    """False where the text ends inside the quotes."""
    trailing: str = ""
    """What follows the closing quote without a space."""


def tokens(text: str) -> list[Token]:
    """Every condition in the text, in order. Any text has some reading; judging it is the parser's."""
    found: list[Token] = []
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        token = _token(text, at)
        found.append(token)
        at = token.end
    return found


def token_at(text: str, cursor: int) -> Token | None:
    """The condition in which, or right behind which, the cursor stands."""
    return next((token for token in tokens(text) if token.start < cursor <= token.end), None)


def quoted(value: str, *, bare_word: bool = False) -> str:
    """The value as it is written in a query: as it is where that is clear, in quotes where it is not.

    What comes out is safe in a terminal, whatever the value: what could not be seen is written `\\u{200b}`.
    """
    safe = safe_text(value, len(value) + 1) == value
    plain = safe and bool(value) and not any(map(str.isspace, value)) and value[0] != '"'
    if plain and not (bare_word and (value[0] == "-" or _KEY.match(value))):
        return value
    return '"' + "".join(_escaped(character, safe=safe) for character in value) + '"'


def _token(text: str, start: int) -> Token:
    at = start
    negated = text[at] == "-"
    at += negated
    match = _KEY.match(text, at)
    key = match[1].lower() if match else None
    at = match.end() if match else at
    if text[at : at + 1] != '"':
        end = _bare_end(text, at)
        return Token(start, end, negated, key, text[at:end], at)
    closing = _closing_quote(text, at + 1)
    value = _unescaped(text[at + 1 : closing])
    after = min(len(text), closing + 1)
    end = _bare_end(text, after)
    return Token(start, end, negated, key, value, at, True, closing < len(text), text[after:end])


def _bare_end(text: str, at: int) -> int:
    while at < len(text) and not text[at].isspace():
        at += 1
    return at


def _closing_quote(text: str, at: int) -> int:
    while at < len(text) and text[at] != '"':
        at += 2 if text[at] == "\\" else 1
    return min(at, len(text))


def _escaped(character: str, *, safe: bool) -> str:
    if character in '"\\':
        return "\\" + character
    if not safe and (unicodedata.category(character) in _NOT_SHOWN or safe_text(character) != character):
        return f"\\u{{{ord(character):x}}}"
    return character


def _unescaped(text: str) -> str:
    def meant(match: re.Match[str]) -> str:
        if match[1] is None:
            return match[2] if match[2] in '"\\' else match[0]
        code = int(match[1], 16)
        return chr(code) if code <= 0x10FFFF else match[0]

    return _ESCAPE.sub(meant, text)
