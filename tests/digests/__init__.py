"""Tests of `digests`."""
