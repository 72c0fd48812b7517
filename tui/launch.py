"""From settings to a running interface and back: what is checked before the terminal is touched, and what is
finished after it was given back."""

from __future__ import annotations

import os
import sys
import threading
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tui.bounds import fit_in
from tui.config import Config, ConfigProblem
from tui.credentials import Key, find_key
from tui.folders import Folders, private
from tui.terminal.fitness import UNFIT_EXIT, fitness, prepare_environment
from tui.terminal.forerunner import Forerunner
from tui.text import safe_block

if TYPE_CHECKING:
    from tui.account import Account
    from tui.app import MemoriesApp
    from tui.services import Services
    from tui.terminal.ground import Ground


def launch(config: Config, *, demo: bool, config_file: Path) -> int:
    """Runs the interface; answers with the exit code."""
    if wrong := _wrong_theme(config):
        return _complain(wrong, 2)
    why_not = fitness()
    if why_not:
        return _complain(why_not, UNFIT_EXIT)
    if too_little := fit_in():
        return _complain(too_little, 1)
    folders = Folders.usual()
    try:
        key = None if demo else find_key(config)
    except ConfigProblem as problem:
        return _complain(str(problem), 2)
    secrets = (key.secret,) if key else ()
    forerunner = Forerunner()
    try:
        ground = _shown_at_once(config, folders, key, forerunner) if key else None
        code = _logged(config, folders, key, forerunner, ground, demo=demo, config_file=config_file)
    except Exception as error:  # noqa: BLE001 - before and after the interface, too, a bug is a sentence and a file
        from tui.terminal import crash

        forerunner.close()
        code = _complain(crash.sentence(error, crash.keep_details(error, folders.log, secrets)), crash.CRASHED)
    finally:
        forerunner.close()
    _leave_what_hangs(code)
    return code


def _shown_at_once(config: Config, folders: Folders, key: Key, forerunner: Forerunner) -> Ground | None:
    """Shows what the library looked like when it was left, if it does still; on which ground it was shown."""
    from tui.keepsake import Keepsake

    picture = Keepsake(config, folders, config.host, key.secret, config.namespace, config.api).recalled()
    if picture is None:
        return None
    forerunner.show(picture.still, synchronized=picture.synchronized)
    return picture.ground


def _logged(
    config: Config,
    folders: Folders,
    key: Key | None,
    forerunner: Forerunner,
    ground: Ground | None,
    *,
    demo: bool,
    config_file: Path,
) -> int:
    from tui.logbook import log_to

    try:
        private(folders.state)
        log_to(private(folders.log) / "memories-tui.log", secrets=(key.secret,) if key else ())
    except OSError as problem:
        forerunner.close()
        return _complain(f"{folders.log} can't be written ({problem.strerror}): set XDG_STATE_HOME elsewhere.", 1)
    prepare_environment(os.environ)
    from tui.account import DEMO_HOST, DEMO_KEY, Account

    if key is None and not demo:
        from tui.app import MemoriesApp
        from tui.terminal.guarded import guarded_run

        app = MemoriesApp(config, None, config_file=config_file)
        code = guarded_run(app, crash_dir=folders.log)
        if app.return_value != "demo":
            return code
        demo = True
    if demo:
        account = Account(DEMO_HOST, Key(DEMO_KEY, "demo"), config.namespace, "v1", demo=True)
    else:
        assert key is not None  # asked for above
        account = Account(config.host, key, config.namespace, config.api)
    while True:
        code, following = _with_services(account, config, folders, config_file, forerunner, ground)
        if following is None:
            return code
        account, config = following, replace(config, namespace=following.namespace)


def _with_services(
    account: Account, config: Config, folders: Folders, config_file: Path, forerunner: Forerunner, ground: Ground | None
) -> tuple[int, Account | None]:
    """The exit code, and what is to be looked at next: nothing, if the program is left."""
    from tui.services import Services
    from tui.uploads.journal_file import JournalTrouble

    try:
        services = Services(account, config, folders)
        services.look_first()
    except JournalTrouble as trouble:
        forerunner.close()
        return _complain(f"{trouble.what}. {trouble.advice}", 1), None
    except OSError as problem:
        forerunner.close()
        why = problem.strerror or str(problem).rpartition(": ")[2].rstrip(".")
        return _complain(f"{folders.data} can't be written ({why}): set XDG_DATA_HOME elsewhere.", 1), None
    # Importing Textual takes longer than finding the first rows: that goes on meanwhile.
    from tui.app import MemoriesApp
    from tui.parting import FINISH
    from tui.terminal.guarded import guarded_run

    app = MemoriesApp(config, services, config_file=config_file, options=sys.argv[1:], forerunner=forerunner)
    if ground is not None and forerunner.holds:
        app.wardrobe.stand_on(ground)
    try:
        code = guarded_run(app, crash_dir=folders.log, secrets=(account.key.secret,), on_hang_up=services.hang_up)
        forerunner.close()
        if app.return_value == FINISH and code == 0:
            from tui.finishing import finish

            finish(services)
        following = _following(app, account) if code == 0 else None
    finally:
        services.close()
        _keep_likeness(app, services)
    if following is not None and following.key != account.key:
        from tui.another_key import carry_over

        carry_over(account, following, folders)
    return code, following


def _following(app: MemoriesApp, account: Account) -> Account | None:
    """What was wished for when the app ended: another namespace, or the same with another key."""
    from tui.namespaces import SWITCH

    wish = app.return_value or ""
    if wish.startswith(SWITCH):
        return replace(account, namespace=wish.removeprefix(SWITCH))
    entered = app.parting.entered
    return replace(account, key=entered) if entered is not None else None


def _keep_likeness(app: MemoriesApp, services: Services) -> None:
    """Once everything is written that the picture depends on."""
    from tui.keepsake import Keepsake

    likeness, memory, index = app.glass.likeness, services.memory, services.index
    if likeness is None or likeness.picture is None or memory.trouble:
        return
    account, folders = services.account, services.folders
    keepsake = Keepsake(services.config, folders, *account.identity, account.namespace, account.dialect)
    if index.left_alone and (index.path, index.edition) == (keepsake.index, likeness.edition):
        with suppress(OSError):  # what can't be kept is not there at the next start, and that is all
            keepsake.keep(likeness.picture)


def _leave_what_hangs(code: int) -> None:
    """Ends the process if some thread still waits for a disk or a name server: Python would wait with it."""
    if threading.active_count() > 1:
        sys.stderr.flush()
        os._exit(code)


def _wrong_theme(config: Config) -> str:
    """What is wrong with a theme that the command line names; empty if nothing is."""
    if config.origins.get("theme") != "flag":
        return ""
    from tui.wardrobe import wrong_theme

    return wrong_theme(config.theme)


def _complain(words: str, code: int) -> int:
    print(safe_block(words), file=sys.stderr)  # noqa: T201 - said before there is an interface, by the command line
    return code
