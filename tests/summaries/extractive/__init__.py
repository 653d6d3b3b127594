"""Tests of what is taken from papers word for word."""
