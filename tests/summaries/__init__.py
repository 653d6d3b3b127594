"""Tests of `summaries`."""
