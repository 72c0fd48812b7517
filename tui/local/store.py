"""The stand-in's memory: every video in SQLite, every uploaded byte in a folder beside it."""

from __future__ import annotations

import json
import shutil
import tempfile
import threading
import weakref
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache, lru_cache
from pathlib import Path

from tui.local.filters import Filters, where
from tui.local.ids import number_at, parse_video_no
from tui.local.rows import Stored, pack, unpack
from tui.local.schema import INDEXES, INSERT, SELECT, connect, make_indexes, row_to_video, video_to_row


class Store:
    """One account's library. `path` is a folder that outlives the process; None means memory and a temporary one.

    Safe from several threads.
    """

    def __init__(self, path: Path | None = None) -> None:
        if path is None:
            self.folder = Path(tempfile.mkdtemp(prefix="memories-stand-in-"))
            self._remove = weakref.finalize(self, shutil.rmtree, self.folder, ignore_errors=True)
        else:
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.folder = path
        self.files = self._subfolder("files")
        self.covers = self._subfolder("covers")
        self.incoming = self._subfolder("incoming")
        for leftover in self.incoming.iterdir():
            leftover.unlink()
        self._lock = threading.RLock()
        self._db = connect(None if path is None else path / "library.sqlite")
        self._last_number = int(self._db.execute("SELECT coalesce(max(number), 0) FROM videos").fetchone()[0])
        self._last_ready = int(self._db.execute("SELECT coalesce(max(ready_at), 0) FROM videos").fetchone()[0])
        self._counts: dict[tuple[object, ...], int] = {}

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        with self._lock:
            self._db.close()
        if remove := getattr(self, "_remove", None):
            remove()

    def next_number(self, created: int) -> int:
        """An unused Snowflake for a video created at `created` ms."""
        with self._lock:
            self._last_number = max(self._last_number + 1, number_at(created))
            return self._last_number

    def add(self, videos: Iterable[Stored]) -> None:
        """Adds videos; their namespaces are created as needed."""
        # Many videos share their namespace and their tags: each is looked up once.
        namespace, tag_set = cache(self._namespace), lru_cache(10_000)(self._tag_set)
        with self._writing():
            values = (
                video_to_row(self._noted(video), namespace(video.namespace), tag_set(video.tags)) for video in videos
            )
            self._db.executemany(INSERT, values)

    def page(self, filters: Filters, *, page: int, size: int, now: int) -> tuple[list[Stored], int]:
        """One page, newest first, and how many match on all pages. `now` in ms."""
        # Once everything is settled, time changes nothing: the same question then has the same words.
        condition, values = where(filters, min(now, self._last_ready))
        offset, limit = (page - 1) * size, size
        with self._lock:
            total = self._count(condition, values)
            if offset >= total:
                return [], total
            order, backwards = "created DESC, number DESC", offset > total // 2
            if backwards:  # skipping from the nearer end halves the longest walk
                offset, limit = max(0, total - offset - size), min(size, total - offset)
                order = "created, number"
            found = self._db.execute(
                f"SELECT number FROM videos WHERE {condition} ORDER BY {order} LIMIT ? OFFSET ?",
                (*values, limit, offset),
            ).fetchall()
            numbers = [row[0] for row in found]
            return self._read(numbers[::-1] if backwards else numbers), total

    def get(self, video_no: str, namespace: str | None = None) -> Stored | None:
        """The video of that number in that namespace (None: in any)."""
        number = parse_video_no(video_no)
        if number is None:
            return None
        with self._lock:
            found = self._read([number])
        if not found or found[0].video_no != video_no or namespace not in (None, found[0].namespace):
            return None
        return found[0]

    def stored_at(self, blob: str) -> Stored | None:
        """The video whose bytes are stored under that name."""
        with self._lock:
            row = self._db.execute("SELECT number FROM videos WHERE blob = ?", (pack(blob),)).fetchone()
            return self._read([row[0]])[0] if row else None

    def delete(self, video_nos: Sequence[str], namespace: str) -> int:
        """Removes those of the videos that are in the namespace, their files too; how many there were."""
        doomed = [video for no in video_nos if (video := self.get(no, namespace))]
        with self._writing():
            self._db.executemany("DELETE FROM videos WHERE number = ?", [(video.number,) for video in doomed])
        for video in doomed:
            self.forget_files(video)
        return len(doomed)

    def rename(self, video_no: str, name: str) -> None:
        """Gives a video another name, for which the API has no call: whoever does it does it elsewhere."""
        with self._writing():
            self._db.execute("UPDATE videos SET name = ? WHERE number = ?", (pack(name), parse_video_no(video_no)))

    def forget_files(self, video: Stored) -> None:
        self.cover_path(video).unlink(missing_ok=True)
        if path := self.file_path(video):
            path.unlink(missing_ok=True)

    def cover_path(self, video: Stored) -> Path:
        return self.covers / f"{video.number}.jpg"

    def file_path(self, video: Stored) -> Path | None:
        return self.files / Path(video.blob).name if video.blob else None

    def holds(self, origin: str) -> bool:
        """Whether anything that a seed of that name has brought is left."""
        with self._lock:
            return self._db.execute("SELECT 1 FROM videos WHERE origin = ? LIMIT 1", (origin,)).fetchone() is not None

    def forget_origin(self, origin: str) -> None:
        """Removes what a seed of that name has brought."""
        with self._writing():
            self._db.execute("DELETE FROM videos WHERE origin = ?", (origin,))

    def touch_namespace(self, name: str) -> None:
        """Creates the namespace unless it is there."""
        with self._lock:
            if self._db.execute("SELECT 1 FROM namespaces WHERE name = ?", (pack(name),)).fetchone() is None:
                with self._writing():
                    self._namespace(name)

    def namespaces(self) -> dict[int, str]:
        """Every namespace ever used, by the number that stands for it."""
        with self._lock:
            return {number: unpack(name) for number, name in self._db.execute("SELECT id, name FROM namespaces")}

    def total(self) -> int:
        with self._lock:
            return int(self._db.execute("SELECT count(*) FROM videos").fetchone()[0])

    @contextmanager
    def bulk(self) -> Iterator[None]:
        """For adding very many videos: the indexes are dropped before and built again after."""
        with self._lock:
            for name in INDEXES:
                self._db.execute(f"DROP INDEX {name}")
            try:
                yield
            finally:
                make_indexes(self._db)

    def _subfolder(self, name: str) -> Path:
        folder = self.folder / name
        folder.mkdir(mode=0o700, exist_ok=True)
        return folder

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with self._lock, self._db:
            self._counts.clear()
            yield

    def _count(self, condition: str, values: Sequence[object]) -> int:
        key = (condition, *values)
        if (known := self._counts.get(key)) is not None:
            return known
        total = int(self._db.execute(f"SELECT count(*) FROM videos WHERE {condition}", values).fetchone()[0])
        if len(self._counts) > 200:
            self._counts.clear()
        self._counts[key] = total
        return total

    def _read(self, numbers: Sequence[int]) -> list[Stored]:
        marks = ", ".join("?" * len(numbers))
        rows = self._db.execute(f"{SELECT} WHERE v.number IN ({marks})", numbers).fetchall()
        by_number = {row["number"]: row for row in rows}
        return [row_to_video(by_number[number]) for number in numbers if number in by_number]

    def _noted(self, video: Stored) -> Stored:
        self._last_number = max(self._last_number, video.number)
        self._last_ready = max(self._last_ready, video.ready_at)
        return video

    def _namespace(self, name: str) -> int:
        self._db.execute("INSERT OR IGNORE INTO namespaces (name) VALUES (?)", (pack(name),))
        return int(self._db.execute("SELECT id FROM namespaces WHERE name = ?", (pack(name),)).fetchone()[0])

    def _tag_set(self, tags: tuple[str, ...]) -> int:
        text = json.dumps(tags)
        known = self._db.execute("SELECT id FROM tag_sets WHERE tags = ?", (text,)).fetchone()
        if known:
            return int(known[0])
        number = self._db.execute("INSERT INTO tag_sets (tags) VALUES (?)", (text,)).lastrowid
        members = [(pack(tag), number) for tag in set(tags)]
        self._db.executemany("INSERT INTO tag_members VALUES (?, ?)", members)
        assert number is not None
        return number
