"""Each form of a paper as a text."""
