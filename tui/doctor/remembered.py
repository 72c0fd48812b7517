"""What comes back at the next start: whether it can be kept, and what could not be read of it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from tui.doctor.finding import Finding
from tui.state import problem_of


def look_at_memory(folder: Path) -> Iterator[Finding]:
    """`folder`: see `Folders.memory`. Sets nothing aside; the next start of the interface does."""
    file = folder / "state.json"
    pictures = sorted(each.name for each in folder.glob("picture-*.txt"))
    facts: dict[str, object] = {"folder": os.fspath(folder), "exists": file.exists(), "pictures": pictures}
    aside = sorted((*folder.glob("*.json.damaged-*"), *folder.glob("*.json.newer-*")))
    if aside:
        change = f"{aside[-1]} holds what could not be read; delete it when you don't miss an older view."
        yield Finding("Last view", "a file was set aside", "note", change, facts)
    if file.is_dir() or (folder.exists() and not os.access(folder, os.W_OK | os.X_OK)):
        change = f"Make {folder} writable: until then everything starts as it was at first."
        yield Finding("Last view", "it can't be kept", "note", change, facts)
    elif problem := problem_of(file):
        yield Finding("Last view", problem, "note", "The next start sets the file aside and begins anew.", facts)
    elif file.exists():
        at_once = ", with the picture of it at once where nothing has changed" if pictures else ""
        words = f"query, order, panes and theme come back at the next start{at_once}"
        yield Finding("Last view", words, facts=facts)
    else:
        yield Finding("Last view", "none yet: it is kept when you leave", facts=facts)
