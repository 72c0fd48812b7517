"""The query language: the same `Query` as one line of text."""

from __future__ import annotations

from tui.library.asking import asked as asked
