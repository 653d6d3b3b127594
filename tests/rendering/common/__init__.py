"""Tests of what all renderers have in common."""
