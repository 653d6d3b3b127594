"""Versions of a paper compared, put into words."""
