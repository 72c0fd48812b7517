"""Filtering: by every facet of the sidebar and by text, answered from the index, and asked of the service."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.standin import StandIn
from tests.stories.program import Program, running
from tui.geo.coordinates import Point, distance_km
from tui.local.filters import Filters

_PAGING = {"page", "size", "unique_id"}


@dataclass(frozen=True, slots=True)
class Seeker:
    """Filters, and compares what is shown with what the service itself would say."""

    program: Program
    service: StandIn

    async def finds(self, filters: Filters, **asked: object) -> None:
        """The list holds what the service finds by these filters, and it was asked so; the status line counts both."""
        await self.settles(asked)
        found, total = self.service.store.page(filters, page=1, size=1000, now=self.service.now)
        assert {video.video_no for video in self.program.videos()} == {video.video_no for video in found}
        assert total, "a filter that finds nothing shows nothing"
        await self.program.sees(f"{total} shown · {total} on the server · 383 in the library")

    async def settles(self, asked: dict[str, object]) -> None:
        """Everything is answered, and this was what the service was asked in the end."""
        await self.program.is_settled()
        await self.program.happens(lambda: self._asked() == asked, f"the service asked for {asked}")
        await self.program.is_answered()

    def _asked(self) -> object:
        bodies = [call.json() for call in self.service.faults.to("list_videos") if call.body]
        filtered = [{name: value for name, value in body.items() if name not in _PAGING} for body in bodies]
        # What was not on the answer's pages is looked for by number once more.
        return next((body for body in reversed(filtered) if body and "video_nos" not in body), None)

    @property
    def chips(self) -> list[str]:
        return [chip.text for chip in self.program.library.looking_for.chips()]


async def test_every_facet_of_the_sidebar(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path, size=(120, 40)) as program:
        await program.is_synced()
        seeker = Seeker(program, demo)

        await program.press("f", "s", "j", "j", "space")
        assert seeker.chips == ["status:failed"]
        await seeker.finds(Filters(status="FAIL"), status="FAIL")
        await program.press("k", "enter")
        assert seeker.chips == ["status:indexing"], "enter takes this value alone"
        await seeker.finds(Filters(status="UNPARSE"), status="UNPARSE")
        await program.press("c")
        assert seeker.chips == []

        await program.press("f", "t")
        await program.type("icel")
        await program.sees("Tag /icel", "◦ iceland")
        await program.press("enter", "space")
        assert seeker.chips == ["tag:iceland"]
        await seeker.finds(Filters(tag="iceland"), tag="iceland")
        await program.press("F")

        await program.press("f", "c")
        await program.type("canon")
        await program.press("enter", "space")
        assert seeker.chips == ['camera:"Canon EOS R6"']
        await seeker.finds(Filters(camera="Canon EOS R6"), camera_model="Canon EOS R6")
        await program.press("F")

        await program.press("f", "d")
        await program.type("2025-06-01")
        await program.press("enter")
        assert seeker.chips == ["since:2025-06-01"]
        await seeker.finds(Filters(taken_since=1_748_736_000_000), datetime_taken=1_748_736_000_000)
        await program.press("F")

        await program.press("f", "n")
        await program.type("harbour")
        await program.is_settled()
        names = [video.name for video in program.videos()]
        assert names
        assert all("harbour" in name.casefold() for name in names), "names narrow the list while they are typed"
        await program.press("enter", "F")
        await program.is_settled()
        assert program.table.count == 383


async def test_tags_in_and_out(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path, size=(120, 40)) as program:
        await program.is_synced()
        seeker = Seeker(program, demo)
        await program.press("f", "t")
        await program.type("trip")
        await program.press("enter", "space", "f", "t")
        await program.press("ctrl+u")
        await program.type("paris")
        await program.press("enter", "x")
        assert seeker.chips == ["tag:trip", "-tag:paris"]
        await seeker.settles({"tag": "trip"})
        tags = [set(video.tags) for video in program.videos()]
        assert tags
        assert all("trip" in each and "paris" not in each for each in tags)
        await program.sees(f"{len(tags)} shown", "‹tag:trip› ‹-tag:paris›", "− paris", "2 active")
        assert "on the server" not in program.text, "the service was asked for more than this: its count means less"
        await program.press("enter")
        await program.is_settled()
        assert seeker.chips == ["tag:paris"], "only this one"
        await program.press("space")
        assert seeker.chips == []


async def test_places_however_they_are_written(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path, size=(120, 40)) as program:
        await program.is_synced()
        seeker = Seeker(program, demo)
        paris = Filters(place=(48.8566, 2.3522))
        for written in ("48.8566, 2.3522", "48.8566N 2.3522E", "48°51'23.76\"N 2°21'7.92\"E"):
            await program.press("f", "g")
            await program.type(written)
            await program.sees("within 20 km")
            await program.press("enter")
            await seeker.finds(paris, latitude=48.8566, longitude=2.3522)
            await program.press("c")
            await program.is_settled()
            assert seeker.chips == []

        await program.press("f", "g")
        await program.type("somewhere nice")
        await program.press("enter")
        assert program.filters.has_class("-editing"), "what is no place is not kept"
        assert seeker.chips == []
        await program.press("escape", "1")

        await program.press("/")
        await program.type("tag:iceland")
        await program.press("enter")
        await program.is_settled()
        here = next(n for n, video in enumerate(program.videos()) if video.latitude is not None)
        await program.press(*["j"] * here, "f", "f", "full_stop")
        near = program.library.looking_for.near
        assert near is not None
        assert (near.latitude, near.longitude) == (program.video.latitude, program.video.longitude)

        await program.press("F", "f", "g")
        await program.type("48.8566, 2.3522")
        await program.press("enter")
        await program.is_settled()
        within_20 = program.table.count
        await program.press("_", "_", "_", "_", "_")
        await program.sees("within 2.6 km")
        await seeker.settles({"latitude": 48.8566, "longitude": 2.3522})
        closer = program.videos()
        assert 0 < len(closer) < within_20
        assert all(
            video.latitude is not None
            and video.longitude is not None
            and distance_km(Point(48.8566, 2.3522), Point(video.latitude, video.longitude)) <= 2.6
            for video in closer
        )
        await program.press(*["+"] * 8)
        await program.sees("within 68 km")
        await program.is_settled()
        assert program.table.count >= within_20


async def test_text_with_completion_and_its_problem_beneath(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path) as program:
        await program.is_synced()
        seeker = Seeker(program, demo)
        await program.press("/")
        await program.type("tag:icel")
        await program.sees("iceland 28")
        await program.press("tab")
        await program.sees("tag:iceland")
        await program.type('camera:"DJI')
        await program.press("tab")
        await program.type("status:reddy ")
        await program.says("There is no status “reddy”: ready, indexing or failed.")
        await program.press("enter")
        assert not program.table.has_focus, "what means nothing is not kept"
        await program.press(*["backspace"] * 4)
        await program.type("ady")
        await program.press("enter")
        assert seeker.chips == ["status:ready", "tag:iceland", 'camera:"DJI Mini 4 Pro"']
        await seeker.finds(
            Filters(status="PARSE", tag="iceland", camera="DJI Mini 4 Pro"),
            status="PARSE",
            tag="iceland",
            camera_model="DJI Mini 4 Pro",
        )
        await program.sees("status:ready", "tag:iceland", "3 active")


async def test_esc_takes_back_and_minus_flips(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path) as program:
        await program.is_synced()
        seeker = Seeker(program, demo)
        await program.press("/")
        await program.type("tag:paris")
        await program.press("enter", "/")
        await program.type("status:failed")
        await program.press("escape")
        assert seeker.chips == ["tag:paris"], "esc takes back what was typed"
        await program.press("/")
        await program.press("ctrl+u")
        await program.type("tag:alps")
        await program.press("enter")
        await program.press("-")
        assert seeker.chips == ["tag:paris"]
        await program.press("-")
        assert seeker.chips == ["tag:alps"]
        await program.press("escape")
        assert seeker.chips == []
        await program.press("-")
        assert seeker.chips == ["tag:alps"]
        await program.press("f", "x")
        await program.is_settled()
        assert program.table.count == 383
        await program.happens(lambda: program.app.sync.asking is None, "nothing asked of the service any more")


async def test_the_answer_comes_before_the_service_speaks(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path) as program:
        await program.is_synced()
        demo.faults.next("hang", None)
        await program.press("/")
        await program.type("tag:iceland")
        await program.press("enter")
        await program.sees("28 shown · asking the service …")
        demo.faults.clear()
        await program.sees("28 shown · 28 on the server · 383 in the library")


async def test_nothing_found_says_how_to_go_on(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path) as program:
        await program.is_synced()
        await program.press("/")
        await program.type("nosuchname")
        await program.press("enter")
        await program.says("No video matches.", "F shows everything again", "/ edits the query")
        await program.press("F")
        await program.is_settled()
        assert program.table.count == 383


async def test_the_cursor_keeps_its_video_through_a_filter_that_holds_it(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path) as program:
        await program.is_synced()
        await program.press("pagedown", "j")
        before = program.video
        await program.press("/")
        await program.type(f"status:{before.status}")
        await program.press("enter")
        await program.is_settled()
        assert program.video.video_no == before.video_no
        await program.press("F")
        await program.is_settled()
        assert program.video.video_no == before.video_no
