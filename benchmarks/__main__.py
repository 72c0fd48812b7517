"""Makes the whole table of README.md.

    python -m benchmarks [--quick] [--home FOLDER] [--peers FOLDER] [--no-peers] [--runs N] [--videos N]

Ours with a million videos in its index and no network, a bare Textual app, and the peers that pip can install, each
in a real terminal, in turn; then an upload beside curl's. The index (600 MB, some minutes to fill) and the peers go
into a folder that is thrown away, or into those named, and are used again the next time. `--quick` is over in less than
eight minutes, peers installed: fewer rounds, 100,000 videos, and README.md stays as it is.
"""

from __future__ import annotations

import argparse
import compileall
import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.figures import measured
from benchmarks.programs import as_left, bare, ours, peers
from benchmarks.table import written
from benchmarks.upload_beside_curl import compared


@dataclass(frozen=True, slots=True)
class _Usual:
    """What is done where nothing else is wished."""

    runs: int
    videos: int
    size: int
    """Bytes of the upload."""
    uploads: int


_WHOLE: Final = _Usual(runs=15, videos=1_000_000, size=1_000_000_000, uploads=9)
_QUICK: Final = _Usual(runs=3, videos=100_000, size=300_000_000, uploads=3)


def main() -> None:
    """Runs it all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="some minutes; README.md stays as it is")
    parser.add_argument("--home", type=Path, metavar="FOLDER", help="where the index is kept")
    parser.add_argument("--peers", type=Path, metavar="FOLDER", help="where the peers are kept")
    parser.add_argument("--no-peers", action="store_true", help="only ours and the bare Textual app")
    parser.add_argument("--runs", type=int, help="of each (15; quick: 3); a fifth of them go on to keys and rest")
    parser.add_argument("--videos", type=int, help="in our index, and rows for the peers (1,000,000; quick: 100,000)")
    wish = parser.parse_args()
    usual = _QUICK if wish.quick else _WHOLE
    runs, videos = wish.runs or usual.runs, wish.videos or usual.videos
    compileall.compile_dir(Path(__file__).parent.parent / "tui", quiet=1)
    with tempfile.TemporaryDirectory() as away:
        others = [] if wish.no_peers else peers(_folder(wish.peers, Path(away) / "peers"), videos)
        mine = ours(_folder(wish.home, Path(away) / "home"), videos)
        programs = [bare(), mine, as_left(mine), *(peer for peer in others if not isinstance(peer, str))]
        before = os.getloadavg()[0]
        found = measured(programs, starts=runs, whole=max(1, runs // 5))
        sent = compared(usual.size, usual.uploads)
        loads = (before, os.getloadavg()[0])
        missing = [peer for peer in others if isinstance(peer, str)]
        sys.stdout.write(written(found, missing, sent, loads, quick=wish.quick) + "\n")


def _folder(wish: Path | None, otherwise: Path) -> Path:
    folder = (wish or otherwise).absolute()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


if __name__ == "__main__":
    main()
