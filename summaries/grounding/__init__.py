"""Which claims a paper supports."""
