"""No name that anybody gives a video leads a file out of its folder, or does anything but be a name."""

from __future__ import annotations

import os
import tempfile
import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tui.deeds.naming import PART, SUFFIXES, file_name, free_name, numbered
from tui.deeds.saving import opened

TRICKS = (
    "/", "\\", "..", ".", "~", "-rf", "\0", "\n", "\r", "\x1b[2J", ":", "con", "NUL", "lpt9", "COM¹", "\u202e", "／",
    "．．",
    "․․", "⁄", "∕", "⧸", "…", "‥", "%2e%2e%2f", " ", "\u3000", "\ud800", "\u200b", "e\u0301", "𓀀", "́", ".mp4", ".part",
    "*", "?", '"', "|", "<", ">", "\ufeff", "＼", "：",
)  # fmt: skip
NAMES = st.lists(st.sampled_from(TRICKS) | st.text(max_size=8), max_size=60).map("".join) | st.text(max_size=400)


@settings(max_examples=400)
@given(NAMES, NAMES)
@example("../../etc/passwd", "")
@example("C:\\Windows\\System32", "")
@example("．．／．．／x", "")
@example("con.anything", "")
@example("🎥" * 300, "https://cdn.example/a.mov?x=/../")
def test_a_name_is_a_name(name: str, hint: str) -> None:
    found = file_name(name, hint)
    stem, suffix = os.path.splitext(found)
    assert suffix.lower() in SUFFIXES
    for form in (found, unicodedata.normalize("NFKC", found), unicodedata.normalize("NFD", found)):
        assert not set(form) & set('/\\:*?"<>|\0')
        assert not form.startswith((".", "-", "~", " "))
        assert form not in {".", ".."}
    assert stem == stem.strip(" .")
    assert not any(unicodedata.category(one)[0] == "C" for one in found)
    assert stem.split(".")[0].strip().lower() not in {"con", "prn", "aux", "nul", "com1", "lpt9"}
    assert len(numbered(found, 9_999).encode() + PART.encode()) <= 255
    assert file_name(found) == found


@settings(max_examples=80)
@given(NAMES)
def test_no_name_escapes_its_folder(name: str) -> None:
    with tempfile.TemporaryDirectory() as outer:
        inner = Path(outer) / "a" / "b"
        with opened(inner) as folder:
            part = folder.begin(file_name(name))
            folder.finish(part)
            part.close()
        everything = [path for path in Path(outer).rglob("*") if not path.is_dir()]
        assert [path.parent for path in everything] == [inner]


def test_the_next_free_name() -> None:
    there = {"a.mp4", "a (2).mp4"}
    assert free_name("a.mp4", there.__contains__) == "a (3).mp4"
    assert free_name("b.mp4", there.__contains__) == "b.mp4"


@pytest.mark.parametrize(
    ("name", "hint", "expected"),
    [
        ("Louvre at dusk", "VI1.MOV", "Louvre at dusk.mov"),
        ("Louvre at dusk.mkv", "VI1.mp4", "Louvre at dusk.mkv"),
        ("v1.2 final", "https://h/x?y=.avi", "v1.2 final.mp4"),
        ("", "", "video.mp4"),
        ("...", "", "video.mp4"),
        ("evil.desktop", "", "evil.desktop.mp4"),
        (".bashrc", "", "bashrc.mp4"),
        ("渋谷 雨の夜", "", "渋谷 雨の夜.mp4"),
    ],
)
def test_names_that_people_give(name: str, hint: str, expected: str) -> None:
    assert file_name(name, hint) == expected
