"""Who reads at once, and what stays open of it."""

from __future__ import annotations

import sqlite3
from contextlib import ExitStack
from pathlib import Path

import pytest

from tui.library.connections import Closed, Connections, Unwanted


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


def test_an_answer_that_nobody_wants_any_more_stops_and_the_connection_is_good_for_the_next(tmp_path: Path) -> None:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    wanted = [True]
    connections = Connections(tmp_path / "index.db")

    def look() -> bool:
        was, wanted[0] = wanted[0], False
        return was

    with pytest.raises(Unwanted), connections.reading(look) as first:
        first.execute(endless).fetchone()
    with connections.reading() as again:
        assert again is first
        assert again.execute(endless.replace("FROM n)", "FROM n LIMIT 100000)")).fetchone() == (100_000,)
    with pytest.raises(sqlite3.OperationalError), connections.reading(lambda: True) as wished:
        wished.execute("SELECT none FROM nowhere")
    connections.close()
