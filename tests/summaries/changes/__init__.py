"""Versions compared: pairs of invented papers with edits that are known."""
