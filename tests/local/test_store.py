"""The store: pages that add up, text that survives, folders that are cleaned."""

from __future__ import annotations

import stat
import threading
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tui.local.filters import Filters
from tui.local.ids import number_at, parse_video_no
from tui.local.rows import Stored, pack, unpack
from tui.local.store import Store

NOW = 1_780_000_000_000


def videos(count: int, *, same_time: bool = False) -> list[Stored]:
    """Oldest first; all at one moment if so wished."""
    times = [NOW - (0 if same_time else (count - n) * 60_000) for n in range(count)]
    return [Stored(number=number_at(time, n), created=time, ready_at=time, name=str(n)) for n, time in enumerate(times)]


@settings(deadline=None)
@given(count=st.integers(0, 40), size=st.integers(1, 15), same_time=st.booleans())
def test_pages_are_slices_of_the_whole(count: int, size: int, same_time: bool) -> None:
    with Store() as store:
        made = videos(count, same_time=same_time)
        store.add(made)
        whole = made[::-1]
        for page in range(1, count // size + 3):
            found, total = store.page(Filters(), page=page, size=size, now=NOW)
            assert total == count
            assert found == whole[(page - 1) * size : page * size]


@given(st.text(st.characters(codec=None)))
def test_any_text_survives(text: str) -> None:
    packed = pack(text)
    packed.encode()
    assert unpack(packed) == text or any("\U0010d800" <= character <= "\U0010dfff" for character in text)


@settings(deadline=None, max_examples=30)
@given(st.text(st.characters(max_codepoint=0xFFFF)), st.lists(st.text(st.characters(max_codepoint=0xFFFF)), max_size=3))
def test_any_video_comes_back_as_it_went_in(text: str, tags: list[str]) -> None:
    with Store() as store:
        video = Stored(
            number=1 << 50, created=NOW, ready_at=NOW, name=text, namespace=text or "x", camera=text, cause=text,
            tags=tuple(tags), blob=text, latitude=-0.0, longitude=180.0, taken=-1, fps=29.97,
        )  # fmt: skip
        store.add([video])
        assert store.get(video.video_no) == video
        assert store.page(Filters(namespace=video.namespace, name=text), page=1, size=9, now=NOW) == ([video], 1)
        for tag in tags:
            assert store.page(Filters(namespace=video.namespace, tag=tag), page=1, size=9, now=NOW)[1] == 1


def test_counts_follow_every_change() -> None:
    with Store() as store:
        made = videos(3)
        store.add(made)
        assert store.page(Filters(), page=1, size=1, now=NOW)[1] == 3
        assert store.delete([made[0].video_no], "default") == 1
        assert store.page(Filters(), page=1, size=1, now=NOW)[1] == 2
        late = Stored(number=store.next_number(NOW), created=NOW, ready_at=NOW + 5000)
        store.add([late])
        ready = Filters(status="PARSE")
        totals = [store.page(ready, page=1, size=1, now=NOW + wait)[1] for wait in (0, 4999, 5000, 5001, 0)]
        assert totals == [2, 2, 3, 3, 2]


def test_numbers_never_repeat_even_across_a_restart(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        first = [store.next_number(NOW) for _ in range(3)]
        store.add([Stored(number=first[-1], created=NOW, ready_at=NOW)])
    with Store(tmp_path) as store:
        then = store.next_number(NOW - 60_000)
    assert sorted({*first, then}) == [*first, then]


def test_what_is_on_disk_outlives_the_store(tmp_path: Path) -> None:
    with Store(tmp_path / "deep" / "library") as store:
        store.add(videos(5))
        (store.incoming / "half.part").write_bytes(b"x")
        (store.files / "whole.mp4").write_bytes(b"x")
    with Store(tmp_path / "deep" / "library") as store:
        assert store.total() == 5
        assert list(store.incoming.iterdir()) == []
        assert (store.files / "whole.mp4").exists()
        assert stat.S_IMODE(store.folder.stat().st_mode) == 0o700


def test_a_store_in_memory_leaves_nothing_behind() -> None:
    store = Store()
    assert store.files.is_dir()
    store.close()
    assert not store.folder.exists()


def test_deleting_removes_the_files() -> None:
    with Store() as store:
        (video,) = videos(1)
        kept = Stored(number=video.number, created=NOW, ready_at=NOW, blob="a.mp4")
        store.add([kept])
        (store.files / "a.mp4").write_bytes(b"x")
        store.cover_path(kept).write_bytes(b"x")
        store.delete([kept.video_no], "another")
        assert (store.files / "a.mp4").exists()
        store.delete([kept.video_no], "default")
        assert [*store.files.iterdir(), *store.covers.iterdir()] == []


def test_several_threads_at_once() -> None:
    with Store() as store:

        def work() -> None:
            for _ in range(20):
                number = store.next_number(NOW)
                store.add([Stored(number=number, created=NOW, ready_at=NOW, tags=(str(number % 3),))])
                store.page(Filters(), page=1, size=5, now=NOW)

        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert store.total() == 80


def test_video_numbers_of_both_generations() -> None:
    assert parse_video_no("VI606404158946574336") == parse_video_no("mavi_video_606404158946574336")
    for wrong in ("", "VI", "606404158946574336", "VI-1", "VI12x", "VI٣", "PI-603068775285264430", "VI" + "9" * 30):
        assert parse_video_no(wrong) is None, wrong
    with Store() as store:
        store.add([Stored(number=5, created=NOW, ready_at=NOW, prefix="mavi_video_")])
        assert store.get("VI5") is None
        assert store.get("mavi_video_5") is not None
