"""Uploads: what is sent, how often, and what is said of it."""
