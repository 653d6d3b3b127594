"""Requests a line of JSON from a pipe, and their answers."""
