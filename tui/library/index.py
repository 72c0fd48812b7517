"""Everything that the service ever told us, on disk: what the keys read, and what sweeps and uploads fill.

It is a mirror and nothing else: whatever happens to the file, a sweep brings it back. Of lists it keeps the facts
and not the text, which it can write again from them; of `get_metadata`, which is asked for one video at a time, it
keeps the answer itself as well.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path

from tui.api.values import Video
from tui.library import picking, rows, schema, swept
from tui.library.answer import answer
from tui.library.conditions import conditions
from tui.library.connections import Connections, told_as_trouble
from tui.library.counted import Counted
from tui.library.density import Cells, Grid, density, how_many
from tui.library.facets import facets, total
from tui.library.known import known, note_answer
from tui.library.learned import Learned
from tui.library.marks import Marks
from tui.library.matches import Matches
from tui.library.picking import Tally
from tui.library.query import Query
from tui.library.rowid import surely_before
from tui.library.statistics import Statistics, statistics
from tui.library.values import NEWEST_FIRST, Change, Facets, Known, Progress, Sort
from tui.library.writing import Writing, locate

_FORGET_AT_ONCE = 1_000
_ALIKE = 100
_WORTH_A_SURVEY = 100_000
"""Videos: in fewer, positions are counted quickly enough."""


class Index:
    """Safe from any thread. Whatever touches the disk may raise IndexTrouble, which is an OSError and weather."""

    def __init__(self, path: Path) -> None:
        """Opens what `open` has settled; use that."""
        self.path = path
        self._connections = Connections(path)
        self._learned = Learned(self._connections)
        self._guard = threading.Lock()
        self._edition = 0
        self._counted = Counted()

    @classmethod
    def open(cls, path: Path) -> Index:
        """The index in this file, begun anew if there is none, an older one or a broken one (which is set aside).

        A file of a newer version is left alone: then the index is another file beside it. Raises OSError.
        """
        with told_as_trouble(path):
            return cls(schema.settle(path))

    @property
    def edition(self) -> int:
        """Grows whenever something visible has changed."""
        return self._edition

    @property
    def left_alone(self) -> bool:
        """Whether no other program has written to it since it was opened; known once it is closed."""
        return self._connections.left_alone

    def put(self, videos: Iterable[Video], *, at: float) -> Change:
        """One page of a list, in one transaction, seen at this time (seconds since the epoch).

        Silence never erases a fact: what the answer leaves out stays as it was known.
        """
        with self._connections.writing() as db:
            writing = Writing(db, sweep=swept.recalled(db).sweep, at=at)
            change = writing.put(videos)
            writing.finish()
        if change.added or change.changed:
            self._grow()
        return change

    def put_metadata(self, video: Video, *, at: float) -> Change:
        """What `get_metadata` said, with its text (`video.raw`)."""
        change = self.put([video], at=at)
        self.note_metadata(video.video_no, at=at, raw=video.raw)
        return change

    def note_metadata(self, video_no: str, *, at: float, raw: str | None = None) -> None:
        """Remembers when `get_metadata` answered; without `raw` it had nothing to say, and the last text stays."""
        with self._connections.writing() as db:
            note_answer(db, video_no, at, raw)

    def forget(self, video_nos: Iterable[str], *, seen_before: float = math.inf) -> tuple[str, ...]:
        """Takes out videos that are known to be gone, and answers with those that were here.

        Those that a list has shown since `seen_before` (seconds since the epoch) stay.
        """
        with self._connections.writing() as db:
            places = [place for place in (locate(db, number) for number in video_nos) if place is not None]
            old = [place for place, (_, seen) in rows.read(db, places).items() if seen < seen_before]
            writing = Writing(db, sweep=0, at=0.0)
            gone = writing.remove(old)
            writing.finish()
        if gone:
            self._grow()
        return gone

    def forget_before(self, sweep: int) -> int:
        """Takes out what no answer has shown since that whole sweep began; answers with how many that were."""
        forgotten = 0
        while True:
            with self._connections.writing() as db:
                old = db.execute("SELECT id FROM details WHERE sweep < ? LIMIT ?", (sweep, _FORGET_AT_ONCE)).fetchall()
                writing = Writing(db, sweep=0, at=0.0)
                forgotten += len(writing.remove([row[0] for row in old]))
                writing.finish()
            if old:
                self._grow()
            if len(old) < _FORGET_AT_ONCE:
                return forgotten

    def seen_since(self, sweep: int) -> int:
        """How many videos some answer has shown since that whole sweep began."""
        with self._connections.reading() as db:
            return int(db.execute("SELECT count(*) FROM details WHERE sweep >= ?", (sweep,)).fetchone()[0])

    def get(self, video_no: str) -> Known | None:
        """What is known of one video, and since when."""
        with self._connections.reading() as db:
            return known(db, video_no)

    def same_size(self, size: int) -> tuple[Video, ...]:
        """The videos of exactly so many bytes, a hundred of them at the most."""
        with self._connections.reading() as db:
            places = [row[0] for row in db.execute("SELECT id FROM videos WHERE size = ? LIMIT ?", (size, _ALIKE))]
            return tuple(video for video, _ in rows.read(db, places).values())

    def find(
        self, query: Query, sort: Sort = NEWEST_FIRST, *, horizon: int | None = None, around: str | None = None
    ) -> Matches:
        """The videos that match, up to those created at `horizon` (milliseconds since the epoch).

        Videos of unknown age are always among them. The first rows and those around the video number `around`
        are read ahead. Takes up to some hundred milliseconds for a million videos: call it in a worker thread.
        """
        with self._connections.reading() as db:
            survey, named = self._learned.of(db, query, sort)
            found, new = answer(db, conditions(db, query), sort, horizon, total(db), survey, named)
            self._learned.counted(db, query, len(found) + new)
        matches = Matches(self._connections.reading, found, query, sort, horizon=horizon, new=new)
        matches.warm(around)
        return matches

    def learn(self, matches: Matches) -> None:
        """Keeps the whole order of a long answer that is narrowed, so that every row of it comes at once.

        Eight bytes for each row, and as long as the answer is kept. Takes a second or so: for a worker thread.
        """
        self._learned.order(matches)

    def survey(self, *, at_least: int = _WORTH_A_SURVEY, wanted: Callable[[], bool] | None = None) -> None:
        """Learns the way through a library of so many, in every order: until the next change, positions come at once.

        Takes a second for a million videos. For a worker thread; `wanted` as of `facets`, and what was learned until
        then need not be learned again.
        """
        self._learned.survey(at_least, wanted)

    def numbers(self, query: Query, *, horizon: int | None = None) -> list[str]:
        """The numbers of all videos that match, a million in a second or so: for a worker thread."""
        with self._connections.reading() as db:
            return picking.numbers(db, query, horizon)

    def picked(self, query: Query, *, horizon: int | None = None) -> Marks:
        """All videos that match, as marks. For a worker thread."""
        with self._connections.reading() as db:
            return picking.picked(db, query, horizon)

    def tally(self, marked: Collection[str], query: Query, *, horizon: int | None = None) -> Tally:
        """How many of the marked ones such a list shows. For a worker thread."""
        with self._connections.reading() as db:
            return picking.tally(db, marked, query, horizon)

    def videos(self, numbers: Iterable[str]) -> Iterator[dict[str, Video]]:
        """What is known of these videos, a slice of them at a time. For a worker thread."""
        for part in picking.sliced(numbers):
            with self._connections.reading() as db:
                yield picking.read_many(db, part)

    def places(self, query: Query, grid: Grid, *, wanted: Callable[[], bool] | None = None) -> Cells:
        """How many of the videos that match are where. For a worker thread; `wanted` as of `facets`."""
        with self._connections.reading(wanted) as db:
            return density(db, query, grid)

    def how_many(self, query: Query) -> int:
        """The number of videos that match, whenever they came. For a worker thread."""
        with self._connections.reading() as db:
            return how_many(db, query)

    def statistics(self, query: Query) -> Statistics:
        """What matches at a glance. For a worker thread: a second or two for a million videos."""
        with self._connections.reading() as db:
            return statistics(db, query)

    def facets(self, query: Query, *, wanted: Callable[[], bool] | None = None) -> Facets:
        """Values with counts among what matches, each facet without its own conditions. For a worker thread.

        Raises Unwanted soon after `wanted` has said no: it is asked every millisecond or so.
        """
        edition = self._edition
        found = self._counted.of(query, edition)
        if found is None:
            with self._connections.reading(wanted) as db:
                found = facets(db, query)
            self._counted.keep(query, edition, found)
        return found

    def total(self) -> int:
        """All videos in the index."""
        with self._connections.reading() as db:
            return total(db)

    def newest(self) -> int | None:
        """When the newest video was created, milliseconds since the epoch: a horizon that leaves out nothing known."""
        with self._connections.reading() as db:
            top = db.execute("SELECT created FROM videos WHERE created IS NOT NULL ORDER BY id LIMIT 1").fetchone()
            if top is None:
                return None
            near = (surely_before(top[0]),)
            return int(db.execute("SELECT max(created) FROM videos WHERE id <= ?", near).fetchone()[0])

    def progress(self) -> Progress:
        """How far the whole library was swept."""
        with self._connections.reading() as db:
            return swept.recalled(db)

    def remember(self, progress: Progress) -> None:
        """Keeps the progress for the next start."""
        with self._connections.writing() as db:
            swept.keep(db, progress)

    def close(self) -> None:
        """After this, whoever still reads a row gets None."""
        self._connections.close()

    def _grow(self) -> None:
        with self._guard:
            self._edition += 1
