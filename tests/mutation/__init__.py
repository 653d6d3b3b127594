"""Tests of the mutation run."""
