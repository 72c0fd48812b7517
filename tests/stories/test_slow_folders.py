"""What is typed behind a key that looks into a folder means what that key makes of it, however slow the disk is."""

from __future__ import annotations

from pathlib import Path

from tests.slow_folder import slow
from tests.standin import standin
from tests.stories.acting import saving_to, settled
from tests.stories.program import running
from tests.stories.test_downloading import files, small
from tui.widgets.file_chooser import FileChooser
from tui.widgets.path_input import PathInput


async def test_enter_behind_tab_takes_what_was_completed(tmp_path: Path) -> None:
    (tmp_path / "Some folder" / "inside").mkdir(parents=True)
    with standin() as service:
        small(service, "one")
        async with running(service, tmp_path, config=saving_to(service, tmp_path / "usual")) as program:
            await program.is_synced()
            await program.press("D", "ctrl+u")
            await program.type(f"{tmp_path}/So")
            with slow(tmp_path) as disk:
                for key in ("tab", "i", "n", "tab", "enter"):
                    program.send(key)
                await disk.is_asked()
                disk.answer()
                await settled(program)
            assert files(tmp_path / "Some folder" / "inside") == {"one.mp4": 3_000}
            assert not (tmp_path / "So").exists()


async def test_what_is_typed_ahead_of_a_folder_means_what_is_in_it(tmp_path: Path) -> None:
    here = tmp_path / "here"
    (here / "inside").mkdir(parents=True)
    for name in ("a", "b"):
        (here / "inside" / f"{name}.mp4").write_bytes(b"no video")
    with standin() as service:
        async with running(service, tmp_path) as program:
            await program.is_synced()
            await program.press("u")
            await program.type(f"{here}/in")
            files = program.app.screen.query_one(FileChooser)
            with slow(here) as outer, slow(here / "inside") as inner:
                for key in ("tab", "enter", "j", "j", "a"):
                    program.send(key)
                await outer.is_asked()
                outer.answer()
                await inner.is_asked()
                inner.answer()
                await program.happens(lambda: files.chosen, "something chosen")
            assert [each.path.name for each in files.chosen] == ["b.mp4"]
            assert program.app.screen.query_one(PathInput).value == f"{here}/inside/"
