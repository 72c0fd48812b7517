"""Copying, selecting by hand and opening: what a person gets of the video under the cursor and of the view."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.standin import StandIn
from tests.stories.program import Program, running
from tui.api.values import Video
from tui.cli import main
from tui.library.query import Query
from tui.screens.by_hand import text_lines
from tui.screens.copying import start_words, view_command
from tui.widgets.lines import plain


def links(program: Program) -> set[str]:
    """Where anything on the screen leads to."""
    strips = program.app.screen._compositor.render_strips()
    found: Iterable[str | None] = (segment.style.link for strip in strips for segment in strip if segment.style)
    return {link for link in found if link}


async def to_one_with_addresses(program: Program) -> Video:
    """Moves the cursor to a video of which the service tells both."""
    await program.is_synced()
    while not (program.video.video_url and program.video.cover_url):
        await program.press("j")
    await program.is_settled()
    return program.video


async def test_each_thing_of_a_video(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path) as program:
        video = await to_one_with_addresses(program)
        for key, expected in (("y", video.video_no), ("t", video.name), ("u", video.video_url), ("i", video.cover_url)):
            await program.press("y", key)
            assert program.app.clipboard == expected
        await program.says("Sent to the terminal's clipboard (OSC 52)")


async def test_the_command_line_of_a_view_is_one_that_our_own_command_line_understands(
    demo: StandIn, tmp_path: Path
) -> None:
    async with running(demo, tmp_path) as program:
        await program.is_synced()
        await program.press("/")
        await program.type('beach -tag:draft camera:"Canon EOS 5D"')
        await program.press("enter", "y", "c")
        words = shlex.split(program.app.clipboard)
    assert words == ["memories-tui", "--namespace", "default", "list", 'beach -tag:draft camera:"Canon EOS 5D"']
    with main.make_context("memories-tui", words[1:], resilient_parsing=True) as context:
        assert context.params["namespace"] == "default"


@pytest.mark.parametrize(
    ("options", "demo", "expected"),
    [
        ((), False, "memories-tui --namespace ns list"),
        (("--namespace", "old", "--profile", "lab"), False, "memories-tui --profile lab --namespace ns list"),
        (("--namespace=old", "--config", "my file"), False, "memories-tui --config 'my file' --namespace ns list"),
        ((), True, "memories-tui --demo --namespace ns list"),
        (("--demo",), True, "memories-tui --demo --namespace ns list"),
    ],
)
def test_the_command_begins_as_the_program_was_started(options: tuple[str, ...], demo: bool, expected: str) -> None:
    assert view_command(start_words(options, "ns", demo=demo), Query()) == expected


async def test_what_was_copied_last_is_shown_by_hand(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path, size=(80, 24)) as program:
        await program.is_synced()
        await program.press("w", "Y")
        await program.says("Nothing was copied yet.")
        await program.press("q", "y", "c", "w", "Y")
        await program.sees("Copied last", "memories-tui --namespace default list")
        assert "memories-tui --namespace default list" in (line.rstrip() for line in program.lines())


@pytest.mark.row("T17")
async def test_everything_by_hand(demo: StandIn, tmp_path: Path) -> None:
    async with running(demo, tmp_path, size=(200, 50)) as program:
        await to_one_with_addresses(program)
        await program.press("Y")
        await program.sees("Select with the mouse")
        lines = [line.rstrip() for line in program.lines()]
        for text in (program.video.video_no, program.video.name, program.video.video_url):
            assert text in lines
        await program.press("escape")
        await program.sees("3 Details")


async def test_opening_without_a_browser_shows_and_copies_the_address(
    demo: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    async with running(demo, tmp_path, size=(100, 30)) as program:
        await to_one_with_addresses(program)
        address = program.video.video_url
        await program.press("o")
        await program.sees("open this link where you sit")
        await program.happens(lambda: program.app.clipboard == address, "the address copied")
        await program.happens(lambda: links(program) == {address}, "the address as a link")


async def test_addresses_are_links_only_in_the_pane_with_the_focus(
    demo: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    async with running(demo, tmp_path, size=(120, 50)) as program:
        await to_one_with_addresses(program)
        assert links(program) == set()
        await program.press("3")
        addresses = {program.video.video_url, program.video.cover_url}
        await program.happens(lambda: links(program) == addresses, "both addresses as links")
        await program.press("1")
        await program.happens(lambda: not links(program), "no link left")


def test_an_address_that_could_do_harm_is_text() -> None:
    bad = "https://example.com/\x1b]8;;https://evil.example\x1b\\"
    for text, tone in (("https://example.com/x", "link"), (bad, ""), ("javascript:alert(1)", ""), ("plain", "")):
        (_, _, *shown) = text_lines([("t", text)], 200)
        assert [piece[1] for line in shown for piece in line] == [tone]
        assert "\x1b" not in "".join(plain(line) for line in shown)


def test_texts_are_broken_only_where_a_line_is_full() -> None:
    (_, _, *shown) = text_lines([("t", "word " * 30)], 40)
    assert "".join(plain(line) for line in shown) == "word " * 30
    assert {len(plain(line)) for line in shown[:-1]} == {40}
