"""The question that duplicates are found by: which videos have exactly so many bytes."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from tui.api.values import Video
from tui.library.index import Index


def test_the_videos_of_that_size_and_no_others(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "library.db")
    videos = [Video("VI1", size=7), Video("VI2", size=8, name="b"), Video("VI3", size=8), Video("VI4")]
    index.put(videos, at=0.0)
    assert {video.video_no for video in index.same_size(8)} == {"VI2", "VI3"}
    assert index.same_size(9) == ()
    index.put([Video(f"VI{n}", size=5) for n in range(100, 300)], at=0.0)
    assert len(index.same_size(5)) == 100
    index.close()


def test_it_is_looked_up_and_not_searched_for(tmp_path: Path) -> None:
    Index.open(tmp_path / "library.db").close()
    with sqlite3.connect(tmp_path / "library.db") as db:
        (plan,) = db.execute("EXPLAIN QUERY PLAN SELECT id FROM videos WHERE size = 1 LIMIT 100").fetchall()
    db.close()
    assert "USING COVERING INDEX by_size" in plan[3]
