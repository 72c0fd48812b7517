"""Draws scenes into `screenshots/`: `python -m tests.draw` the README's, `python -m tests.draw FOLDER [NAME…]` any."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import resvg_py

from tests.scenes import SCENES, USUAL, Scene, Size, file_name, picture

SCREENSHOTS: Final = Path(__file__).parent.parent / "screenshots"
README: Final = frozenset({"library", "filtered", "upload", "contact-sheet", "map", "statistics"})
_WIDTH: Final = 1400
"""Pixels of a PNG at the usual size; others are drawn to the same scale."""


def png(svg: str, size: Size) -> bytes:
    """The picture as a browser with the font installed would show it."""
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg,
            width=_WIDTH * size[0] // USUAL[0],
            font_family="Fira Code",
            monospace_family="Fira Code",
        )
    )


async def draw(scenes: Iterable[tuple[Scene, Size]], folder: Path) -> None:
    """Writes NAME-WxH.svg and .png."""
    for scene, size in scenes:
        with TemporaryDirectory() as home:
            svg = await picture(scene, size, Path(home))
        target = folder / file_name(scene, size)
        target.with_suffix(".svg").write_text(svg, encoding="utf-8")
        target.with_suffix(".png").write_bytes(png(svg, size))
        print(target, flush=True)  # noqa: T201 - a command's own output


def main(arguments: list[str]) -> None:
    if not arguments:
        asyncio.run(draw(((scene, USUAL) for scene in SCENES if scene.name in README), SCREENSHOTS))
        return
    folder, names = Path(arguments[0]), arguments[1:]
    folder.mkdir(parents=True, exist_ok=True)
    chosen = (scene for scene in SCENES if not names or scene.name in names)
    asyncio.run(draw(((scene, size) for scene in chosen for size in scene.sizes), folder))


if __name__ == "__main__":
    main(sys.argv[1:])
