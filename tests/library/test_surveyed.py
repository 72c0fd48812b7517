"""What was learned of a library is there at the next start, if it is still true, and never where it is not."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from tui.api.values import Status, Video
from tui.library import positions
from tui.library.connections import Connections
from tui.library.facets import changes
from tui.library.index import Index
from tui.library.matches import Matches
from tui.library.query import Query
from tui.library.surveyed import recalled
from tui.library.values import ORDERS, Column, Sort

_BY_SIZE = Sort(Column.SIZE, descending=True)


@pytest.fixture(autouse=True)
def every_third(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows from one landmark to the next; and no answer is kept as ids, which would need none."""
    monkeypatch.setattr(positions, "_EVERY", 3)
    for module in ("answer", "learned"):
        monkeypatch.setattr(f"tui.library.{module}.FEW", 0)


def test_it_is_kept_in_every_order_and_void_after_the_next_change(tmp_path: Path) -> None:
    file = _filled(tmp_path)
    with closing(Index.open(file)) as index:
        assert _kept(file) == set()
        index.survey(at_least=0)
        assert _kept(file) == {Sort(column, way) for column in ORDERS for way in (True, False)}
        index.put([_video(99)], at=2.0)
        assert _kept(file) == set()


def test_the_next_start_learns_nothing_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = _filled(tmp_path)
    with closing(Index.open(file)) as index:
        index.survey(at_least=0)
        found = index.find(Query(), _BY_SIZE)
        numbers = _numbers(found)

    def never(*_: object) -> None:
        raise AssertionError("walked all the way again")

    monkeypatch.setattr(positions.Many, "survey", never)
    with closing(Index.open(file)) as index:
        index.survey(at_least=0)
        found = index.find(Query(), _BY_SIZE)
        assert _numbers(found) == numbers
        assert [found.position(number) for number in numbers] == list(range(30))
        assert index.find(Query(words=("7",))).count == 3


def test_what_another_version_has_kept_is_learned_again(tmp_path: Path) -> None:
    file = _filled(tmp_path)
    with closing(Index.open(file)) as index, closing(Connections(file)) as connections:
        with connections.writing() as db:
            now = changes(db)
            for told in (f'[{now},{{"+nobody":[[],[]]}}]', f"[{now},7]", "7", "no json"):
                db.execute("INSERT OR REPLACE INTO notes VALUES ('survey', ?)", (told,))
                assert recalled(db, now) == {}
        index.survey(at_least=0)
        assert _kept(file)


def test_a_value_that_is_no_text_is_learned_again_each_time(tmp_path: Path) -> None:
    file = _filled(tmp_path)
    with closing(Index.open(file)) as index:
        index.put([Video("odd", "odd", Status.READY, camera="\ud800")], at=1.0)
        index.survey(at_least=0)
        assert _kept(file) == set()
        assert index.find(Query(), Sort(Column.CAMERA, descending=False)).position("odd") is not None


def _filled(folder: Path) -> Path:
    file = folder / "library.sqlite"
    with closing(Index.open(file)) as index:
        index.put(map(_video, range(30)), at=1.0)
    return file


def _numbers(found: Matches) -> list[str]:
    return [row.video_no for row in map(found.row, range(found.count)) if row is not None]


def _video(n: int) -> Video:
    return Video(f"clip-{n}", f"Clip {n}", Status.READY, size=n * 37 % 31 or None, tags=("a",) if n % 2 else ())


def _kept(file: Path) -> set[Sort]:
    with closing(Connections(file)) as connections, connections.reading() as db:
        return set(recalled(db, changes(db)))
