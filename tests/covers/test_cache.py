"""Covers on disk: found again, damaged ones forgotten, never more than was allowed."""

from __future__ import annotations

import os
import random
import stat
import zlib
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tests.covers.pictures import plain_picture
from tui.covers.cache import Cache
from tui.covers.thumbnail import Thumbnail, packed, unpacked

_URL = "https://cdn.example/covers/a.jpg?signature=1"


def _noise(seed: int) -> Thumbnail:
    return Thumbnail(40, 30, random.Random(seed).randbytes(40 * 30 * 3))


def test_found_again_whatever_its_signature(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "covers", 1 << 20)
    assert cache.get("VI1", _URL) is None
    cache.put("VI1", _URL, plain_picture())
    assert cache.get("VI1", _URL.replace("=1", "=2")) == plain_picture()
    assert cache.get("VI2", _URL) is None
    assert cache.get("VI1", "https://other.example/covers/a.jpg") is None


def test_for_this_person_alone(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "covers", 1 << 20)
    cache.put("VI1", _URL, plain_picture())
    (file,) = (tmp_path / "covers").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert "VI1" not in file.name


def test_the_oldest_go_first(tmp_path: Path) -> None:
    folder = tmp_path / "covers"
    limit = 10 * len(packed(_noise(0)))
    cache = Cache(folder, limit)
    for n in range(30):
        cache.put(f"VI{n}", _URL, _noise(n))
        for age, file in enumerate(sorted(folder.iterdir(), key=lambda each: each.stat().st_mtime_ns, reverse=True)):
            os.utime(file, (1_000_000 - age, 1_000_000 - age))
        assert cache.get("VI0", _URL) == _noise(0), "what is looked at stays"
        assert sum(file.stat().st_size for file in folder.iterdir()) <= limit
    assert cache.get("VI29", _URL) == _noise(29)
    assert cache.get("VI1", _URL) is None


def test_a_damaged_file_is_forgotten(tmp_path: Path) -> None:
    cache = Cache(tmp_path, 1 << 20)
    cache.put("VI1", _URL, _noise(1))
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:100])
    assert cache.get("VI1", _URL) is None
    assert not file.exists()


def test_nothing_is_kept_where_nothing_may_be(tmp_path: Path) -> None:
    nothing = Cache(tmp_path / "covers", 0)
    nothing.put("VI1", _URL, plain_picture())
    assert nothing.get("VI1", _URL) is None
    assert not (tmp_path / "covers").exists()


def test_a_disk_that_refuses_costs_the_cache_alone(tmp_path: Path) -> None:
    (tmp_path / "covers").write_text("a file where the folder should be")
    cache = Cache(tmp_path / "covers", 1 << 20)
    cache.put("VI1", _URL, plain_picture())
    assert cache.get("VI1", _URL) is None


@given(st.binary(max_size=300), st.booleans())
def test_no_bytes_on_disk_do_harm(rest: bytes, ours: bool) -> None:
    found = unpacked(b"mtc1\0\x10\0\x09" + rest if ours else rest)
    assert found is None or len(found.rgb) == found.width * found.height * 3


def test_a_bomb_on_disk_stays_small() -> None:
    assert unpacked(b"mtc1\0\x10\0\x09" + zlib.compress(bytes(50 << 20))) is None
