"""The tests of memories-tui."""
