"""Names as they are compared: without case, accents and the few letters that no accent explains."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_MARKS: Final = re.compile("[\u0300-\u036f\u02bb-\u02bf]")
_LETTERS: Final = (("ø", "o"), ("ł", "l"), ("đ", "d"), ("æ", "ae"), ("œ", "oe"), ("ı", "i"), ("ð", "d"), ("þ", "th"),
                   ("ħ", "h"), ("ə", "a"), ("’", "'"), ("‘", "'"), ("-", " "))  # fmt: skip


def folded(text: str) -> str:
    """`Zürich`, `ZURICH` and `zurich` come to the same; line ends and tabs stay where they are."""
    if not text.isascii():
        text = _MARKS.sub("", unicodedata.normalize("NFKD", text.casefold()))
    fold = text.casefold()
    for letter, plain in _LETTERS:
        fold = fold.replace(letter, plain)
    return fold
