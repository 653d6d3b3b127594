"""Tests of `rendering.telegram`."""
