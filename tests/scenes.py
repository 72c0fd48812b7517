"""What the program looks like, scene by scene: the one list for the snapshots and for the README's pictures."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from rich.terminal_theme import TerminalTheme
from textual import events

from tests import waiting_scenes
from tests.as_shown import as_shown
from tests.cover_scenes import contact_sheet, cover
from tests.keys_scenes import help_filters, palette_argument, palette_wrong
from tests.layout_scenes import below, few_lines, filters_aside, maximised
from tests.many_scenes import countdown, deeds, delete, delete_many, marks
from tests.map_scenes import map_region, map_world, place_names
from tests.palettes import DARK, LIGHT
from tests.plain import strangers
from tests.stage import Setting, Stage, place, staged
from tests.statistics_scenes import statistics
from tests.svg import tidied
from tests.upload_scenes import jobs, upload, upload_url, uploading
from tests.views_scenes import columns, namespaces, views, wide, wide_scrolled
from tui.config import Config

Size = tuple[int, int]
"""Columns and lines."""

SMALL: Final = (80, 24)
USUAL: Final = (120, 36)
LARGE: Final = (200, 50)
_TWO: Final = (SMALL, USUAL)
_ALL: Final = (SMALL, USUAL, LARGE)

_DEMO: Final = Setting()


@dataclass(frozen=True, slots=True)
class Scene:
    """A name, what leads there, and the sizes at which it is worth a look."""

    name: str
    play: Callable[[Stage], Awaitable[None]]
    setting: Setting = _DEMO
    sizes: tuple[Size, ...] = _TWO
    palette: TerminalTheme | None = None
    """Of the terminal on which it is looked at; without one, the colours are those that were meant."""


def file_name(scene: Scene, size: Size) -> str:
    """`library-120x36`."""
    return f"{scene.name}-{size[0]}x{size[1]}"


async def picture(scene: Scene, size: Size, home: Path) -> str:
    """The scene as SVG. It names no address from which a viewer would load anything.

    Every scene can be drawn in ASCII, too: what could not is told by an AssertionError.
    """
    with place(home):
        async with staged(scene.setting, size, home) as stage:
            await scene.play(stage)
            await stage.is_still()
            app = stage.program.app
            assert strangers(app) == set(), "signs without a twin in ASCII"
            return tidied(as_shown(app, scene.palette) if scene.palette else app.export_screenshot(simplify=True))


# The library


async def _down(stage: Stage, lines: int) -> None:
    """The cursor so many lines further, and everything about that video on the screen."""
    await stage.program.hammer(*"j" * lines)
    await stage.program.is_settled()


async def _ask(stage: Stage, query: str) -> None:
    """Pasted: what a half typed query finds would move the cursor, or not, depending on how fast it is found."""
    await stage.program.press("slash")
    stage.program.app.post_message(events.Paste(query))
    await stage.program.is_calm()


async def library(stage: Stage) -> None:
    await stage.is_synced()
    await _down(stage, 21)


async def filtered(stage: Stage) -> None:
    await stage.program.is_synced()
    await _ask(stage, "tag:trip near:48.85,2.35~600km")
    await stage.program.press("enter")
    await stage.program.is_answered()
    stage.later(14)
    await _down(stage, 9)


async def query(stage: Stage) -> None:
    await stage.is_synced()
    await _ask(stage, "status:ready tag:sn")
    await stage.program.is_settled()
    await stage.program.sees("snow")


async def query_problem(stage: Stage) -> None:
    await stage.is_synced()
    await _ask(stage, "tag:trip near:116.4,39.9~20km")
    await stage.program.press("space")
    await stage.program.is_settled()


async def narrowing(stage: Stage) -> None:
    await stage.is_synced()
    await stage.program.press("f", "t")
    await stage.program.type("be")
    await stage.program.is_settled()


async def sidebar(stage: Stage) -> None:
    await stage.is_synced()
    await stage.program.press("2")
    await stage.program.hammer(*"j" * 6, "space", *"jjj", "x")
    await stage.program.is_answered()


async def legacy(stage: Stage) -> None:
    """What an older service can't do is greyed, with the reason."""
    await stage.is_synced()
    await _down(stage, 10)
    await stage.program.press("2")


async def failed(stage: Stage) -> None:
    await stage.is_synced()
    await _down(stage, 17)
    await stage.program.press("3")


async def json(stage: Stage) -> None:
    await stage.is_synced()
    await _down(stage, 21)
    await stage.program.press("3", "L")


async def chord(stage: Stage) -> None:
    await stage.is_synced()
    await stage.program.press("f")
    await stage.program.sees("All filters")


async def help_(stage: Stage) -> None:
    await stage.is_synced()
    await stage.program.press("question_mark")
    await stage.program.sees("type to search")


async def palette(stage: Stage) -> None:
    await stage.is_synced()
    await stage.program.press("colon")
    await stage.program.type("sort")


# Weather


async def empty(stage: Stage) -> None:
    await stage.is_synced()


async def wrong_key(stage: Stage) -> None:
    await stage.program.happens(lambda: not stage.program.services.sync.weather.fair, "the key refused")
    await stage.program.is_settled()


async def offline(stage: Stage) -> None:
    await stage.is_synced()
    await _down(stage, 5)
    stage.cable.pulled = True
    stage.later(200)
    await stage.program.press("r")
    await stage.program.sees("next try in 10 s")
    await stage.program.is_settled()


async def trouble(stage: Stage) -> None:
    await offline(stage)
    await stage.program.press("exclamation_mark")


async def theme(stage: Stage) -> None:
    """Each is put on while the cursor rests on it."""
    await library(stage)
    await stage.program.press("T", "j", "j")
    await stage.program.happens(lambda: stage.program.app.theme == "memories-light", "the light theme on")


async def untouched(stage: Stage) -> None:
    """Nothing is pressed."""


def _themed(theme: str) -> Setting:
    return Setting(Config(theme=theme))


_256: Final = Setting(Config(color="256"))
_256_LIGHT: Final = Setting(Config(color="256", background="light"))
_16: Final = Setting(Config(color="16"))
_16_LIGHT: Final = Setting(Config(color="16", background="light"))
_MONO: Final = Setting(Config(color="none"))
_ASCII: Final = Setting(Config(color="16", glyphs="ascii"))
_PLAINEST: Final = Setting(Config(color="none", glyphs="ascii"))
_COVERS: Final = Setting(Config(images="blocks"))
_COVERS_256: Final = Setting(Config(images="blocks", color="256"))
_COVERS_16: Final = Setting(Config(images="blocks", color="16"))
_JUST_USUAL: Final = (USUAL,)
_JUST_SMALL: Final = (SMALL,)


_LIVE: Final = Setting(demo=False)
"""Somebody's own library, at the usual host."""
_EMPTY: Final = Setting(demo=False, filled=False)


SCENES: Final = (
    Scene("library", library, sizes=_ALL),
    Scene("filtered", filtered, sizes=_ALL),
    Scene("details-below", below),
    Scene("filters-aside", filters_aside, sizes=(SMALL,)),
    Scene("maximised", maximised),
    Scene("few-lines", few_lines, sizes=((80, 12), (60, 20), (40, 10), (20, 5))),
    Scene("query", query),
    Scene("query-problem", query_problem),
    Scene("narrowing", narrowing),
    Scene("sidebar", sidebar),
    Scene("failed", failed),
    Scene("json", json),
    Scene("chord", chord),
    Scene("help", help_),
    Scene("palette", palette),
    Scene("palette-argument", palette_argument),
    Scene("palette-wrong", palette_wrong),
    Scene("help-filters", help_filters),
    Scene("upload", upload, sizes=_ALL),
    Scene("upload-url", upload_url),
    Scene("uploading", uploading, sizes=_ALL),
    Scene("jobs", jobs, sizes=_ALL),
    Scene("marks", marks),
    Scene("delete", delete),
    Scene("delete-many", delete_many),
    Scene("countdown", countdown),
    Scene("deeds", deeds),
    Scene("empty", empty, _EMPTY),
    Scene("wrong-key", wrong_key, replace(_EMPTY, key="sk-mavi-of-somebody-else")),
    Scene("another-key", waiting_scenes.another_key, replace(_EMPTY, key="sk-mavi-of-somebody-else")),
    Scene("offline", offline, _LIVE),
    Scene("trouble", trouble, _LIVE),
    Scene("hidden", waiting_scenes.hidden),
    Scene("nothing-kept", waiting_scenes.offline, Setting(demo=False, plugged=False)),
    Scene("errors", waiting_scenes.errors, _LIVE),
    Scene("log", waiting_scenes.log, _LIVE),
    Scene("welcome", untouched, Setting(key=None)),
    Scene("light", library, _themed("memories-light")),
    Scene("light-upload", upload, _themed("memories-light")),
    Scene("ansi", library, _themed("ansi-dark")),
    Scene("theme", theme, sizes=_JUST_USUAL),
    Scene("256", library, _256, _JUST_USUAL, DARK["xterm"]),
    Scene("256-light", library, _256_LIGHT, _JUST_USUAL, LIGHT["xterm"]),
    Scene("16", library, _16, _JUST_USUAL, DARK["xterm"]),
    Scene("16-light", library, _16_LIGHT, _JUST_USUAL, LIGHT["xterm"]),
    Scene("16-solarized", jobs, _16, _JUST_SMALL, DARK["solarized"]),
    Scene("mono", sidebar, _MONO, _JUST_SMALL, DARK["xterm"]),
    Scene("ascii", library, _ASCII, _JUST_SMALL, DARK["linux"]),
    Scene("ascii-mono-jobs", jobs, _PLAINEST, _JUST_SMALL, DARK["linux"]),
    Scene("legacy", legacy, Setting(Config(api="legacy"))),
    Scene("cover", cover, _COVERS, _ALL),
    Scene("cover-256", cover, _COVERS_256, _JUST_USUAL, DARK["xterm"]),
    Scene("cover-16", cover, _COVERS_16, _JUST_USUAL, DARK["xterm"]),
    Scene("contact-sheet", contact_sheet, sizes=_ALL),
    Scene("contact-sheet-ascii", contact_sheet, _PLAINEST, _JUST_SMALL, DARK["linux"]),
    Scene("map", map_world, sizes=_ALL),
    Scene("statistics", statistics, sizes=_ALL),
    Scene("map-region", map_region, sizes=_ALL),
    Scene("map-ascii", map_world, _ASCII, _JUST_SMALL),
    Scene("place-names", place_names, sizes=_JUST_SMALL),
    Scene("columns", columns),
    Scene("columns-wide", wide, sizes=_JUST_SMALL),
    Scene("columns-right", wide_scrolled, sizes=_JUST_SMALL),
    Scene("views", views),
    Scene("namespaces", namespaces),
)
