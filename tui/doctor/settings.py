"""The settings with where each came from, the key without showing it, and the versions of what we stand on."""

from __future__ import annotations

import os
import platform
import shlex
import sqlite3
from collections.abc import Iterator, Mapping
from importlib import metadata
from pathlib import Path
from typing import Final

from tui import __version__
from tui.config import SETTINGS, Config
from tui.credentials import VARIABLE, Key
from tui.doctor.finding import Finding
from tui.pressing import press

_LIBRARIES: Final = ("textual", "httpx", "pydantic", "av")


def look_at_settings(config: Config | None, problem: str, file: Path) -> Iterator[Finding]:
    """The file, and each value that is not the default. `problem`: why they could not be read."""
    there = file.exists()
    facts: dict[str, object] = {"file": os.fspath(file), "exists": there}
    if config is None:
        yield Finding("Settings", problem, "problem", "Mend that line; memories-tui config show checks it.", facts)
        return
    values = {
        name: {"value": _plain(name, getattr(config, name)), "from": config.origins.get(name, "default")}
        for name in SETTINGS
    }
    yield Finding(
        "Settings", os.fspath(file) if there else f"{file} (not there: all defaults)", facts=facts | {"values": values}
    )
    for name, value in values.items():
        if value["from"] != "default":
            yield Finding("Settings", f"{name} = {value['value']}  from {value['from']}")


def look_at_keymap(config: Config) -> Iterator[Finding]:
    """Keys that somebody chose. Imports every screen, where there are any."""
    if not config.keys:
        return
    from tui.keymap import complaints

    wrong = complaints(config.keys)
    change = f"{press('app.help', '?')} in the program names every action, and the keys they have now."
    for words in wrong:
        yield Finding("Keys", words, "problem", change)
    if not wrong:
        count = len(config.keys)
        yield Finding("Keys", f"{count} of your own, and each of them answers" if count > 1 else "one of your own")


def _plain(name: str, value: object) -> object:
    if name == "api_key_command" and value:
        return _program(str(value))
    if isinstance(value, Mapping):
        return dict(value)
    return list(value) if isinstance(value, tuple) else value


def _program(command: str) -> str:
    """Its words may hold a secret; its name does not."""
    try:
        words = shlex.split(command)
    except ValueError:
        words = []
    return f"{words[0]} …" if len(words) > 1 else (words or ["…"])[0]


def look_at_key(key: Key | None, problem: str, *, demo: bool) -> Iterator[Finding]:
    """Whether there is one, where it came from, and its last four characters at most."""
    if demo:
        yield Finding("Key", "the demo needs none")
    elif problem:
        yield Finding("Key", problem, "problem", "Until then: memories-tui --demo")
    elif key is None:
        change = f"Set {VARIABLE}, or api_key_file or api_key_command in the settings; or: memories-tui --demo"
        yield Finding("Key", "there is none", "problem", change)
    else:
        yield Finding("Key", f"{key.masked} from {key.origin}", facts={"masked": key.masked, "from": key.origin})


def look_at_versions() -> Iterator[Finding]:
    """Ours, Python's and the libraries'. Imports none of them."""
    versions = {"memories-tui": __version__, "Python": platform.python_version(), "SQLite": sqlite3.sqlite_version}
    for name in _LIBRARIES:
        try:
            versions[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            yield Finding("Versions", f"{name} is not installed", "problem", "Install memories-tui again.")
    words = ", ".join(f"{name} {version}" for name, version in versions.items())
    yield Finding("Versions", f"{words}, {platform.system()} {platform.machine()}", facts=dict(versions))
