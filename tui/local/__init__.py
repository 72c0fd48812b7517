"""The stand-in service: the documented contract with its quirks, over SQLite. Imports nothing of ours."""
