"""What the stories of acting on many videos have in common."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from tests.shields import lowered
from tests.standin import StandIn
from tests.stories.program import Program
from tui.config import Config
from tui.deeds.deed import Deed
from tui.screens.confirm import Confirm
from tui.screens.deleting import ConfirmDelete
from tui.screens.leaving import Leaving

_QUESTIONS: Final = (Confirm, ConfirmDelete, Leaving)


def saving_to(service: StandIn, folder: Path, *, read_only: bool = False) -> Config:
    """Settings by which downloads go to a folder of the test's own."""
    return Config(host=service.url, download_folder=str(folder), read_only=read_only)


async def settled(program: Program, *, deeds: int = 1) -> Deed:
    """Waits until so many deeds are over, and answers with the last of them."""
    app = program.app
    await program.happens(
        lambda: len(app.deeds) == deeds and all(deed.is_over for deed in app.deeds), f"{deeds} deeds over"
    )
    await program.is_settled()
    return app.deeds[-1]


def deleted(service: StandIn) -> list[list[str]]:
    """What the service was asked to delete, call by call."""
    return [json.loads(bytes(call.body)) for call in service.faults.to("/delete_videos")]


async def ready(program: Program) -> None:
    """Waits until a question is there, and makes it one that has been there long enough to be answered."""
    await program.happens(lambda: isinstance(program.app.screen, _QUESTIONS), "a question")
    await program.is_calm()
    question = program.app.screen
    assert isinstance(question, _QUESTIONS)
    await lowered(question)
