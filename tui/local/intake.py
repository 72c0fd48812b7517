"""Takes an upload's multipart body in: its fields as text, its file straight to the disk, a piece at a time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final
from uuid import uuid4

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from tui.local.wire import Refusal

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

_WRITE_AT: Final = 512 * 1024
_LONGEST_FIELD: Final = 1024 * 1024


@dataclass(slots=True)
class Received:
    """What came in. The file's bytes lie at `path`, which belongs to whoever asked."""

    path: Path
    fields: list[tuple[str, str]] = field(default_factory=list)
    file_name: str | None = None
    """None when there was no file part."""
    content_type: str = ""
    size: int = 0


async def receive(content_type: str, body: AsyncIterator[bytes], folder: Path, most: int) -> Received:
    """Reads a whole multipart body. Refuses what is no form, and a file of more than `most` bytes.

    A file that is too large is read to its end all the same, so that the caller gets to see the answer.
    """
    kind, options = parse_options_header(content_type)
    if kind != b"multipart/form-data" or b"boundary" not in options:
        raise Refusal("Current request is not a multipart request")
    received = Received(folder / f"{uuid4().hex}.part")
    try:
        with received.path.open("wb") as file:
            await _drain(_Parts(options[b"boundary"], received, most), body, file)
    except FormParserError:
        received.path.unlink(missing_ok=True)
        raise Refusal("Failed to parse multipart servlet request") from None
    except BaseException:
        received.path.unlink(missing_ok=True)
        raise
    return received


async def _drain(parts: _Parts, body: AsyncIterator[bytes], file: BinaryIO) -> None:
    async for chunk in body:
        parts.feed(chunk)
        if len(parts.pending) >= _WRITE_AT:
            await asyncio.to_thread(file.write, parts.take())
    parts.finish()
    await asyncio.to_thread(file.write, parts.take())


class _Parts:
    """Sorts the parser's events into fields and file bytes."""

    def __init__(self, boundary: bytes, received: Received, most: int) -> None:
        self.pending = bytearray()
        self._received = received
        self._most = most
        self._headers: dict[str, str] = {}
        self._header_name = bytearray()
        self._header_value = bytearray()
        self._field: tuple[str, bytearray] | None = None
        self._ended = False
        callbacks: MultipartCallbacks = {
            "on_part_begin": self._headers.clear,
            "on_header_begin": self._header_begin,
            "on_header_field": lambda data, start, end: self._header_name.extend(data[start:end]),
            "on_header_value": lambda data, start, end: self._header_value.extend(data[start:end]),
            "on_header_end": self._header_end,
            "on_headers_finished": self._part_named,
            "on_part_data": self._part_data,
            "on_part_end": self._part_end,
            "on_end": self._end,
        }
        self._parser = MultipartParser(boundary, callbacks)

    def feed(self, chunk: bytes) -> None:
        self._parser.write(chunk)

    def finish(self) -> None:
        """The body is over; refuses one that was cut or too large."""
        if not self._ended:
            raise FormParserError("the end is missing")
        if self._received.size > self._most:
            raise Refusal(f"Maximum upload size exceeded: {self._most} bytes")

    def take(self) -> bytes:
        taken = bytes(self.pending)
        self.pending.clear()
        return taken

    def _end(self) -> None:
        self._ended = True

    def _header_begin(self) -> None:
        self._header_name.clear()
        self._header_value.clear()

    def _header_end(self) -> None:
        self._headers[self._header_name.decode("latin-1").lower()] = self._header_value.decode("utf-8", "replace")

    def _part_named(self) -> None:
        disposition = self._headers.get("content-disposition", "").encode()
        _, options = parse_options_header(disposition)
        name = options.get(b"name", b"").decode("utf-8", "replace")
        if name == "file" and b"filename" in options:
            self._received.file_name = _unescape(options[b"filename"].decode("utf-8", "replace"))
            self._received.content_type = self._headers.get("content-type", "")
            self._field = None
        else:
            self._field = (name, bytearray())

    def _part_data(self, data: bytes, start: int, end: int) -> None:
        if self._field is None:
            self._received.size += end - start
            if self._received.size <= self._most:
                self.pending += data[start:end]
            return
        if len(self._field[1]) + end - start > _LONGEST_FIELD:
            raise Refusal(f"Field {self._field[0]} exceeded maximum size")
        self._field[1].extend(data[start:end])

    def _part_end(self) -> None:
        if self._field is not None:
            name, value = self._field
            self._received.fields.append((name, value.decode("utf-8", "replace")))


def _unescape(file_name: str) -> str:
    """The three characters that forms escape in names (HTML, "multipart/form-data encoding algorithm")."""
    for escape, character in (("%22", '"'), ("%0D", "\r"), ("%0A", "\n")):
        file_name = file_name.replace(escape, character)
    return file_name
