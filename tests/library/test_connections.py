"""Who reads at once, and what stays open of it."""

from __future__ import annotations

import sqlite3
from contextlib import ExitStack
from pathlib import Path

import pytest

from tui.library.connections import Closed, Connections


def test_many_read_at_once_and_few_connections_wait_afterwards(tmp_path: Path) -> None:
    connections = Connections(tmp_path / "index.db")
    with ExitStack() as readers:
        held = [readers.enter_context(connections.reading()) for _ in range(12)]
        assert len(set(held)) == 12
    open_still = 0
    for connection in held:
        try:
            connection.execute("SELECT 1").fetchone()
            open_still += 1
        except sqlite3.ProgrammingError:
            pass
    assert 1 <= open_still <= 4
    with connections.reading() as again:
        assert again in held
    connections.close()
    with pytest.raises(Closed), connections.reading():
        pass
