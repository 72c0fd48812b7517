"""The places a person can be in. Each takes only what it uses."""
