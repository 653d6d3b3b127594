"""Tests of the command line by its parts."""
