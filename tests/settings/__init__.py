"""Tests of settings, keys and the command line."""
