"""Changes the code in a thousand small ways and sees whether the tests notice: `python scripts/mutants.py uploads`.

Needs `pip install mutmut==3.8.1` in the environment that it is started from. Works on a copy in a temporary folder,
which it names and leaves there, so that `mutmut show NAME` in it tells what a survivor is.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Area:
    """What is changed, and the quick tests that should notice."""

    changed: tuple[str, ...]
    tests: tuple[str, ...]
    without: str = ""
    """Tests in these files that take too long to be asked a hundred times."""


AREAS: Final = {
    "text": Area(("tui/text.py",), ("tests/test_text.py",)),
    "models": Area(("tui/api/models.py",), ("tests/api/test_models.py",)),
    "query": Area(
        ("tui/library/query.py", "tui/library/query_*.py", "tui/library/spans.py"),
        (
            "tests/library/test_query.py",
            "tests/library/test_query_text.py",
            "tests/library/test_query_completing.py",
            "tests/library/test_spans.py",
            "tests/library/test_place_names.py",
        ),
        "every_unmistakable_name",
    ),
    "settling": Area(
        ("tui/uploads/settle.py",),
        ("tests/uploads/test_unsure.py", "tests/uploads/test_settling.py", "tests/uploads/test_settled.py"),
        "test_unsure and not TestMatching",
    ),
    **{
        name: Area((f"tui/uploads/{name}.py",), (f"tests/uploads/test_{name}.py",))
        for name in (
            "ledger",
            "twins",
            "tracker",
            "lane",
            "holding",
            "intake",
            "many",
            "housekeeping",
            "succession",
            "attempt",
            "journal_file",
            "told",
            "thumbnail",
            "waiting",
        )
    },
    "choosing": Area(
        ("tui/uploads/choosing.py",),
        ("tests/uploads/test_choosing.py", "tests/uploads/test_choosing_words.py"),
        "no_disk_takes or real_clip or any_pasted or any_url",
    ),
    "probe": Area(("tui/uploads/probe.py",), ("tests/uploads/test_probe_reading.py",)),
    "prober": Area(("tui/uploads/prober.py", "tui/uploads/looking.py"), ("tests/uploads/test_prober.py",)),
    "journal": Area(("tui/uploads/journal.py",), ("tests/uploads/test_journal_kept.py",)),
    "queue": Area(("tui/uploads/queue.py",), ("tests/uploads/test_queue.py", "tests/uploads/test_queue_at_work.py")),
    "pacing": Area(("tui/api/pacing.py",), ("tests/api/test_pacing.py",)),
    "uploads": Area(
        tuple(
            f"tui/uploads/{name}.py"
            for name in (
                "hold",
                "job",
                "journal_rows",
                "lease",
                "naming",
                "order",
                "prints",
                "progress",
                "report",
                "throttle",
            )
        ),
        (
            "tests/uploads/test_facts.py",
            "tests/uploads/test_moves.py",
            "tests/uploads/test_order.py",
            "tests/uploads/test_throttle.py",
            "tests/uploads/test_tracking.py",
        ),
        "TestLives or a_batch_is or persons_order or width_of or limited_upload or keeps_to_the"
        " or (test_tracking and not rate)",
    ),
}


def settings(area: Area) -> str:
    """What mutmut is to know, in TOML; a list of words is the same there as in JSON."""
    without = ("-k", f"not ({area.without})") if area.without else ()
    told: dict[str, object] = {
        "source_paths": ["tui"],
        "only_mutate": area.changed,
        "also_copy": ["config.example.toml"],
        "use_git_change_detection": False,
        "timeout_multiplier": 3.0,  # tests wait a minute for what a mutant never does
        "pytest_add_cli_args": ["-p", "no:xdist", "-p", "no:cacheprovider"],
        "pytest_add_cli_args_test_selection": (*area.tests, *without),
    }
    return "\n[tool.mutmut]\n" + "".join(f"{name} = {json.dumps(value)}\n" for name, value in told.items())


def prepared(name: str) -> Path:
    """A copy of what is tracked, with the settings of one area."""
    folder = Path(tempfile.mkdtemp(prefix=f"mutants-{name}-"))
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    for file in filter(None, listed.split("\0")):
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / file, folder / file)
    with (folder / "pyproject.toml").open("a", encoding="utf-8") as project:
        project.write(settings(AREAS[name]))
    return folder


def judged(folder: Path) -> Counter[str]:
    """How many mutants met which end; survivors are named on the way."""
    told = subprocess.run(
        [sys.executable, "-m", "mutmut", "results", "--all", "true"], cwd=folder, check=True, capture_output=True
    ).stdout.decode()
    ends = dict(re.findall(r"^\s*(\S+): (.+)$", told, re.MULTILINE))
    for name, end in ends.items():
        if end not in {"killed", "timeout"}:
            print(f"{end}: {name}")  # noqa: T201 - the answer to who asked
    return Counter(ends.values())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("area", choices=AREAS)
    parser.add_argument("mutants", nargs="*", help="names or patterns; all of the area if there are none")
    parser.add_argument("--at-once", type=int, default=max(1, (os.cpu_count() or 2) // 2))
    wanted = parser.parse_args()
    folder = prepared(wanted.area)
    print(folder)  # noqa: T201 - as above
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    command = [sys.executable, "-m", "mutmut", "run", "--max-children", str(wanted.at_once), *wanted.mutants]
    subprocess.run(command, cwd=folder, env=environment, check=True)
    print(dict(judged(folder)))  # noqa: T201 - as above


if __name__ == "__main__":
    main()
