"""The same look from within the running program: with its own terminal, its own engine, and its own words."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from pathlib import Path
from typing import Final

from tui.api.errors import Unreachable
from tui.config import Config
from tui.doctor.finding import Finding, Mark
from tui.doctor.report import Case, examine, verdict
from tui.doctor.service import Reply, ask_service
from tui.doctor.terminal import Tty
from tui.folders import Folders
from tui.screens.findings import Entry
from tui.services import Services
from tui.widgets.lines import Tone

_PATIENCE: Final = 20.0
"""Seconds: more than the question itself takes at the most."""
_SHOWN: Final[dict[Mark, tuple[str, Tone]]] = {
    "ok": ("● ok", "good"),
    "note": ("○ note", "warn"),
    "problem": ("✗ problem", "bad"),
}


def look_around(
    services: Services | None, config: Config, config_file: Path, tty: Tty
) -> Callable[[], Iterator[Entry]]:
    """What a thread is to run; it blocks for seconds where something does not answer."""
    case = _case(services, config, config_file, tty)
    return lambda: _entries(case)


def _entries(case: Case) -> Iterator[Entry]:
    found: list[Finding] = []
    for finding in examine(case):
        found.append(finding)
        glyph, tone = _SHOWN[finding.mark]
        yield Entry(glyph, tone, finding.about, finding.words, finding.change)
    yield Entry("", "", "", verdict(found))


def _case(services: Services | None, config: Config, config_file: Path, tty: Tty) -> Case:
    environ = dict(os.environ)
    if services is None:
        return Case(environ, tty, Folders.usual(), config_file, config)
    account = services.account
    return Case(
        environ,
        tty,
        services.folders,
        config_file,
        config,
        key=account.key,
        demo=account.demo,
        identity=account.identity,
        namespace=account.namespace,
        dialect=account.dialect,
        ask=lambda: _asked(services),
    )


def _asked(services: Services) -> Reply:
    """On the engine's loop, with its client: one bucket for everything that is asked."""
    question = ask_service(services.engine().client, services.clock)
    try:
        return services.ask(question).result(_PATIENCE)
    except (TimeoutError, CancelledError):
        return _too_late(services)
    except RuntimeError:  # the loop has ended
        question.close()
        return _too_late(services)


def _too_late(services: Services) -> Reply:
    return Reply(services.account.host, error=Unreachable("The service was not asked: the program is leaving."))
