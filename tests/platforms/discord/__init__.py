"""Tests of Discord by its parts."""
