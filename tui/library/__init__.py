"""What is known of the library: the query, the index on disk that answers it, the sweeps that fill it."""
