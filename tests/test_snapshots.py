"""Every scene looks as it was last approved: `pytest tests/test_snapshots.py --snapshot-update` approves anew.

`python -m tests.draw FOLDER` draws what there is now as pictures to look at.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet
from pytest_textual_snapshot import SVGImageExtension
from syrupy.assertion import SnapshotAssertion

from tests.scenes import LARGE, SCENES, Scene, Size, file_name, picture
from tests.svg import tidied

_ROOT = Path(__file__).parent.parent


def _played(scene: Scene, size: Size) -> ParameterSet:
    # The same scene is seen quickly at a usual size and in the colours that were meant.
    again = size == LARGE or scene.palette is not None
    return pytest.param(scene, size, id=file_name(scene, size), marks=[pytest.mark.slow] if again else [])


_PLAYED = [_played(scene, size) for scene in SCENES for size in scene.sizes]


@pytest.mark.parametrize(("scene", "size"), _PLAYED)
async def test_scene(scene: Scene, size: Size, snapshot: SnapshotAssertion, tmp_path: Path) -> None:
    assert await picture(scene, size, tmp_path) == snapshot(extension_class=SVGImageExtension)


def test_names_are_given_once() -> None:
    assert len({scene.name for scene in SCENES}) == len(SCENES)


def test_the_readme_shows_what_was_approved() -> None:
    """If not: `python -m tests.draw` draws its pictures anew."""
    shown = re.findall(r"\((screenshots/[^)]+)\.png\)", (_ROOT / "README.md").read_text(encoding="utf-8"))
    assert shown
    for name in shown:
        approved = _ROOT / f"tests/__snapshots__/test_snapshots/test_scene[{Path(name).name}].svg"
        assert (_ROOT / f"{name}.png").is_file()
        assert (_ROOT / f"{name}.svg").read_text(encoding="utf-8") == approved.read_text(encoding="utf-8"), name


@pytest.mark.parametrize("folder", ["screenshots", "tests/__snapshots__"])
def test_no_picture_loads_anything(folder: str) -> None:
    pictures = list((_ROOT / folder).rglob("*.svg"))
    assert pictures
    for each in pictures:
        addresses = re.findall(r"(?:url|href|src)\W{1,3}https?:", each.read_text(encoding="utf-8"))
        assert not addresses, f"{each.name} phones home"


def test_wide_letters_are_as_wide_as_their_cells() -> None:
    line = '<text class="terminal-r1" x="0" y="20" textLength="61" clip-path="x">ab渋谷&amp;&#160;&#160;</text>'
    drawn = re.findall(r'x="([0-9.]+)"[^>]*textLength="([0-9.]+)"[^>]*>([^<]*)<', tidied(line))
    assert drawn == [("0", "24.4", "ab"), ("24.4", "48.8", "渋谷"), ("73.2", "12.2", "&amp;")]


def test_grounds_that_touch_are_one() -> None:
    def ground(x: float, fill: str) -> str:
        return f'<rect fill="{fill}" x="{x}" y="1.5" width="12.2" height="24.65" shape-rendering="crispEdges"/>'

    drawn = tidied(ground(0, "#111111") + ground(12.2, "#111111") + ground(24.4, "#222222"))
    assert re.findall(r'fill="([^"]+)" x="([^"]+)" y="1.5" width="([^"]+)"', drawn) == [
        ("#111111", "0", "24.4"),
        ("#222222", "24.4", "12.2"),
    ]
