"""The settings, where each value came from, and what is wrong with a file that a person wrote by hand.

Plain dataclasses over tomllib: the settings are read before the first paint, when nothing heavy may be imported,
and each value must say which of flag, environment, file or default it came from.
"""

from __future__ import annotations

import difflib
import ipaddress
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import field, fields
from pathlib import Path
from typing import Any, Final, Literal
from urllib.parse import urlsplit

from tui.frozen import dataclass
from tui.key_syntax import read_keys
from tui.text import safe_text

DEFAULT_HOST: Final = "https://api.memories.ai"
ENVIRONMENT: Final = {"host": "MEMORIES_API_HOST"}
"""Settings that the environment can give; the key, MEMORIES_API_KEY, is tui.credentials' concern."""


class ConfigProblem(Exception):
    """A setting that can't be used: one sentence that says where, what and what would be right."""


@dataclass(frozen=True, slots=True)
class Config:
    """Every setting, one value each. `config.example.toml` explains them; a test keeps the two together."""

    host: str = DEFAULT_HOST
    api: Literal["v1", "legacy"] = "v1"
    namespace: str = "default"
    api_key_file: str = ""
    api_key_command: str = ""
    allow_http: tuple[str, ...] = ()
    read_only: bool = False
    sync: str = "full"
    refresh_seconds: int = 60
    uploads_at_once: int = 2
    uploads_limit_kbit: int = 0
    on_hangup: Literal["finish", "stop"] = "finish"
    notify: Literal["off", "bell", "osc9", "osc777", "auto"] = "off"
    notify_after_seconds: int = 60
    download_folder: str = ""
    images: Literal["auto", "blocks", "kitty", "iterm2", "sixel", "off"] = "auto"
    covers_cache_mb: int = 50
    theme: str = "auto"
    background: Literal["auto", "light", "dark"] = "auto"
    color: Literal["auto", "truecolor", "256", "16", "none"] = "auto"
    glyphs: Literal["auto", "unicode", "ascii"] = "auto"
    keys: Mapping[str, str] = field(default_factory=dict)
    origins: Mapping[str, str] = field(default_factory=dict, compare=False)
    """Where each value came from: `flag`, an environment variable's name, a file's path, or `default`."""

    @property
    def newest_only(self) -> int | None:
        """How many of the newest videos are synced, where `sync` is `recent:N`."""
        return int(self.sync.removeprefix("recent:")) if self.sync.startswith("recent:") else None

    @property
    def uploads_limit(self) -> int | None:
        """Bytes per second that all uploads together may take; None for as many as the line carries."""
        return self.uploads_limit_kbit * 125 or None


PROTOCOLS: Final = ("kitty", "iterm2", "sixel")
"""The values of `images` by which the terminal draws pictures by itself."""
SETTINGS: Final = tuple(each.name for each in fields(Config) if each.name != "origins")


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("a text in quotes")
    return value


def _filled(value: object) -> str:
    if not _text(value).strip():
        raise ValueError("a text that is not empty")
    return _text(value).strip()


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("true or false")
    return value


def _between(least: int, most: int) -> Callable[[object], int]:
    def check(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise ValueError(f"a whole number from {least} to {most}")
        return value

    return check


def _one_of(*allowed: str) -> Callable[[object], str]:
    def check(value: object) -> str:
        if value not in allowed:
            raise ValueError(" or ".join(f'"{word}"' for word in allowed))
        return str(value)

    return check


def _sync(value: object) -> str:
    if isinstance(value, str) and (value in {"full", "off"} or re.fullmatch(r"recent:[1-9]\d{0,8}", value)):
        return value
    raise ValueError('"full", "recent:5000" (any number) or "off"')


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise ValueError('a list of texts, like ["nas.example"]')
    return tuple(value)


def _keymap(value: object) -> dict[str, str]:
    if not isinstance(value, dict) or not all(isinstance(each, str) for each in value.values()):
        raise ValueError('a table of action = "key"')
    for action, keys in value.items():
        try:
            read_keys(keys)
        except ValueError as wrong:
            raise ValueError(f'a table of action = "key"; "{safe_text(action, 60)}" needs {wrong}') from None
    return value


CHECKS: Final[Mapping[str, Callable[[object], object]]] = {
    "host": _filled,
    "api": _one_of("v1", "legacy"),
    "namespace": _filled,
    "api_key_file": _text,
    "api_key_command": _text,
    "allow_http": _texts,
    "read_only": _flag,
    "sync": _sync,
    "refresh_seconds": _between(5, 86_400),
    "uploads_at_once": _between(1, 8),
    "uploads_limit_kbit": _between(0, 100_000_000),
    "on_hangup": _one_of("finish", "stop"),
    "notify": _one_of("off", "bell", "osc9", "osc777", "auto"),
    "notify_after_seconds": _between(0, 86_400),
    "download_folder": _text,
    "images": _one_of("auto", "blocks", *PROTOCOLS, "off"),
    "covers_cache_mb": _between(0, 10_000),
    "theme": _filled,
    "background": _one_of("auto", "light", "dark"),
    "color": _one_of("auto", "truecolor", "256", "16", "none"),
    "glyphs": _one_of("auto", "unicode", "ascii"),
    "keys": _keymap,
}
"""What a value must be; each raises ValueError with the words for what would be right."""


def load(
    file: Path | None,
    *,
    must_exist: bool = False,
    profile: str | None = None,
    flags: Mapping[str, object] | None = None,
    environ: Mapping[str, str] = os.environ,
) -> Config:
    """Flags over the environment over the file's profile over the file over the defaults; raises ConfigProblem."""
    found: dict[str, object] = {}
    origins = dict.fromkeys(SETTINGS, "default")
    for values, origin in _layers(file, must_exist, profile, flags or {}, environ):
        for name, value in values.items():
            found[name] = _checked(name, value, origin)
            origins[name] = origin
    config = Config(**_typed(found), origins=origins)
    check_host(config.host, config.allow_http)
    return config


def _layers(
    file: Path | None, must_exist: bool, profile: str | None, flags: Mapping[str, object], environ: Mapping[str, str]
) -> list[tuple[Mapping[str, object], str]]:
    document = read_file(file, must_exist=must_exist) if file else {}
    profiles = document.pop("profiles", {})
    if not isinstance(profiles, dict) or not all(isinstance(each, dict) for each in profiles.values()):
        raise ConfigProblem(f"{shown(file)}: profiles must be tables, like [profiles.work].")
    if profile is not None and profile not in profiles:
        known = ", ".join(safe_text(name) for name in sorted(profiles)) or "none"
        raise ConfigProblem(f"There is no profile {safe_text(profile)!r} in {shown(file)} (it has: {known}).")
    chosen = profiles[profile] if profile is not None else {}
    from_environment = {name: environ[variable] for name, variable in ENVIRONMENT.items() if environ.get(variable)}
    layers: list[tuple[Mapping[str, object], str]] = [(document, shown(file)), (chosen, f"{shown(file)} [{profile}]")]
    layers += [({name: value}, ENVIRONMENT[name]) for name, value in from_environment.items()]
    layers.append(({name: value for name, value in flags.items() if value is not None}, "flag"))
    return layers


def _checked(name: str, value: object, origin: str) -> object:
    check = CHECKS.get(name)
    if check is None:
        near = difflib.get_close_matches(name, CHECKS, n=1)
        hint = f" Did you mean {near[0]!r}?" if near else " config.example.toml names them all."
        raise ConfigProblem(f"{origin}: there is no setting {safe_text(name)!r}.{hint}")
    try:
        return check(value)
    except ValueError as problem:
        raise ConfigProblem(f"{origin}: {name} must be {problem}.") from None


def _typed(found: Mapping[str, object]) -> dict[str, Any]:  # Any: each value has passed the check of its own field
    return dict(found)


def read_file(file: Path, *, must_exist: bool = False) -> dict[str, object]:
    """The file as it stands; an absent one is empty unless it must exist. Raises ConfigProblem with the line."""
    try:
        text = file.read_text(encoding="utf-8-sig")
        import tomllib  # most people have no file

        return tomllib.loads(text)
    except FileNotFoundError:
        if must_exist:
            raise ConfigProblem(f"There is no file {shown(file)}.") from None
        return {}
    except UnicodeDecodeError:
        raise ConfigProblem(f"{shown(file)} is not UTF-8 text.") from None
    except (ValueError, RecursionError) as problem:  # TOML's own, and what Python's reader makes of absurd values
        raise ConfigProblem(f"{shown(file)} is not valid TOML: {safe_text(problem)}.") from None
    except OSError as problem:
        raise ConfigProblem(f"{shown(file)} can't be read: {safe_text(problem.strerror)}.") from None


def shown(file: Path | None) -> str:
    """A path as a person may see it."""
    return safe_text(file) if file else "the configuration"


def check_host(host: str, allow_http: tuple[str, ...] = ()) -> None:
    """Refuses what is no address, and plain http to any machine but this one: the key would travel in clear."""
    try:
        parts = urlsplit(host)
        name, _ = parts.hostname, parts.port
    except ValueError:
        name, parts = None, urlsplit("")
    if parts.scheme not in {"http", "https"} or not name or parts.username or parts.query or parts.fragment:
        raise ConfigProblem(f"{safe_text(host)!r} is no address of a service. It should look like {DEFAULT_HOST}.")
    if parts.scheme == "http" and not is_loopback(name) and name not in allow_http:
        raise ConfigProblem(
            f"{safe_text(host)} would send your key unprotected. Use https://, or add "
            f'"{safe_text(name)}" to allow_http in the configuration if that is what you want.'
        )


def is_loopback(name: str) -> bool:
    """Whether a host name can only mean this machine."""
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name == "localhost" or name.endswith(".localhost")
