"""Versions of a paper: what changed from one to another."""
