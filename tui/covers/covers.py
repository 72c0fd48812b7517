"""Covers of videos, ready to be drawn: from the disk, else fetched and decoded where a hostile one can hurt nobody."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

from tui.covers.cache import Cache
from tui.covers.desk import Missing
from tui.covers.fetching import Fetcher
from tui.covers.header import NoHost, NoPicture, header
from tui.covers.thumbnail import Thumbnail

_AT_ONCE: Final = 4

Decode = Callable[[bytes, str], Awaitable[Thumbnail]]
"""From the bytes of a picture and the name of its kind. Raises NoPicture."""


class Covers:
    """Belongs to the engine's loop."""

    def __init__(self, fetcher: Fetcher, cache: Cache, decode: Decode, close: Callable[[], Awaitable[None]]) -> None:
        """`close` ends what decodes."""
        self._fetcher = fetcher
        self._close = close
        self._cache = cache
        self._decode = decode
        self._turns = asyncio.Semaphore(_AT_ONCE)

    async def get(self, video_no: str, url: str) -> Thumbnail | Missing:
        """The cover, or why there is none."""
        async with self._turns:
            kept = await asyncio.to_thread(self._cache.get, video_no, url)
            if kept is not None:
                return kept
            try:
                data = await self._fetcher.fetch(url)
                picture = await self._decode(data, header(data).kind)
            except NoPicture as why:
                return Missing(f"No cover: {why}.", of_host=isinstance(why, NoHost))
            await asyncio.to_thread(self._cache.put, video_no, url, picture)
            return picture

    async def aclose(self) -> None:
        await self._fetcher.aclose()
        await self._close()
