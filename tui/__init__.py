"""memories-tui: the terminal home of a memories.ai video library."""

__version__ = "0.1.0"
