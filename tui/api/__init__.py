"""The memories.ai HTTP API: typed calls, honest errors, shared pacing. Knows nothing of the interface."""
