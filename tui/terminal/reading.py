"""Keys from whatever bytes a terminal sends: Textual's parser, made to survive sequences that are none.

Private names of Textual that this leans on: `textual._xterm_parser.XTermParser`, `textual._parser.ParseError`.
"""

from __future__ import annotations

from codecs import getincrementaldecoder
from collections.abc import Iterator

from textual._parser import ParseError
from textual._xterm_parser import XTermParser
from textual.message import Message


class Reading:
    """For one thread. A key code that is no character is dropped, and with it the state of the parser it broke."""

    def __init__(self, debug: bool) -> None:
        self._debug = debug
        self._parser = XTermParser(debug)
        self._decode = getincrementaldecoder("utf-8")("replace").decode

    def read(self, data: bytes) -> Iterator[Message]:
        """What these bytes mean, as far as that can be told yet.

        Text with sequences goes in by single characters, so that what follows a broken one is not lost. Half a
        character decodes to nothing, which the parser would take for the end.
        """
        text = self._decode(data)
        for piece in text if "\x1b" in text else filter(None, [text]):
            try:
                yield from self._parser.feed(piece)
            except (ValueError, OverflowError):
                self._parser = XTermParser(self._debug)

    def tick(self) -> Iterator[Message]:
        """What has turned out to be no beginning of anything, since nothing followed it."""
        yield from self._parser.tick()

    def end(self) -> None:
        """Nothing follows."""
        try:
            for _ in self._parser.feed(""):
                pass
        except ParseError:
            return
