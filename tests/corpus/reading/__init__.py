"""Papers with known truth, read."""
