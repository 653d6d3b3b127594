"""Sentences taken apart: which words stand together, and what is said of whom."""
