"""Makes the screens there are, each with what it needs; those that nobody begins with are imported when they open."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tui.api.endpoints import CAPABILITIES
from tui.appearance import appearance_here
from tui.config import Config
from tui.counters import LibraryCounter, UploadCounter
from tui.cover_counter import CoverCounter, Line, manner_here
from tui.deed_counter import DeedCounter
from tui.screens.copying import start_words
from tui.screens.library import LibraryScreen
from tui.services import Services
from tui.terminal.pictures import Pictures
from tui.text import safe_text
from tui.textual_mends import close_what_never_began, fire_however_late, forget_what_is_closed

if TYPE_CHECKING:
    from tui.mishaps import Mishap
    from tui.screens.deeds import DeedsScreen
    from tui.screens.findings import Findings
    from tui.screens.log import LogScreen
    from tui.screens.mishaps import MishapScreen
    from tui.screens.upload import UploadModal
    from tui.screens.uploads import UploadsScreen
    from tui.widgets.upload_draft import UploadDraft


def library(
    services: Services,
    config: Config,
    options: Sequence[str],
    pictures: Pictures | None = None,
    line: Line | None = None,
    *,
    headless: bool = False,
) -> LibraryScreen:
    """`options`: the words after the program's name with which it was started. `headless`: nobody looks at it."""
    forget_what_is_closed()
    close_what_never_began()
    fire_however_late()
    account = services.account
    manner = manner_here(config.images, appearance_here(config), os.environ, pictures, headless=headless)
    return LibraryScreen(
        LibraryCounter(services),
        DeedCounter(services),
        CoverCounter(services, manner, line),
        title=safe_text(account.title) + (" · read-only" if config.read_only else ""),
        namespace=safe_text(account.namespace) if CAPABILITIES[account.dialect].namespaces else "",
        mode=services.mode,
        read_only=config.read_only,
        start=services.start,
        start_words=start_words(options, account.namespace, demo=account.demo),
        now=services.clock.now,
        memory=services.memory,
    )


def upload(services: Services, draft: UploadDraft | None, path: str = "") -> UploadModal:
    """What was begun before, or an empty form; with this path, or URL, typed into it."""
    from tui.screens.upload import UploadModal
    from tui.widgets.upload_draft import UploadDraft

    if path.startswith(("http://", "https://")):
        draft = replace(draft or UploadDraft(), by_url=True, urls=path)
    elif path:
        draft = replace(draft or UploadDraft(), by_url=False, typed=path)
    counter = UploadCounter(services)
    return UploadModal(
        counter,
        namespaces=(services.account.namespace,),
        namespace=services.account.namespace,
        why_not=counter.why_not,
        here=here(),
        draft=draft,
        now=services.clock.now,
    )


def jobs(services: Services) -> UploadsScreen:
    """All uploads."""
    from tui.screens.uploads import UploadsScreen

    return UploadsScreen(UploadCounter(services), here=here(), now=services.clock.now)


def deeds(services: Services, mark: Callable[[Collection[str]], None]) -> DeedsScreen:
    """What is done to many videos at once; `mark` marks videos in the library."""
    from tui.screens.deeds import DeedsScreen

    return DeedsScreen(DeedCounter(services), mark=mark, now=services.clock.now)


def doctor(
    services: Services | None, config: Config, config_file: Path, *, size: tuple[int, int], is_terminal: bool
) -> Findings:
    """The same look as `memories-tui doctor`, from within."""
    from tui.doctor.inside import look_around
    from tui.doctor.terminal import Tty
    from tui.screens.findings import Findings

    encoding = sys.__stdout__.encoding if sys.__stdout__ else "utf-8"
    return Findings("Doctor", look_around(services, config, config_file, Tty(is_terminal, *size, encoding)))


def mishaps(services: Services, copy_again: Callable[[], str]) -> MishapScreen:
    """What went wrong; `copy_again` copies what was copied last, and says so."""
    from tui.mending import try_again
    from tui.screens.mishaps import MishapScreen

    def retry(mishap: Mishap) -> str:
        return try_again(services, mishap, copy_again)

    key = LibraryCounter(services).key
    return MishapScreen(services.mishaps, retry=retry, key=key, now=services.clock.now)


def log(services: Services | None) -> LogScreen:
    """What was written to the log file."""
    from tui.folders import Folders
    from tui.logbook import log_file
    from tui.screens.log import LogScreen

    return LogScreen(log_file(services.folders if services else Folders.usual()))


def here() -> Path:
    """The folder that the program was started in, while it is there."""
    try:
        return Path.cwd()
    except OSError:
        return Path.home()
