"""An upload, asked for line by line: what, then each field of its form with what is usual, then whether to send it."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from typing import Any, Final

from tui.api.endpoints import CAPABILITIES
from tui.commands.form import Options, form_maker
from tui.commands.inputs import Input, is_address, named_files, named_urls
from tui.commands.settings import TROUBLE, USAGE, Trouble
from tui.linear.console import Choice
from tui.linear.session import Session
from tui.uploads.desk import Candidate, Source
from tui.widgets import form_checks
from tui.widgets.form_checks import Checked
from tui.widgets.present import counted, size_text

_SEND: Final = (Choice("send"), Choice("cancel"))
_YES: Final = (Choice("yes"), Choice("no"))


def _free(text: str) -> Checked:
    return Checked(tidy=text.strip())


_FIELDS: Final[tuple[tuple[str, str, Callable[[str], Checked]], ...]] = (
    ("tags", "Tags, with commas between; empty for none:", form_checks.check_tags),
    ("camera", "Camera; empty for what each file says:", form_checks.check_camera),
    (
        "taken",
        "When it was filmed, as 2025-06-01 14:30:00 in UTC; empty for what each file says:",
        form_checks.check_taken,
    ),
    ("place", "Where, as 39.9,116.4 or a map's link; empty for what each file says:", form_checks.check_place),
    ("prompt", "What the transcription is to heed; empty for nothing:", _free),
)


def upload(session: Session, text: str) -> None:
    """From what is named to a place in the queue."""
    if session.here.config.read_only:
        session.console.say("This session is read-only: nothing is sent. Start without --read-only to upload.")
        session.went(USAGE)
        return
    found = _named(session, _words(text) if text else _asked_names(session))
    if not found:
        return
    candidates = _looked_at(session, found)
    if not candidates:
        session.console.say("Nothing of it can be sent.")
        return
    options = _form(session)
    if not _agreed(session, candidates):
        session.console.say("Nothing is sent.")
        return
    _queue(session, candidates, options)


def _asked_names(session: Session) -> list[str]:
    names: list[str] = []
    question = "Files, folders, patterns or addresses, one a line; an empty line ends the list:"
    while line := session.console.ask(question if not names else "And another; empty for no more:"):
        names += [line]
    return names


def _words(text: str) -> list[str]:
    """Quoted as for a shell; what is not, is a path with blanks in it."""
    try:
        return shlex.split(text)
    except ValueError:
        return [text]


def _named(session: Session, names: list[str]) -> list[Input]:
    why_not = CAPABILITIES[session.here.account.dialect].why_not("upload_url")
    found = named_files([name for name in names if not is_address(name)])
    found += named_urls([name for name in names if is_address(name)], why_not=why_not)
    for each in found:
        if each.problem and not each.skipped:
            session.console.say(f"Not sent: {each.source}: {each.problem}.")
            session.went(TROUBLE)
    if not names:
        session.console.say("Nothing is named, so nothing is sent.")
    return [each for each in found if not each.problem]


def _looked_at(session: Session, found: list[Input]) -> list[tuple[Input, Candidate | None]]:
    files = [each.path for each in found if not each.is_url]
    looked = {str(each.path): each for each in session.done(session.uploads.look(files))}
    good: list[tuple[Input, Candidate | None]] = []
    for each in found:
        candidate = looked.get(each.source)
        if candidate is not None and not candidate.sendable:
            session.console.say(f"Not sent: {each.source}: {candidate.problem}.")
            session.went(TROUBLE)
            continue
        warnings = "".join(f"; note: {warning}" for warning in candidate.warnings) if candidate else ""
        size = f", {size_text(each.size)}" if each.size is not None else ""
        session.console.say(f"{len(good) + 1}. {each.source}{size}{warnings}")
        good.append((each, candidate))
    return good


def _form(session: Session) -> Options:
    """Each field until what is written in it can be sent. The service may know none of them."""
    why_not = CAPABILITIES[session.here.account.dialect].why_not("upload_metadata")
    if why_not:
        session.console.say(why_not)
        return Options()
    texts: dict[str, Any] = {}
    for name, question, check in _FIELDS:
        texts[name] = _field(session, question, check)
    answer = session.console.choose(_YES, question="Shall the service keep the original file? Empty means yes:")
    tags = form_checks.split_tags(texts.pop("tags") or "")
    return Options(tags=tags, keep_original=answer is None or answer.word == "yes", **texts)


def _field(session: Session, question: str, check: Callable[[str], Checked]) -> str | None:
    while True:
        text = session.console.ask(question)
        checked = check(text)
        if checked.fine:
            return text or None
        session.console.say(f"That can't be sent: {checked.problem}.")


def _agreed(session: Session, candidates: list[tuple[Input, Candidate | None]]) -> bool:
    size = sum(each.size or 0 for each, _looked in candidates)
    answer = session.console.choose(
        _SEND, question=f"{counted(len(candidates), 'upload')}{f', {size_text(size)}' if size else ''}:"
    )
    return answer is not None and answer.word == "send"


def _queue(session: Session, candidates: list[tuple[Input, Candidate | None]], options: Options) -> None:
    try:
        form = form_maker(options, session.here.account.dialect)
    except Trouble as trouble:
        session.console.say(trouble.message)
        session.went(USAGE)
        return
    sources = [
        Source(each.source, form(candidate.facts if candidate else None), each.is_url) for each, candidate in candidates
    ]
    session.sent.update(session.done(session.uploads.add(sources)))
    session.console.say(f"{counted(len(sources), 'upload')} queued. “jobs” lists them, “watch” follows them.")
