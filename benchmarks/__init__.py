"""What the program takes, beside its peers: run `python -m benchmarks`."""
