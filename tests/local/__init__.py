"""The tests of the stand-in service."""
