"""The way to arXiv: one gate, one thread, and what to do when nobody answers."""
