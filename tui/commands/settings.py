"""What every command begins with: the settings that were given, the account they name, and words where they fail."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from tui.frozen import dataclass
from tui.text import safe_block

if TYPE_CHECKING:
    from tui.account import Account
    from tui.config import Config
    from tui.folders import Folders
    from tui.services import Services

DONE: Final = 0
TROUBLE: Final = 1
USAGE: Final = 2
UNSURE: Final = 3
BUG: Final = 70
NOBODY_READS: Final = 141
"""As the shell reports a program that SIGPIPE ended."""


class Trouble(click.ClickException):
    """One sentence on stderr, made safe here, and an exit code."""

    def __init__(self, words: str, code: int = TROUBLE) -> None:
        super().__init__(safe_block(words))
        self.exit_code = code  # type: ignore[misc]  # click reads it from the instance and declares it on the class


@dataclass(frozen=True, slots=True)
class Given:
    """The options of the main group, as they were written before the command."""

    demo: bool
    config_file: Path | None
    profile: str | None
    namespace: str | None
    api: str | None
    host: str | None
    read_only: bool | None
    theme: str | None

    @property
    def file(self) -> Path:
        """The settings file, whether it exists or not."""
        if self.config_file is not None:
            return self.config_file
        from tui.folders import Folders

        return Folders.usual().config_file

    def load(self) -> Config:
        """The settings. Raises Trouble."""
        from tui.config import ConfigProblem, load

        flags = {name: getattr(self, name) for name in ("namespace", "api", "host", "read_only", "theme")}
        try:
            return load(self.file, must_exist=self.config_file is not None, profile=self.profile, flags=flags)
        except ConfigProblem as problem:
            raise Trouble(str(problem), USAGE) from None


@dataclass(frozen=True, slots=True)
class Place:
    """Whose library, under which settings, and where our files of it are."""

    account: Account
    config: Config
    folders: Folders


def place(given: Given) -> Place:
    """Everything that a command needs to know before it begins. Raises Trouble: without a key there is no library."""
    from tui.account import DEMO_HOST, DEMO_KEY, Account
    from tui.config import ConfigProblem
    from tui.credentials import Key, find_key
    from tui.folders import Folders

    config, folders = given.load(), Folders.usual()
    _keep_log(folders)
    if given.demo:
        return Place(Account(DEMO_HOST, Key(DEMO_KEY, "demo"), config.namespace, "v1", demo=True), config, folders)
    try:
        key = find_key(config)
    except ConfigProblem as problem:
        raise Trouble(str(problem), USAGE) from None
    if key is None:
        raise Trouble(
            "There is no API key: set MEMORIES_API_KEY, or api_key_file or api_key_command in the settings "
            "(memories-tui config init). Without one: memories-tui --demo …",
            USAGE,
        )
    return Place(Account(config.host, key, config.namespace, config.api), config, folders)


def open_services(here: Place) -> Services:
    """The engine, not started yet. Raises Trouble where the disk does not let us work."""
    from tui.services import Services
    from tui.uploads.journal_file import JournalTrouble

    try:
        return Services(here.account, here.config, here.folders)
    except JournalTrouble as trouble:
        raise Trouble(f"{trouble.what}. {trouble.advice}") from None
    except OSError as problem:
        raise no_room(here.folders.data, problem) from None


def no_room(folder: Path, problem: OSError) -> Trouble:
    """That our files can't be kept where they belong."""
    reason = os.strerror(problem.errno) if problem.errno else str(problem)
    return Trouble(f"{folder} can't be written ({reason}): set XDG_DATA_HOME elsewhere.")


@contextmanager
def interruptible() -> Iterator[None]:
    """Ctrl-C ends us without a word, for commands that leave nothing behind and for the time before they begin."""
    before = signal.getsignal(signal.SIGINT)
    if before is signal.SIG_IGN:
        yield
        return
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def bugs_told(here: Place) -> Iterator[None]:
    """A bug ends the command in one sentence with exit code 70; its details go to a file, without the key."""
    try:
        yield
    except (click.ClickException, click.exceptions.Exit, click.Abort):
        raise
    except Exception as error:  # noqa: BLE001 - the last line: whatever it was becomes a sentence and a file
        from tui.terminal.crash import keep_details, sentence

        kept = keep_details(error, here.folders.log, [here.account.key.secret])
        raise Trouble(sentence(error, kept), BUG) from None


def _keep_log(folders: Folders) -> None:
    from tui.folders import private
    from tui.logbook import log_to

    try:
        log_to(private(folders.log) / "memories-tui.log")
    except OSError as problem:
        reason = os.strerror(problem.errno or 0)
        raise Trouble(f"{folders.log} can't be written ({reason}): set XDG_STATE_HOME elsewhere.") from None
