"""What one transaction does to the index: videos put, moved and removed, with every count kept true."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from tui.api.values import Video
from tui.library import rows
from tui.library.rowid import home, snowflake
from tui.library.values import Change

_SLICE: Final = 500
_HOT_PLACES: Final = ",".join("?" * len(rows.HOT.split(",")))
_COLD_PLACES: Final = ",".join("?" * len(rows.COLD.split(",")))


def locate(db: sqlite3.Connection, video_no: str) -> int | None:
    """The row id of a video number, if it is known."""
    number = snowflake(video_no)
    if number is not None and video_no == f"VI{number}":
        found = db.execute("SELECT id FROM details WHERE id = ? AND number IS NULL", (-number,)).fetchone()
        if found is not None:
            return int(found[0])
    found = db.execute("SELECT id FROM details WHERE number = ?", (rows.stored(video_no),)).fetchone()
    return None if found is None else int(found[0])


class Writing:
    """One transaction: what is put and removed, and what that does to the counts, written by `finish`."""

    def __init__(self, db: sqlite3.Connection, *, sweep: int, at: float) -> None:
        self._db = db
        self._sweep = sweep
        self._at = at
        self._tally: Counter[tuple[str, int | str | bytes]] = Counter()

    def put(self, videos: Iterable[Video]) -> Change:
        """Adds what is new, merges what is known."""
        wanted: dict[str, Video] = {}
        for video in map(rows.storable, videos):
            before = wanted.get(video.video_no)
            wanted[video.video_no] = video if before is None else rows.merged(before, video)
        places = {number: locate(self._db, number) for number in wanted}
        old = rows.read(self._db, [place for place in places.values() if place is not None])
        added: list[str] = []
        changed: list[str] = []
        seen: list[int] = []
        for number, video in wanted.items():
            place = places[number]
            if place is None:
                self._insert(video)
                added.append(number)
                continue
            known = old[place][0]
            merged = rows.merged(known, video)
            if merged == known:
                seen.append(place)
                continue
            self._replace(place, known, merged)
            changed.append(number)
        self._touch(seen)
        return Change(tuple(added), tuple(changed))

    def remove(self, identities: Sequence[int]) -> tuple[str, ...]:
        """Takes videos out, and answers with their numbers."""
        gone: list[str] = []
        for start in range(0, len(identities), _SLICE):
            for identity, (video, _) in rows.read(self._db, identities[start : start + _SLICE]).items():
                self._take_out(identity, video)
                self._db.execute("DELETE FROM answers WHERE id = ?", (identity,))
                gone.append(video.video_no)
        return tuple(gone)

    def finish(self) -> None:
        """Writes the counts."""
        self._db.executemany(
            "INSERT INTO tally VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET videos = videos + excluded.videos",
            [(kind, value, count) for (kind, value), count in self._tally.items() if count],
        )

    def _touch(self, identities: Iterable[int]) -> None:
        self._db.executemany(
            "UPDATE details SET sweep = ?, listed_at = ? WHERE id = ?",
            [(self._sweep, self._at, identity) for identity in identities],
        )

    def _replace(self, place: int, old: Video, new: Video) -> None:
        self._take_out(place, old)
        moved = self._insert(new, place if home(old) == home(new) else None)
        if moved != place:
            self._db.execute("UPDATE OR REPLACE answers SET id = ? WHERE id = ?", (moved, place))

    def _insert(self, video: Video, place: int | None = None) -> int:
        identity = self._free(home(video)) if place is None else place
        marks = [self._mark(tag) for tag in video.tags]
        self._db.execute(f"INSERT INTO videos VALUES ({_HOT_PLACES})", rows.hot(identity, video, marks))
        facts = rows.cold(identity, video, sweep=self._sweep, at=self._at)
        self._db.execute(f"INSERT INTO details VALUES ({_COLD_PLACES})", facts)
        unique = set(marks)
        self._db.executemany("INSERT INTO tagged VALUES (?, ?)", [(mark, identity) for mark in unique])
        self._count(video, unique, 1)
        return identity

    def _take_out(self, identity: int, video: Video) -> None:
        marks = {self._mark(tag) for tag in video.tags}
        self._db.executemany("DELETE FROM tagged WHERE tag = ? AND id = ?", [(mark, identity) for mark in marks])
        self._db.execute("DELETE FROM videos WHERE id = ?", (identity,))
        self._db.execute("DELETE FROM details WHERE id = ?", (identity,))
        self._count(video, marks, -1)

    def _count(self, video: Video, marks: Iterable[int], step: int) -> None:
        self._tally["changes", 0] += 1
        self._tally["parted", 0] += 1
        self._tally["all", 0] += step
        self._tally["status", rows.STATUSES.index(video.status)] += step
        camera = rows.stored(video.camera)
        if camera:
            self._tally["camera", camera] += step
        if rows.is_placed(video):
            self._tally["place", 0] += step
        for mark in marks:
            self._tally["tag", mark] += step
        for part in rows.parts(rows.folded(video.name)):
            self._tally["part", part] += step

    def _mark(self, tag: str) -> int:
        name = rows.stored(tag)
        found = self._db.execute("SELECT id FROM words WHERE name = ?", (name,)).fetchone()
        if found is not None:
            return int(found[0])
        identity = self._db.execute("INSERT INTO words (name) VALUES (?)", (name,)).lastrowid
        assert identity is not None  # an insert always has one
        return identity

    def _free(self, wanted: int) -> int:
        while self._db.execute("SELECT 1 FROM videos WHERE id = ?", (wanted,)).fetchone() is not None:
            wanted += 1
        return wanted
