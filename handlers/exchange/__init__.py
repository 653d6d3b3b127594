"""What is given out and taken in: what was asked for and what was given, as typed arguments."""
