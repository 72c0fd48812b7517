"""The details: every fact or the reason why there is none, in lines that stay where they are."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.app import App, ComposeResult
from textual.geometry import Offset
from textual.selection import Selection

from tests.widgets.videos import HOSTILE, video
from tui.api.values import Status, Video
from tui.library.values import Known
from tui.widgets.details import Details
from tui.widgets.details_facts import View, fact_lines
from tui.widgets.details_json import json_lines
from tui.widgets.line_view import LineView
from tui.widgets.lines import Line, plain
from tui.widgets.present import cells

URL = "https://storage.example.com/videos/" + "0123456789abcdef" * 8 + "?signature=%2Fslash"
WHOLE = Video(
    "VI1",
    "Sunrise.mp4",
    Status.READY,
    "PARSE",
    duration=3723,
    size=1_234_567_890,
    created=1_751_328_000_000,
    taken=1_740_000_000_000,
    camera="Canon EOS 5D",
    latitude=39.9042,
    longitude=116.4074,
    tags=("beach", "golden hour"),
    fps=29.97,
    width=1920,
    height=1080,
    video_url=URL,
    cover_url="https://example.com/c.jpg",
    bucket="b",
    blob="path/to/blob",
)
KNOWN = Known(WHOLE, listed_at=990.0, metadata_at=995.0, raw='{"video_no": "VI1", "fps": 29.97, "cause": null}')
BARE = Video("VI2", "bare.mp4", Status.READY, "PARSE")


def texts(lines: tuple[Line, ...]) -> list[str]:
    return [plain(line) for line in lines]


def facts(known: Known, *, width: int = 44, asking: bool = False, problem: str = "") -> list[str]:
    return texts(fact_lines(View(known, 1_009.0, asking, problem), width))


def test_every_fact_of_a_video() -> None:
    lines = facts(KNOWN)
    told = "\n".join(lines)
    assert lines[0] == "Sunrise.mp4"
    assert lines[2] == "● ready  as of 14 s ago"
    for fact in (
        "Length    1:02:03",
        "Size      1.2 GB (1,234,567,890 bytes)",
        "Picture   1920×1080",
        "Frames    29.97 per second",
        "Taken     2025-02-19 21:20 UTC",
        "Camera    Canon EOS 5D",
        "Place     39.9042, 116.4074",
        "Tags      #beach  #golden hour",
        "Number    VI1",
        "Status    PARSE",
        "b/path/to/blob",
    ):
        assert fact in told


def test_an_address_is_whole_in_lines_of_its_own() -> None:
    lines = facts(KNOWN)
    start = lines.index("Video") + 1
    assert "".join(lines[start : lines.index("", start)]) == URL


@pytest.mark.parametrize(
    ("known", "asking", "told"),
    [
        (Known(BARE, 990.0, 990.0), False, "no GPS was supplied"),
        (Known(BARE, 990.0, 990.0), False, "no capture time was supplied"),
        (Known(BARE, 990.0, 990.0), False, "no camera was supplied"),
        (Known(BARE, 990.0, 990.0), False, "no tags"),
        (Known(BARE, 990.0, None), False, "Place     not asked for yet"),
        (Known(BARE, 990.0, None), True, "Place     asking …"),
        (
            Known(replace(BARE, status=Status.INDEXING), 990.0, 990.0),
            False,
            "Length    not known until indexing finishes",
        ),
        (Known(BARE, 990.0, 990.0), False, "no link was given"),
    ],
)
def test_what_is_missing_is_said_with_its_reason(known: Known, asking: bool, told: str) -> None:
    assert told in "\n".join(facts(known, asking=asking))


def test_a_failure_tells_its_cause_at_the_top_in_the_colour_of_errors() -> None:
    known = Known(replace(BARE, status=Status.FAILED, cause="no audio [/red]\x1b[31m track"), 990.0)
    lines = fact_lines(View(known, 1_009.0), 60)
    place = texts(lines).index("Indexing failed: no audio [/red]\ufffd[31m track")
    assert place < 6
    assert lines[place][0][1] == "bad"
    without = Known(replace(BARE, status=Status.FAILED), 990.0)
    assert "Indexing failed; the service gave no cause." in facts(without)


def test_trouble_and_age() -> None:
    lines = facts(KNOWN, problem="The service can't be reached.", asking=True)
    assert "The service can't be reached." in lines
    assert lines[2] == "● ready  as of 14 s ago, asking …"


def test_facts_stand_on_the_same_lines_for_every_ordinary_video() -> None:
    one, other = facts(KNOWN), facts(Known(BARE, 990.0, 990.0))
    for label in ("Length", "Camera", "Place", "Tags", "Uploaded", "Number", "Video"):
        assert _line_of(one, label) == _line_of(other, label)


def _line_of(lines: list[str], label: str) -> int:
    return next(n for n, line in enumerate(lines) if line.startswith(label))


VIDEOS = st.builds(
    Video,
    video_no=st.sampled_from(["", "VI1", *HOSTILE]),
    name=st.text() | st.sampled_from(HOSTILE),
    status=st.sampled_from(Status),
    status_word=st.sampled_from(HOSTILE),
    cause=st.none() | st.sampled_from(HOSTILE),
    duration=st.none() | st.integers(),
    size=st.none() | st.integers(),
    created=st.none() | st.integers(),
    taken=st.none() | st.integers(),
    camera=st.none() | st.text(),
    latitude=st.none() | st.floats(),
    longitude=st.none() | st.floats(),
    tags=st.lists(st.text() | st.sampled_from(HOSTILE), max_size=6).map(tuple),
    fps=st.none() | st.floats(),
    width=st.none() | st.integers(),
    height=st.none() | st.integers(),
    resolution=st.none() | st.sampled_from(HOSTILE),
    video_url=st.none() | st.sampled_from(HOSTILE),
    bucket=st.none() | st.text(),
    blob=st.none() | st.text(),
)


@given(VIDEOS, st.none() | st.floats(), st.integers(20, 70))
def test_no_video_breaks_out_of_its_lines(video: Video, metadata_at: float | None, width: int) -> None:
    for line in facts(Known(video, 990.0, metadata_at), width=width):
        assert cells(line) <= width
        assert line.isprintable()


# JSON


def test_json_is_indented_and_tinted() -> None:
    lines = json_lines(KNOWN.raw, 60)
    assert texts(lines) == ["{", '  "video_no": "VI1",', '  "fps": 29.97,', '  "cause": null', "}"]
    assert dict(lines[1])['"video_no"'] == "accent"
    assert dict(lines[2])["29.97"] == "good"
    assert dict(lines[3])["null"] == "warn"


@pytest.mark.parametrize(
    "raw", ["<html>no</html>", '{"cut": ', "[" * 100_000, '"\\ud800"', "\x1b[31m", "{}", "9" * 5_000]
)
def test_what_is_no_json_is_shown_all_the_same(raw: str) -> None:
    lines = texts(json_lines(raw, 40))
    assert "".join(lines).strip()
    assert all(line.isprintable() and cells(line) <= 40 for line in lines)


@given(st.recursive(st.none() | st.text() | st.integers() | st.sampled_from(HOSTILE), st.lists), st.integers(2, 60))
def test_json_of_any_kind_stays_within_its_width_and_loses_nothing(value: object, width: int) -> None:
    lines = texts(json_lines(json.dumps(value), width))
    assert all(cells(line) <= width and line.isprintable() for line in lines)


def test_folding_loses_nothing() -> None:
    raw = json.dumps({"name": "北京的春天" * 9, "url": URL})
    whole, folded = texts(json_lines(raw, 1_000)), texts(json_lines(raw, 17))
    assert "".join(line.strip() for line in folded) == "".join(line.strip() for line in whole)
    assert sum(line.startswith("    ") for line in folded) > 8


def test_no_answer_is_said() -> None:
    assert "No answer of the service is kept" in "".join(texts(json_lines("", 60)))


# The widget


class DetailsApp(App[None]):
    CSS = "Details { width: 46; }"

    def __init__(self) -> None:
        super().__init__()
        self.details = Details()

    def compose(self) -> ComposeResult:
        yield self.details


def drawn(details: Details) -> list[str]:
    view = details.query_one(LineView)
    return [view.render_line(y).text.rstrip() for y in range(view.size.height)]


async def test_nothing_is_selected_at_first() -> None:
    app = DetailsApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert app.details.border_title == "3 Details"
        assert drawn(app.details)[:3] == ["Facts │ JSON", "", "Nothing is selected."]


async def test_tabs_and_scrolling() -> None:
    app = DetailsApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.details.known, app.details.now = KNOWN, 1_009.0
        app.details.focus()
        await pilot.pause()
        assert drawn(app.details)[1] == "Sunrise.mp4"
        assert drawn(app.details)[0].endswith(" ↓")
        await pilot.press("G")
        assert drawn(app.details)[-1] == "b/path/to/blob"
        assert drawn(app.details)[0].endswith(" ↑")
        await pilot.press("home", "j", "j", "k")
        assert drawn(app.details)[2].startswith("● ready")
        assert drawn(app.details)[0].endswith(" ↑ ↓")
        await pilot.press("ctrl+d", "ctrl+u", "pagedown", "pageup", "k")
        assert drawn(app.details)[1] == "Sunrise.mp4"
        app.details.scroll_detail(2)
        assert drawn(app.details)[1].startswith("● ready")
        for key in ("L", "left_square_bracket", "right_square_bracket"):
            await pilot.press(key)
        assert drawn(app.details)[1:3] == ["{", '  "video_no": "VI1",']
        await pilot.press("H")
        assert drawn(app.details)[1] == "Sunrise.mp4"


async def test_another_video_begins_at_its_top_and_news_of_the_same_one_move_nothing() -> None:
    app = DetailsApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.details.known = KNOWN
        await pilot.pause()
        app.details.scroll_detail(3)
        top = drawn(app.details)[1]
        app.details.known = replace(KNOWN, video=replace(WHOLE, camera="Another"))
        await pilot.pause()
        assert drawn(app.details)[1] == top
        app.details.known = Known(BARE, 990.0)
        await pilot.pause()
        assert drawn(app.details)[1] == "bare.mp4"
        app.details.known = None
        await pilot.pause()
        assert "Nothing is selected." in drawn(app.details)


async def test_only_what_changed_is_painted(monkeypatch: pytest.MonkeyPatch) -> None:
    app = DetailsApp()
    async with app.run_test(size=(80, 50)) as pilot:
        app.details.known, app.details.now = KNOWN, 1_009.0
        await pilot.pause()
        view = app.details.query_one(LineView)
        painted: list[int] = []
        render = view.render_line

        def counted(y: int) -> object:
            painted.append(y)
            return render(y)

        monkeypatch.setattr(view, "render_line", counted)
        app.details.now = 1_010.0
        await pilot.pause()
        assert painted == [3]
        painted.clear()
        app.details.known = replace(KNOWN, video=replace(WHOLE, camera="Another", duration=5))
        await pilot.pause()
        assert [drawn(app.details)[y].split()[0] for y in sorted(set(painted))] == ["Length", "Camera"]


async def test_hostile_videos_are_drawn_in_full_width() -> None:
    app = DetailsApp()
    async with app.run_test(size=(80, 24)) as pilot:
        view = app.details.query_one(LineView)
        for n in range(len(HOSTILE)):
            app.details.known = Known(video(n), 1.0, raw=json.dumps({"name": HOSTILE[n]}))
            for tab in ("facts", "json"):
                app.details.tab = tab
                await pilot.pause()
                for y in range(view.size.height):
                    strip = view.render_line(y)
                    assert strip.cell_length == view.width
                    assert strip.text.isprintable()


async def test_an_address_can_be_selected_whole_over_its_lines() -> None:
    app = DetailsApp()
    async with app.run_test(size=(80, 50)) as pilot:
        app.details.known = KNOWN
        await pilot.pause()
        view = app.details.query_one(LineView)
        lines = texts(view.lines)
        first = lines.index("Video") + 1
        last = lines.index("", first) - 1
        chosen = view.get_selection(Selection(Offset(0, first), Offset(len(lines[last]), last)))
        assert chosen is not None
        assert chosen[0].replace("\n", "") == URL


async def test_a_narrower_pane_wraps_anew() -> None:
    app = DetailsApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.details.known = KNOWN
        app.details.styles.width = 30
        await pilot.pause()
        view = app.details.query_one(LineView)
        assert all(cells(plain(line)) <= view.width for line in view.lines)
        assert view.width < 30
