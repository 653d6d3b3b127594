"""Tests of `rendering.discord`."""
