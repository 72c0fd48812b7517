"""Files in one folder: nothing is followed, nothing is overwritten that was not meant, and halves are known again."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui.deeds import saving
from tui.deeds.deed import Deed, Fate, Item, Phase, Target
from tui.deeds.record import Record
from tui.deeds.saving import Folder, Taken


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "../x", "/etc/passwd", "a\0b"])
def test_what_is_no_name_is_refused_whatever_came_before(tmp_path: Path, name: str) -> None:
    with saving.opened(tmp_path) as folder, pytest.raises(ValueError, match="not the name"):
        folder.begin(name)


def test_a_link_in_the_way_is_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.write_text("mine")
    with saving.opened(tmp_path / "in") as folder:
        (tmp_path / "in" / "a.mp4.part").symlink_to(outside)
        with pytest.raises(Taken):
            folder.begin("a.mp4")
        assert folder.resume("a.mp4", outside.stat().st_ino) is None
        (tmp_path / "in" / "b.mp4").symlink_to(outside)
        part = folder.begin("b.mp4")
        part.write(b"theirs")
        with pytest.raises(Taken):
            folder.finish(part)
        folder.finish(part, replace=True)
        part.close()
        assert (tmp_path / "in" / "b.mp4").read_bytes() == b"theirs"
    assert outside.read_text() == "mine"


def test_a_half_that_is_another_file_now_is_not_gone_on_with(tmp_path: Path) -> None:
    with saving.opened(tmp_path) as folder:
        part = folder.begin("a.mp4")
        part.write(b"half")
        part.close()
        (tmp_path / "other").hardlink_to(tmp_path / "a.mp4.part")
        assert folder.resume("a.mp4", part.inode) is None
        (tmp_path / "other").unlink()
        again = folder.resume("a.mp4", part.inode)
        assert again is not None
        assert again.size == 4
        again.close()
        assert folder.resume("a.mp4", part.inode + 1) is None


def test_a_folder_keeps_its_name(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").mkdir()
    folder = Folder(tmp_path)
    part = folder.begin("a.mp4")
    with pytest.raises(OSError, match=r"(?i)director"):
        folder.finish(part, replace=True)
    part.close()
    folder.close()


def test_what_broke_off_is_told_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "deeds.db"
    record = Record(path)
    fates = (Fate.DONE, Fate.WORKING, Fate.WAITING, Fate.FAILED)
    items = tuple(Item(Target(f"VI{n}", "a\ud800", n), fate) for n, fate in enumerate(fates))
    for kind, where in (("delete", None), ("download", tmp_path)):
        record.put(Deed(kind, kind, 1.0, Phase.RUNNING, items, 4, where))  # type: ignore[arg-type] # one of two words
    record.close()
    record = Record(path)
    first, second = record.broken_off()
    assert [item.fate for item in first.items] == [Fate.DONE, Fate.UNSURE, Fate.LEFT, Fate.FAILED]
    assert [item.fate for item in second.items] == [Fate.DONE, Fate.LEFT, Fate.LEFT, Fate.FAILED]
    assert second.where == tmp_path
    assert first.items[0].target == items[0].target
    beside = Record(path)
    assert beside.broken_off() == ()  # what runs there is not over
    beside.close()
    record.note("delete", (), Phase.OVER)
    record.close()
    again = Record(path)
    assert [deed.kind for deed in again.broken_off()] == ["download"]
    again.close()


def test_a_broken_record_is_an_empty_one(tmp_path: Path) -> None:
    path = tmp_path / "deeds.db"
    path.write_bytes(b"nothing that could be read" * 200)
    record = Record(path)
    assert record.broken_off() == ()
    record.close()
