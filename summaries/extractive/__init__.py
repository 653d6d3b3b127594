"""Summaries of a paper's own sentences."""
