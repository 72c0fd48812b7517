"""Another API key while the program runs: tried, kept where the one before came from, and used from here on."""

from __future__ import annotations

import asyncio
import os
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tui.account import Account
from tui.api.errors import ApiError
from tui.credentials import VARIABLE, Key
from tui.folders import Folders, digest, replace_with
from tui.logbook import keep_out
from tui.text import safe_text
from tui.uploads.job import State
from tui.widgets.present import homely

if TYPE_CHECKING:
    from textual.app import App

    from tui.api.values import VideoPage
    from tui.config import Config
    from tui.services import Services

ENTERED: Final = "another key"
"""What an app returns that is to be opened again with the key that was entered."""
BY_HAND: Final = "entered by hand"
_LOOKED_AT: Final = 20


async def enter(app: App[Any], services: Services, config: Config) -> Key | None:
    """Asks for another key and what is to become of it; None if nothing is to change."""
    from tui.screens.new_key import NewKey

    account = services.account
    if reason := _why_not(services):
        app.notify(reason, markup=False)
        return None
    page: list[VideoPage] = []

    async def try_it(secret: str) -> str:
        page[:] = []
        return await _tried(services, secret, page)

    words = f"The one in use ends in {account.key.masked} and comes from {homely(account.key.origin)}."
    secret = await app.push_screen_wait(NewKey(words, try_it))
    if secret is None or not await _is_meant(app, services, page[0]):
        return None
    return await _kept(app, account.key, secret, config)


def _why_not(services: Services) -> str:
    if services.account.demo:
        return "The demo needs no key. Without --demo the program asks the service itself."
    if any(job.state is State.SENDING for job in services.jobs):
        return "Uploads are being sent with the key there is: pause them, or wait until they are through."
    if any(job.elsewhere for job in services.jobs):
        return "Another running copy of this program has uploads of this account: leave that one first."
    return ""


# Whether it is taken


async def _tried(services: Services, secret: str, page: list[VideoPage]) -> str:
    """Why it can't be used; empty if the service takes it, and then what it shows of the library is in `page`."""
    from tui.api.address import clean_key

    if secret == services.account.key.secret:
        return "That is the key there is."
    try:
        clean_key(secret)
    except ValueError as problem:
        return f"{problem}"
    keep_out(secret)
    await asyncio.to_thread(services.engine)
    try:
        page.append(await asyncio.wrap_future(services.ask(_first_page(services, secret))))
    except ApiError as error:
        said = f" The service said: {error.detail}" if error.detail else ""
        return f"{error.what}{said}"
    return ""


async def _first_page(services: Services, secret: str) -> VideoPage:
    """The cheapest question there is; nobody else hears of its weather."""
    from tui.api.client import Client

    account = services.account
    client = Client(
        host=account.host,
        key=secret,
        namespace=account.namespace,
        dialect=account.dialect,
        transport=services.transport,
        clock=services.clock,
    )
    try:
        return await client.list_videos(size=_LOOKED_AT)
    finally:
        await client.aclose()


# What becomes of it


async def _is_meant(app: App[Any], services: Services, page: VideoPage) -> bool:
    """A key of somebody else's account opens another library: that is said before anything is mixed up."""
    from tui.screens.confirm import Confirm

    if not await asyncio.to_thread(_is_another, services, page):
        return True
    words = (
        "The service takes this key, but shows none of the videos that are known here. If it is another account's, "
        "uploads that wait would go there: start the program anew with that key instead."
    )
    answers = (("b", "back: nothing changes"), ("g", "go on: it is the same account"))
    return await app.push_screen_wait(Confirm("Another library?", words, answers)) == "g"


def _is_another(services: Services, page: VideoPage) -> bool:
    shown = [video.video_no for video in page.videos]
    return bool(shown) and services.index.total() > 0 and not any(services.index.videos(shown))


async def _kept(app: App[Any], before: Key, secret: str, config: Config) -> Key:
    """The key with where it comes from now. Only a file is written to: that of the key before, if it wants to be."""
    from tui.screens.confirm import Confirm

    file = key_file(before, config)
    if file is None:
        where = f"set {VARIABLE} anew" if before.origin == VARIABLE else f"change what {before.origin} gives"
        words = f"It is used from here on. At the next start the one before would come back: {where}."
        await app.push_screen_wait(Confirm("The service takes this key", words, (("g", "go on"),)))
        return Key(secret, BY_HAND)
    answers = (("o", "only for this run"), ("w", "write it there, for every run"))
    where = safe_text(homely(os.fspath(file)), 200)
    words = f"Is it to take the place of the one in {where}, which only you can read?"
    if await app.push_screen_wait(Confirm("The service takes this key", words, answers)) != "w":
        return Key(secret, BY_HAND)
    try:
        await asyncio.to_thread(write_key, file, secret)
    except OSError as trouble:
        why = safe_text(trouble.strerror or trouble, 200)
        words = f"The key file can't be written ({why}). The key is used for this run alone."
        await app.push_screen_wait(Confirm("Not written", words, (("g", "go on"),)))
        return Key(secret, BY_HAND)
    return Key(secret, before.origin)


def key_file(before: Key, config: Config) -> Path | None:
    """The file that the key before came from, if it came from one."""
    from tui.config import shown

    if not config.api_key_file:
        return None
    file = Path(config.api_key_file).expanduser()
    return file if before.origin in {shown(file), BY_HAND} and VARIABLE not in os.environ else None


def write_key(file: Path, secret: str) -> None:
    """In place of the one before; a link to its file stays one. Raises OSError."""
    replace_with(file.resolve(), f"{secret}\n")


def carry_over(before: Account, after: Account, folders: Folders) -> None:
    """What is known of the account, and what waits to be sent, goes by a digest of its key: now by the new one's.

    Nothing of either may be open. What is there under the new name already stays, and the old one beside it.
    """
    from tui.memory import Memory

    memory = Memory(folders.memory(demo=False))
    mine, new = (digest(*account.identity, account.dialect) for account in (before, after))
    lines = [line.removeprefix(f"{mine} ") for line in memory.state.namespaces if line.startswith(f"{mine} ")]
    names = {before.namespace, *lines}
    _rename(folders, digest(*before.identity), digest(*after.identity))
    for name in names:
        old, now = (digest(*account.identity, name, account.dialect) for account in (before, after))
        _rename(folders, old, now)
    kept = (line.replace(f"{mine} ", f"{new} ", 1) for line in memory.state.namespaces)
    memory.keep(replace(memory.state, namespaces=tuple(dict.fromkeys(kept))))
    memory.close()


def _rename(folders: Folders, old: str, new: str) -> None:
    for folder in (folders.data, folders.state):
        for file in sorted(folder.glob(f"*{old}*")):
            there = file.with_name(file.name.replace(old, new))
            with suppress(OSError):  # then it is as at any first start with a key: fetched anew
                if not there.exists():
                    file.rename(there)
