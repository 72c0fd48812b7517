"""What can be done without a screen: for scripts, over the same engine; data on stdout, talk on stderr."""
