"""Tests over recorded data beside this folder; skipped with a reason where it is absent."""
