"""Tests of what can be done without a screen."""
