"""How tables of numbers and text become small files: columns, split into planes of bytes, in one zlib stream."""

from __future__ import annotations

import json
import sys
import zlib
from array import array
from collections.abc import Mapping, Sequence
from typing import Any, Final

_WIDTH: Final = 4
_HEAD: Final = 4
"""Bytes that say how long the description before the stream is."""

Column = Sequence[int] | str


def pack(about: Mapping[str, Any], columns: Mapping[str, Column]) -> bytes:
    """A file from a description (whatever JSON can hold) and named columns: signed 32-bit numbers, or text."""
    parts = [(name, _text(column) if isinstance(column, str) else _planes(column)) for name, column in columns.items()]
    layout = [
        [name, len(part), isinstance(column, str)] for (name, part), column in zip(parts, columns.values(), strict=True)
    ]
    head = json.dumps({"about": about, "columns": layout}, ensure_ascii=False, separators=(",", ":")).encode()
    return len(head).to_bytes(_HEAD, "little") + head + zlib.compress(b"".join(part for _, part in parts), 9)


class Packed:
    """What `pack` was given: numbers as arrays, text as the UTF-8 that it is."""

    def __init__(self, data: bytes) -> None:
        end = _HEAD + int.from_bytes(data[:_HEAD], "little")
        head = json.loads(data[_HEAD:end])
        self.about: dict[str, Any] = head["about"]
        self._numbers: dict[str, array[int]] = {}
        self._texts: dict[str, bytes] = {}
        stream = zlib.decompress(data[end:])
        at = 0
        for name, length, is_text in head["columns"]:
            part = stream[at : at + length]
            at += length
            if is_text:
                self._texts[name] = part
            else:
                self._numbers[name] = _joined(part)

    def numbers(self, name: str) -> array[int]:
        return self._numbers[name]

    def text(self, name: str) -> bytes:
        return self._texts[name]


def _text(column: str) -> bytes:
    return column.encode()


def _planes(column: Sequence[int]) -> bytes:
    """All lowest bytes, then all second ones …: of small numbers, the last planes compress to nothing."""
    numbers = array("i", column)
    if sys.byteorder == "big":
        numbers.byteswap()
    raw = numbers.tobytes()
    return b"".join(raw[plane::_WIDTH] for plane in range(_WIDTH))


def _joined(planes: bytes) -> array[int]:
    count = len(planes) // _WIDTH
    raw = bytearray(len(planes))
    for plane in range(_WIDTH):
        raw[plane::_WIDTH] = planes[plane * count : (plane + 1) * count]
    numbers = array("i", bytes(raw))
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
