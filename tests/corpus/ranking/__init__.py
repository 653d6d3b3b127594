"""Ranking, over recorded readers, simulated voters and authors of one name."""
