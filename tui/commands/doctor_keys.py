"""`memories-tui doctor keys`: asks for one key after the other, says which arrive, and prints what mends the rest."""

from __future__ import annotations

import os
import select
import sys
import termios
import tty
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from tui.commands.output import Talk
from tui.commands.settings import USAGE, Trouble

if TYPE_CHECKING:
    from tui.doctor.keys import Answers, Question

_TICK: Final = 0.05
_NOTHING: Final = "n"
_ENOUGH: Final = ("escape", "ctrl+c")
_KITTY_ON, _KITTY_OFF = "\x1b[>25u", "\x1b[<u"
"""As Textual switches it on: keys come spelt out, where the terminal can do that."""


def ask_for_keys() -> None:
    """Needs a terminal. Raises Trouble without one."""
    if not (sys.stdin and sys.stdin.isatty() and sys.stderr and sys.stderr.isatty()):
        raise Trouble("This needs a terminal on both sides: memories-tui doctor keys", USAGE)
    from tui.doctor.keys import mending, questions
    from tui.keymap import every_binding

    bindings = every_binding()
    asked = questions(bindings)
    talk = Talk()
    talk.say(f"{len(asked)} keys: press each as it is named. n: nothing came. esc esc: enough.")
    with _raw(sys.stdin.fileno()):
        answers = ask(asked, next_key=_keys(sys.stdin.fileno()), say=talk.say)
    _tell(talk, asked, answers)
    mends = mending(answers, bindings)
    if mends:
        talk.say("")
        talk.say("Put this into the settings (memories-tui config path):")
        talk.say("[keys]")
        for action, key in mends.items():
            talk.say(f'"{action}" = "{key}"')


def ask(asked: tuple[Question, ...], *, next_key: Callable[[], str], say: Callable[[str], None]) -> Answers:
    """Asks until there are answers to all, or `escape` (or ctrl+c) came twice in a row. `next_key` waits for one."""
    from tui.doctor.keys import Answers

    arrived: dict[str, str | None] = {}
    before = ""
    for place, question in enumerate(asked, 1):
        say(f"{place}/{len(asked)}  Press  {question.key}   ({question.title})")
        while question.key not in arrived:
            key = next_key()
            if key == before and key in _ENOUGH:
                return Answers(arrived)
            before = key
            if key == question.key:
                arrived[question.key] = key
            elif key == _NOTHING:
                arrived[question.key] = None
            elif len(key) > 1 and key not in _ENOUGH:
                arrived[question.key] = key
                say(f"      it came as  {key}")
    return Answers(arrived)


def _tell(talk: Talk, asked: tuple[Question, ...], answers: Answers) -> None:
    talk.say("")
    for question in asked:
        if question.key in answers.arrived:
            came = answers.arrived[question.key]
            words = "arrives" if came == question.key else f"arrives as {came}" if came else "does not arrive"
            talk.say(f"{question.key:22} {words}")
    left = len(asked) - len(answers.arrived)
    good = len(answers.arrived) - len(answers.missing)
    talk.say(f"{good} arrive, {len(answers.missing)} do not, {left} were not asked for.")


def _keys(fd: int) -> Callable[[], str]:
    """A function that waits for the next key."""
    found = _stream(fd)
    return lambda: next(found)


def _stream(fd: int) -> Iterator[str]:
    from tui.doctor.keys import Reader

    reader = Reader()
    decode = getincrementaldecoder("utf-8")("replace").decode
    while True:
        if select.select([fd], [], [], _TICK)[0]:
            data = os.read(fd, 1024)
            if not data:
                raise Trouble("The terminal is gone.")
            yield from reader.feed(decode(data))
        yield from reader.tick()


@contextmanager
def _raw(fd: int) -> Iterator[None]:
    """Every key comes to us at once, as in the program itself, Ctrl-C and Ctrl-S too."""
    before = termios.tcgetattr(fd)
    try:
        tty.setraw(fd)
        ours = termios.tcgetattr(fd)
        ours[1] |= termios.OPOST | termios.ONLCR
        termios.tcsetattr(fd, termios.TCSANOW, ours)
        sys.stderr.write(_KITTY_ON)
        sys.stderr.flush()
        yield
    finally:
        sys.stderr.write(_KITTY_OFF)
        sys.stderr.flush()
        termios.tcsetattr(fd, termios.TCSADRAIN, before)
