"""Which parts of the account there are: those looked at before, those of uploads, those that the service lists."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from tui.api.endpoints import CAPABILITIES
from tui.api.errors import ApiError
from tui.folders import digest
from tui.frozen import dataclass
from tui.text import safe_text
from tui.uploads.job import State

if TYPE_CHECKING:
    from textual.app import App

    from tui.services import Services

SWITCH: Final = "namespace:"
"""What an app returns that is to be opened again in another namespace, before its name."""
_MOST: Final = 200


@dataclass(frozen=True, slots=True)
class Namespaces:
    """What is known on this machine; names are as they are."""

    present: str
    seen: tuple[str, ...]
    """Looked at before, or the goal of an upload; the latest first."""


def known(services: Services) -> Namespaces:
    """Asks nobody."""
    account = services.account
    mine = _account(services) + " "
    looked_at = [line.removeprefix(mine) for line in services.memory.state.namespaces if line.startswith(mine)]
    uploaded = [job.form.namespace for job in services.jobs if job.form.namespace]
    return Namespaces(account.namespace, tuple(dict.fromkeys([account.namespace, *looked_at[::-1], *uploaded])))


def remember(services: Services) -> None:
    """The present one was looked at."""
    memory = services.memory
    line = f"{_account(services)} {services.account.namespace}"
    others = tuple(other for other in memory.state.namespaces if other != line)
    if CAPABILITIES[services.account.dialect].namespaces and memory.state.namespaces[-1:] != (line,):
        memory.keep(replace(memory.state, namespaces=(*others, line)[-_MOST:]))


def was_seen(services: Services, name: str) -> bool:
    """Whether that one was ever looked at from here."""
    account = services.account
    path = services.folders.library(*account.identity, name, account.dialect)
    return name in known(services).seen or path.exists()


async def listed(services: Services) -> tuple[str, ...]:
    """Asks the service. Raises ApiError."""
    engine = await asyncio.to_thread(services.engine)
    return await asyncio.wrap_future(services.ask(engine.client.namespaces()))


async def choose(app: App[Any], services: Services, name: str = "") -> None:
    """Lets a person choose another namespace, or takes this one; leaves the app for it once all is answered."""
    from tui.screens.namespaces import LEGACY, NamespaceList, ask_about, ask_to_break_off

    if not CAPABILITIES[services.account.dialect].namespaces:
        app.notify(LEGACY, markup=False)
        return
    on_service: tuple[str, ...] | None = None

    async def ask() -> tuple[str, ...] | str:
        nonlocal on_service
        try:
            on_service = await listed(services)
        except ApiError as error:
            return error.what
        return on_service

    here = known(services)
    if not name:
        chosen: str | None = await app.push_screen_wait(NamespaceList(here.present, here.seen, ask))
        name = chosen or ""
    if name in {"", here.present}:
        return
    is_new = not was_seen(services, name) and name not in (on_service if on_service is not None else await _listed(ask))
    if is_new and services.config.read_only:
        app.notify(f"This session is read-only: looking at {safe_text(name, 80)} would create it.", markup=False)
        return
    if is_new and not await ask_about(app, name):
        return
    # What waits, or is with the service, goes on in the next engine: the journal belongs to the account.
    half_sent = sum(job.state is State.SENDING for job in services.jobs)
    if half_sent and not await ask_to_break_off(app, name, half_sent):
        return
    app.exit(SWITCH + name)


async def _listed(ask: Callable[[], Awaitable[tuple[str, ...] | str]]) -> tuple[str, ...]:
    answer = await ask()
    return () if isinstance(answer, str) else answer


def _account(services: Services) -> str:
    return digest(*services.account.identity, services.account.dialect)
