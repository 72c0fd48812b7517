"""A broken line into the real program: bytes that are no keys, or half of some. It stays, and ctrl+c twice leaves.

python -m tests.torture.scribble --minutes 3 --seed 1
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from tests.pty.program import CTRL_C, KEY, Home, Service
from tests.pty.term import Term
from tests.standin import standin

_PIECES: Final[tuple[bytes, ...]] = (
    b"\x1b", b"\x1b[", b"\x1bO", b"\x1b[<", b"\x1b[<0;", b"\x1b[M", b"\x1b[M\xff\xff\xff", b"\x1b]11;",
    b"\x1b]11;rgb:zz/0/0\x07",
    b"\x1b]52;c;!!!\x07", b"\x1bP1$r", b"\x1b\\", b"\x1b_G", b"\x1b[I", b"\x1b[O", b"\x1b[?2026;2$y",
    b"\x1b[?1;", b"\x1b[?u",
    b"\x1b[48;1;1;1;1t", b"\x1b[48;99999999;99999999t", b"\x1b[24;80R", b"\x1b[999999999999R",
    b"\x1b[1;2Z", b"\x1b[200~",
    b"\x1b[201~", b"\x1b[200~half", b"\x1b[97;5u", b"\x1b[57399;99;99u", b"\x1b[1114112u", b"\x1b[55296u",
    b"\x1b[97:65:97;2:3;55296u",
    b"\xff\xfe", b"\xc3", b"\xe6\x97", b"\xf0\x9f\x91", b"\xed\xa0\x80", b"\xc0\xaf", b"\x00", b"\x7f",
    b"\x08", b"\x9b", b"\x80" * 40,
    "日本語".encode(), "👩‍👩‍👧".encode(), b"\x1b[A", b"\x1b[B", b"\x1b[5~", b"\x1b[6~", b"\x1b[3~", b"\r",
    b"\n", b"\t", b"\x1b[Z",
    b"j", b"k", b"u", b"?", b":", b"/", b"g", b"f", b"w", b"A", b" ", b"\x1b\x1b", b"\x1b\x1b\x1b[",
)  # fmt: skip
_CONTROLS: Final = b"\x03\x1a\x1c"
"""What leaves, stops or kills: pressed on purpose only."""
_BURSTS: Final = 40
_AWAKE: Final = 20.0
CTRL_C_TWICE: Final = 130
"""The exit code then, as the README has it."""


def scribble(chance: random.Random) -> bytes:
    """A burst of such bytes, with nothing in it that is meant to end the program."""
    kinds: tuple[Callable[[], bytes], ...] = (
        lambda: b"".join(chance.choices(_PIECES, k=chance.randint(1, 12))),
        lambda: chance.randbytes(chance.choice((1, 7, 300, 5000))),
        lambda: _mouse(chance),
        lambda: b"\x1b[" + bytes(chance.choices(b"0123456789;:<>?$ ~umMRtc", k=chance.randint(1, 60))),
        lambda: chance.choice(_PIECES) * chance.choice((2, 50, 500)),
    )
    return chance.choice(kinds)().translate(None, _CONTROLS + b"q")


def _mouse(chance: random.Random) -> bytes:
    x, y = chance.choice((0, 1, 40, 79, 500, -3, 10**9)), chance.choice((0, 1, 12, 23, 300, -1))
    return f"\x1b[<{chance.choice((0, 1, 2, 3, 32, 35, 64, 65, 99999))};{x};{y}{chance.choice('Mm')}".encode()


def endure(term: Term, seed: int, bursts: int = _BURSTS) -> None:
    """Sends so many bursts of this seed, and then leaves as a person would. Fails when it does not stand that."""
    chance = random.Random(seed)
    term.wait_text("in the library", "the library", 30)
    for n in range(bursts):
        burst = scribble(chance)
        try:
            term.send(burst)
            if chance.random() < 0.1:
                term.resize(chance.choice((1, 20, 80, 200)), chance.choice((1, 6, 24, 60)))
        except OSError as gone:
            raise AssertionError(f"burst {n} of seed {seed} ended it: {burst[:200]!r}\n{term.text()}") from gone
        time.sleep(chance.choice((0, 0.01, 0.15)))  # no wait for anything: how the line delivers them
    term.resize(80, 24)
    _leave(term)


def _leave(term: Term) -> None:
    """Ctrl+c twice, once whatever of a paste or a sequence is still open has been ended."""
    term.send(b"\x1b[201~\x1b\\\x07")
    time.sleep(0.5)  # what follows an escape at once would be part of a sequence
    term.send(CTRL_C + CTRL_C)
    code = term.wait_exit(_AWAKE)
    assert code == CTRL_C_TWICE, f"exit code {code}:\n{term.text()}"
    assert term.left_on() == []


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=3)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    end, seed = time.monotonic() + options.minutes * 60, options.seed
    failed = 0
    while time.monotonic() < end:
        with tempfile.TemporaryDirectory() as folder, standin(demo=True, key=KEY) as service:
            home = Home(Path(folder).resolve())
            with home.start(Service(service.url, service.key), columns=80, rows=24) as term:
                try:
                    endure(term, seed)
                except AssertionError as fell:
                    failed += 1
                    sys.stdout.write(f"seed {seed}: {fell}\n")
                    for crash in home.folder.rglob("crash-*.txt"):
                        sys.stdout.write(crash.read_text())
                    sys.stdout.flush()
        seed += 1
    sys.stdout.write(f"seeds {options.seed} to {seed - 1}: {failed} fell\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
