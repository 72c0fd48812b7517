"""What is kept of a start is what the next one would have read itself, or it is not used."""

from __future__ import annotations

import collections
import dataclasses
import importlib
import os
import re
import sys
from collections.abc import Callable, Iterator
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType

import pytest

from tui.folders import Folders
from tui.keeping import keep
from tui.kept import Kept, found, usual_file

MODULE = """
import collections, dataclasses, re

@dataclasses.dataclass
class Video:
    name: str
    seconds: int = {number}

Place = collections.namedtuple("Place", "latitude longitude_{number}")
PATTERN = re.compile("(?P<number>[0-9]+) kept {number}", re.IGNORECASE)
"""
NAMES = ("kept_sample", "kept_sample.inside")


class Start:
    """A program that imports a package and one module of it, once for each call."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "cache" / "start"
        self.package = folder / "lib" / "kept_sample"
        self.package.mkdir(parents=True)
        self.write(1)

    def write(self, number: int) -> None:
        for name in ("__init__.py", "inside.py"):
            file = self.package / name
            file.write_text(MODULE.format(number=number), encoding="utf-8")
            os.utime(file, (number, number))  # Python itself looks at whole seconds

    def __call__(self) -> tuple[bool, ...]:
        """Whether each of the modules was served; what they hold works in any case."""
        for name in NAMES:
            sys.modules.pop(name, None)
        re.purge()
        importlib.invalidate_caches()
        kept = Kept(str(self.file))
        kept.begin()
        try:
            modules = [importlib.import_module(name) for name in NAMES]
        finally:
            files = kept.end()
            kept.sheets = ({}, b"")
            keep(kept, files, lambda: None)
            kept.close()
        for module in modules:
            _works(module)
        return tuple(type(module.__loader__) is not SourceFileLoader for module in modules)


def _works(module: ModuleType) -> None:
    video, place = module.Video("a"), module.Place(1, 2)
    assert video == module.Video("a", video.seconds)
    assert getattr(place, f"longitude_{video.seconds}") == 2
    assert module.PATTERN.match(f"12 KEPT {video.seconds}")["number"] == "12"
    assert Path(module.__file__ or "").parent.name == "kept_sample"
    assert module.__spec__ is not None
    assert Path(module.__spec__.cached or "").parent.name == "__pycache__"


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    monkeypatch.syspath_prepend(tmp_path / "lib")
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    yield Start(tmp_path)
    for name in NAMES:
        sys.modules.pop(name, None)


def test_the_next_start_has_at_hand_what_this_one_had_to_find(start: Start) -> None:
    assert start() == (False, False)
    assert start() == (True, True)
    before = start.file.stat().st_ino
    assert start() == (True, True)
    assert start.file.stat().st_ino == before, "written anew, though nothing was missed"


def test_what_it_compiled_is_not_compiled_again(start: Start) -> None:
    start()
    kept = Kept(str(start.file))
    texts, patterns = len(kept.texts), len(kept.patterns)
    kept.close()
    assert texts == 4, "three methods of a dataclass, one of a named tuple"
    assert patterns
    start()
    again = Kept(str(start.file))
    assert (len(again.texts), len(again.patterns)) == (texts, patterns)
    again.close()


def test_a_changed_source_is_read(start: Start) -> None:
    start()
    start.write(2)  # as long as it was
    assert start() == (False, False)
    assert sys.modules["kept_sample"].Video("a").seconds == 2
    assert start() == (True, True)
    assert sys.modules["kept_sample"].Video("a").seconds == 2


def test_a_source_that_is_gone_is_not_there(start: Start) -> None:
    start()
    (start.package / "inside.py").unlink()
    with pytest.raises(ModuleNotFoundError):
        start()


def _readable(file: Path) -> None:
    file.chmod(0o644)


def _link(file: Path) -> None:
    file.rename(file.with_name("other"))
    file.symlink_to("other")


def _cut(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def _nothing(file: Path) -> None:
    file.write_bytes(b"")


def _noise(file: Path) -> None:
    file.write_bytes(b"\xff" * 4096)


def _folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


@pytest.mark.parametrize("spoil", [_readable, _link, _cut, _nothing, _noise, _folder])
def test_what_others_could_have_written_or_is_damaged_is_not_used(start: Start, spoil: Callable[[Path], None]) -> None:
    start()
    spoil(start.file)
    assert start() == (False, False)


def test_another_place_to_look_for_modules_makes_it_void(
    start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start()
    monkeypatch.syspath_prepend(tmp_path)
    assert start() == (False, False)


def test_where_nothing_can_be_kept_all_goes_on_without(start: Start) -> None:
    start.file.parent.parent.joinpath("cache").write_text("a file, where the folder should be", encoding="utf-8")
    assert start() == (False, False)
    assert start() == (False, False)


def test_who_wants_no_code_on_disk_gets_none(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    start()
    assert not start.file.exists()


def test_what_a_killed_program_left_is_cleared_away_after_an_hour(start: Start) -> None:
    start.file.parent.mkdir(mode=0o700)
    old, new = (start.file.with_name(name) for name in ("start-old", "start-new"))
    for part in (old, new):
        part.touch()
    os.utime(old, (1, 1))
    start()
    assert (old.exists(), new.exists(), start.file.exists()) == (False, True, True)
    assert start.file.stat().st_mode & 0o777 == 0o600


def test_nothing_of_it_is_left_in_place(start: Start) -> None:
    start()
    assert found() is None
    assert "exec" not in vars(dataclasses)
    assert "eval" not in vars(collections)
    assert re._compiler.compile.__module__ == "re._compiler"  # type: ignore[attr-defined]


def test_it_lies_where_things_are_kept_that_can_be_had_again() -> None:
    cache = Folders.usual().cache
    assert cache is not None
    assert Path(usual_file()).parent == cache
