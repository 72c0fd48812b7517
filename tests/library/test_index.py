"""The index keeps what it is told, exactly, whatever that is, and whatever happens to its file."""

from __future__ import annotations

import json
import sqlite3
import stat
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.library.libraries import NOON, numbered
from tui.api.values import Status, Video
from tui.library import rows
from tui.library.connections import Closed, IndexTrouble
from tui.library.index import Index
from tui.library.query import Query
from tui.library.schema import VERSION
from tui.library.values import Progress

ANY_TEXT = st.text(st.characters(), max_size=12) | st.sampled_from(["\ud800", "a\0b", "[/red]", "\x1b[2J", "x" * 5000])
ANY_NUMBER = st.none() | st.integers(-(2**63), 2**63 - 1)
ANY_FLOAT = st.none() | st.floats(allow_nan=False, allow_infinity=False).map(lambda number: number + 0.0)
WORDS = {Status.INDEXING: "UNPARSE", Status.READY: "PARSE", Status.FAILED: "FAIL"}


def anything() -> st.SearchStrategy[Video]:
    """A video with whatever a service could say."""
    return st.builds(
        Video,
        video_no=st.one_of(
            ANY_TEXT, st.integers(0, 2**64).map("VI{}".format), st.integers(0, 2**63).map("mavi_video_{}".format)
        ),
        name=ANY_TEXT,
        status=st.sampled_from(Status),
        status_word=ANY_TEXT | st.sampled_from(list(WORDS.values())),
        cause=st.none() | ANY_TEXT,
        duration=ANY_NUMBER,
        size=ANY_NUMBER,
        created=ANY_NUMBER,
        taken=ANY_NUMBER,
        camera=st.none() | ANY_TEXT,
        latitude=ANY_FLOAT,
        longitude=ANY_FLOAT,
        tags=st.lists(ANY_TEXT, max_size=3).map(tuple),
        fps=ANY_FLOAT,
        width=ANY_NUMBER,
        height=ANY_NUMBER,
        resolution=st.none() | st.sampled_from(["720P", "1080p", "20p"]) | ANY_TEXT,
        video_url=st.none() | ANY_TEXT,
        cover_url=st.none() | ANY_TEXT,
        bucket=st.none() | ANY_TEXT,
        blob=st.none() | ANY_TEXT,
    )


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    index = Index.open(tmp_path / "deep" / "library.sqlite")
    yield index
    index.close()


def video(place: int, **facts: Any) -> Video:  # Any: each fact has its own type
    created = NOON - place * 1000
    return replace(Video(numbered(place, created, "snowflake"), f"clip {place}", created=created), **facts)


@settings(max_examples=80, deadline=None)
@given(st.lists(anything(), max_size=8, unique_by=lambda one: one.video_no))
def test_what_was_put_is_read_back(videos: list[Video]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        index = Index.open(Path(folder) / "library.sqlite")
        change = index.put(videos, at=5.0)
        assert set(change.added) == {one.video_no for one in videos}
        for one in videos:
            known = index.get(one.video_no)
            assert known is not None
            assert (known.video, known.listed_at, known.metadata_at) == (one, 5.0, None)
        found = index.find(Query())
        read = [found.row(n) for n in range(found.count)]
        assert sorted(map(repr, read)) == sorted(map(repr, videos))
        assert index.put(videos, at=6.0) == type(change)()
        assert index.facets(Query()).statuses == index.facets(Query(without_words=("no such word",))).statuses
        index.close()


@pytest.mark.parametrize("facts", [{"size": 2**80}, {"latitude": float("nan")}, {"fps": float("inf")}])
def test_a_number_that_is_none_is_unknown(index: Index, facts: dict[str, object]) -> None:
    index.put([video(0, **facts)], at=1.0)
    known = index.get(video(0).video_no)
    assert known is not None
    assert known.video == video(0)
    assert index.put([video(0, **facts)], at=2.0).changed == ()


def test_two_videos_that_want_one_place_both_get_one(index: Index) -> None:
    number = video(0).video_no.removeprefix("VI")
    both = [replace(video(0), video_no=f"{prefix}{number}") for prefix in ("mavi_video_", "VI")]
    index.put(both, at=1.0)
    index.put(reversed(both), at=2.0)
    assert index.total() == 2
    assert [known and known.video for known in map(index.get, (one.video_no for one in both))] == both


def test_a_video_finds_its_place_when_its_age_is_told(index: Index) -> None:
    index.put([Video("clip"), video(1), video(2)], at=1.0)
    index.put_metadata(Video("clip", raw="{}"), at=1.5)
    assert index.find(Query()).position("clip") == 2
    index.put([Video("clip", created=NOON, tags=("a",))], at=2.0)
    assert index.find(Query()).position("clip") == 0
    known = index.get("clip")
    assert known is not None
    assert known.metadata_at == 1.5


def test_silence_erases_nothing(index: Index) -> None:
    """A list leaves out what only `get_metadata` says, and the other way round."""
    listed = video(0, status=Status.READY, status_word="PARSE", video_url="https://v", tags=("a",))
    told = replace(listed, video_url=None, tags=(), camera="GoPro", fps=25.0, raw='{"fps": "25"}')
    index.put([listed], at=1.0)
    index.put_metadata(told, at=2.0)
    assert index.put([listed], at=3.0).changed == ()
    known = index.get(listed.video_no)
    assert known is not None
    assert known.video == replace(listed, camera="GoPro", fps=25.0)
    assert (known.listed_at, known.metadata_at, known.raw) == (3.0, 2.0, '{"fps": "25"}')
    index.note_metadata(listed.video_no, at=4.0)
    again = index.get(listed.video_no)
    assert again is not None
    assert (again.metadata_at, again.raw) == (4.0, known.raw)


def test_a_cause_goes_with_its_status(index: Index) -> None:
    failed = video(0, status=Status.FAILED, status_word="FAIL", cause="no video in it")
    index.put([failed], at=1.0)
    index.put([replace(failed, cause=None)], at=2.0)
    kept = index.get(failed.video_no)
    index.put([replace(failed, status=Status.READY, status_word="PARSE", cause=None)], at=3.0)
    gone = index.get(failed.video_no)
    assert kept is not None
    assert gone is not None
    assert (kept.video.cause, gone.video.cause) == ("no video in it", None)


def test_without_an_answer_of_its_own_the_text_is_written_again(index: Index) -> None:
    index.put([video(0, tags=("a", "b"), size=5, raw="what the list said")], at=1.0)
    known = index.get(video(0).video_no)
    assert known is not None
    told = json.loads(known.raw)
    assert (told["video_no"], told["size"], told["tags"]) == (video(0).video_no, 5, ["a", "b"])
    assert "camera_model" not in told
    assert known.video.raw == known.raw


@pytest.mark.row("N17", "X17")
def test_the_same_number_twice_in_a_page_is_one_video(index: Index) -> None:
    change = index.put([video(0, size=1), video(0, duration=7)], at=1.0)
    known = index.get(video(0).video_no)
    assert known is not None
    assert (change.added, known.video.size, known.video.duration) == ((video(0).video_no,), 1, 7)


def test_the_edition_grows_only_with_what_can_be_seen(index: Index) -> None:
    seen = [index.edition]
    for act in (
        lambda: index.put([video(0)], at=1.0),
        lambda: index.put([video(0)], at=2.0),
        lambda: index.put([video(0, size=9)], at=3.0),
        lambda: index.note_metadata(video(0).video_no, at=4.0),
        lambda: index.forget(["nobody"]),
        lambda: index.forget([video(0).video_no]),
    ):
        act()
        seen.append(index.edition)
    assert seen == [0, 1, 1, 2, 2, 2, 3]


def test_the_newest_is_by_creation_time(index: Index) -> None:
    """Numbers are given a little before creation times, so the highest number need not be the newest video."""
    assert index.newest() is None
    index.put([Video("clip"), video(5), replace(video(6), created=NOON + 1)], at=1.0)
    assert index.newest() == NOON + 1
    assert index.find(Query(), horizon=index.newest()).new == 0


def test_a_sweep_forgets_what_it_did_not_see(index: Index) -> None:
    index.put([video(0), video(1)], at=1.0)
    index.remember(Progress(sweep=1))
    index.put([video(1), video(2)], at=1.0)
    assert index.seen_since(1) == 2
    assert index.forget_before(1) == 1
    assert index.get(video(0).video_no) is None
    assert index.total() == 2


def test_it_remembers_how_far_it_was_swept(tmp_path: Path) -> None:
    progress = Progress(sweep=3, page=7, under_way=True, total=900, steady=False, accepted=(900, 899), synced_at=5.5)
    index = Index.open(tmp_path / "library.sqlite")
    assert index.progress() == Progress()
    index.remember(progress)
    index.close()
    again = Index.open(tmp_path / "library.sqlite")
    assert again.progress() == progress
    again.close()


def test_only_its_owner_may_read_it(index: Index) -> None:
    index.put([video(0)], at=1.0)
    assert stat.S_IMODE(index.path.parent.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in index.path.parent.iterdir()} == {0o600}


@pytest.mark.parametrize(
    "damage",
    [b"no database at all" * 100, b"", b"SQLite format 3\0" + b"\xff" * 9000],
    ids=["no database", "nothing", "half a one"],
)
def test_a_broken_file_is_set_aside_and_begun_anew(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "library.sqlite"
    path.write_bytes(damage)
    index = Index.open(path)
    index.put([video(0)], at=1.0)
    assert (index.path, index.total()) == (path, 1)
    index.close()
    aside = list(tmp_path.glob("*.corrupt-*"))
    assert [file.read_bytes() for file in aside] == ([damage] if damage else [])


def test_damage_found_in_use_is_mended_by_the_next_start(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    index = Index.open(path)
    index.put([video(n) for n in range(3000)], at=1.0)
    index.close()
    pages = bytearray(path.read_bytes())
    start, end = 25 * 4096, len(pages) // 2
    pages[start:end] = b"\xa5" * (end - start)  # not what opening looks at
    path.write_bytes(pages)
    broken = Index.open(path)
    with pytest.raises(sqlite3.DatabaseError):
        broken.find(Query(words=("clip",)))
    broken.close()
    mended = Index.open(path)
    assert mended.total() == 0
    mended.close()
    assert list(tmp_path.glob("*.corrupt-*"))


def test_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE tomorrow (a)")
        db.execute(f"PRAGMA user_version = {VERSION + 1}")
    db.close()
    before = path.read_bytes()
    index = Index.open(path)
    index.put([video(0)], at=1.0)
    assert index.path == tmp_path / f"library-v{VERSION}.sqlite"
    index.close()
    again = Index.open(path)
    assert again.total() == 1
    again.close()
    assert path.read_bytes() == before


def test_a_full_disk_changes_nothing_and_has_a_name(index: Index) -> None:
    index.put([video(0)], at=1.0)
    with index._connections.writing() as db:
        pages = db.execute("PRAGMA page_count").fetchone()[0]
        db.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(IndexTrouble, match="the disk is full"):
        index.put([video(n) for n in range(2000)], at=2.0)
    assert index.total() == 1
    with index._connections.writing() as db:
        db.execute("PRAGMA max_page_count = 1000000")
    assert len(index.put([video(n) for n in range(2000)], at=3.0).added) == 1999


def test_a_place_that_cannot_be_written_is_an_os_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OSError, match="file"):
        Index.open(tmp_path / "file" / "library.sqlite")


def test_a_closed_index_says_so(index: Index) -> None:
    index.close()
    index.close()
    with pytest.raises(Closed):
        index.put([video(0)], at=1.0)
    with pytest.raises(Closed):
        index.find(Query())


def test_many_threads_may_use_it_at_once(index: Index) -> None:
    """Writers and readers all see whole pages: a count is never in between."""
    failures: list[BaseException] = []
    stop = threading.Event()

    def read() -> None:
        try:
            while not stop.is_set():
                found = index.find(Query(statuses=(Status.INDEXING,)))
                assert found.count % 50 == 0
                assert index.facets(Query()).with_place == 0
                assert [found.row(n) is None for n in range(0, found.count, 40)].count(True) == 0
        except BaseException as error:  # noqa: BLE001 - a thread's failure is the test's
            failures.append(error)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()

    def write(base: int) -> None:
        for page in range(10):
            index.put([video(base + page * 50 + n) for n in range(50)], at=1.0)

    writers = [threading.Thread(target=write, args=(base,)) for base in (0, 10_000)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    stop.set()
    for reader in readers:
        reader.join()
    assert failures == []
    assert index.total() == 1000


@pytest.mark.row("P7")
def test_two_programs_may_share_it(tmp_path: Path) -> None:
    one, other = (Index.open(tmp_path / "library.sqlite") for _ in range(2))
    one.put([video(0)], at=1.0)
    other.put([video(1)], at=1.0)
    assert (one.total(), other.total()) == (2, 2)
    one.close()
    other.close()


@pytest.mark.parametrize("text", ["", "abc", "é", "\ud800", "a\ud800\0é"])
def test_text_is_stored_and_told(text: str) -> None:
    assert rows.told(rows.stored(text)) == text


def test_looking_at_the_index_loads_nothing_heavy() -> None:
    """It is read before the first paint."""
    heavy = "pydantic", "httpx", "textual", "asyncio", "ssl", "rich"
    code = f"import sys, tui.library.index; print([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
