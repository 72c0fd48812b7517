"""The stand-in service: the documented API over SQLite, with its quirks. Imports nothing of ours."""
