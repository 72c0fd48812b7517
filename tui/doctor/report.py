"""The whole look, in the order in which a person would search, as lines and as one JSON object; without any secret."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from tui.appearance import choose_appearance
from tui.config import Config
from tui.credentials import VARIABLE, Key
from tui.doctor.appearance import look_at_appearance, look_at_pictures
from tui.doctor.finding import Finding
from tui.doctor.multiplexer import look_at_clipboard, look_at_multiplexer, tmux_around
from tui.doctor.remembered import look_at_memory
from tui.doctor.service import Reply, look_at_service
from tui.doctor.settings import look_at_key, look_at_keymap, look_at_settings, look_at_versions
from tui.doctor.storage import look_at_disk, look_at_index, look_at_journal
from tui.doctor.terminal import Tty, look_at_terminal
from tui.folders import Folders
from tui.frozen import dataclass
from tui.pressing import name_keys
from tui.redaction import redact
from tui.text import safe_text

_LONGEST: Final = 2_000
_ABOUT: Final = 11
_MARK: Final = 9


@dataclass(frozen=True, slots=True)
class Case:
    """Everything that is looked at. What could not be had is None, with the reason beside it."""

    environ: Mapping[str, str]
    tty: Tty
    folders: Folders
    config_file: Path
    config: Config | None
    config_problem: str = ""
    key: Key | None = None
    key_problem: str = ""
    demo: bool = False
    identity: tuple[str, ...] | None = None
    """Whose files are looked at: see `Account.identity`; None where there is no account."""
    namespace: str = ""
    dialect: str = ""
    ask: Callable[[], Reply] | None = None
    """Asks the service; None where there is nothing to ask with. Blocks."""


def examine(case: Case) -> Iterator[Finding]:
    """One finding after the other, as each is made. Blocks, for seconds where something does not answer."""
    if case.config is not None and case.config.keys:
        _name_keys(case.config.keys)
    secrets = [case.environ.get(VARIABLE, "")] + ([case.key.secret] if case.key is not None else [])
    for finding in _everything(case):
        yield _discreet(finding, secrets)


def _name_keys(keys: Mapping[str, str]) -> None:
    """Findings that name a key name the one that somebody chose."""
    from tui.keymap import normal
    from tui.widgets.commands import own_words

    name_keys(own_words(normal(keys)))


def _everything(case: Case) -> Iterator[Finding]:
    tmux = tmux_around(case.environ)
    yield from look_at_versions()
    yield from look_at_terminal(case.environ, case.tty)
    seen = choose_appearance(case.config or Config(), case.environ, case.tty.encoding)
    yield from look_at_appearance(case.environ, seen)
    yield from look_at_pictures(case.environ, (case.config or Config()).images)
    yield from look_at_multiplexer(case.environ, tmux)
    yield from look_at_clipboard(case.environ, tmux)
    yield from look_at_settings(case.config, case.config_problem, case.config_file)
    if case.config is not None:
        yield from look_at_keymap(case.config)
        yield from look_at_key(case.key, case.key_problem, demo=case.demo)
    yield from look_at_disk(case.folders)
    yield from look_at_memory(case.folders.memory(demo=case.demo))
    if case.identity is not None:
        yield from look_at_index(case.folders.library(*case.identity, case.namespace, case.dialect))
        yield from look_at_journal(case.folders.journal(*case.identity))
    if case.ask is not None:
        yield from look_at_service(case.ask())
    elif case.demo:
        yield Finding("Service", "the demo's is built in")


def _discreet(finding: Finding, secrets: Iterable[str]) -> Finding:
    """The same, without anything that is secret or would act on a terminal, wherever it came from."""
    held = tuple(secrets)

    def clean(value: object) -> object:
        if isinstance(value, str):
            return safe_text(redact(value, held), _LONGEST)
        if isinstance(value, Mapping):
            return {str(clean(name)): clean(each) for name, each in value.items()}
        return [clean(each) for each in value] if isinstance(value, list) else value

    facts = {name: clean(value) for name, value in finding.facts.items()}
    return replace(finding, words=str(clean(finding.words)), change=str(clean(finding.change)), facts=facts)


def lines(finding: Finding) -> list[str]:
    """The finding as a person reads it: mark, what it is about, what was found; beneath, what to change."""
    first = f"{finding.mark:{_MARK}}{finding.about:{_ABOUT}}{finding.words}"
    return [first, *([" " * (_MARK + _ABOUT) + "→ " + finding.change] if finding.change else [])]


def verdict(findings: Iterable[Finding]) -> str:
    """How many of each kind, in one sentence."""
    tally = Counter(finding.mark for finding in findings)
    parts = [f"{tally[mark]} {mark}{'s' * (tally[mark] != 1)}" for mark in ("problem", "note") if tally[mark]]
    return f"{' and '.join(parts)}." if parts else "All is well."


def has_problem(findings: Iterable[Finding]) -> bool:
    return any(finding.mark == "problem" for finding in findings)


def as_json(findings: Iterable[Finding]) -> dict[str, object]:
    """One object: `ok`, and every finding with its facts."""
    told = list(findings)
    return {
        "ok": not has_problem(told),
        "findings": [
            {"about": each.about, "mark": each.mark, "words": each.words, "change": each.change, **_facts(each)}
            for each in told
        ],
    }


def _facts(finding: Finding) -> dict[str, object]:
    return {"facts": dict(finding.facts)} if finding.facts else {}
